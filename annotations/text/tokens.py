"""Tokens, as corpora of the field cut texts: words, and each mark between them."""

from itertools import pairwise
from typing import Final

import regex

from annotations.text.graphemes import boundaries
from annotations.text.words import sentences, words

_BETWEEN: Final = regex.compile(r"\S+")


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the tokens of `text` as [start, end) in code points, in order.

    They are the words of every sentence, and each character (grapheme cluster) that stands between them and is no white
    space. No token reaches over the end of a sentence.
    """
    found: list[tuple[int, int]] = []
    for first, last in sentences(text):
        sentence = text[first:last]
        end = 0
        for start, after in [*words(sentence), (len(sentence), len(sentence))]:
            found += ((first + one, first + other) for one, other in _marks(sentence, end, start))
            if start < after:
                found.append((first + start, first + after))
            end = after
    return found


def _marks(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    return [
        (run.start() + one, run.start() + other)
        for run in _BETWEEN.finditer(sentence, start, end)
        for one, other in pairwise(boundaries(run[0]))
    ]
