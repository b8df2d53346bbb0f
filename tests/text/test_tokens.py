"""Tokens: everything that is seen is in exactly one, and none reaches over the end of a sentence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings

from annotations.text import sentences, tokens, words
from tests.formats.corpora import texts


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«قالت وكالة»، ثم.", ["«", "قالت", "وكالة", "»", "،", "ثم", "."]),
        ("He said: “no…”", ["He", "said", ":", "“", "no", "…", "”"]),
        ("👩‍👩‍👧👍🏽 3.14%", ["👩‍👩‍👧", "👍🏽", "3.14", "%"]),
        ("don't\n\n(yes)", ["don't", "(", "yes", ")"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_words_and_marks(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@settings(max_examples=50, deadline=None)
@given(text=texts)
def test_tokens_cover_what_is_seen_in_order_within_sentences(text: str) -> None:
    found = tokens(text)
    assert all(start < end for start, end in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    covered = {place for start, end in found for place in range(start, end)}
    assert not "".join(one for place, one in enumerate(text) if place not in covered).strip()
    bounds = sentences(text)
    assert all(any(first <= start and end <= last for first, last in bounds) for start, end in found)


@settings(max_examples=50, deadline=None)
@given(text=texts)
def test_the_words_of_a_sentence_are_tokens(text: str) -> None:
    found = set(tokens(text))
    for first, last in sentences(text):
        assert all((first + start, first + end) in found for start, end in words(text[first:last]))
