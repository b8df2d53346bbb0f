"""Reading a selection: counts, lines of JSON, records. Everything streams; nothing is held but a few rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from annotations.corpus.records import CORPUS_TYPES, Record
from annotations.corpus.selecting import Selection
from annotations.corpus.shapes import SHAPES, Shape, as_of

# The shapes rely on the first two. Compiling a statement costs more than it gives; sorting ids needs some room.
_SETTINGS = """
    SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL jit = off; SET LOCAL work_mem = '32MB'
"""


# What COPY's binary form begins and ends with.
_BINARY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_NO_MORE_ROWS = b"\xff\xff"


@contextmanager
def snapshot() -> Iterator[None]:
    """One read-only snapshot of the database for all that is read inside.

    Inside a transaction that has begun already, that transaction's; what was settled reads the same in either.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute(_SETTINGS)
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
    # In binary form nothing is looked for that would have to be escaped. A row is its number of columns, 2 bytes, the
    # length of its one column, 4 bytes, and the line.
    copy = f"COPY ({shape.lines(where_of(shape, selection))}) TO STDOUT (FORMAT binary)"
    with connection.cursor() as cursor, cursor.copy(copy, selection.parameters) as rows:
        start = len(_BINARY_HEADER)
        for row in rows:
            if row[start : start + 2] != _NO_MORE_ROWS:
                yield bytes(row[start + 6 :])
            start = 0


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
