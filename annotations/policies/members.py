"""Which members of a workspace may be given work."""

from __future__ import annotations

from annotations.models import Membership, Workspace
from annotations.policies.abilities import TABLE, Ability
from annotations.policies.actor import roles_from


def assignable(workspace: Workspace) -> list[str]:
    """User names of the members who may annotate, in alphabetical order."""
    least, _scope = TABLE[Ability.ANNOTATE]
    members = Membership.objects.filter(workspace=workspace, role__in=roles_from(least), user__is_active=True)
    return list(members.order_by("user__username", "pk").values_list("user__username", flat=True))


def assignee_named(word: str, *, me: str) -> str:
    """The user name that a filter means by `me`, `nobody` (whose name is empty), or a name after an @."""
    return {"me": me, "nobody": ""}.get(word, word.removeprefix("@"))
