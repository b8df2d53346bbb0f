"""The one exception of the launcher."""


class StartError(Exception):
    """Something on this machine stands in the way; the message is one line that says what to do about it."""
