"""Telling webhooks."""

from __future__ import annotations

from annotations.actions.webhooks import deliver, forget_deliveries, tell
from annotations.models import Workspace


def tell_webhooks(workspace: int) -> None:
    tell(Workspace.objects.get(pk=workspace))


def deliver_message(delivery: int) -> None:
    deliver(delivery)


def forget_old_messages(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    forget_deliveries()
