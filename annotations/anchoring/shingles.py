"""Finding a passage in a long text without reading it again: an index of stretches of 16 code points."""

from __future__ import annotations

# Every passage of 2 * SHINGLE - 1 code points holds a whole stretch that the index knows.
SHINGLE = 16
# Places kept of a stretch that repeats; from so many on, nothing is said about it.
_MOST = 50


class Shingles:
    """Where the stretches of `text` stand that begin at every 16th code point."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places: dict[str, list[int]] = {}
        for place in range(0, len(text) - SHINGLE + 1, SHINGLE):
            places = self._places.setdefault(text[place : place + SHINGLE], [])
            if len(places) < _MOST:
                places.append(place)

    def shifts(self, words: str) -> set[int]:
        """Return where `words` would start if one of its stretches stands there as it does in the text.

        An offset may be negative. Every place that shares 31 code points in a row with `words` is among them,
        but for stretches that occur 50 times or more.
        """
        found: set[int] = set()
        for start in range(len(words) - SHINGLE + 1):
            places = self._places.get(words[start : start + SHINGLE], ())
            if len(places) < _MOST:
                found.update(place - start for place in places)
        return found

    def holds_once(self, words: str) -> bool:
        """Tell whether `words` (31 code points or more) stands in the text exactly once.

        False, too, where one of its stretches occurs 50 times or more.
        """
        starts: set[int] = set()
        for start in range(SHINGLE):
            places = self._places.get(words[start : start + SHINGLE], ())
            if len(places) >= _MOST:
                return False
            starts.update(place - start for place in places)
        return sum(start >= 0 and self._text.startswith(words, start) for start in starts) == 1
