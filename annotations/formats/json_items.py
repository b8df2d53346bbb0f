"""The members of a large JSON list, or of JSON Lines, one at a time and without the whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotations.errors import MalformedError
from annotations.formats.json_structure import Structure
from annotations.formats.jsonl_lines import MAX_LINE

_BLANK = b" \t\r\n\xef\xbb\xbf"


def items_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The JSON of each member of the list that the file is, or of each object where it is a row of objects.

    The members are cut out, not checked. Raises MalformedError `json.malformed` where the file is neither of them or
    ends in the middle, and `file.line_too_long` for a member of more than MAX_LINE bytes.
    """
    cutter = _Cutter()
    for piece in pieces:
        yield from cutter.feed(piece)
    cutter.end()


class _Cutter:
    def __init__(self) -> None:
        self.base = -1  # depth at which members stand: 1 in a list, 0 in a row of objects; -1 before the beginning
        self.depth = 0
        self.closed = False
        self.structure = Structure()
        self.held: list[bytes] = []
        self.size = 0

    def feed(self, piece: bytes) -> Iterator[bytes]:
        if self.base < 0:
            piece = piece.lstrip(_BLANK)
            if not piece:
                return
            if piece[:1] not in (b"[", b"{"):
                raise MalformedError("json.malformed", "the file is no list and no row of JSON objects", field="file")
            self.base = 1 if piece[:1] == b"[" else 0
        start = 0
        for found, character in self.structure.marks(piece):
            place = found + 1
            if character in b"{[":
                self.depth += 1
                if self.depth == self.base == 1:
                    start = place
            elif character in b"}]":
                self.depth -= 1
            if self._ends_member(character):
                yield from self._cut(piece[start : found if self.base else place])
                start = place
        self._hold(piece[start:])

    def _ends_member(self, character: bytes) -> bool:
        if self.base == 0:
            return character in b"}]" and self.depth <= 0
        return (character == b"," and self.depth == 1) or (character in b"}]" and self.depth == 0)

    def _cut(self, rest: bytes) -> Iterator[bytes]:
        self._hold(rest)
        member = b"".join(self.held).strip(_BLANK)
        self.held, self.size = [], 0
        if self.depth < 0 or self.closed:
            raise MalformedError("json.malformed", "something stands behind the end of the list", field="file")
        self.closed = self.base == 1 and self.depth == 0
        if member:
            yield member

    def _hold(self, rest: bytes) -> None:
        if rest:
            self.held.append(rest)
            self.size += len(rest)
        if self.size > MAX_LINE:
            raise MalformedError("file.line_too_long", f"a member of the list has more than {MAX_LINE} bytes")

    def end(self) -> None:
        rest = b"".join(self.held).strip(_BLANK)
        if self.base < 0:
            raise MalformedError("file.empty", "the file is empty", field="file")
        if rest or self.structure.in_string or (self.base == 1 and not self.closed):
            raise MalformedError("json.malformed", "the file ends before its JSON does", field="file")
