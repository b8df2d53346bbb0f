"""Tables in the Apache Parquet format: the only module that knows the library.

Rows become columns at once and wait there, compact, until they are enough for a file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

MAX_PART = 2 * 1024 * 1024
"""A part is written when its rows take that many bytes in memory."""
MAX_BATCHES = 16
_PIECE = 64 * 1024

# The writer holds a page and a dictionary of each of a hundred columns.
_FRUGAL: dict[str, Any] = {"data_page_size": 64 * 1024, "dictionary_pagesize_limit": 64 * 1024, "write_batch_size": 256}

Row = dict[str, Any]
Columns = Mapping[str, Any]
"""The type of each column: `text`, `number`, `real`, `flag`, `moment`; [type] for a list; a mapping for a structure."""

_PLAIN: dict[str, pa.DataType] = {
    "text": pa.string(),
    "number": pa.int32(),
    "real": pa.float64(),
    "flag": pa.bool_(),
    "moment": pa.timestamp("us", tz="UTC"),
}


def _type(column: Any) -> pa.DataType:
    if isinstance(column, str):
        return _PLAIN[column]
    if isinstance(column, list):
        return pa.list_(_type(column[0]))
    return pa.struct([(name, _type(one)) for name, one in column.items()])


class Table:
    """A table in parts, each a file of its own. `about`: what every part says of itself in its schema."""

    def __init__(self, name: str, columns: Columns, about: Mapping[str, str]) -> None:
        self.name = name
        self.parts = 0
        described: dict[bytes | str, bytes | str] = dict(about.items())
        self._schema = pa.schema([(key, _type(column)) for key, column in columns.items()], metadata=described)
        self._waiting: list[pa.RecordBatch] = []
        self._size = 0

    def add(self, rows: list[Row]) -> None:
        """Rows whose moments are datetimes; a column that a row has not is null."""
        if rows:
            batch = pa.RecordBatch.from_pylist(rows, schema=self._schema)
            self._waiting.append(batch)
            self._size += batch.nbytes
            if len(self._waiting) > MAX_BATCHES:
                self._waiting = pa.Table.from_batches(self._waiting).combine_chunks().to_batches()

    @property
    def full(self) -> bool:
        return self._size >= MAX_PART

    def part(self) -> tuple[str, Iterator[bytes]]:
        """The path and the pieces of a file of the rows that wait; the same rows give the same bytes."""
        path = f"{self.name}/part-{self.parts:05}.parquet"
        table = pa.Table.from_batches(self._waiting, self._schema)
        self._waiting, self._size = [], 0
        self.parts += 1
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd", version="2.6", store_schema=True, **_FRUGAL)
        del table
        pa.default_memory_pool().release_unused()
        return path, _cut(sink.getvalue())


def _cut(whole: pa.Buffer) -> Iterator[bytes]:
    for start in range(0, whole.size, _PIECE):
        yield whole.slice(start, min(_PIECE, whole.size - start)).to_pybytes()
