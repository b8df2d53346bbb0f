"""The marks of structure in JSON that comes in pieces: brackets, braces and commas outside of strings."""

from __future__ import annotations

import re
from collections.abc import Iterator

_STRUCTURE = re.compile(rb'["{}\[\],]')
_IN_STRING = re.compile(rb'["\\]')


class Structure:
    """Where a scan stands between two pieces: a string, or an escape in it, may go on in the next."""

    def __init__(self) -> None:
        self.in_string = False
        self._escaped = False

    def marks(self, piece: bytes) -> Iterator[tuple[int, bytes]]:
        """(place, mark) of each mark of structure in the piece, in order."""
        place = 0
        while place < len(piece):
            if self._escaped:
                self._escaped = False
                place += 1
                continue
            found = (_IN_STRING if self.in_string else _STRUCTURE).search(piece, place)
            if found is None:
                return
            place = found.end()
            if found[0] == b"\\":
                self._escaped = True
            elif found[0] == b'"':
                self.in_string = not self.in_string
            else:
                yield found.start(), found[0]
