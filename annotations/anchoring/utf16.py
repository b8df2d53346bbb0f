"""Code points to UTF-16 code units and back: the only place on the server's side that converts them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from annotations.errors import RuleBrokenError

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Utf16Map:
    """The offsets of one text, in code points and in UTF-16 code units.

    It keeps only the places of the characters beyond the Basic Multilingual Plane, each of which takes two
    units; a conversion takes time logarithmic in their number. The text holds no surrogates of its own
    (intake refuses them), and grapheme clusters play no part here.
    """

    def __init__(self, text: str) -> None:
        self._astral = [match.start() for match in _ASTRAL.finditer(text)]
        self.length = len(text)
        self.utf16_length = len(text) + len(self._astral)

    def to_utf16(self, offset: int) -> int:
        """Return the code unit offset of the code point `offset` (0 to `length`; else RuleBrokenError)."""
        _check_range(offset, self.length, "code points")
        return offset + bisect_left(self._astral, offset)

    def each_to_utf16(self, places: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Convert places in the text, [start, end) in code points, one after the other. They are not checked."""
        astral = self._astral
        if not astral:
            return iter(places)
        return ((start + bisect_left(astral, start), end + bisect_left(astral, end)) for start, end in places)

    def from_utf16(self, offset: int) -> int:
        """Return the code point offset of the UTF-16 code unit `offset` (0 to `utf16_length`).

        Raises RuleBrokenError: `span.out_of_text`, or `span.splits_surrogate_pair` for an offset between the
        two code units of one character.
        """
        _check_range(offset, self.utf16_length, "UTF-16 code units")
        astral = self._astral
        # Every astral character before the k-th has pushed it one unit further.
        before = bisect_left(range(len(astral)), offset, key=lambda k: astral[k] + k)
        if before and astral[before - 1] + before == offset:
            detail = f"The UTF-16 offset {offset} lies between the two halves of one character."
            raise RuleBrokenError("span.splits_surrogate_pair", detail)
        return offset - before


def _check_range(offset: int, length: int, unit: str) -> None:
    if not 0 <= offset <= length:
        detail = f"The offset lies outside the text, which has {length} {unit}."
        raise RuleBrokenError("span.out_of_text", detail)
