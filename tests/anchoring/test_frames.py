"""The rules among the spans of a frame, at their edges: what touches, lies inside or crosses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from annotations.anchoring import check_nesting, check_shape
from annotations.errors import RuleBrokenError

PLACES = {
    "he": ((0, 2),),
    "said": ((3, 7),),
    "touching": ((7, 12),),
    "reaching in": ((6, 12),),
    "in two": ((8, 10), (12, 14)),
    "between": ((10, 12),),
    "whole": ((8, 20),),
    "inner": ((9, 15),),
    "crossing": ((15, 25),),
    "beyond": ((19, 21),),
}


@dataclass(frozen=True)
class Frame:
    source_id: str | None = None
    cue_id: str | None = None
    content_ids: Sequence[str] = ()


@pytest.mark.parametrize(
    "frame",
    [
        Frame(source_id="he"),
        Frame(cue_id="said"),
        Frame(content_ids=["whole"]),
        Frame("he", "said", ["touching"]),
        Frame("he", "said", ["whole", "inner"]),
        Frame("he", "said", ["inner", "whole"]),
        Frame("between", "said", ["in two"]),
        Frame("in two"),
    ],
    ids=repr,
)
def test_what_is_in_order(frame):
    check_shape(frame, PLACES)


@pytest.mark.parametrize(
    ("frame", "rule", "field"),
    [
        (Frame(), "frame.empty", "contents"),
        (Frame(cue_id="in two"), "frame.cue_not_contiguous", "cue"),
        (Frame("reaching in", "said"), "frame.parts_overlap", "cue"),
        (Frame("he", "said", ["whole", "reaching in"]), "frame.parts_overlap", "contents.1"),
        (Frame("he", "said", ["he"]), "frame.parts_overlap", "contents.0"),
        (Frame("between", None, ["inner"]), "frame.parts_overlap", "contents.0"),
        (Frame("he", "said", ["whole", "crossing"]), "frame.contents_cross", "contents.1"),
        (Frame("he", "said", ["whole", "inner", "beyond"]), "frame.contents_cross", "contents.2"),
        (Frame("he", "said", ["in two", "inner"]), "frame.contents_cross", "contents.1"),
    ],
    ids=repr,
)
def test_what_is_refused_and_where(frame, rule, field):
    with pytest.raises(RuleBrokenError) as refusal:
        check_shape(frame, PLACES)
    assert (refusal.value.rule, refusal.value.field) == (rule, field)


@pytest.mark.parametrize(
    ("keys", "contents"),
    [(["inner", "between"], ["whole"]), (["between"], ["in two", "inner"]), (["whole"], ["whole"]), ([], ["whole"])],
)
def test_a_frame_lies_inside_one_content_of_its_parent(keys, contents):
    check_nesting(keys, Frame(content_ids=contents), PLACES)


@pytest.mark.parametrize(
    ("keys", "contents"),
    [
        (["inner", "beyond"], ["whole"]),
        (["between"], ["in two"]),
        (["between", "said"], ["inner", "said"]),
        (["inner"], []),
    ],
    ids=["one reaches out", "in the gap of a content", "in two contents", "no content"],
)
def test_a_frame_reaches_out_of_its_parent(keys, contents):
    with pytest.raises(RuleBrokenError) as refusal:
        check_nesting(keys, Frame(content_ids=contents), PLACES)
    assert (refusal.value.rule, refusal.value.field) == ("frame.child_outside_parent", "parent")
