"""References of a CAS that lead nowhere, and those that only a type system explains: told, never passed over."""

from __future__ import annotations

from typing import Any

import pytest

from tests.formats.cas.test_recognising import at, feature, json_cas, layer, piece, xmi
from tests.formats.foreign_files import frames_in, read, refused_in


def test_a_part_that_leads_nowhere_is_told_at_its_annotation() -> None:
    types = {**layer("my.Quote", feature("Speaker", "my.Quote"), feature("Cue", "my.Quote"), feature("more", "x.Y"))}
    links = {**layer("my.Say", feature("args", "my.Link[]")), **layer("my.Link", above="uima.cas.TOP")}
    file = json_cas(
        types | links,
        {"%TYPE": "my.Quote", **at("بغداد"), "@Speaker": 777, "@Cue": 3, "@more": 778},
        {"%TYPE": "my.Quote", **at("قالت")},
        {"%TYPE": "my.Link", "role": "content", "@target": 779},
        {"%TYPE": "my.Link", "role": "source", "@target": 3},
        {"%TYPE": "uima.cas.FSArray", "%ELEMENTS": [4, 5, None]},
        {"%TYPE": "my.Say", **at("أضافت"), "@args": 6},
    )
    found = read("cas-json", file)
    told = [(one.error.rule, one.error.field, one.place) for one in found if one.error]
    assert told == [("cas.nowhere", "Speaker", "file.json#2"), ("cas.nowhere", "args", "file.json#7")]
    assert [one["cue"] for one in frames_in(found)] == ["قالت", "أضافت"]


@pytest.mark.parametrize("slot", [{"@Source": 777}, {"Source": "بغداد"}, {"@Source": 2}], ids=str)
def test_a_slot_of_our_own_frame_that_leads_nowhere_is_told(slot: dict[str, Any]) -> None:
    file = json_cas(
        {}, {"%TYPE": "isnad.Span", **at("فشلت")}, {"%TYPE": "isnad.Attribution", **at("قالت"), **slot}
    )  # fmt: skip
    assert refused_in(read("cas-json", file)) == [("frame.span_missing", "file.json#3")]


def test_a_slot_with_one_link_that_is_in_no_list() -> None:
    file = json_cas(
        {}, {"%TYPE": "isnad.Span", **at("بغداد")}, {"%TYPE": "isnad.SourceLink", "@target": 2},
        {"%TYPE": "isnad.Span", **at("فشلت")}, {"%TYPE": "isnad.ContentLink", "@target": 4},
        {"%TYPE": "isnad.Attribution", **at("قالت"), "@Source": 3, "@Content": 5},
    )  # fmt: skip
    found = read("cas-json", file)
    assert (refused_in(found), frames_in(found)) == ([], [{"source": "بغداد", "cue": "قالت", "contents": ["فشلت"]}])


def test_a_missing_type_system_is_named_once_and_places_are_read_without() -> None:
    file = xmi(piece(2, "بغداد", "Source"), piece(3, "قالت", "Cue"), piece(4, "فشلت", "Content", ' of="3"'))
    found = read("cas-xmi", file)
    assert frames_in(found) == [{"source": "بغداد", "cue": "قالت", "contents": ["فشلت"]}]
    (told,) = [one for one in found if one.error]
    assert (told.error and told.error.rule, told.place, told.adjusted) == ("cas.type_undescribed", "file.xmi", True)
