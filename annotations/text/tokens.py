"""Tokens, as corpora of the field cut texts: words, and each mark between them."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import regex

from annotations.text.graphemes import boundaries
from annotations.text.words import sentences, words

_BETWEEN: Final = regex.compile(r"\S+")
_NOTHING: Final = ("", " ")  # what stands between most words


def tokens(text: str) -> list[tuple[int, int]]:
    """Return the tokens of `text` as [start, end) in code points, in order: all that `each_token` finds."""
    return list(each_token(text))


def each_token(text: str, within: list[tuple[int, int]] | None = None) -> Iterator[tuple[int, int]]:
    """Find the tokens of `text` one by one, as [start, end) in code points, in order.

    They are the words of every sentence, and each character (grapheme cluster) that stands between them and is no white
    space. No token reaches over the end of a sentence. `within`: the sentences, where they are known already.
    """
    for first, last in sentences(text) if within is None else within:
        sentence = text[first:last]
        end = 0
        for start, after in [*words(sentence), (len(sentence), len(sentence))]:
            if sentence[end:start] not in _NOTHING:
                for one, other in _marks(sentence, end, start):
                    yield first + one, first + other
            if start < after:
                yield first + start, first + after
            end = after


def _marks(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    for run in _BETWEEN.finditer(sentence, start, end):
        first, after = run.span()
        if after == first + 1:  # nearly always a comma or a full stop
            found.append((first, after))
        else:
            found += [(first + one, first + other) for one, other in pairwise(boundaries(run[0]))]
    return found
