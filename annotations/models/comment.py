"""Comments: what people say of the objects of a workspace."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from annotations.models.base import MAX_USERNAME, Recorded, history_of, identity, in_order
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import announced, recording
from annotations.vocabulary import TargetType


class CommentQuerySet(OfWorkspace["Comment"]):
    pass


_TARGET_TABLES = {
    TargetType.ARTICLE: "article",
    TargetType.VERSION: "articleversion",
    TargetType.SPAN: "span",
    TargetType.ATTRIBUTION: "attribution",
    TargetType.SOURCE: "source",
    TargetType.CLAIM: "claim",
    TargetType.MENTION: "mention",
    TargetType.EXHIBIT: "exhibit",
    TargetType.CORROBORATION: "corroboration",
}
_TARGET_EXISTS = "\n".join(
    f"WHEN '{kind.value}' THEN EXISTS (SELECT 1 FROM annotations_{table}"
    " WHERE workspace_id = NEW.workspace_id AND uid = NEW.target)"
    for kind, table in _TARGET_TABLES.items()
)


# Comments on what lies in no version are told to the whole workspace.
_IN_TEXT = "".join(
    f" LEFT JOIN annotations_{table} {name} ON r.target_type = '{kind.value}'"
    f" AND {name}.workspace_id = r.workspace_id AND {name}.uid = r.target"
    for name, kind, table in (
        ("span", TargetType.SPAN, "span"),
        ("frame", TargetType.ATTRIBUTION, "attribution"),
        ("version", TargetType.VERSION, "articleversion"),
    )
)


class Comment(Recorded):
    """A remark on any object of the workspace. It stays when its target goes."""

    target_type = models.CharField(max_length=15, choices=TargetType)
    target = models.UUIDField()
    body = models.TextField()
    resolved = models.BooleanField(default=False)
    resolved_by = models.CharField(max_length=MAX_USERNAME, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("comment"),
            models.CheckConstraint(condition=Q(target_type__in=TargetType.values), name="comment.target_type"),
            models.CheckConstraint(condition=~Q(body=""), name="comment.body_empty"),
        ]
        indexes = [*in_order("comment"), models.Index(fields=("workspace", "target", "id"), name="comment_target")]
        triggers = [
            *recording(fixed=("target_type", "target")),
            *announced("COALESCE(span.version_id, frame.version_id, version.id)", _IN_TEXT),
            # An unknown type is left to comment.target_type.
            pgtrigger.Trigger(
                name="d_target_exists",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT (CASE NEW.target_type {_TARGET_EXISTS} ELSE true END) THEN
                        RAISE EXCEPTION 'there is no % % in this workspace', NEW.target_type, NEW.target
                            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'comment.target_missing';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.body[:60]


CommentHistory = history_of(Comment)
