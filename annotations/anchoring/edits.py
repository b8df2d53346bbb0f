"""The edit script between two versions of a text: which code points of the old stand where in the new.

Sentences are aligned first, then the words of what differs, then the characters of words that are alike.
Matches that look like accidents between two texts that have nothing to do with one another are set apart as
weak. Everything here is in code points.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import regex

from annotations.anchoring.alignment import (
    Block,
    Budget,
    Gap,
    align,
    few_edits,
    gaps_between,
    heaviest,
    joined,
)
from annotations.anchoring.quotes import shared_end, shared_start

# A sentence that stands elsewhere in the new text counts as moved if it has this many visible code points.
MOVED_AT_LEAST = 16
# A match of fewer code points may be an accident (agencies' formulas are long); a longer one never is.
_TOO_LONG_FOR_ACCIDENT = 64
# Rounds of parting accidents from the rest; each takes time in proportion to the number of matches.
_ROUNDS = 8

# White space after the end of a sentence or line, or the place right after a full stop that takes no space.
# No alternative can start twice within one run of white space, so the search is linear.
_BREAK = re.compile(r"(?<=[.!?؟…؛”»\"])\s+|\n\s*|(?<=[。！？])(?![。！？”’」』）\s])")
_LINE = re.compile(r"\n[^\n]*\w[^\n]*\n")
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_TOKEN = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|[[\p{{L}}\p{{M}}\p{{N}}]--[{_UNSPACED}]]+|\s+|.", regex.V1 | regex.S)


@dataclass(frozen=True, slots=True)
class EditScript:
    """What two texts have in common.

    `firm` blocks are in order in both texts. `weak` ones, in order too, lie in the gaps of the firm ones:
    words that the two sides of a rewritten passage share, perhaps by chance. `moved` blocks are whole
    sentences that stand elsewhere in the new text, in the order of the old one.
    """

    firm: tuple[Block, ...]
    weak: tuple[Block, ...] = ()
    moved: tuple[Block, ...] = ()


class _Piece(NamedTuple):
    """A sentence, word or stretch of white space, with its place in its text."""

    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def compare(old: str, new: str) -> EditScript:
    """Return the edit script from `old` to `new`. The same texts give the same script."""
    head = shared_start(old, new)
    tail = shared_end(old[head:], new[head:])
    end = Block(len(old) - tail, len(new) - tail, tail)
    if head in (end.old, end.new):
        return EditScript(tuple(joined([Block(0, 0, head), end])))
    # Whole lines around the difference, so that sentences are seen whole.
    start = old.rfind("\n", 0, head) + 1
    found = old.find("\n", end.old)
    tail = len(old) - found if found >= 0 else 0
    rest = Block(len(old) - tail, len(new) - tail, tail)
    comparison = _Comparison(old, new, Gap(start, rest.old, start, rest.new))
    blocks, moved = comparison.run()
    blocks = joined([Block(0, 0, start), *blocks, rest])
    firm, weak = _without_accidents(old, new, blocks, comparison.sentences)
    return EditScript(tuple(firm), tuple(weak), tuple(moved))


class _Comparison:
    """One comparison of the passage `whole` of two texts, from sentences down to characters."""

    def __init__(self, old: str, new: str, whole: Gap) -> None:
        self._old, self._new, self._whole = old, new, whole
        self._budget = Budget()
        self._old_units = _units(old, whole.old, whole.old_end)
        self._new_units = _units(new, whole.new, whole.new_end)
        self._moved_old: set[int] = set()
        self._moved_new: set[int] = set()
        self.sentences: list[int] = []
        """Where in the old text sentences start that stand unedited in the new one, in order."""

    def run(self) -> tuple[list[Block], list[Block]]:
        """Return the blocks in order, and the moved ones, in offsets of the two texts."""
        old, new = self._old_units, self._new_units
        by_unit = align(_texts(old), _texts(new), anchors=_has_words, fill=few_edits(self._budget))
        gaps = gaps_between(by_unit, Gap(0, len(old), 0, len(new)))
        moved = self._find_moved(gaps)
        blocks = _in_offsets(by_unit, old, new)
        units = (old[i] for block in by_unit for i in range(block.old, block.old_end))
        self.sentences = [unit.start for unit in units if visible(unit.text) >= MOVED_AT_LEAST]
        for gap in gaps:
            blocks += self._within(gap)
        return joined(blocks), moved

    def _find_moved(self, gaps: Sequence[Gap]) -> list[Block]:
        """Return the sentences that left one gap and stand, alone of their kind, in another."""
        free_old = {i for gap in gaps for i in range(gap.old, gap.old_end)}
        free_new = {j for gap in gaps for j in range(gap.new, gap.new_end)}
        there = {self._new_units[j].text: j for j in free_new}
        pairs = [(i, there[self._old_units[i].text]) for i in sorted(free_old) if self._old_units[i].text in there]
        pairs = [pair for pair in pairs if visible(self._old_units[pair[0]].text) >= MOVED_AT_LEAST]
        if not pairs:
            return []
        in_old = Counter(_texts(_units(self._old, 0, len(self._old))))
        in_new = Counter(_texts(_units(self._new, 0, len(self._new))))
        moved: list[Block] = []
        for i, j in pairs:
            text = self._old_units[i].text
            if in_old[text] == in_new[text] == 1 and i not in self._moved_old:
                moved += self._spread(i, j, free_old, free_new)
        return joined(moved)

    def _spread(self, i: int, j: int, free_old: set[int], free_new: set[int]) -> list[Block]:
        """Return the moved sentence with its free neighbours, as far as they are equal too."""
        old, new = self._old_units, self._new_units
        first = 0
        while {i + first - 1} <= free_old and {j + first - 1} <= free_new:
            if old[i + first - 1].text != new[j + first - 1].text:
                break
            first -= 1
        last = 0
        while {i + last + 1} <= free_old and {j + last + 1} <= free_new:
            if old[i + last + 1].text != new[j + last + 1].text:
                break
            last += 1
        steps = range(first, last + 1)
        free_old.difference_update(i + step for step in steps)
        free_new.difference_update(j + step for step in steps)
        self._moved_old.update(i + step for step in steps)
        self._moved_new.update(j + step for step in steps)
        return [Block(old[i + step].start, new[j + step].start, len(old[i + step].text)) for step in steps]

    def _within(self, gap: Gap) -> list[Block]:
        """Return what the two sides of a gap between sentences share, moved sentences left out."""
        old = [self._old_units[i] for i in range(gap.old, gap.old_end) if i not in self._moved_old]
        new = [self._new_units[j] for j in range(gap.new, gap.new_end) if j not in self._moved_new]
        # The ends of the gap by characters first: a single edit is then found exactly.
        old, new, blocks = _without_ends(old, new)
        old = [token for unit in old for token in _tokens(unit)]
        new = [token for unit in new for token in _tokens(unit)]
        fill = heaviest(self._budget, _weight)
        by_token = align(_texts(old), _texts(new), anchors=_has_words, fill=fill)
        blocks += _in_offsets(by_token, old, new)
        for inner in gaps_between(by_token, Gap(0, len(old), 0, len(new))):
            blocks += self._alike(old[inner.old : inner.old_end], new[inner.new : inner.new_end])
        return blocks

    def _alike(self, old: Sequence[_Piece], new: Sequence[_Piece]) -> list[Block]:
        """Return the characters that words share, if half of the longer text is in the other."""
        if not _continuous(old) or not _continuous(new):
            return []
        before, after = "".join(_texts(old)), "".join(_texts(new))
        longer = max(len(before), len(after))
        if 2 * min(len(before), len(after)) < longer:
            return []
        common = align(before, after, anchors=_never, fill=heaviest(self._budget, _one))
        if 2 * sum(block.length for block in common) < longer:
            return []
        return [Block(old[0].start + block.old, new[0].start + block.new, block.length) for block in common]


def visible(text: str) -> int:
    """Return how many code points of `text` are no white space."""
    return sum(map(len, text.split()))


def _without_accidents(
    old: str, new: str, blocks: list[Block], sentences: Sequence[int]
) -> tuple[list[Block], list[Block]]:
    """Part `blocks` into firm and weak.

    A short match is weak if both texts differ around it by at least twice its length: such words may well
    stand in two unrelated passages. A match that holds a whole line or one of `sentences` (their starts) is
    never weak, nor is the start or the end of the text.
    """

    def holds_sentence(block: Block) -> bool:
        return bisect_left(sentences, block.old) < bisect_left(sentences, block.old_end)

    firm, weak = blocks, list[Block]()
    for _ in range(_ROUNDS):
        kept: list[Block] = []
        for number, block in enumerate(firm):
            # What was just found weak widens the difference for the next match.
            left = kept[-1] if kept else Block(0, 0, 0)
            right = firm[number + 1] if number + 1 < len(firm) else Block(len(old), len(new), 0)
            accident = _may_be_accident(left, block, right)
            if accident and not holds_sentence(block) and not _LINE.search(old, block.old, block.old_end):
                weak.append(block)
            else:
                kept.append(block)
        if len(kept) == len(firm):
            break
        firm = kept
    return firm, sorted(weak)


def _may_be_accident(left: Block, block: Block, right: Block) -> bool:
    if block.length >= _TOO_LONG_FOR_ACCIDENT:
        return False
    before = (block.old - left.old_end, block.new - left.new_end)
    after = (right.old - block.old_end, right.new - block.new_end)
    if not any(before) or not any(after):
        return False
    return 2 * block.length <= min(before[0] + after[0], before[1] + after[1])


def _units(text: str, start: int, end: int) -> list[_Piece]:
    """Return the sentences of ``text[start:end]`` and the white space between them, all of it."""
    cuts = {start, end}
    for match in _BREAK.finditer(text, start, end):
        cuts.update(match.span())
    places = sorted(cuts)
    return [_Piece(a, text[a:b]) for a, b in pairwise(places)]


def _tokens(unit: _Piece) -> list[_Piece]:
    """Return words, white space and single signs of a unit; in scripts without spaces, single characters."""
    return [_Piece(unit.start + match.start(), match.group()) for match in _TOKEN.finditer(unit.text)]


def _without_ends(old: list[_Piece], new: list[_Piece]) -> tuple[list[_Piece], list[_Piece], list[Block]]:
    """Return both sides without the characters they share at their ends, and the blocks of these."""
    if not _continuous(old) or not _continuous(new):
        return old, new, []
    before, after = "".join(_texts(old)), "".join(_texts(new))
    i, j = old[0].start, new[0].start
    head = shared_start(before, after)
    tail = shared_end(before[head:], after[head:])
    i_end, j_end = i + len(before) - tail, j + len(after) - tail
    blocks = [Block(i, j, head), Block(i_end, j_end, tail)]
    before, after = before[head : len(before) - tail], after[head : len(after) - tail]
    return [_Piece(i + head, before)], [_Piece(j + head, after)], blocks


def _continuous(pieces: Sequence[_Piece]) -> bool:
    return bool(pieces) and pieces[-1].end - pieces[0].start == sum(len(piece.text) for piece in pieces)


def _in_offsets(blocks: Sequence[Block], old: Sequence[_Piece], new: Sequence[_Piece]) -> list[Block]:
    """Return blocks of pieces as blocks of code points."""
    return [
        Block(old[block.old + step].start, new[block.new + step].start, len(old[block.old + step].text))
        for block in blocks
        for step in range(block.length)
    ]


def _texts(pieces: Sequence[_Piece]) -> list[str]:
    return [piece.text for piece in pieces]


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _never(_element: str) -> bool:
    return False


def _weight(token: str) -> int:
    return 2 * len(token) if _has_words(token) else 1


def _one(_element: str) -> int:
    return 1
