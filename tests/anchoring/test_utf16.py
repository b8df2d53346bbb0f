"""Code points and UTF-16 code units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import Utf16Map
from annotations.errors import RuleBrokenError
from tests.anchoring.strategies import ARTICLE, any_text


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(any_text())
def test_every_offset_converts_as_the_codec_does_and_back(text):
    offsets = Utf16Map(text)
    assert (offsets.length, offsets.utf16_length) == (len(text), units(text))
    for offset in range(len(text) + 1):
        there = offsets.to_utf16(offset)
        assert there == units(text[:offset])
        assert offsets.from_utf16(there) == offset
    places = [(offset, len(text)) for offset in range(len(text))]
    assert [*offsets.each_to_utf16(places)] == [(units(text[:start]), units(text)) for start, _ in places]


@given(any_text())
def test_exactly_the_offsets_inside_a_surrogate_pair_are_refused(text):
    offsets = Utf16Map(text)
    whole = {units(text[:offset]) for offset in range(len(text) + 1)}
    for offset in range(units(text) + 1):
        if offset in whole:
            assert offsets.to_utf16(offsets.from_utf16(offset)) == offset
        else:
            with pytest.raises(RuleBrokenError) as caught:
                offsets.from_utf16(offset)
            assert caught.value.rule == "span.splits_surrogate_pair"


@given(any_text(), st.integers(1, 5))
def test_offsets_outside_the_text_are_refused(text, beyond):
    offsets = Utf16Map(text)
    for convert, offset in [
        (offsets.to_utf16, -beyond),
        (offsets.from_utf16, -beyond),
        (offsets.to_utf16, len(text) + beyond),
        (offsets.from_utf16, units(text) + beyond),
    ]:
        with pytest.raises(RuleBrokenError) as caught:
            convert(offset)
        assert caught.value.rule == "span.out_of_text"


def test_an_emoji_before_the_place_moves_it_by_one_unit():
    text = "👍🏽 قالت واشنطن"
    assert Utf16Map(text).to_utf16(text.index("واشنطن")) == text.index("واشنطن") + 2


def test_the_article_has_one_unit_a_character():
    text = ARTICLE.read_text("utf-8")
    assert Utf16Map(text).to_utf16(len(text)) == len(text)
