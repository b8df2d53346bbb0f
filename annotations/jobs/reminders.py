"""Reminders of what is due."""

from __future__ import annotations

from django.conf import settings

from annotations.actions.reminders import remind


class UnsentError(Exception):
    """Some reminders could not be sent: the job is tried again, and sends those alone."""


def send_reminders(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    if settings.MAILS and (failed := remind().failed):
        raise UnsentError(f"{failed} reminders could not be sent")
