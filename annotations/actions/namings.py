"""Members whom comments name find those comments, and say which they have read."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.functions import Now

from annotations.models import Comment, Membership, Naming
from annotations.policies import Ability, Actor, may
from annotations.text import called_in


def name_members(comment: Comment) -> None:
    """Note whom the comment names by now, but for its author; who was named before and read it has read it. To be
    called inside `recording`.
    """
    members = Membership.objects.filter(workspace=comment.workspace_id, user__is_active=True)
    ids = dict(members.exclude(user__username=comment.created_by).values_list("user__username", "user_id"))
    called = {ids[name] for name in called_in(comment.body, ids)} if "@" in comment.body else set()
    there = Naming.objects.filter(comment=comment)
    there.exclude(user__in=called).delete()
    known = set(there.values_list("user_id", flat=True))
    Naming.objects.bulk_create(
        Naming(workspace_id=comment.workspace_id, comment=comment, user_id=key) for key in sorted(called - known)
    )


def own_namings(actor: Actor) -> QuerySet[Naming]:
    """Where comments of the workspace name the actor."""
    return Naming.objects.visible_to(actor.user).filter(workspace=actor.workspace)


def mark_read(*, actor: Actor, comments: Iterable[UUID] | None = None, read: bool = True) -> int:
    """Say that one has read the comments that name one (None: all of them), or not yet. Return how many changed.

    Comments that do not name the actor make no difference.
    """
    may(actor, Ability.READ).require()
    mine = own_namings(actor).filter(read_at__isnull=read)
    if comments is not None:
        mine = mine.filter(comment__uid__in=list(comments))
    return mine.update(read_at=Now() if read else None)
