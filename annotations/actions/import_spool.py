"""Records on disk, put together again by the document that they belong to.

A corpus stands in its file by type, so what belongs to one article is scattered over all of it. The records are
dealt into a fixed number of parts by a hash of their document, and read back one part at a time; one that grew too
large is dealt out again. So memory is bounded by a part's size, or by one document. All parts lie in one file: a
process that takes in several files at once would come to its limit of open ones.
"""

from __future__ import annotations

import marshal
import os
import tempfile
import zlib
from array import array
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Any, Self

from annotations.actions.import_document import Document, Entry, NumberedLine, document_of

PARTS = 64
# In bytes on disk; in memory it is several times that.
MAX_PART = 8 * 1024 * 1024
MAX_HELD = 128
MAX_LEVEL = 4
# Bytes of lines that a part holds in memory.
MAX_WAITING = 64 * 1024
# The last one that does not look for what it has written before: that costs more than it saves.
_FORM = 2
_ENTRIES, _LINES = b"e", b"l"
_HEAD = 9  # bytes before a piece: its kind and length


class _File:
    """Pieces of bytes, each found again where it was put; on disk from the first on.

    It has no name, so that nothing is left of it however the import ends.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> int:
        """Where the piece lies."""
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close
        self._file.write(data)
        place, self._end = self._end, self._end + len(data)
        return place

    def get(self, place: int, size: int) -> bytes:
        if self._file is None:
            return b""
        self._file.flush()
        return os.pread(self._file.fileno(), size, place)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None


class _Part:
    """Entries and lines that are not read yet, each with the key of its document; pieces of `file`."""

    def __init__(self, file: _File) -> None:
        self.held: list[tuple[Any, ...]] = []
        self.lines: list[bytes] = []
        self.waiting = 0
        self.size = 0
        self._file = file
        self._places = array("Q")

    def add(self, item: tuple[Any, ...], *, flush: bool = False) -> None:
        self.held.append(item)
        if flush or len(self.held) >= MAX_HELD:
            self.flush()

    def add_line(self, key: str, number: int, line: bytes) -> None:
        self.lines.append(b"%d %s %s" % (number, key.encode(), line))
        self.waiting += len(line)
        if self.waiting >= MAX_WAITING or len(self.lines) >= MAX_HELD:
            self.flush()

    def flush(self) -> None:
        if self.held:
            self._write(_ENTRIES, marshal.dumps(self.held, _FORM))
            self.held.clear()
        if self.lines:
            self._write(_LINES, b"".join(self.lines))
            self.lines.clear()
            self.waiting = 0

    def _write(self, kind: bytes, data: bytes) -> None:
        self._places.append(self._file.put(kind + len(data).to_bytes(8, "little") + data))
        self.size += len(data)

    def _chunks(self) -> Iterator[tuple[bytes, bytes]]:
        self.flush()
        for place in self._places:
            head = self._file.get(place, _HEAD)
            yield head[:1], self._file.get(place + _HEAD, int.from_bytes(head[1:], "little"))

    def entries(self) -> Iterator[tuple[Any, ...]]:
        for kind, data in self._chunks():
            if kind == _ENTRIES:
                # Written by this very process a moment ago, into a directory of its own.
                yield from marshal.loads(data)  # noqa: S302

    def unread(self) -> Iterator[tuple[str, int, bytes]]:
        """(key of the document, number, line), in the order in which they came."""
        for kind, data in self._chunks():
            if kind == _LINES:
                for item in data.split(b"\n")[:-1]:
                    number, key, line = item.split(b" ", 2)
                    yield key.decode(), int(number), line


class Spool:
    """Entries by document. To be used as a context manager, which closes the file."""

    def __init__(self, level: int = 0) -> None:
        self._file = _File()
        self._parts = [_Part(self._file) for _ in range(PARTS)]
        self._level = level

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: object, _traceback: TracebackType | None) -> None:
        self._file.close()

    def add(self, key: str, entry: Entry, *, large: bool = False) -> None:
        """Keep the entry for the document `key`; a large one is not held in memory."""
        part = self._parts[self._place(key)]
        part.add((key, *entry), flush=large)

    def add_line(self, key: str, number: int, line: bytes) -> None:
        """Keep a line that has a head (`head_of`) and ends with its newline, to be read with its document `key`."""
        self._parts[self._place(key)].add_line(key, number, line)

    def _place(self, key: str) -> int:
        # Other bits of the same sum at each level.
        return (zlib.crc32(key.encode()) >> 6 * self._level) % PARTS

    def documents(self) -> Iterator[Document]:
        """Each document, its records in the order in which they came."""
        for part in self._parts:
            part.flush()
            if part.size > MAX_PART and self._level < MAX_LEVEL:
                with Spool(self._level + 1) as finer:
                    for key, *rest in part.entries():
                        finer.add(key, Entry(*rest))
                    for key, number, line in part.unread():
                        finer.add_line(key, number, line + b"\n")
                    yield from finer.documents()
            else:
                yield from _put_together(part)

    def read(self) -> Iterator[Entry]:
        """What had been read when it came in, once more; it lies here until the end."""
        for part in self._parts:
            for _key, *rest in part.entries():
                yield Entry(*rest)


def _put_together(part: _Part) -> Iterator[Document]:
    found: dict[str, list[Entry]] = {}
    unread: dict[str, list[NumberedLine]] = {}
    for key, *rest in part.entries():
        found.setdefault(key, []).append(Entry(*rest))
    for key, number, line in part.unread():
        unread.setdefault(key, []).append((number, line))
    for key in [*found, *(key for key in unread if key not in found)]:
        yield document_of(found.pop(key, []), unread.pop(key, []))


class Queue:
    """Entries that are a document each, in the order in which they came; on disk beyond a few."""

    def __init__(self) -> None:
        self._file = _File()
        self._part = _Part(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _type: type[BaseException] | None, _value: object, _traceback: TracebackType | None) -> None:
        self._file.close()

    def add(self, entry: Entry) -> None:
        self._part.add(tuple(entry))

    def documents(self) -> Iterator[Document]:
        for entry in self.read():
            yield Document([entry])

    def read(self) -> Iterator[Entry]:
        for item in self._part.entries():
            yield Entry(*item)
