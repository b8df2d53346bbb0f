"""The members of certain lists within one large JSON object, one at a time and without the whole in memory."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from annotations.errors import MalformedError
from annotations.formats.json_structure import Structure
from annotations.formats.jsonl_lines import MAX_LINE

_NAMED = re.compile(rb'"([^"\\]{1,40})"\s*:\s*\[\Z')
_TAIL = 80
_BLANK = b" \t\r\n\xef\xbb\xbf"
ITEMS = "items"


def members_of(pieces: Iterable[bytes], names: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """(name, JSON) of each member of the lists that the object holds under these `names`, and of `items` in it or in an
    object within it; then ("", JSON) of all the rest. A file that is a list itself counts as `items`.

    The members are cut out, not checked. Raises MalformedError `file.empty`, `json.malformed` where brackets do not
    fit, and `file.line_too_long` where one member, or the rest, has more than MAX_LINE bytes.
    """
    cutter = _Cutter(names)
    for piece in pieces:
        yield from cutter.feed(piece)
    yield "", cutter.end()


class _Cutter:
    def __init__(self, names: Collection[str]) -> None:
        self.names = names
        self.depth = 0
        self.name: str | None = None  # of the list that is being cut
        self.at = 0  # its depth
        self.structure = Structure()
        self.held = bytearray()
        self.outer = bytearray()

    def feed(self, piece: bytes) -> Iterator[tuple[str, bytes]]:
        start = 0
        for found, character in self.structure.marks(piece):
            place = found + 1
            if character in b"{[":
                self.depth += 1
                if self.name is None and character == b"[" and self.depth <= 3:
                    self.outer += piece[start:place]
                    start = place
                    self.name, self.at = self._wanted(), self.depth
            elif character in b"}]":
                if self.name is not None and self.depth == self.at:
                    yield from self._cut(piece[start:found])
                    self.name, start = None, found
                self.depth -= 1
                if self.depth < 0:
                    raise MalformedError("json.malformed", "a bracket is closed that was not opened", field="file")
            elif self.name is not None and self.depth == self.at:
                yield from self._cut(piece[start:found])
                start = place
        self._hold(piece[start:])

    def _wanted(self) -> str | None:
        """The name of the list that has just begun, if it is to be cut."""
        if self.depth == 1:
            return ITEMS
        match = _NAMED.search(self.outer[-_TAIL:])
        name = match[1].decode(errors="replace") if match else ""
        return name if name == ITEMS or (name in self.names and self.depth == 2) else None

    def _cut(self, rest: bytes) -> Iterator[tuple[str, bytes]]:
        self._hold(rest)
        member = bytes(self.held).strip(_BLANK)
        self.held.clear()
        if member and self.name is not None:
            yield self.name, member

    def _hold(self, rest: bytes) -> None:
        into = self.outer if self.name is None else self.held
        into += rest
        if len(into) > MAX_LINE:
            raise MalformedError("file.line_too_long", f"a member of the file has more than {MAX_LINE} bytes")

    def end(self) -> bytes:
        rest = bytes(self.outer).strip(_BLANK)
        if not rest:
            raise MalformedError("file.empty", "the file is empty", field="file")
        if self.depth or self.structure.in_string:
            raise MalformedError("json.malformed", "the file ends before its JSON does", field="file")
        return rest
