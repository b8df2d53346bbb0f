"""Reading a selection: counts, lines of JSON, records. Everything streams; nothing is held but a few rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import zip_longest
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from annotations.corpus.copying import SETTINGS, copied
from annotations.corpus.records import CORPUS_TYPES, Record
from annotations.corpus.selecting import Selection
from annotations.corpus.shape import Shape, as_of
from annotations.corpus.shapes import SHAPES
from annotations.corpus.side_by_side import by_two, helper

LARGE = 20_000
"""From so many rows on a type is written by two backends."""
RUN = 10_000
"""Rows that a backend then writes in one go."""
PIECE = 64 * 1024
"""Bytes of lines that are put together."""


@contextmanager
def snapshot() -> Iterator[None]:
    """One read-only snapshot of the database for all that is read inside.

    Inside a transaction that has begun already, that transaction's; what was settled reads the same in either.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(SETTINGS)
        yield


def where_of(shape: Shape, selection: Selection) -> str:
    """SQL that keeps the rows of the selection."""
    part = [] if selection.scope is None else [f"id = ANY (%({shape.noun})s)"]
    return " AND ".join([*part, *([shape.only] if shape.only else [])]) or "true"


def count(selection: Selection) -> dict[str, int]:
    """How many records of each type the selection holds. To be called inside `snapshot`."""
    counts = ", ".join(
        f"(SELECT count(*) FROM {as_of(shape.model, where_of(shape, selection))} t)" for shape in SHAPES.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", selection.parameters)
        return dict(zip(SHAPES, cursor.fetchone(), strict=True))


def lines(selection: Selection, record_type: str) -> Iterator[bytes]:
    """The records of one type in the order of their ids, each as one line of JSON in UTF-8 with its newline.

    To be iterated inside `snapshot`. The connection is busy until the iteration ends.
    """
    shape = SHAPES[record_type]
    with connection.cursor() as cursor:
        yield from copied(cursor, shape.lines(where_of(shape, selection)), selection.parameters)


def pieces(selection: Selection, record_type: str, rows: int) -> Iterator[bytes]:
    """The same lines, many at a time, and by two backends where there are many: about `rows`.

    To be iterated inside `snapshot`. The connection is busy until the iteration ends.
    """
    shape = SHAPES[record_type]
    where = where_of(shape, selection)
    with helper() if rows >= LARGE else nullcontext() as other, connection.cursor() as cursor:
        if other is None:
            yield from copied(cursor, shape.pieces(PIECE, where), selection.parameters)
        else:
            cursor.execute(_ENDS_OF_RUNS.format(rows=as_of(shape.model, where), run=RUN), selection.parameters)
            runs = _runs([end for (end,) in cursor.fetchall()])
            statements = [shape.pieces(PIECE, f"{where} AND {run}") for run in runs]
            yield from by_two(other, statements, selection.parameters)


# The last id of each run of as many rows.
_ENDS_OF_RUNS = """
    SELECT uid::text FROM (SELECT uid, row_number() OVER (ORDER BY uid) AS place FROM {rows} t) numbered
    WHERE place %% {run} = 0 ORDER BY uid
"""


def _runs(ends: list[str]) -> list[str]:
    """SQL that keeps the rows of each run, in order: all ids there can be, each in one of them."""
    after = [f"uid > '{end}'" for end in ends]
    until = [f"uid <= '{end}'" for end in ends]
    return [" AND ".join(sides) for sides in zip_longest(["true", *after], until, fillvalue="true")]


def read(selection: Selection, record_type: str) -> Iterator[Record]:
    """The records of one type in the order of their ids. To be iterated inside `snapshot`."""
    for line in lines(selection, record_type):
        yield _record(record_type, line)


def as_array(uids: Iterable[str]) -> str:
    """Canonical UUIDs as PostgreSQL writes an array of them: thousands in one piece, for a parameter `::uuid[]`."""
    return f"{{{','.join(uids)}}}"


def present(workspace: int, record_type: str, uids: Iterable[str]) -> dict[str, tuple[int, Record]]:
    """(internal id, record) by uid of those of the `uids` (canonical UUIDs) that the workspace has now."""
    wanted: dict[str, Any] = {"workspace": workspace, "uids": as_array(uids), "known_at": timezone.now()}
    with connection.cursor() as cursor:
        cursor.execute(SHAPES[record_type].present, wanted)
        records = [(key, _record(record_type, line)) for key, line in cursor.fetchall()]
    return {record.id: (key, record) for key, record in records}


def _record(record_type: str, line: str | bytes) -> Record:
    make: Any = CORPUS_TYPES[record_type]
    _type, *values = json.loads(line).values()
    record: Record = make(*values)
    return record
