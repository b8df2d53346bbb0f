"""Grapheme cluster boundaries (Unicode Standard Annex 29, extended clusters), whole texts and single offsets."""

from collections.abc import Sequence
from typing import Final

import regex

from annotations.errors import RuleBrokenError
from annotations.text.whitespace import WHITE_SPACE

_CLUSTER: Final = regex.compile(r"\X")

# Places where a boundary holds whatever stands further away. The walk to any offset starts at the nearest of them, so
# the list may be incomplete (a window grows until it holds one) but must never name a place that is no boundary.
_SURE: Final = regex.compile(
    r"(?<=[\p{GCB=Control}\p{GCB=LF}])(?=.)|(?<=\r)(?=[^\n])|(?<=.)(?=[\p{GCB=Control}\r])"  # GB4, GB5
    r"|(?<=\p{GCB=Other})(?=[^\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}])"  # GB999: nothing looks ahead
    r"|(?<=\P{GCB=Prepend})(?:"
    r"(?=\p{GCB=Other})(?!\p{ExtPict}|\p{InCB=Consonant})"  # GB999: nothing looks back
    r"|(?<!\p{GCB=ZWJ})(?=\p{ExtPict})"  # only a ZWJ joins a pictograph to what precedes it (GB11)
    r"|(?<!\p{InCB=Linker}[\p{InCB=Extend}\p{InCB=Linker}]*)(?=\p{InCB=Consonant})"  # only a linker, a consonant (GB9c)
    r"|(?<!\p{GCB=Regional_Indicator})(?=\p{GCB=Regional_Indicator})"  # GB12, GB13: where a run of them starts
    r"|(?<!\p{GCB=L})(?=[\p{GCB=L}\p{GCB=LV}\p{GCB=LVT}])"  # only a leading jamo, a syllable (GB6)
    r")",
    regex.DOTALL | regex.REVERSE,
)
_INDICATORS_BEFORE: Final = regex.compile(r"[\U0001F1E6-\U0001F1FF]*+", regex.REVERSE)
_LEANING: Final = regex.compile(r"[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]")
_BREAKING: Final = regex.compile(r"[\p{GCB=Control}\p{GCB=CR}\p{GCB=LF}]")
_WINDOW: Final = 64


def boundaries(text: str) -> list[int]:
    """Return all grapheme cluster boundaries of `text`, ascending, 0 and its length included ([0] for no text)."""
    return [0, *(cluster.end() for cluster in _CLUSTER.finditer(text))]


def is_boundary(text: str, offset: int) -> bool:
    """Say whether a grapheme cluster boundary lies at `offset` (code points).

    Looks at a window around the offset that grows only while no certain boundary is found in it, so that one question
    costs microseconds in a text of any length. Raises `ValueError` for an offset outside the text.
    """
    if not 0 <= offset <= len(text):
        message = f"offset {offset} is outside the text of {len(text)} code points"
        raise ValueError(message)
    if offset in {0, len(text)}:
        return True
    before, after = text[offset - 1], text[offset]
    if before < "\x7f" and after < "\x7f":
        return before != "\r" or after != "\n"
    if _LEANING.match(after):
        return _BREAKING.match(before) is not None
    if _is_indicator(before) and _is_indicator(after):
        run = _INDICATORS_BEFORE.match(text, 0, offset)
        return run is None or (run.end() - run.start()) % 2 == 0
    return _walk(text, offset)


def _is_indicator(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _walk(text: str, offset: int) -> bool:
    """Walk cluster by cluster from the nearest certain boundary at or before `offset`."""
    size = _WINDOW
    while True:
        low = max(0, offset - size)
        sure = _SURE.search(text, low, offset + 1)
        if sure or low == 0:
            break
        size *= 4
    position = sure.start() if sure else 0
    # The clusters between are few: the walk starts at the nearest certain boundary.
    while position < offset:
        cluster = _CLUSTER.match(text, position)
        if cluster is None:  # cannot be: \X matches wherever there is a character
            break
        position = cluster.end()
    return position == offset


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
