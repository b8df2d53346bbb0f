"""People remark on the objects of a workspace."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from annotations.actions.fields import MAX_BODY, clean_choice, clean_flag, clean_text, refuse_unknown
from annotations.actions.namings import name_members
from annotations.actions.recording import Made, author, lock, make, recording, save
from annotations.errors import RuleBrokenError
from annotations.models import (
    Article,
    ArticleVersion,
    Attribution,
    Claim,
    Comment,
    Corroboration,
    Exhibit,
    Mention,
    Source,
    Span,
)
from annotations.policies import Ability, Actor, denied, may
from annotations.vocabulary import TargetType

_TARGETS: dict[TargetType, type[models.Model]] = {
    TargetType.ARTICLE: Article,
    TargetType.VERSION: ArticleVersion,
    TargetType.SPAN: Span,
    TargetType.ATTRIBUTION: Attribution,
    TargetType.SOURCE: Source,
    TargetType.CLAIM: Claim,
    TargetType.MENTION: Mention,
    TargetType.EXHIBIT: Exhibit,
    TargetType.CORROBORATION: Corroboration,
}


def type_of_target(actor: Actor, uid: UUID) -> TargetType:
    """Which kind of object of the workspace has this public id."""
    for kind, model in _TARGETS.items():
        if model._default_manager.filter(workspace=actor.workspace, uid=uid).exists():
            return kind
    raise RuleBrokenError("comment.target_missing", f"there is no object {uid} in this workspace", field="target")


def add_comment(
    *,
    actor: Actor,
    target: UUID,
    body: str,
    target_type: str = "",
    resolved: object = False,
    uid: UUID | None = None,
) -> Made[Comment]:
    """Remark on an object; its type is found where it is not given. What is `resolved` from the start is a note."""
    may(actor, Ability.COMMENT).require()
    body = clean_text(body, "body", max_length=MAX_BODY, required=True)
    told = target_type not in (None, "")
    kind = clean_choice(target_type, "target_type", TargetType) if told else type_of_target(actor, target)
    if not _TARGETS[TargetType(kind)]._default_manager.filter(workspace=actor.workspace, uid=target).exists():
        raise RuleBrokenError("comment.target_missing", f"there is no {kind} {target} here", field="target")
    is_resolved = clean_flag(resolved, "resolved")
    request = {"target": target, "body": body, **({"resolved": True} if is_resolved else {})}

    def build() -> Comment:
        made = Comment.objects.create(
            **author(actor, uid, request, Comment),
            target_type=kind,
            target=target,
            body=body,
            resolved=is_resolved,
            resolved_by=actor.username if is_resolved else "",
        )
        name_members(made)
        return made

    with recording(actor):
        return make(Comment, actor=actor, uid=uid, request=request, build=build)


def edit_comment(*, actor: Actor, comment: Comment, expected: int | None, **changes: Any) -> Comment:
    """Resolve or reopen a comment (anyone who comments), or change its words (its author)."""
    may(actor, Ability.COMMENT).require()
    refuse_unknown(changes, {"body": 0, "resolved": 0})
    with recording(actor):
        current = lock(actor, Comment.objects.all(), comment, expected=expected)
        if "body" in changes:
            _own(actor, current)
            current.body = clean_text(changes["body"], "body", max_length=MAX_BODY, required=True)
        if "resolved" in changes:
            current.resolved = clean_flag(changes["resolved"], "resolved")
            current.resolved_by = actor.username if current.resolved else ""
        save(current, "body", "resolved", "resolved_by")
        if "body" in changes:
            name_members(current)
        return current


def delete_comment(*, actor: Actor, comment: Comment, expected: int | None) -> None:
    """Take one's own comment back; it stays in the history."""
    may(actor, Ability.COMMENT).require()
    with recording(actor):
        current = lock(actor, Comment.objects.all(), comment, expected=expected, to_delete=True)
        _own(actor, current)
        current.delete()


def _own(actor: Actor, comment: Comment) -> None:
    if comment.created_by != actor.username:
        who = {"who": comment.created_by}
        denied("comment.of_another", _("Only %(who)s may change the words of this comment.") % who).require()
