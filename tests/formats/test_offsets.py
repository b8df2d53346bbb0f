"""The unit of a file's offsets is found by the words that they cover."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import Utf16Map
from annotations.errors import RuleBrokenError
from annotations.formats.offsets import (
    Covered,
    OffsetUnit,
    SourceText,
    clean_segments,
    converter,
    fits,
    located,
    unit_of,
)
from annotations.text import boundaries
from tests.formats.corpora import clean_runs, texts

TEXT = "👍🏽 قالَت وكالة 👩‍👩‍👧 no\nmore"
WORDS = ("قالَت", "وكالة", "no")


def stated(unit: OffsetUnit, words: str, text: str = TEXT) -> tuple[int, int]:
    """[start, end) of the words in the unit."""
    start = text.index(words)
    return inside(unit, text, start), inside(unit, text, start + len(words))


def inside(unit: OffsetUnit, text: str, offset: int) -> int:
    if unit is OffsetUnit.UTF16:
        return Utf16Map(text).to_utf16(offset)
    return boundaries(text).index(offset) if unit is OffsetUnit.GRAPHEME else offset


@pytest.mark.parametrize("unit", OffsetUnit)
def test_the_unit_under_which_the_words_are_covered(unit: OffsetUnit) -> None:
    spans = [Covered([stated(unit, words)], words) for words in WORDS]
    assert unit_of(TEXT, spans) is unit
    convert = converter(TEXT, unit)
    for span, words in zip(spans, WORDS, strict=True):
        start = TEXT.index(words)
        assert located(TEXT, span, unit, convert) == [(start, start + len(words))]


@pytest.mark.parametrize("unit", OffsetUnit)
def test_without_words_the_unit_under_which_spans_are_whole(unit: OffsetUnit) -> None:
    """As doccano writes them: numbers alone."""
    assert unit_of(TEXT, [Covered([stated(unit, words)]) for words in WORDS]) is unit


def test_one_wrong_span_does_not_change_the_unit_and_is_refused_alone() -> None:
    good = [Covered([stated(OffsetUnit.UTF16, words)], words) for words in WORDS]
    wrong = Covered([(0, 4)], "مصدر")
    assert unit_of(TEXT, [wrong, *good]) is OffsetUnit.UTF16
    with pytest.raises(RuleBrokenError, match="the file says 'مصدر'") as refused:
        located(TEXT, wrong, OffsetUnit.UTF16, converter(TEXT, OffsetUnit.UTF16))
    assert refused.value.rule == "span.words"


def test_pieces_and_line_ends_as_the_format_shows_them() -> None:
    start = TEXT.index("no")
    span = Covered([(start, start + 7)], "no more")
    convert = converter(TEXT, OffsetUnit.CODE_POINT)
    assert not fits(TEXT, span, convert)
    assert fits(TEXT, span, convert, shown=lambda text: text.replace("\n", " "))
    pieces = Covered([(start, start + 2), (start + 3, start + 7)], "no more")
    assert fits(TEXT, pieces, convert)


@pytest.mark.parametrize(
    ("segment", "unit", "rule"),
    [
        ((1, 2), OffsetUnit.UTF16, "span.splits_surrogate_pair"),
        ((0, 99), OffsetUnit.UTF16, "span.out_of_text"),
        ((0, 99), OffsetUnit.CODE_POINT, "span.out_of_text"),
        ((-1, 2), OffsetUnit.GRAPHEME, "span.out_of_text"),
    ],
)
def test_offsets_that_are_none(segment: tuple[int, int], unit: OffsetUnit, rule: str) -> None:
    with pytest.raises(RuleBrokenError) as refused:
        located(TEXT, Covered([segment], "x"), unit, converter(TEXT, unit))
    assert refused.value.rule == rule
    assert not fits(TEXT, Covered([segment]), converter(TEXT, unit))


def test_of_units_that_fit_alike_the_first() -> None:
    assert unit_of("abc", [Covered([(0, 1)], "a")]) is OffsetUnit.CODE_POINT
    assert unit_of(TEXT, []) is OffsetUnit.CODE_POINT
    order = (OffsetUnit.UTF16, OffsetUnit.CODE_POINT)
    assert unit_of(TEXT, [], order) is OffsetUnit.UTF16


@given(text=texts, unit=st.sampled_from(OffsetUnit))
def test_any_text_gives_back_its_places(text: str, unit: OffsetUnit) -> None:
    """Whichever unit is chosen, the words are covered: where several units fit, they say the same."""
    runs = clean_runs(text)
    spans = [Covered([(inside(unit, text, a), inside(unit, text, b))], text[a:b]) for a, b in runs]
    found = unit_of(text, spans)
    convert = converter(text, found)
    for span, (start, end) in zip(spans, runs, strict=True):
        ((first, last),) = located(text, span, found, convert)
        assert text[first:last] == text[start:end]


BEHIND = "👩‍👩‍👧 قالت بغداد إن المحادثات فشلت"


@pytest.mark.parametrize("unit", OffsetUnit)
@pytest.mark.parametrize("named", [("قالت", "بغداد", "المحادثات فشلت"), ("بغداد",), ("داد", "قالت", "فشلت")])
def test_without_words_of_their_own_most_edges_lie_between_words(unit: OffsetUnit, named: tuple[str, ...]) -> None:
    """Under another unit all of them fit too, but begin and end in the midst of words."""
    spans = [Covered([stated(unit, word, BEHIND)]) for word in named]
    assert unit_of(BEHIND, spans) is unit
    assert unit_of(BEHIND, spans, (unit, *OffsetUnit)) is unit


def test_an_offset_that_the_text_has_not_speaks_against_its_unit() -> None:
    """The first span was drawn with the space behind it, in UTF-16; in code points the second would end nowhere."""
    text = "👍 قال «نعم»"
    spans = [Covered([(0, 7)]), Covered([(7, 12)])]
    assert unit_of(text, spans) is OffsetUnit.UTF16


def test_line_ends_of_windows_are_one_grapheme_in_the_plainest_text() -> None:
    assert unit_of("ab\r\ncd ef", [Covered([(3, 5)])]) is OffsetUnit.GRAPHEME
    assert unit_of("ab\r\ncd ef", [Covered([(4, 6)])]) is OffsetUnit.CODE_POINT


FILE = "\ufeffقال\r\n👍 ab\rcd"
"""As it is stored: «قال», «👍 ab» and «cd», a line each."""


@pytest.mark.parametrize("unit", [OffsetUnit.CODE_POINT, OffsetUnit.UTF16])
@pytest.mark.parametrize("words", ["قال", "👍", "ab", "cd"])
def test_offsets_of_a_file_lead_into_the_text_as_it_is_stored(unit: OffsetUnit, words: str) -> None:
    source = SourceText(FILE)
    assert source.text == "قال\n👍 ab\ncd"
    start = source.text.index(words)
    span = Covered([stated(unit, words, FILE)], words)
    convert = source.converter(unit)
    assert source.located(span, unit, convert) == [(start, start + len(words))]
    assert source.located(Covered(span.segments), unit, convert) == [(start, start + len(words))]
    with pytest.raises(RuleBrokenError) as refused:
        source.located(Covered(span.segments, "xyz"), unit, convert)
    assert refused.value.rule == "span.words"


def test_words_over_a_line_end_are_those_of_the_file() -> None:
    source = SourceText(FILE)
    convert = source.converter(OffsetUnit.CODE_POINT)
    start = FILE.index("ab")
    span = Covered([(start, start + 5)], "ab\rcd")
    assert source.located(span, OffsetUnit.CODE_POINT, convert) == [(6, 11)]
    assert source.text[6:11] == "ab\ncd"


def test_a_mark_at_the_start_may_be_kept() -> None:
    kept = SourceText("\ufeffab", keep=True)
    assert kept.text == "\ufeffab"
    assert kept.converter(OffsetUnit.CODE_POINT)(1) == 1
    assert SourceText("\ufeffab").converter(OffsetUnit.CODE_POINT)(1) == 0
    assert SourceText("\ufeffab").converter(OffsetUnit.CODE_POINT)(0) == 0


@pytest.mark.parametrize(
    ("segments", "place", "trimmed"),
    [
        ([(1, 3)], ((1, 3),), False),
        ([(5, 7), (1, 3)], ((1, 3), (5, 7)), False),
        ([(0, 4)], ((1, 3),), True),
        ([(1, 3), (3, 5), (5, 7)], ((1, 3), (5, 7)), True),
        ([(4, 8)], ((5, 7),), True),
    ],
)
def test_white_space_at_the_edges_is_left_out_and_told(
    segments: list[tuple[int, int]], place: tuple[tuple[int, int], ...], trimmed: bool
) -> None:
    found, told = clean_segments(" ab  cd ", segments)
    assert (found, told.rule if told else None) == (place, "span.edge_whitespace" if trimmed else None)


@pytest.mark.parametrize(
    ("text", "segments", "rule"),
    [
        (" ab  cd ", [(3, 5)], "span.none"),
        (" ab  cd ", [(0, 3), (2, 7)], "span.overlap"),
        (" ab  cd ", [(3, 3)], "span.empty"),
        (" ab  cd ", [(5, 9)], "span.out_of_text"),
        ("e\u0301 ab", [(0, 1)], "span.splits_grapheme"),
        ("e\u0301 ab", [(1, 3)], "span.splits_grapheme"),
    ],
)
def test_what_makes_no_span(text: str, segments: list[tuple[int, int]], rule: str) -> None:
    with pytest.raises(RuleBrokenError) as refused:
        clean_segments(text, segments)
    assert refused.value.rule == rule
