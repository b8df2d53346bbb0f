"""Values that PostgreSQL sends one after another, without a Python object for each row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

# What COPY's binary form begins and ends with.
_BINARY_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_NO_MORE_ROWS = b"\xff\xff"

# SQL that writes JSON relies on the first two. Compiling a statement costs more than it gives; sorting ids needs some
# room. How many rows were current at a time PostgreSQL can't know: it takes them for so many that it would rather sort
# both sides of a join than look one of them up.
SETTINGS = """
    SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL jit = off; SET LOCAL work_mem = '32MB';
    SET LOCAL enable_mergejoin = off
"""


def copied(cursor: Any, statement: str, parameters: Mapping[str, Any]) -> Iterator[bytes]:
    """The values of a statement's one column, which is text and never NULL, in UTF-8.

    The connection is busy until the iteration ends.
    """
    # In binary form nothing is looked for that would have to be escaped. A row is its number of columns, 2 bytes, the
    # length of its one column, 4 bytes, and the value.
    with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT binary)", parameters) as rows:
        start = len(_BINARY_HEADER)
        for row in rows:
            if row[start : start + 2] != _NO_MORE_ROWS:
                yield bytes(row[start + 6 :])
            start = 0
