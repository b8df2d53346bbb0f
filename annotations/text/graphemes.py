"""Grapheme cluster boundaries (Unicode Standard Annex 29, extended clusters), whole texts and single offsets."""

from collections.abc import Sequence
from typing import Final

import regex

from annotations.errors import RuleBrokenError
from annotations.text.whitespace import WHITE_SPACE

# The grammar of a cluster (table 1c of the annex), written out: the \X of `regex` also joins a consonant to a linker
# that no consonant precedes, and counts back through a whole run of regional indicators at each of them.
_CLUSTER: Final = regex.compile(
    r"\r\n|[\p{GCB=Control}\r\n]|(?:"
    r"(?!\p{ExtPict}|\p{InCB=Consonant})\p{GCB=Other}"  # most characters
    r"|\p{GCB=Prepend}*(?:"
    r"\p{GCB=L}*+(?:\p{GCB=V}++|\p{GCB=LV}\p{GCB=V}*+|\p{GCB=LVT})\p{GCB=T}*+|\p{GCB=L}++|\p{GCB=T}++"
    r"|\p{GCB=Regional_Indicator}{2}"
    r"|\p{ExtPict}(?:\p{GCB=Extend}*+\p{GCB=ZWJ}\p{ExtPict})*+"
    r"|\p{InCB=Consonant}(?:\p{InCB=Extend}*+\p{InCB=Linker}[\p{InCB=Extend}\p{InCB=Linker}]*+\p{InCB=Consonant})*+"
    r"|[^\p{GCB=Control}\r\n]"
    r"))[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+",
    regex.DOTALL,
)

# The rules by which two neighbours join, in the annex's numbers; they look back as far as the run that decides, no
# further. Each quantifier is possessive, so that a run of a million marks is read once.
_JOINED: Final = regex.compile(
    r"(?<=\p{GCB=Prepend})(?=[^\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}])"  # GB9b
    r"|(?<=\p{GCB=L})(?=[\p{GCB=L}\p{GCB=V}\p{GCB=LV}\p{GCB=LVT}])"  # GB6
    r"|(?<=[\p{GCB=LV}\p{GCB=V}])(?=[\p{GCB=V}\p{GCB=T}])|(?<=[\p{GCB=LVT}\p{GCB=T}])(?=\p{GCB=T})"  # GB7, GB8
    r"|(?=\p{InCB=Consonant})(?<=\p{InCB=Consonant}[\p{InCB=Extend}\p{InCB=Linker}]*+\p{InCB=Linker}\p{InCB=Extend}*+)"
    r"|(?=\p{ExtPict})(?<=\p{ExtPict}\p{GCB=Extend}*+\p{GCB=ZWJ})"  # GB9c above, GB11 here
)
_INDICATORS_BEFORE: Final = regex.compile(r"[\U0001F1E6-\U0001F1FF]*+", regex.REVERSE)
_LEANING: Final = regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]")
_BREAKING: Final = regex.compile(r"[\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}]")


_ALONE: Final = regex.compile(r"(?!\p{ExtPict}|\p{InCB=Consonant})[\p{GCB=Other}\n]")


class _StandsAlone(dict[str, bool]):
    """Whether a character joins no other that does not join it: most letters. Worked out when it is first met."""

    def __missing__(self, character: str) -> bool:
        alone = self[character] = _ALONE.match(character) is not None
        return alone


_STANDS_ALONE: Final = _StandsAlone()
_SPACES: Final = frozenset(WHITE_SPACE)


def has_whole_edges(text: str, start: int, end: int) -> bool:
    """Say quickly whether [start, end), not empty and inside the text, begins and ends with a whole character that is
    no white space, as `check_segments` wants it.
    """
    first, last = text[start], text[end - 1]
    if first in _SPACES or last in _SPACES:
        return False
    alone = _STANDS_ALONE
    before, after = text[start - 1] if start else "\n", text[end] if end < len(text) else "\n"
    if alone[before] and alone[first] and alone[last] and alone[after]:
        return True
    return is_boundary(text, start) and is_boundary(text, end)


def boundaries(text: str) -> list[int]:
    """Return all grapheme cluster boundaries of `text`, ascending, 0 and its length included ([0] for no text)."""
    return [0, *(cluster.end() for cluster in _CLUSTER.finditer(text))]


def is_boundary(text: str, offset: int) -> bool:
    """Say whether a grapheme cluster boundary lies at `offset` (code points).

    Looks at the two neighbours and at most back through one run (of marks, of regional indicators), so that one
    question costs microseconds in a text of any length. Raises `ValueError` for an offset outside the text.
    """
    if not 0 <= offset <= len(text):
        message = f"offset {offset} is outside the text of {len(text)} code points"
        raise ValueError(message)
    if offset in {0, len(text)}:
        return True
    before, after = text[offset - 1], text[offset]
    if _STANDS_ALONE[before] and _STANDS_ALONE[after]:
        return True
    if before == "\r" and after == "\n":
        return False
    if _LEANING.match(after):
        return _BREAKING.match(before) is not None
    if _is_indicator(before) and _is_indicator(after):
        run = _INDICATORS_BEFORE.match(text, 0, offset)
        return run is None or (run.end() - run.start()) % 2 == 0
    return _JOINED.match(text, offset) is None


def _is_indicator(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def check_segments(text: str, segments: Sequence[Sequence[int]], *, field: str = "segments") -> None:
    """Refuse segments ([start, end) in code points, inside the text, not empty) with ragged edges.

    Raises `RuleBrokenError` ``span.splits_grapheme`` where an edge lies inside a grapheme cluster, and
    ``span.edge_whitespace`` where a segment begins or ends in white space; its field is `field` and the segment's
    index (``segments.0``), its detail names the offset.
    """
    for index, (start, end) in enumerate(segments):
        place = f"{field}.{index}"
        for offset in (start, end):
            if not is_boundary(text, offset):
                detail = f"Offset {offset} lies inside a character that is made of several code points."
                raise RuleBrokenError("span.splits_grapheme", detail, field=place)
        for offset, edge in ((start, "begins"), (end - 1, "ends")):
            if text[offset] in WHITE_SPACE:
                detail = f"The segment {edge} with white space (U+{ord(text[offset]):04X} at offset {offset})."
                raise RuleBrokenError("span.edge_whitespace", detail, field=place)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Return [start, end) of `text` without white space at its edges; both edges are grapheme boundaries then.

    A start inside a cluster moves forward and an end backward, which also drops a mark that sits on a dropped space.
    What holds nothing but white space becomes empty, (start, start).
    """
    first, last = start, end
    while True:
        first = last - len(text[first:last].lstrip(WHITE_SPACE))
        last = first + len(text[first:last].rstrip(WHITE_SPACE))
        if first >= last:
            return start, start
        if not is_boundary(text, first):
            first += 1
        elif not is_boundary(text, last):
            last -= 1
        else:
            return first, last
