"""Labels and links become frames; what belongs to none stays a span and is told."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.formats.foreign import ForeignLayer, Refused
from annotations.formats.roles import Link, Mark, Parts, layer_of, role_of, united

Frame = tuple[str | None, str | None, list[str]]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Source", "source"), ("SOURCE-1", "source"), ("speaker", "source"), ("Reporting Verb", "cue"),
        ("cue_2", "cue"), ("CONTENT 3", "content"), ("quotation", "content"), ("Addressee", "addressee"),
        ("المصدر", "source"), ("PER", None), ("", None), ("sources", None), ("2", None), ("x" * 10_000, None),
    ],
)  # fmt: skip
def test_a_label_names_a_part(label: str, role: str | None) -> None:
    assert role_of(label) == role


def marks(**labels: str) -> list[Mark]:
    return [Mark(key, label, [(place * 10, place * 10 + 5)], key) for place, (key, label) in enumerate(labels.items())]


def made(*given: Any) -> tuple[list[Frame], list[str], list[Refused]]:
    """(source, cue, contents) of each frame, the spans, and what was told."""
    layer, refused = layer_of(*given)
    return [(one.source, one.cue, one.contents) for one in layer.frames], spans(layer), refused


def spans(layer: ForeignLayer) -> list[str]:
    return sorted(one.key for one in layer.spans)


def rules(refused: list[Refused]) -> list[tuple[str, str, bool]]:
    return [(one.error.rule, one.place, one.adjusted) for one in refused]


def test_a_cue_and_what_is_linked_to_it_whichever_way() -> None:
    given = marks(s="Source", c="Cue", t="Content", u="Content"), [Link("c", "s"), Link("t", "c"), Link("c", "u")]
    assert made(*given) == ([("s", "c", ["t", "u"])], ["c", "s", "t", "u"], [])


def test_one_source_of_two_cues() -> None:
    given = (
        marks(s="Source", c="Cue", t="Content", d="Cue", u="Content"),
        [Link("c", "s"), Link("c", "t"), Link("d", "s"), Link("d", "u")],
    )
    frames, _spans, refused = made(*given)
    assert (frames, refused) == ([("s", "c", ["t"]), ("s", "d", ["u"])], [])


def test_a_content_by_way_of_its_source() -> None:
    given = marks(s="Source", c="Cue", t="Content"), [Link("s", "c"), Link("s", "t")]
    assert made(*given)[0] == [("s", "c", ["t"])]


def test_without_a_cue_the_content_and_its_source() -> None:
    assert made(marks(s="Source", t="Content"), [Link("t", "s")])[0] == [("s", None, ["t"])]


def test_several_sources_of_a_frame_are_one_in_pieces() -> None:
    layer, _refused = layer_of(marks(s="Source", r="Source", c="Cue"), [Link("c", "s"), Link("c", "r")])
    assert layer.frames[0].source == "s+r"
    assert next(one.segments for one in layer.spans if one.key == "s+r") == [(0, 5), (10, 15)]


def test_the_label_of_a_link_says_what_a_mark_is() -> None:
    given = marks(a="Attribution", b="PER", c="Event"), [Link("a", "b", "source"), Link("a", "c", "content")]
    assert made(*given) == ([("b", "a", ["c"])], ["a", "b", "c"], [])


def test_labels_of_one_number_are_a_frame_without_any_link() -> None:
    given = marks(a="source-1", b="cue-1", c="content-1", d="source-2", e="content-2", f="cue-3")
    frames, _spans, refused = made(given, [])
    assert frames == [("a", "b", ["c"]), ("d", None, ["e"])]
    assert rules(refused) == [("frame.unlinked", "f", True)]


def test_a_text_of_one_source_and_one_cue_is_a_frame_and_of_more_none() -> None:
    assert made(marks(a="source", b="cue", c="content"), [])[0] == [("a", "b", ["c"])]
    frames, kept, refused = made(marks(a="source", b="cue", c="content", d="source"), [])
    assert (frames, kept) == ([], ["a", "b", "c", "d"])
    assert {rule for rule, _place, _adjusted in rules(refused)} == {"frame.unlinked"}


def test_what_is_no_part_is_told() -> None:
    given = marks(a="PER", s="Source", t="Content"), [Link("t", "s"), Link("t", "a"), Link("t", "gone", place="x")]
    frames, kept, refused = made(*given)
    assert (frames, kept) == ([("s", None, ["t"])], ["s", "t"])
    assert rules(refused) == [("link.end_missing", "x", False), ("label.unknown", "a", False)]


def test_of_two_marks_of_one_name_the_second_is_told() -> None:
    twice = [*marks(a="Source"), *marks(a="Cue")]
    assert rules(made(twice, [])[2]) == [("mark.key_twice", "a", False), ("frame.unlinked", "a", True)]


def test_frames_that_are_known_stay_as_they_are() -> None:
    given: Any = marks(s="", c="", t="", x="Cue"), [], [Parts("p", {"source": ["s"], "cue": ["c"], "content": ["t"]})]
    frames, _spans, refused = made(*given)
    assert frames == [("s", "c", ["t"])]
    assert rules(refused) == [("frame.unlinked", "x", True)]


def test_pieces_that_overlap_are_united() -> None:
    assert united([(5, 9), (0, 2), (8, 12), (2, 4)]) == [(0, 4), (5, 12)]
