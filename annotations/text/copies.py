"""Near-copies: whether one text repeats another, also in part, shortened, or with some of its words replaced.

Texts are compared by their shingles, runs of three folded words; no word is left out, so a negation makes other
shingles. `signature` picks some of them to be stored with a text, after Schleimer, Wilkerson and Aiken, "Winnowing:
local algorithms for document fingerprinting" (2003): two texts that share eight words in a row share a number of
their signatures. A shared number makes a candidate; `compare_texts` decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import regex

from annotations.text.folding import fold_plain
from annotations.text.words import words

SHINGLE_WORDS: Final = 3
_WINDOW: Final = 6
"""Every run of so many shingles has one in the signature."""
_CONTAINED: Final = 0.5
_SHARED: Final = 12

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


@dataclass(frozen=True, slots=True)
class Resemblance:
    """How much two texts share, in shingles: of all that either has (`jaccard`), of the shorter one's (`containment`).

    `negated` are folded runs of words that both have, with a negation in one of them only, as that one has them.
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
    numbers = [_number(" ".join(run)) for run in _runs(_folded_words(text), SHINGLE_WORDS)]
    windows = range(max(1, len(numbers) - _WINDOW + 1)) if numbers else ()
    return sorted({min(numbers[start : start + _WINDOW]) for start in windows})


def compare_texts(one: str, other: str) -> Resemblance:
    """Return how much the two texts resemble each other, over all their shingles."""
    mine, theirs = _folded_words(one), _folded_words(other)
    a, b = set(_runs(mine, SHINGLE_WORDS)), set(_runs(theirs, SHINGLE_WORDS))
    shared, smaller = len(a & b), min(len(a), len(b))
    return Resemblance(
        shared=shared,
        jaccard=shared / len(a | b) if a or b else 0.0,
        containment=shared / smaller if smaller else 0.0,
        negated=_negated(mine, theirs),
    )


def _folded_words(text: str) -> list[str]:
    folded = fold_plain(text)
    return [folded[start:end] for start, end in words(folded)]


def _runs(row: Sequence[str], length: int) -> list[tuple[str, ...]]:
    return [tuple(row[start : start + length]) for start in range(len(row) - length + 1)]


def _number(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8).digest(), "big", signed=True)


def _negated(mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """The runs of four words other than negations that stand in both, with other negations among them."""
    here, there = _bare_runs(mine), _bare_runs(theirs)
    pairs = ((full, there[run]) for run, full in here.items() if run in there)
    return tuple(dict.fromkeys(" ".join(a if len(a) > len(b) else b) for a, b in pairs if len(a) != len(b)))


def _bare_runs(row: Sequence[str]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Each run of four words without its negations, with them; of a run that occurs twice, the first."""
    kept = [place for place, word in enumerate(row) if word not in _NEGATIONS]
    runs: dict[tuple[str, ...], tuple[str, ...]] = {}
    for places in zip(kept, kept[1:], kept[2:], kept[3:], strict=False):
        runs.setdefault(tuple(_FUTURE.sub("", row[place]) for place in places), tuple(row[places[0] : places[-1] + 1]))
    return runs
