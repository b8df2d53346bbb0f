"""What part of a workspace is read, and as of when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, connection, transaction

from annotations.corpus.scope import Part, scope_of
from annotations.corpus.shape import as_of
from annotations.errors import ConflictError, MalformedError, MissingError, RuleBrokenError
from annotations.models import Article, Workspace

# The first key of the lock that every writer shares, see the function isnad_stamp in the first migration.
WRITERS_LOCK = 1769173601
PATIENCE = "30s"


@dataclass(frozen=True, slots=True)
class Selection:
    """A workspace as of `known_at` (UTC), or a part of it.

    `scope` is None for all of it, else the internal ids of each type's rows. Whatever a record of a part
    refers to belongs to the part, so that it can be read on its own.
    """

    workspace: int
    slug: str
    known_at: datetime
    scope: Mapping[str, list[int]] | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of every statement that reads this selection."""
        return {"workspace": self.workspace, "known_at": self.known_at, **(self.scope or {})}


def settle(workspace: Workspace) -> datetime:
    """A time in UTC up to which everything that was recorded in the workspace can be read.

    Rows are stamped when they are written and seen when their transaction commits. Writers hold a shared lock from the
    one to the other; whoever gets it alone for an instant knows that nothing up to this instant is still to come.
    Raises ConflictError when a writer does not finish in time.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [WRITERS_LOCK, workspace.pk])
            cursor.execute("SELECT set_config('lock_timeout', '0', true), clock_timestamp()")
            now: datetime = cursor.fetchone()[1]
    except OperationalError as error:
        raise ConflictError("known_at.unsettled", "somebody is still writing here; try again in a moment") from error
    return now.astimezone(UTC)


def select(
    *,
    workspace: Workspace,
    known_at: datetime | None = None,
    article: UUID | None = None,
    claim: UUID | None = None,
    layer: UUID | None = None,
) -> Selection:
    """The workspace, or what belongs to one of its articles, claims or layers, as of `known_at` (None: as of now).

    The same selection at the same time is the same for ever, whatever is changed later. Raises RuleBrokenError
    `known_at.future`, `selection.too_narrow` (more than one of the three), MalformedError `known_at.no_zone`,
    MissingError where the workspace had no such object at that time, and what `settle` raises.
    """
    parts = [Part(name, uid) for name, uid in (("article", article), ("claim", claim), ("layer", layer)) if uid]
    if len(parts) > 1:
        raise RuleBrokenError(
            "selection.too_narrow", "select by article, by claim or by layer, not by two of them", field=parts[1].type
        )
    if known_at is not None and known_at.tzinfo is None:
        raise MalformedError("known_at.no_zone", "known_at must be a time with its zone (RFC 3339)", field="known_at")
    settled = settle(workspace)
    if known_at is not None and known_at > settled:
        raise RuleBrokenError("known_at.future", "nothing is known yet of the future", field="known_at")
    whole = Selection(workspace.pk, workspace.slug, known_at.astimezone(UTC) if known_at else settled)
    if not parts:
        return whole
    scope = scope_of(parts[0], whole.parameters)
    if scope is None:
        raise MissingError(f"{parts[0].type}.missing", f"no {parts[0].type} {parts[0].uid} here", field=parts[0].type)
    return Selection(whole.workspace, whole.slug, whole.known_at, scope)


def sample_of(selection: Selection) -> Selection:
    """Of a workspace its first article, with whatever belongs to it; of a part, or where there is none, all of it."""
    if selection.scope is not None:
        return selection
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT uid FROM {as_of(Article)} t ORDER BY uid LIMIT 1", selection.parameters)
        found = cursor.fetchone()
    return replace(selection, scope=scope_of(Part("article", found[0]), selection.parameters)) if found else selection
