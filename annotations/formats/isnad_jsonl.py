"""isnad-jsonl, the native format: JSON Lines, one record a line, lossless, always in the same order.

A header, the records by type and then by id, and an end with the loss report and the SHA-256 of all lines before it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import count as count_from
from itertools import islice
from operator import lt
from typing import Any

from annotations.corpus import (
    CORPUS_TYPES,
    Head,
    Incoming,
    Selection,
    Unread,
    count,
    head_of,
    heads_of,
    pieces,
    read_object,
    snapshot,
    stated_twice,
)
from annotations.errors import DomainError, MalformedError
from annotations.formats.export import in_pieces
from annotations.formats.header import OFFSET_UNIT, header_of
from annotations.formats.jsonl_lines import blocks_of, lines_in
from annotations.formats.losses import FILES, Losses

NAME = "isnad-jsonl"
VERSION = 1
MAX_RUN = 64 * 1024
"""The bytes of lines that go on together, unread."""
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLACES = {noun: place for place, noun in enumerate(CORPUS_TYPES)}


class IsnadJsonl:
    """Writes and reads isnad-jsonl."""

    name = NAME
    media_type = "application/x-ndjson"
    suffix = ".isnad.jsonl"
    losses: Mapping[str, str] = FILES

    def __init__(self, *, with_files: bool = False) -> None:
        """`with_files`: the files of exhibits stand beside the lines, and are not lost."""
        self._with_files = with_files

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The file in pieces of whole lines."""
        digest = hashlib.sha256()
        losses = Losses(FILES)
        for piece in in_pieces(_lines(selection, None if self._with_files else losses)):
            digest.update(piece)
            yield piece
        loss = {key: value for key, value in losses.report().items() if key != "type"}
        yield line_of({"type": "end", "loss": loss, "sha256": digest.hexdigest()})

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """What stands on each line between header and end.

        Raises MalformedError where the file as a whole cannot be trusted, at the latest after its last line: nothing of
        it may be stored before. `file.empty`, `file.no_header`, `file.format`, `file.version`, `file.offset_unit`,
        `file.truncated` (no end), `file.sum`, `file.counts`, `file.after_end`, `file.line_too_long`.
        """
        return _Reader().read(pieces)


def _lines(selection: Selection, losses: Losses | None) -> Iterator[bytes]:
    with snapshot():
        if losses is not None:
            losses.lose_files(selection)
        counts = count(selection)
        yield line_of({"type": "header", **header_of(selection, counts, name=NAME, version=VERSION)})
        for record_type in CORPUS_TYPES:
            yield from pieces(selection, record_type, counts[record_type])


def line_of(record: dict[str, Any]) -> bytes:
    """One line of compact JSON in UTF-8, with its newline."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _short(pieces: Iterable[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        for start in range(0, len(piece), MAX_RUN):
            yield piece[start : start + MAX_RUN]


class _Run:
    """Lines one after another that nobody needs to read yet: they go on together, which costs less than one by one."""

    def __init__(self) -> None:
        self.lines: list[Unread] = []
        self.size = 0

    def add(self, number: int, head: Head, line: bytes) -> Iterable[Incoming]:
        """Take a line; what goes on because there is enough of it."""
        self.lines.append((number, head, line))
        self.size += len(line)
        return self.ended() if self.size >= MAX_RUN else ()

    def ended(self) -> Iterable[Incoming]:
        """Whatever there is goes on."""
        if not self.lines:
            return ()
        lines, self.lines, self.size = self.lines, [], 0
        return (Incoming(lines[0][0], "", {}, unread=lines),)


class _Reader:
    """Reads one file."""

    def __init__(self) -> None:
        self.digest = hashlib.sha256()
        self.header: dict[str, Any] = {}
        self.seen: Counter[str] = Counter()
        self.unread = 0
        self.last = (0, "")
        self.last_line = 0
        self.end: dict[str, Any] | None = None

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        number = 0
        run = _Run()
        for block in blocks_of(_short(pieces)):
            if unread := self._unread(number, block):
                yield from run.ended()
                yield Incoming(unread[0][0], "", {}, unread=unread)
                number = unread[-1][0]
                continue
            for line in lines_in(block):
                number += 1
                yield from self._one(number, line, run)
        yield from run.ended()
        if number == 0:
            raise MalformedError("file.empty", "the file is empty")
        self._check_end()

    def _one(self, number: int, line: bytes, run: _Run) -> Iterator[Incoming]:
        """What goes on because of the line."""
        if self.end is not None:
            raise MalformedError("file.after_end", f"line {number} comes after the end")
        head = head_of(line)
        if head is not None and number > 1 and self._follows(number, head):
            self.digest.update(line)
            yield from run.add(number, head, line)
            return
        yield from run.ended()
        incoming = self._line(number, line)
        if self.end is None:
            self.digest.update(line)
        if incoming is not None:
            yield incoming

    def _unread(self, number: int, block: bytes) -> list[Unread]:
        """The lines after that number, if all of them are of one type and as they must be; else none of them."""
        found = heads_of(block) if number and self.end is None else None
        if found is None:
            return []
        lines, heads = found
        noun, uids = heads[0][0], [head[1] for head in heads]
        if (_PLACES[noun], uids[0]) <= self.last or not all(map(lt, uids, islice(uids, 1, None))):
            return []
        self.last, self.last_line = (_PLACES[noun], uids[-1]), number + len(uids)
        self.seen[noun] += len(uids)
        self.digest.update(block)
        return list(zip(count_from(number + 1), heads, lines, strict=False))

    def _follows(self, number: int, head: Head) -> bool:
        """Whether the record of this head follows what stood before it, as it must; it is counted then."""
        place = (_PLACES[head.noun], head.uid)
        if place <= self.last:
            return False
        self.last, self.last_line = place, number
        self.seen[head.noun] += 1
        return True

    def _line(self, number: int, line: bytes) -> Incoming | None:
        try:
            record = read_object(line)
        except DomainError as error:
            if number == 1:
                marked = line.startswith(b"\xef\xbb\xbf")
                why = "it begins with a byte order mark, which this format has not" if marked else error.detail
                raise MalformedError("file.no_header", f"the first line is no header: {why}") from None
            self.unread += 1
            return Incoming(number, "", {}, error)
        noun = record.pop("type", None)
        if number == 1:
            self._check_header(noun, record)
        elif noun == "end":
            self.end = record
        elif not isinstance(noun, str) or noun not in _PLACES:
            self.seen[str(noun)[:100]] += 1
            self.unread += 1
            detail = f"there are no records of the type {str(noun)[:100]}"
            return Incoming(number, "", record, MalformedError("record.unknown_type", detail, field="type"))
        else:
            return Incoming(number, noun, record, self._check_order(number, noun, record))
        return None

    def _check_header(self, noun: object, header: dict[str, Any]) -> None:
        if noun != "header":
            raise MalformedError("file.no_header", "the first line must be the header")
        for key, rule, expected in (
            ("format", "file.format", NAME),
            ("version", "file.version", VERSION),
            ("offset_unit", "file.offset_unit", OFFSET_UNIT),
        ):
            if header.get(key) != expected or isinstance(header.get(key), bool):
                raise MalformedError(rule, f"the header's {key} must be {expected}", field=key)
        self.header = header

    def _check_order(self, number: int, noun: str, record: dict[str, Any]) -> DomainError | None:
        """Records stand by type, then by id: so no id can stand twice."""
        self.seen[noun] += 1
        uid = record.get("id")
        if not isinstance(uid, str) or not _UUID.fullmatch(uid):
            # Refused for its id when it is stored; it must not put the lines after it out of order.
            return None
        place = (_PLACES[noun], uid)
        if place > self.last:
            self.last, self.last_line = place, number
            return None
        if place == self.last:
            return stated_twice(noun, uid, f"line {self.last_line}")
        return MalformedError("record.order", "records must be ordered by type, then by id", field="id")

    def _check_end(self) -> None:
        if self.end is None:
            raise MalformedError("file.truncated", "the file breaks off: its last line is no end")
        if self.end.get("sha256") != self.digest.hexdigest():
            raise MalformedError("file.sum", "the sum at the end does not fit the lines before it", field="sha256")
        counts = self.header.get("counts")
        if isinstance(counts, dict) and not self._fits(counts):
            raise MalformedError("file.counts", "the header counts other records than stand there", field="counts")

    def _fits(self, counts: dict[str, Any]) -> bool:
        """Whether the header's counts fit; a line that could not be read may have been any record."""
        missing = 0
        for noun, number in counts.items():
            if not isinstance(number, int) or self.seen[noun] > number:
                return False
            missing += number - self.seen[noun]
        return missing <= self.unread
