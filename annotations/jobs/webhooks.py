"""Telling webhooks."""

from __future__ import annotations

from annotations.actions.webhooks import deliver, deliver_forgotten, forget_deliveries, tell, tell_forgotten
from annotations.models import Workspace


def tell_webhooks(workspace: int) -> None:
    tell(Workspace.objects.get(pk=workspace))


def deliver_message(delivery: int) -> None:
    deliver(delivery)


def forget_old_messages(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    forget_deliveries()


def look_for_forgotten_messages(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    try:
        tell_forgotten()
    finally:  # what one workspace's changes are stuck on keeps no message of another
        deliver_forgotten()
