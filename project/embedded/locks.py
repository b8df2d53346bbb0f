"""How processes that share one server agree on who starts and who stops it.

Every user of the server holds a shared lock on one file for as long as it uses it. Starting and stopping
happen behind a second lock, the gate. Who leaves tries to take the first lock exclusively: that succeeds for
the last one only, and the last one stops the server. The kernel lets go of the locks of a killed process, so
nobody is ever left counted.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from project.embedded.errors import StartError
from project.embedded.places import Places, give_to_owner


class Membership:
    """This process's share in the server of one data directory."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self._users: int | None = None

    @contextmanager
    def gate(self) -> Iterator[None]:
        """Only one process at a time is in here; the others wait."""
        handle = self._open(self.places.gate)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def join(self) -> None:
        """Count this process among the users. Call it inside the gate."""
        if self._users is None:
            self._users = self._open(self.places.users)
        fcntl.flock(self._users, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Whether no other process uses the server. Call it inside the gate."""
        if self._users is None:
            return False
        try:
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self) -> None:
        """Stop counting this process. Call it inside the gate."""
        if self._users is not None:
            os.close(self._users)
            self._users = None

    def _open(self, path: Path) -> int:
        fresh = not path.exists()
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StartError(
                f"Cannot open {path} ({error.strerror}): the data directory belongs to somebody else; "
                "name another with ISNAD_DATA."
            ) from None
        if fresh:
            give_to_owner(path, self.places.root)
        return handle
