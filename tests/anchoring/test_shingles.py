"""Finding passages through an index, against reading the whole text."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring.shingles import SHINGLE, Shingles
from tests.anchoring.strategies import ARTICLE

TEXT = ARTICLE.read_text("utf-8")
LONG = 2 * SHINGLE - 1


@given(st.integers(0, len(TEXT) - LONG), st.integers(LONG, 120))
def test_a_passage_is_found_where_it_stands(start, length):
    words = TEXT[start : start + length]
    assert len(words) < LONG or start in Shingles(TEXT).shifts(words)


@given(st.integers(0, 600), st.integers(LONG, 60), st.integers(1, 3), st.text("ab", max_size=20))
def test_a_passage_stands_once_exactly_if_a_search_says_so(start, length, times, between):
    words = TEXT[start : start + length]
    text = between.join([words] * times) + between
    assert Shingles(text).holds_once(words) == (times == 1)
    assert not Shingles(TEXT[start + length :][:400]).holds_once(words)


def test_overlapping_occurrences_are_two():
    text = "xyz" + "ab" * 17 + "q"
    assert not Shingles(text).holds_once("ab" * 16)
    assert Shingles(text).holds_once("ab" * 17)


def test_of_what_repeats_without_end_nothing_is_said():
    shingles = Shingles("word " * 2000)
    assert shingles.shifts("word " * 10) == set()
    assert not shingles.holds_once("word " * 10)
