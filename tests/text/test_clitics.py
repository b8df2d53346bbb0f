"""Candidates for the cut between proclitics and stem."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import is_boundary, proclitic_splits, words
from tests.text.strategies import seed


@pytest.mark.parametrize(
    ("word", "splits"),
    [
        ("وقالت", [1]),
        ("وواشنطن", [1]),
        ("العراق", [2]),
        ("والعراق", [1, 3]),
        ("بالعراق", [1, 3]),
        ("وبالعراق", [1, 2, 4]),
        ("للعراق", [1, 2]),
        ("وللعراق", [1, 2, 3]),
        ("فسيكتبون", [1, 2]),
        ("أوبالعراق", [1, 2, 3, 5]),
        ("لوكالة", [1]),
        ("كالعراق", [1, 3]),
        ("وٱلعراق", [1, 3]),
        ("مسؤولون", []),
        ("سفارتها", []),
        ("من", []),
        ("ون", []),
        ("و", []),
        ("", []),
        ("and", []),
        ("日本", []),
    ],
)
def test_splits(word, splits):
    assert proclitic_splits(word) == splits


def test_marks_and_tatweel_stay_with_their_letter():
    assert proclitic_splits("وَقَالَتْ") == [2]
    assert proclitic_splits("بِـالعراق") == [3, 5]
    assert proclitic_splits("و\u200dقالت") == [2]


@given(st.text(alphabet="وفبكلاسأٱليتنعراق\u064e\u0651\u0640", max_size=12))
def test_splits_lie_inside_the_word_at_boundaries_and_are_few(word):
    splits = proclitic_splits(word)
    assert len(splits) <= 4
    assert splits == sorted(set(splits))
    assert all(0 < split < len(word) and is_boundary(word, split) for split in splits)


def test_the_speakers_of_the_article_can_be_cut_free():
    text = seed()
    stems = {text[start:end][split:] for start, end in words(text) for split in proclitic_splits(text[start:end])}
    assert {"قالت", "قال", "يقول", "وكالة", "أجانب", "مصادر", "هددت", "أضاف"} <= stems
