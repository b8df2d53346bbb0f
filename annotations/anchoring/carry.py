"""Carrying spans over from one version of a text to the next.

The edit script between the two texts comes first. Only where it took a segment's text out do quote and
context have a say, and then only for text that the script put in: so a span never jumps to another
occurrence of its words. Offsets and lengths are code points; the same input gives the same answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from annotations.anchoring.alignment import Block
from annotations.anchoring.edits import EditScript, compare, visible
from annotations.anchoring.quotes import CONTEXT, shared_end, shared_start
from annotations.anchoring.segments import Segment, Segments, merged, text_of
from annotations.anchoring.shingles import Shingles
from annotations.anchoring.slides import slide
from annotations.errors import RuleBrokenError

Outcome = Literal["kept", "moved", "changed", "lost"]
Snap = Callable[[str, int, int], Segment]

# The code points with the property White_Space; what Python strips by itself has four control characters more.
_WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
# How much of a passage and its context must agree for it to be found in text that was put in elsewhere.
_AGREEING = 48


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a span stands in the new text; `segments` is None exactly if the outcome is "lost".

    - kept: the same offsets, the same text
    - moved: the same text at other offsets
    - changed: its text was edited, or part of it lost; a person should look
    - lost: too little is left of every one of its segments (`survives` says how much that is)
    """

    outcome: Outcome
    segments: Segments | None


def survives(before: int, after: int) -> bool:
    """Tell whether a segment survives of whose `before` visible code points `after` are left.

    More than half must be, or two fifths if these are 32 or more: two unrelated words share letters, and two
    unrelated paragraphs of one newsroom up to a third of their characters.
    """
    return 2 * after > before or (5 * after >= 2 * before and after >= CONTEXT)


def carry(old: str, new: str, spans: Sequence[Segments], *, snap: Snap | None = None) -> list[Carried]:
    """Return what becomes of each of `spans` (segments in `old`) in `new`, in the same order.

    No segment of the answer is empty or has white space at its edges. `snap(new, start, end)` may widen a
    segment to the grapheme boundaries around it. Raises RuleBrokenError (`span.out_of_text`) for a span not
    inside `old`.
    """
    segments = [segment for span in spans for segment in span]
    if any(not 0 <= start < end <= len(old) for start, end in segments):
        raise RuleBrokenError("span.out_of_text", "A span to be carried over lies outside the old text.")
    if old == new:
        return [Carried("kept", tuple(span)) for span in spans]
    script = compare(old, new)
    script = EditScript(tuple(slide(old, new, script.firm, segments)), script.weak, script.moved)
    carrier = _Carrier(old, new, script, snap)
    return [carrier.carry(tuple(span)) for span in spans]


class _Carrier:
    """One pair of texts and their edit script, ready to be asked about any number of spans."""

    def __init__(self, old: str, new: str, script: EditScript, snap: Snap | None) -> None:
        self._old, self._new, self._snap = old, new, snap
        self._firm, self._moved = _Blocks(script.firm), _Blocks(script.moved)
        self._weak = _Blocks(script.weak)
        taken = merged([(block.new, block.new_end) for block in (*script.firm, *script.moved)])
        borders = [0, *(offset for segment in taken for offset in segment), len(new)]
        self._put_in = [(a, b) for a, b in zip(borders[::2], borders[1::2], strict=True) if a < b]

    def carry(self, span: Segments) -> Carried:
        """Return what becomes of `span`."""
        found = [place for segment in span if (place := self._settled(segment)) is not None]
        if not found:
            return Carried("lost", None)
        places = tuple(sorted(found)) if _disjoint(found) else merged(found)
        if len(places) == len(span) and text_of(self._new, places) == text_of(self._old, span):
            return Carried("kept" if places == span else "moved", places)
        return Carried("changed", places)

    def _settled(self, segment: Segment) -> Segment | None:
        place = self._whole(segment) or self._edited(segment) or self._elsewhere(segment)
        if place is None or self._snap is None:
            return place
        start, end = self._snap(self._new, *place)
        # A space that carries a mark is white space and part of a cluster at once: no place for a span.
        return (start, end) if _trimmed(self._new, start, end) == (start, end) else None

    def _whole(self, segment: Segment) -> Segment | None:
        """Return where the segment stands if no edit touched it."""
        start, end = segment
        for blocks in (self._firm, self._moved):
            block = blocks.at(start)
            if block and end <= block.old_end:
                return (start - block.old + block.new, end - block.old + block.new)
        return None

    def _edited(self, segment: Segment) -> Segment | None:
        """Return where the edit script puts the borders of a segment, if enough of it is between them."""
        start, end = segment
        place = _trimmed(self._new, self._new_start(start), self._new_end(end))
        if place is None:
            return None
        return place if survives(visible(self._old[start:end]), self._survivors(segment, place)) else None

    def _new_start(self, start: int) -> int:
        left, right = self._firm.around(start, self._old, self._new)
        if start < left.old_end:
            return left.new + start - left.old
        # A passage rewritten from the segment's very start on belongs to it; one that began before does not.
        return left.new_end if start == left.old_end else right.new

    def _new_end(self, end: int) -> int:
        left, right = self._firm.around(end - 1, self._old, self._new)
        if end < left.old_end:
            return left.new + end - left.old
        if end == left.old_end:
            return left.new_end + self._ending(end, left.new_end, right.new)
        return right.new if end == right.old else left.new_end

    def _ending(self, end: int, new_end: int, limit: int) -> int:
        """Return the length of the ending that an edited segment's last word was given (officials)."""
        if not _inside_word(self._new, new_end) or _inside_word(self._old, end):
            return 0
        put_in = self._new[new_end:limit]
        return next((place for place, sign in enumerate(put_in) if not sign.isalnum()), len(put_in))

    def _survivors(self, segment: Segment, place: Segment) -> int:
        """Return how many visible code points of the old segment are in the new place."""
        count = 0
        for blocks in (self._firm, self._weak):
            for block in blocks.over(*segment):
                shift = block.new - block.old
                start = max(segment[0], block.old, place[0] - shift)
                end = min(segment[1], block.old_end, place[1] - shift)
                count += visible(self._old[start:end]) if start < end else 0
        return count

    def _elsewhere(self, segment: Segment) -> Segment | None:
        """Return where the segment's text was put in elsewhere, with enough of its context to be sure.

        The passage and what agrees around it must be the only one of its kind in both texts.
        """
        start, end = segment
        exact = self._old[start:end]
        before, after = self._old[max(0, start - CONTEXT) : start], self._old[end : end + CONTEXT]
        old_shingles, new_shingles = self._shingles
        runs: list[tuple[int, str]] = []
        for shift in new_shingles.shifts(before + exact + after):
            at, stop = shift + len(before), shift + len(before) + len(exact)
            if not self._is_put_in(at, stop) or not self._new.startswith(exact, at):
                continue
            left = shared_end(self._new[max(0, at - CONTEXT) : at], before)
            right = shared_start(self._new[stop : stop + CONTEXT], after)
            if left + right + min(len(exact), CONTEXT) >= _AGREEING:
                runs.append((at, self._old[start - left : end + right]))
        if len(runs) != 1:
            return None
        at, run = runs[0]
        alone = old_shingles.holds_once(run) and new_shingles.holds_once(run)
        return (at, at + len(exact)) if alone else None

    @cached_property
    def _shingles(self) -> tuple[Shingles, Shingles]:
        return Shingles(self._old), Shingles(self._new)

    def _is_put_in(self, start: int, end: int) -> bool:
        """Tell whether nothing of the new ``[start, end)`` comes from the old text by the script."""
        number = bisect_right(self._put_in, (start, len(self._new))) - 1
        return number >= 0 and self._put_in[number][0] <= start and end <= self._put_in[number][1]


class _Blocks:
    """Blocks in the order of the old text, found by old offset in logarithmic time."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._blocks = blocks
        self._starts = [block.old for block in blocks]

    def at(self, offset: int) -> Block | None:
        """Return the block that holds the old `offset`, if any."""
        number = bisect_right(self._starts, offset) - 1
        return self._blocks[number] if number >= 0 and offset < self._blocks[number].old_end else None

    def around(self, offset: int, old: str, new: str) -> tuple[Block, Block]:
        """Return the last block that starts at or before the old `offset`, and the one after it."""
        number = bisect_right(self._starts, offset)
        left = self._blocks[number - 1] if number else Block(0, 0, 0)
        right = self._blocks[number] if number < len(self._blocks) else Block(len(old), len(new), 0)
        return left, right

    def over(self, start: int, end: int) -> Sequence[Block]:
        """Return the blocks that hold something of the old ``[start, end)``, and perhaps one before them."""
        return self._blocks[max(0, bisect_right(self._starts, start) - 1) : bisect_right(self._starts, end - 1)]


def _trimmed(text: str, start: int, end: int) -> Segment | None:
    """Return the segment without white space at its edges, None if nothing is left."""
    words = text[start:end] if start < end else ""
    start += len(words) - len(words.lstrip(_WHITE_SPACE))
    end = start + len(words.strip(_WHITE_SPACE))
    return (start, end) if start < end else None


def _inside_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


def _disjoint(segments: Sequence[Segment]) -> bool:
    return sum(end - start for start, end in segments) == sum(end - start for start, end in merged(segments))
