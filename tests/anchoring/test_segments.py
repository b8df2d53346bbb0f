"""Segments: reading them from outside, and their laws against sets of offsets."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import (
    MAX_SEGMENTS,
    Segments,
    covers,
    disjoint_or_nested,
    flatten,
    hull,
    overlaps,
    read_segments,
    text_of,
    unflatten,
)
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from tests.anchoring.strategies import segments_of

LENGTH = 24


def offsets(segments: Segments) -> set[int]:
    return {offset for start, end in segments for offset in range(start, end)}


@pytest.mark.parametrize(
    ("raw", "rule", "field"),
    [
        ([[2, 2]], "span.empty", "segments.0"),
        ([[0, 1], [5, 4]], "span.empty", "segments.1"),
        ([], "span.none", "segments"),
        ([[-1, 4]], "span.out_of_text", "segments.0"),
        ([[0, 1], [2, 25]], "span.out_of_text", "segments.1"),
        ([[0, 10**5000]], "span.out_of_text", "segments.0"),
        ([[0, 4], [3, 6]], "span.overlap", "segments.1"),
        ([[0, 4], [0, 4]], "span.overlap", "segments.1"),
        ([[5, 9], [2, 7]], "span.overlap", "segments.1"),
        ([[0, 1], [8, 9], [2, 3]], "span.unordered", "segments.2"),
        ([[n, n + 1] for n in range(MAX_SEGMENTS + 1)], "span.too_many_segments", "segments"),
    ],
)
def test_a_broken_rule_is_named_with_its_place(raw, rule, field):
    with pytest.raises(RuleBrokenError) as caught:
        read_segments(raw, length=LENGTH)
    assert (caught.value.rule, caught.value.field) == (rule, field)


def test_the_detail_gives_the_numbers():
    with pytest.raises(RuleBrokenError, match=r"\[20, 31\].* 24 code points"):
        read_segments([[20, 31]], length=LENGTH)
    with pytest.raises(RuleBrokenError, match=r"\[3, 6\] overlaps .*\[0, 4\]"):
        read_segments([[0, 4], [3, 6]], length=LENGTH)


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        "0,4",
        {"0": 4},
        [0, 4],
        [[0]],
        [[0, 1, 2]],
        [[0, "4"]],
        [[0.0, 4]],
        [[False, True]],
        [None],
        ["ab"],
    ],
)
def test_what_is_no_list_of_integer_pairs_is_malformed(raw):
    with pytest.raises(MalformedError) as caught:
        read_segments(raw, length=LENGTH, field="content")
    assert caught.value.rule == "span.malformed"
    assert str(caught.value.field).startswith("content")


def test_segments_that_touch_and_that_reach_the_end_are_read():
    assert read_segments([[0, 4], [4, 9], [20, 24]], length=LENGTH) == ((0, 4), (4, 9), (20, 24))


@given(segments_of(LENGTH))
def test_what_is_right_is_read_as_it_stands(segments):
    assert read_segments(json.loads(json.dumps(segments)), length=LENGTH) == segments


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 30) | st.floats() | st.text(max_size=2),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
)


@given(JSON | st.lists(st.lists(st.integers(-2, 26), min_size=2, max_size=2), max_size=4))
def test_whatever_comes_is_read_rightly_or_refused(raw):
    try:
        segments = read_segments(raw, length=LENGTH)
    except DomainError:
        return
    assert offsets(segments) <= set(range(LENGTH))
    assert len(offsets(segments)) == sum(end - start for start, end in segments) > 0
    assert list(segments) == sorted(segments)


@given(segments_of(LENGTH))
def test_flattening_and_back(segments):
    assert unflatten(flatten(segments)) == segments
    assert len(flatten(segments)) == 2 * len(segments)


def test_an_odd_number_of_offsets_is_refused():
    with pytest.raises(MalformedError):
        unflatten([0, 4, 9])


@given(segments_of(LENGTH), segments_of(LENGTH))
def test_relations_are_those_of_sets_of_offsets(a, b):
    x, y = offsets(a), offsets(b)
    assert covers(a, b) == (y <= x)
    assert overlaps(a, b) == bool(x & y)
    assert disjoint_or_nested(a, b) == (not x & y or x <= y or y <= x)


def test_touching_outer_segments_cover_across_their_border_and_a_gap_does_not():
    assert covers([(0, 4), (4, 9)], [(2, 7)])
    assert not covers([(0, 4), (5, 9)], [(2, 7)])
    assert covers([(0, 4), (5, 9)], [(0, 3), (6, 9)])


@given(segments_of(LENGTH))
def test_the_hull_is_the_smallest_segment_around(segments):
    start, end = hull(segments)
    assert (start, end - 1) == (min(offsets(segments)), max(offsets(segments)))


def test_the_text_of_a_discontinuous_span_is_joined_by_one_space():
    assert text_of("قال مسؤول كبير أمس", ((0, 3), (10, 14))) == "قال كبير"


def test_the_most_segments_and_one_more():
    many = [(2 * number, 2 * number + 1) for number in range(MAX_SEGMENTS + 1)]
    assert len(read_segments(many[:-1], length=999)) == MAX_SEGMENTS
    with pytest.raises(RuleBrokenError) as refused:
        read_segments(many, length=999)
    assert refused.value.rule == "span.too_many_segments"


@pytest.mark.parametrize(
    ("second", "rule"), [((3, 5), "span.unordered"), ((3, 6), "span.overlap"), ((7, 9), "span.overlap"), ((8, 9), None)]
)
def test_what_stands_beside_a_segment(second, rule):
    raw = [(5, 8), second]
    if rule is None:
        assert read_segments(raw, length=LENGTH) == tuple(raw)
        return
    with pytest.raises(RuleBrokenError) as refused:
        read_segments(raw, length=LENGTH)
    assert (refused.value.rule, refused.value.field) == (rule, "segments.1")
