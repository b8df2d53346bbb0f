"""Documents on their way in: records that were read, and lines of marks of which only the form was looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, NamedTuple

from annotations.corpus import MARKS, Head, frame_columns, head_of, read_marks, read_unread, span_columns
from annotations.errors import DomainError

_SPAN, _FRAME = MARKS
# The number of a line, and the line without its newline.
NumberedLine = tuple[int, bytes]


class Entry(NamedTuple):
    """A record on its way in: its values in the order of its fields, or None and what is wrong: (rule, detail, field).

    `uid` may be anything where the record was refused.
    """

    noun: str
    line: int
    uid: str
    values: tuple[Any, ...] | None
    error: tuple[str, str, str | None] | None
    place: str = ""


@dataclass(slots=True)
class Lines:
    """Lines of one type of mark, and what was cut out of each."""

    lines: list[NumberedLine] = field(default_factory=list)
    columns: list[tuple[str, ...]] = field(default_factory=list)

    def read(self) -> list[Entry]:
        """All of them as records."""
        return _read_marks(self.lines)

    def read_some(self, places: Iterable[int]) -> list[Entry]:
        """Those at the places in `columns` as records."""
        return [_read(*self.lines[place]) for place in places]


@dataclass(slots=True)
class Document:
    """An article with all that is marked in it, or a record that stands for itself. Its length is its records'.

    No mark stands in both its entries and its lines.
    """

    entries: list[Entry]
    spans: Lines = field(default_factory=Lines)
    frames: Lines = field(default_factory=Lines)

    def __len__(self) -> int:
        return len(self.entries) + len(self.spans.lines) + len(self.frames.lines)

    def whole(self) -> list[Entry]:
        """All of its records, in the order of the file."""
        return sorted([*self.entries, *self.spans.read(), *self.frames.read()], key=line_of)


line_of = attrgetter("line")


def document_of(entries: list[Entry], unread: list[NumberedLine]) -> Document:
    """The document of these entries and of lines that have heads, in any order. Lines without newlines; only those of
    marks that have the usual form stay unread.
    """
    spans = Lines([one for one in unread if one[1].startswith(_SPAN)])
    frames = Lines([one for one in unread if one[1].startswith(_FRAME)])
    read = entries + [_read(*one) for one in unread if not one[1].startswith(MARKS)]
    read += _keep_usual(spans, span_columns)
    read += _keep_usual(frames, frame_columns)
    read.sort(key=line_of)
    return Document(read, spans, frames)


def _keep_usual(marks: Lines, columns_of: Callable[[str], Iterator[tuple[str, ...] | None]]) -> list[Entry]:
    """Cut up the lines, and leave only those of the usual form; the others are read."""
    if not marks.lines:
        return []
    try:
        found = list(columns_of(b"\n".join([*(line for _number, line in marks.lines), b""]).decode()))
    except UnicodeDecodeError:
        found = [None] * len(marks.lines)
    pairs = list(zip(marks.lines, found, strict=True))
    marks.lines = [one for one, columns in pairs if columns is not None]
    marks.columns = [columns for _one, columns in pairs if columns is not None]
    return _read_marks([one for one, columns in pairs if columns is None])


def _read_marks(lines: list[NumberedLine]) -> list[Entry]:
    """Spans and frames, in one step where they allow it."""
    found = read_marks([line for _number, line in lines])
    if found is None:
        return [_read(*one) for one in lines]
    return [Entry(noun, one[0], values[0], values, None) for one, (noun, values) in zip(lines, found, strict=True)]


def _read(number: int, line: bytes) -> Entry:
    try:
        noun, values = read_unread(line)
    except DomainError as error:
        head = head_of(line) or Head("", "", "")
        return Entry(head.noun, number, head.uid, None, (error.rule, error.detail, error.field))
    return Entry(noun, number, values[0], values, None)
