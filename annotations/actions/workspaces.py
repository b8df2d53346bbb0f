"""Workspaces and the people in them."""

from __future__ import annotations

from django.db import transaction

from annotations.actions.fields import clean_choice
from annotations.actions.recording import set_recorder
from annotations.errors import MissingError
from annotations.models import Membership, User, Workspace
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import Role, Through


def create_workspace(*, slug: str, name: str, by: str = "") -> Workspace:
    """Make a workspace, or return the one that has this slug. For commands: no policy is asked."""
    with transaction.atomic():
        set_recorder(by, Through.COMMAND)
        workspace, _created = Workspace.objects.get_or_create(slug=slug, defaults={"name": name})
        return workspace


def set_member(*, workspace: Workspace, user: User, role: str, actor: Actor | None = None) -> Membership:
    """Give the user a role in the workspace; without an actor, as a command."""
    chosen = clean_choice(role, "role", Role)
    if actor is not None:
        if actor.workspace != workspace:
            raise MissingError("object.missing", "you act in another workspace")
        may(actor, Ability.MANAGE_MEMBERS).require()
    with transaction.atomic():
        set_recorder(actor.username if actor else "", actor.through if actor else Through.COMMAND)
        membership, _created = Membership.objects.update_or_create(
            workspace=workspace, user=user, defaults={"role": chosen}
        )
        return membership
