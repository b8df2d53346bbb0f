"""Near-copies: whether one text repeats another, also in part, shortened, or with some of its words replaced.

Texts are compared by their shingles, runs of three folded words; no word is left out, so a negation makes other
shingles. `signature` picks some of them to be stored with a text, after Schleimer, Wilkerson and Aiken, "Winnowing:
local algorithms for document fingerprinting" (2003): two texts that share eight words in a row share a number of
their signatures. A shared number makes a candidate; `compare_texts` decides.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

import regex

from annotations.text.folding import fold, fold_plain, to_original
from annotations.text.words import words

SHINGLE_WORDS: Final = 3
_WINDOW: Final = 6
"""Every run of so many shingles has one in the signature."""
_CONTAINED: Final = 0.5
_SHARED: Final = 12
_AROUND: Final = 40
"""Words on either side of a negation that was added or dropped, in its paragraph, that count as written anew."""

_NEGATIONS: Final = frozenset(
    fold_plain(word)
    for word in (
        *("لا", "ولا", "فلا", "لم", "ولم", "فلم", "لن", "ولن", "فلن", "ليس", "وليس", "ليست", "وليست", "ليسوا", "غير"),
        *("دون", "بدون", "عدم", "بعدم", "وعدم", "لعدم", "not", "no", "never", "without", "neither", "nor", "none"),
        *("cannot", "can't", "won't", "don't", "doesn't", "didn't", "isn't", "aren't", "wasn't", "weren't", "hasn't"),
        *("haven't", "hadn't", "wouldn't", "shouldn't", "couldn't"),
    )
)
# «ستغلق» is denied by «لن تغلق».
_FUTURE: Final = regex.compile(r"(?<=^[وف]?)س(?=[يتنا]..)")


Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much two texts share, in shingles: of all that either has (`jaccard`), of the shorter one's (`containment`).

    `negated` are folded runs of words that both have, with a negation in one of them only, as that one has them. What
    stands around them is not shared: a report that denies what the other one says repeats its words and copies nothing.
    """

    shared: int
    jaccard: float
    containment: float
    negated: tuple[str, ...]

    @property
    def is_near_copy(self) -> bool:
        """Half of the shorter text stands in the other: two reports of one event that were written apart share less."""
        return self.shared >= _SHARED and self.containment >= _CONTAINED


def signature(text: str) -> list[int]:
    """Return the numbers (signed, 64 bits, ascending, distinct) by which near-copies of `text` are found.

    About two for every seven words; none for a text of less than three words.
    """
    numbers = [_number(" ".join(run)) for run in _runs(_read(text).words, SHINGLE_WORDS)]
    windows = range(max(1, len(numbers) - _WINDOW + 1)) if numbers else ()
    return sorted({min(numbers[start : start + _WINDOW]) for start in windows})


def compare_texts(one: str, other: str) -> Resemblance:
    """Return how much the two texts resemble each other, over all their shingles."""
    mine, theirs = _read(one), _read(other)
    a, b = set(_runs(mine.words, SHINGLE_WORDS)), set(_runs(theirs.words, SHINGLE_WORDS))
    pairs = _negated(mine, theirs)
    anew = {run for here, there in pairs for run in (*mine.around(*here), *theirs.around(*there))}
    shared, smaller = len((a & b) - anew), min(len(a), len(b))
    told = (max(mine.words[slice(*here)], theirs.words[slice(*there)], key=len) for here, there in pairs)
    return Resemblance(
        shared=shared,
        jaccard=shared / len(a | b) if a or b else 0.0,
        containment=shared / smaller if smaller else 0.0,
        negated=tuple(dict.fromkeys(" ".join(words) for words in told)),
    )


def shared_passages(one: str, other: str) -> tuple[list[Place], list[Place]]:
    """Return where in each of the two texts words stand that both have in runs of three or more: [start, end) in code
    points, in order, disjoint.
    """
    mine, theirs = _placed_words(one), _placed_words(other)
    runs = [_runs([word for word, _ in row], SHINGLE_WORDS) for row in (mine, theirs)]
    shared = set(runs[0]) & set(runs[1])
    return _passages(mine, runs[0], shared), _passages(theirs, runs[1], shared)


def _placed_words(text: str) -> list[tuple[str, Place]]:
    folded = fold(text)
    return [(folded.text[start:end], to_original(folded, start, end)) for start, end in words(folded.text)]


def _passages(
    row: Sequence[tuple[str, Place]], runs: Sequence[tuple[str, ...]], shared: AbstractSet[tuple[str, ...]]
) -> list[Place]:
    found: list[Place] = []
    until = -1  # the last word of the passage that is open
    for number, run in enumerate(runs):
        if run not in shared:
            continue
        start = found.pop()[0] if number <= until + 1 and found else row[number][1][0]
        until = number + SHINGLE_WORDS - 1
        found.append((start, row[until][1][1]))
    return found


@dataclass(frozen=True, slots=True)
class _Read:
    """The folded words of a text, and the number of the line in which each stands."""

    words: list[str]
    lines: list[int]

    def around(self, start: int, end: int) -> list[tuple[str, ...]]:
        """The shingles of the words from `start` to `end`, and of those around them in their lines."""
        first = bisect_left(self.lines, self.lines[start], max(0, start - _AROUND), start)
        last = bisect_right(self.lines, self.lines[end - 1], end - 1, min(len(self.words), end + _AROUND))
        return _runs(self.words[max(0, first - SHINGLE_WORDS + 1) : last + SHINGLE_WORDS - 1], SHINGLE_WORDS)


def _read(text: str) -> _Read:
    found = _Read([], [])
    for number, line in enumerate(fold_plain(text).split("\n")):
        in_line = [line[start:end] for start, end in words(line)]
        found.words.extend(in_line)
        found.lines.extend([number] * len(in_line))
    return found


def _runs(row: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(row[start : start + length]) for start in range(len(row) - length + 1)]


def _number(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big", signed=True)


def _negated(mine: _Read, theirs: _Read) -> list[tuple[Place, Place]]:
    """The runs of four words other than negations that stand in both, with other negations among them: as [start, end)
    of the words of each.
    """
    here, there = _bare_runs(mine.words), _bare_runs(theirs.words)
    pairs = ((place, there[run]) for run, place in here.items() if run in there)
    return [(a, b) for a, b in pairs if a[1] - a[0] != b[1] - b[0]]


def _bare_runs(row: Sequence[str]) -> dict[tuple[str, ...], Place]:
    """Where each run of four words, negations left out, stands with them; the first time, where it occurs twice."""
    kept = [place for place, word in enumerate(row) if word not in _NEGATIONS]
    runs: dict[tuple[str, ...], Place] = {}
    for places in zip(kept, kept[1:], kept[2:], kept[3:], strict=False):
        runs.setdefault(tuple(_FUTURE.sub("", row[place]) for place in places), (places[0], places[-1] + 1))
    return runs
