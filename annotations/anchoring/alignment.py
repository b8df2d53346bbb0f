"""Aligning two sequences of strings (sentences, words, characters): which runs of one stand in the other.

Equal ends are taken first, then elements that occur once on either side (patience diff, after Bram Cohen,
with the longest increasing run found as by Fredman 1975), then again within every gap. What is left goes to
`fill`. All of it takes time in proportion to the sequences, up to a logarithm.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

# Rounds of looking for elements unique within a gap; each costs at most one pass over both sequences.
_ROUNDS = 12
# The largest table of the exact comparison, in cells, for one gap and for one whole comparison of two texts.
_CELLS_OF_A_GAP = 40_000
_CELLS_IN_ALL = 1_000_000
# The elements that the search for a few edits reads in one whole comparison of two texts.
_ELEMENTS_IN_ALL = 4_000_000
# The most elements that the search for a few edits takes out or puts in, and their share of the gap.
_MOST_EDITS = 64
_EDITS_ONE_IN = 8


class Block(NamedTuple):
    """A run of `length` equal elements that starts at `old` in one sequence and at `new` in the other."""

    old: int
    new: int
    length: int

    @property
    def old_end(self) -> int:
        return self.old + self.length

    @property
    def new_end(self) -> int:
        return self.new + self.length


class Gap(NamedTuple):
    """A stretch of both sequences, ends exclusive, in which nothing has been aligned yet."""

    old: int
    old_end: int
    new: int
    new_end: int


Fill = Callable[[Sequence[str], Sequence[str], Gap], list[Block]]


class Budget:
    """The work that exact comparison may still do in one comparison of two texts, in table cells."""

    def __init__(self, cells: int = _CELLS_IN_ALL) -> None:
        self._cells = cells
        self._elements = _ELEMENTS_IN_ALL

    def spend(self, cells: int) -> bool:
        """Take `cells` from the budget; tell whether that was allowed."""
        if cells > min(self._cells, _CELLS_OF_A_GAP):
            return False
        self._cells -= cells
        return True

    def read(self, elements: int) -> bool:
        """Count `elements` compared one by one; tell whether more may be."""
        self._elements -= elements
        return self._elements > 0


def align(old: Sequence[str], new: Sequence[str], *, anchors: Callable[[str], bool], fill: Fill) -> list[Block]:
    """Return the blocks that `old` and `new` have in common, in order in both.

    `anchors` tells which elements say enough to align a gap by them alone (a word does, a comma does not).
    """
    blocks: list[Block] = []
    waiting = [(Gap(0, len(old), 0, len(new)), 0)]
    while waiting:
        whole, rounds = waiting.pop()
        gap = _trim(old, new, whole, blocks)
        if gap.old == gap.old_end or gap.new == gap.new_end:
            continue
        pairs = _unique_pairs(old, new, gap, anchors) if rounds < _ROUNDS else []
        if not pairs:
            blocks += fill(old, new, gap)
            continue
        i, j = gap.old, gap.new
        for at_old, at_new in pairs:
            blocks.append(Block(at_old, at_new, 1))
            waiting.append((Gap(i, at_old, j, at_new), rounds + 1))
            i, j = at_old + 1, at_new + 1
        waiting.append((Gap(i, gap.old_end, j, gap.new_end), rounds + 1))
    return joined(blocks)


def joined(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks in order, those that continue one another made one, empty ones dropped."""
    result: list[Block] = []
    for block in sorted(blocks):
        last = result[-1] if result else None
        if not block.length:
            continue
        if last and (last.old_end, last.new_end) == (block.old, block.new):
            result[-1] = Block(last.old, last.new, last.length + block.length)
        else:
            result.append(block)
    return result


def gaps_between(blocks: Sequence[Block], whole: Gap) -> list[Gap]:
    """Return the stretches of `whole` that lie between its `blocks`, before the first and after the last."""
    gaps: list[Gap] = []
    i, j = whole.old, whole.new
    for block in [*blocks, Block(whole.old_end, whole.new_end, 0)]:
        if i < block.old or j < block.new:
            gaps.append(Gap(i, block.old, j, block.new))
        i, j = block.old_end, block.new_end
    return gaps


def _trim(old: Sequence[str], new: Sequence[str], gap: Gap, blocks: list[Block]) -> Gap:
    """Add the equal ends of `gap` to `blocks` and return what remains between them."""
    i, i_end, j, j_end = gap
    while i < i_end and j < j_end and old[i] == new[j]:
        i, j = i + 1, j + 1
    while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
        i_end, j_end = i_end - 1, j_end - 1
    blocks.append(Block(gap.old, gap.new, i - gap.old))
    blocks.append(Block(i_end, j_end, gap.old_end - i_end))
    return Gap(i, i_end, j, j_end)


def _unique_pairs(
    old: Sequence[str], new: Sequence[str], gap: Gap, anchors: Callable[[str], bool]
) -> list[tuple[int, int]]:
    """Return the places of elements unique on both sides of `gap`: the most that keep their order."""
    there = _places_of_unique(new, gap.new, gap.new_end)
    here = _places_of_unique(old, gap.old, gap.old_end)
    pairs = [(i, there.get(element, -1)) for element, i in here.items() if i >= 0 and anchors(element)]
    return _longest_rising(sorted(pair for pair in pairs if pair[1] >= 0))


def _places_of_unique(elements: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Return the place of every element between `start` and `end`, -1 for one that occurs there twice."""
    places: dict[str, int] = {}
    for place in range(start, end):
        element = elements[place]
        places[element] = -1 if element in places else place
    return places


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest part of `pairs` (ordered by their first number) whose second numbers rise."""
    lowest: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        pile = bisect_left(lowest, second)
        before.append(tops[pile - 1] if pile else -1)
        lowest[pile : pile + 1] = [second]
        tops[pile : pile + 1] = [number]
    rising: list[tuple[int, int]] = []
    number = tops[-1] if tops else -1
    while number >= 0:
        rising.append(pairs[number])
        number = before[number]
    return rising[::-1]


def heaviest(budget: Budget, weight: Callable[[str], int]) -> Fill:
    """Return a `fill` that finds the common subsequence of greatest weight, as far as `budget` goes.

    A gap too large for that is filled as by `few_edits`.
    """
    scattered = few_edits(budget)

    def fill(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Block]:
        if not budget.spend((gap.old_end - gap.old) * (gap.new_end - gap.new)):
            return scattered(old, new, gap)
        return _heaviest(old[gap.old : gap.old_end], new[gap.new : gap.new_end], gap, weight)

    return fill


def _heaviest(old: Sequence[str], new: Sequence[str], gap: Gap, weight: Callable[[str], int]) -> list[Block]:
    rows, columns = len(old), len(new)
    # best[i][j]: the greatest weight that old[i:] and new[j:] have in common.
    best = [[0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        element, row, below = old[i], best[i], best[i + 1]
        worth = weight(element)
        for j in range(columns - 1, -1, -1):
            if element == new[j]:
                row[j] = max(below[j + 1] + worth, below[j], row[j + 1])
            else:
                row[j] = max(below[j], row[j + 1])
    blocks: list[Block] = []
    i = j = 0
    while i < rows and j < columns:
        if old[i] == new[j] and best[i][j] == best[i + 1][j + 1] + weight(old[i]):
            blocks.append(Block(gap.old + i, gap.new + j, 1))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return blocks


def few_edits(budget: Budget) -> Fill:
    """Return a `fill` for two sides that differ in a few elements only; others it leaves empty.

    The greedy search of Myers, "An O(ND) difference algorithm and its variations" (1986), cut off early.
    """

    def fill(old: Sequence[str], new: Sequence[str], gap: Gap) -> list[Block]:
        rows, columns = gap.old_end - gap.old, gap.new_end - gap.new
        most = min(_MOST_EDITS, (rows + columns) // _EDITS_ONE_IN)
        if abs(rows - columns) > most:
            return []
        return _few_edits(old, new, gap, most, budget)

    return fill


def _few_edits(old: Sequence[str], new: Sequence[str], gap: Gap, most: int, budget: Budget) -> list[Block]:
    # farthest[k]: how far old was read on the diagonal k (old's place minus new's) with so many edits.
    farthest = {1: gap.old}
    steps: list[dict[int, int]] = []
    shift = gap.old - gap.new
    for edits in range(most + 1):
        steps.append(dict(farthest))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and farthest[k - 1] < farthest[k + 1])
            start = i = farthest[k + 1] if down else farthest[k - 1] + 1
            j = i - shift - k
            while i < gap.old_end and gap.new <= j < gap.new_end and old[i] == new[j]:
                i, j = i + 1, j + 1
            farthest[k] = i
            if i >= gap.old_end and j >= gap.new_end:
                return _traced(steps, gap, k)
            if not budget.read(i - start):
                return []
    return []


def _traced(steps: list[dict[int, int]], gap: Gap, k: int) -> list[Block]:
    """Return the equal runs on the way that `steps` found; it ends on the diagonal `k`."""
    blocks: list[Block] = []
    i, shift = gap.old_end, gap.old - gap.new
    for edits in range(len(steps) - 1, -1, -1):
        farthest = steps[edits]
        down = k == -edits or (k != edits and farthest[k - 1] < farthest[k + 1])
        start = farthest[k + 1] if down else farthest[k - 1] + 1
        blocks.append(Block(start, start - shift - k, i - start))
        k = k + 1 if down else k - 1
        i = farthest[k]
    return blocks
