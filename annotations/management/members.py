"""In whose name a command acts."""

from __future__ import annotations

from django.core.management.base import CommandError

from annotations.models import Membership
from annotations.policies import Actor
from annotations.vocabulary import Role, Through


def member(workspace: str, username: str) -> Actor:
    """The member of that name; without a name, the workspace's first administrator. Raise CommandError."""
    members = Membership.objects.select_related("user", "workspace").filter(workspace__slug=workspace)
    chosen = members.filter(user__username=username) if username else members.filter(role=Role.ADMIN)
    found = chosen.order_by("pk").first()
    if found is None:
        who = f"{username} is no member" if username else "there is no administrator"
        raise CommandError(f"{who} of the workspace {workspace}, or there is no such workspace")
    return Actor(user=found.user, workspace=found.workspace, role=Role(found.role), through=Through.COMMAND)
