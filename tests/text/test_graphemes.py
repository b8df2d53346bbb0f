"""Grapheme boundaries: the rules for two neighbours and the grammar of a cluster must agree."""

import pytest
import regex
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotations.errors import RuleBrokenError
from annotations.text import WHITE_SPACE, boundaries, check_segments, has_whole_edges, is_boundary, trim
from tests.effort import effort
from tests.text.strategies import MANY, PIECES, many, seed, texts

JOINING = [
    "\u0301",
    "\u064b",
    "\u093c",
    "\u094d",
    "\u0d4d",
    "\u0903",
    "\u0e33",
    "\u200c",
    "\u200d",
    "\ufe0f",
    "\U0001f3fd",
    "\u0600",
    "\u0d4e",
    "\U0001f1ee",
    "\U0001f1f6",
    "\u1100",
    "\u1161",
    "\u11a8",
    "\uac00",
    "\uac01",
    "\u0915",
    "\u0d15",
    "👩",
    "©",
    "\r",
    "\n",
    "\u200e",
    "ا",
    "a",
    " ",
]


@pytest.mark.parametrize(
    "cluster",
    [
        "\r\n",
        "e\u0301",
        "قَ",
        "لٌّ",
        "שָׁ",
        "👍🏽",
        "👩🏽\u200d🚀",
        "👨\u200d👩\u200d👧\u200d👦",
        "🇮🇶",
        "☝\ufe0f",
        "각",
        "\u1100\u1161\u11a8",
        "क्ष",
        "क्\u200dष",
        "कि",
        "กำ",
        "か\u3099",
        "\u06001",
        "1\ufe0f\u20e3",
        "\U0001f3f4\U000e0067\U000e0062\U000e007f",
    ],
)
def test_one_cluster(cluster):
    assert boundaries(cluster) == [0, len(cluster)]
    assert not any(is_boundary(cluster, offset) for offset in range(1, len(cluster)))


@pytest.mark.parametrize(
    "clusters",
    [
        ["\n", "\r"],
        ["\n", "\u0301"],
        ["🇮🇶", "🇺🇸", "🇮"],
        ["a", "\u200e", "\u0301"],
        ["قَ", "ا", "لَ"],
        ["a\u200d", "👩"],
        ["👩", "👩"],
        ["각", "각"],
        ["\u11a8", "\u1100"],
        ["a\u094d", "क"],
        ["क", "क"],
        ["\u0600", "\n"],
        ["日", "本"],
    ],
)
def test_several_clusters(clusters):
    ends = [len("".join(clusters[:count])) for count in range(len(clusters) + 1)]
    assert boundaries("".join(clusters)) == ends


def test_no_text_has_one_boundary():
    assert boundaries("") == [0]
    assert is_boundary("", 0)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(JOINING), max_size=14).map("".join) | texts())
def test_one_offset_and_the_whole_text_agree(text):
    whole = set(boundaries(text))
    assert {offset for offset in range(len(text) + 1) if is_boundary(text, offset)} == whole


@settings(max_examples=300)
@given(st.lists(st.sampled_from(JOINING), max_size=14).map("".join) | texts())
def test_boundaries_are_those_of_an_independent_implementation(text):
    # where it is right: it joins consonants to a linker that no consonant precedes
    assume(not regex.search(r"\p{InCB=Linker}", text))
    assert boundaries(text) == [0, *(cluster.end() for cluster in regex.finditer(r"\X", text))]


def test_in_the_article_every_letter_with_its_marks_is_one():
    text = seed()
    marks = {offset for offset, letter in enumerate(text) if "\u064b" <= letter <= "\u0652"}
    assert marks
    assert set(range(len(text) + 1)) - set(boundaries(text)) == marks


@pytest.mark.parametrize("offset", [-1, 4])
def test_an_offset_outside_the_text_is_a_mistake_of_the_caller(offset):
    with pytest.raises(ValueError, match="outside"):
        is_boundary("قال", offset)


@pytest.mark.parametrize(
    "piece", ["قال ", "a", "🇮", "👩\u200d", "👍🏽", "क्", "कु", "가", "\u1100", "\u0301", "\u0600", "\n"]
)
def test_one_question_is_cheap_in_a_long_text(piece):
    text = many(piece)
    assert effort(lambda: [is_boundary(text, offset) for offset in (1, MANY // 2, MANY // 2 + 1, MANY - 1)]) < 1
    assert effort(lambda: boundaries(text)) < 150


def refusal(text, *segments, **more) -> RuleBrokenError:
    with pytest.raises(RuleBrokenError) as caught:
        check_segments(text, segments, **more)
    return caught.value


def test_segments_inside_words_are_fine():
    check_segments("وقالت وواشنطن", [[1, 5], (7, 13)])
    check_segments("وَقَالَتْ", [(2, 9)])


def test_a_segment_that_splits_a_character_is_refused():
    error = refusal("وَقَال", (0, 2), (3, 6))
    assert (error.rule, error.field) == ("span.splits_grapheme", "segments.1")
    assert "3" in error.detail
    assert refusal("👍🏽 a", (0, 1)).rule == "span.splits_grapheme"


@pytest.mark.parametrize("space", WHITE_SPACE)
def test_white_space_at_an_edge_is_refused(space):
    text = f"a{space}b"
    for segment, offset in (((0, 2), 1), ((1, 3), 1)):
        error = refusal(text, segment, field="source.segments")
        assert (error.rule, error.field) == ("span.edge_whitespace", "source.segments.0")
        assert f"offset {offset}" in error.detail
    check_segments(text, [(0, 3)])


def test_trim_drops_white_space_only_at_the_edges():
    text = "\u00a0 قال \u3000 نعم\n\t"
    start, end = trim(text, 0, len(text))
    assert text[start:end] == "قال \u3000 نعم"


def test_trim_drops_a_mark_together_with_its_space():
    assert trim(" \u0301ab", 0, 4) == (2, 4)
    assert trim("a\u0600 ", 0, 3) == (0, 1)
    assert trim(" \n ", 1, 3) == (1, 1)


@given(texts(min_size=1), st.data())
def test_what_is_trimmed_can_be_a_span_or_is_empty(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = trim(text, start, end)
    assert start <= first <= last <= end
    if first < last:
        check_segments(text, [(first, last)])
        assert trim(text, first, last) == (first, last)


WORDS = [piece for piece in PIECES if piece.isalpha() and is_boundary(f" {piece}", 1)]


@given(st.lists(st.sampled_from(WORDS), min_size=1))
def test_trim_leaves_whole_words_alone(pieces):
    text = " ".join(pieces)
    assert trim(f"  {text}\n", 0, len(text) + 3) == (2, len(text) + 2)


@given(texts(min_size=1), st.data())
def test_edges_are_whole_where_no_rule_refuses_them(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    try:
        check_segments(text, [(start, end)])
        allowed = True
    except RuleBrokenError:
        allowed = False
    assert has_whole_edges(text, start, end) == allowed
