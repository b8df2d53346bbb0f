"""Where exactly a passage was put in or taken out, when the texts leave it open.

Putting "ac" into "x|aby" gives the same text as putting "ca" into "xa|by". Of such choices the one is taken
that cuts the fewest marked segments, then the one that begins a line or a word. Offsets are code points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from annotations.anchoring.alignment import Block, joined
from annotations.anchoring.quotes import shared_end, shared_start
from annotations.anchoring.segments import Segment

# A passage is moved by no more code points than this to either side.
_FARTHEST = 4096


def slide(old: str, new: str, blocks: Sequence[Block], segments: Sequence[Segment]) -> list[Block]:
    """Return `blocks` with every mere insertion or deletion between two of them in its best place.

    `segments` are the marked segments of `old`, in any order.
    """
    marked = sorted(set(segments))
    longest = max((end - start for start, end in marked), default=0)
    slid = list(blocks)
    for number in range(len(slid) - 1):
        left, right = slid[number], slid[number + 1]
        taken_out = left.new_end == right.new
        if not taken_out and left.old_end != right.old:
            continue
        text = old if taken_out else new
        passage = (left.old_end, right.old) if taken_out else (left.new_end, right.new)
        low, high = _room(text, passage, left.length, right.length)
        if low == high == 0:
            continue
        first = bisect_left(marked, (left.old_end + low - longest, 0))
        near = marked[first : bisect_right(marked, (right.old + high, 0))]
        cuts = _cuts(near, (left.old_end, right.old), low, high)
        by = min(range(low, high + 1), key=lambda k: (cuts[k - low], -_border(text, passage[0] + k), abs(k), k))
        slid[number] = Block(left.old, left.new, left.length + by)
        slid[number + 1] = Block(right.old + by, right.new + by, right.length - by)
    return joined(slid)


def _room(text: str, passage: Segment, before: int, after: int) -> tuple[int, int]:
    """Return how far `passage` of `text` can go left (not above 0) and right, and the text stay the same."""
    start, end = passage
    before, after = min(before, _FARTHEST), min(after, _FARTHEST)
    low = shared_end(text[start - before : start], text[end - before : end])
    high = shared_start(text[start : start + after], text[end : end + after])
    return -low, high


def _cuts(segments: Sequence[Segment], passage: Segment, low: int, high: int) -> list[int]:
    """Return, for each slide from `low` to `high`, how many segments `passage` would cut in part."""
    start, end = passage
    steps = [0] * (high - low + 2)

    def count(first: int, last: int, by: int) -> None:
        first, last = max(first, low), min(last, high)
        if first <= last:
            steps[first - low] += by
            steps[last + 1 - low] -= by

    for s, e in segments:
        count(s - end + 1, e - start - 1, 1)
        if e - s <= end - start:
            count(e - end, s - start, -1)
    return list(accumulate(steps[:-1]))


def _border(text: str, place: int) -> int:
    """Return how good a place is to begin a passage at: a line's start, a word's start or end, none."""
    if place == 0 or text[place - 1] == "\n":
        return 3
    if text[place - 1].isspace():
        return 2
    return 1 if place < len(text) and text[place].isspace() else 0
