"""Every change of a workspace in one order, for whoever keeps a copy of it.

The order is that of the stamps, which all rows of one transaction share. Only what lies before every stamp that may
still come is read, so nothing is ever inserted behind a reader: no gap and no double, whoever commits when.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from annotations.corpus.selecting import WRITERS_LOCK, settle
from annotations.corpus.shapes import SHAPES
from annotations.models import Workspace

VERBS = ("created", "changed", "deleted", "restored")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_DELETED = "'deleted'"
_END = datetime(9999, 1, 1, tzinfo=UTC)


class Position(NamedTuple):
    """A place in the order: everything up to and with the change that has these values has been read.

    `rank` orders the changes of one transaction: what others refer to comes first, deletions come last, in reverse.
    """

    at: datetime = _BEGINNING
    rank: int = 0
    key: int = 0


class Change(NamedTuple):
    """What happened to one object in one transaction. `revision` is that after the change; of a deletion, the last."""

    at: datetime
    rank: int
    key: int
    type: str
    uid: UUID
    revision: int
    by: str
    through: str
    verb: str

    @property
    def position(self) -> Position:
        return Position(self.at, self.rank, self.key)


def rank_of(noun: str, *, deleted: bool) -> int:
    """Where a change of this type stands among those of its transaction. Raise ValueError for an unknown type."""
    place = list(SHAPES).index(noun)
    return 2 * len(SHAPES) - place if deleted else place


def after(moment: datetime) -> Position:
    """The position after all changes up to this time, such as an export's `known_at`."""
    return Position(min(moment, _END) + timedelta(microseconds=1), -1)


def settled_until(workspace: Workspace) -> datetime:
    """A time before which everything is committed and to be seen. Unlike `settle` this keeps no writer waiting.

    A writer takes its stamp under a lock that it shares until it commits. So a stamp that is still to be seen belongs
    to a transaction that holds the lock now, and is no earlier than its start, or is taken later than now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
        cursor.execute(_WRITERS, [WRITERS_LOCK, workspace.pk])
        began, hidden = cursor.fetchone()
    if hidden:  # by another role, or by nobody: a prepared transaction
        return settle(workspace)
    return min(now, began or now)


_WRITERS = """
    SELECT min(activity.xact_start), bool_or(activity.xact_start IS NULL)
    FROM pg_locks AS held LEFT JOIN pg_stat_activity AS activity ON activity.pid = held.pid
    WHERE held.locktype = 'advisory' AND held.classid = %s AND held.objid = %s AND held.objsubid = 2 AND held.granted
      AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND held.pid IS DISTINCT FROM pg_backend_pid()
"""


def changes(*, workspace: Workspace, since: Position, limit: int, until: datetime | None = None) -> list[Change]:
    """At most `limit` changes after `since`, in order. What one transaction did to one object is one change.

    `until`: only those before this time, which must be settled; None: all that are.
    """
    parameters: dict[str, Any] = {
        "workspace": workspace.pk,
        "until": until or settled_until(workspace),
        "at": since.at,
        "key": since.key,
        "limit": limit,
    }
    written = _read([one for one in _branches() if one.verb != _DELETED], since, parameters)
    if len(written) == limit:
        # Rows that ended are looked at only as far as the page goes: most were changed, and finding that is the work.
        parameters["until"] = written[-1].at + timedelta(microseconds=1)
    deleted = _read([one for one in _branches() if one.verb == _DELETED], since, parameters)
    return sorted([*written, *deleted], key=lambda one: one.position)[:limit]


def _read(branches: list[_Branch], since: Position, parameters: dict[str, Any]) -> list[Change]:
    parts = " UNION ALL ".join(_part(branch, since.rank) for branch in branches)
    with connection.cursor() as cursor:
        cursor.execute(f"{parts} ORDER BY at, rank, key LIMIT %(limit)s", parameters)
        return [Change(*row) for row in cursor.fetchall()]


class _Branch(NamedTuple):
    """One source of changes: rows of a table, each a change at the time in column `at`."""

    rank: int
    noun: str
    rows: str
    at: str
    verb: str
    stamps: str


def _part(branch: _Branch, rank: int) -> str:
    """SQL of the next changes of one source; those of the transaction at which the reader stopped only beyond it."""
    if branch.rank < rank:
        beyond = f"t.{branch.at} > %(at)s"
    elif branch.rank == rank:
        beyond = f"t.{branch.at} >= %(at)s AND (t.{branch.at}, t.id) > (%(at)s, %(key)s)"
    else:
        beyond = f"t.{branch.at} >= %(at)s"
    return f"""(
        SELECT t.{branch.at} AS at, {branch.rank} AS rank, t.id AS key, '{branch.noun}' AS type, t.uid, t.revision,
            {branch.stamps}, {branch.verb} AS verb
        FROM {branch.rows} AND t.workspace_id = %(workspace)s AND t.{branch.at} < %(until)s AND {beyond}
        ORDER BY t.{branch.at}, t.id LIMIT %(limit)s)"""


@cache
def _branches() -> tuple[_Branch, ...]:
    """Three sources a type: rows as they are, rows as they were, and rows that ended."""
    found: list[_Branch] = []
    for noun, shape in SHAPES.items():
        place, table = rank_of(noun, deleted=False), shape.model._meta.db_table
        written = "t.recorded_by, t.recorded_through"
        ended = "t.superseded_by, t.superseded_through"
        # A row that was written and ended in one transaction was never seen by anybody.
        seen = f"{table}_history AS t WHERE t.recorded_at < t.superseded_at"
        next_one = "WHERE n.id = t.id AND n.recorded_at = t.superseded_at"
        gone = f"""{seen} AND NOT EXISTS (SELECT FROM {table} AS n {next_one})
            AND NOT EXISTS (SELECT FROM {table}_history AS n {next_one} AND n.recorded_at < n.superseded_at)"""
        found += [
            _Branch(place, noun, f"{table} AS t WHERE true", "recorded_at", _verb(table), written),
            _Branch(place, noun, seen, "recorded_at", _verb(table), written),
            _Branch(rank_of(noun, deleted=True), noun, gone, "superseded_at", _DELETED, ended),
        ]
    return tuple(found)


def _verb(table: str) -> str:
    """SQL: by the last revision before this one that others could see."""
    return f"""CASE WHEN t.revision = 1 THEN 'created' ELSE COALESCE((
        SELECT CASE WHEN p.superseded_at = t.recorded_at THEN 'changed' ELSE 'restored' END
        FROM {table}_history AS p
        WHERE p.id = t.id AND p.revision < t.revision AND p.recorded_at < p.superseded_at
        ORDER BY p.revision DESC LIMIT 1), 'created') END"""
