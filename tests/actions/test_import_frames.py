"""Import: every rule of spans and frames that a file breaks is told by its line."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from annotations.models import Article
from tests.actions.test_importing import Record, load, made
from tests.cast import Cast
from tests.formats.corpora import Maker, file_of


def _circle(maker: Maker, version: Record, layer: Record) -> None:
    spans = [maker.span(version, layer, (0, 12)) for _ in range(2)]
    one, two = (maker.frame(version, layer, contents=[span["id"]]) for span in spans)
    one["parent"], two["parent"] = two["id"], one["id"]


def _deep(maker: Maker, version: Record, layer: Record) -> None:
    parent = None
    for _ in range(6):
        span = maker.span(version, layer, (0, 12))
        parent = maker.frame(version, layer, contents=[span["id"]], parent=parent and parent["id"])


def _crossing(maker: Maker, version: Record, layer: Record) -> None:
    spans = [maker.span(version, layer, (0, 5)), maker.span(version, layer, (3, 12))]
    maker.frame(version, layer, contents=[span["id"] for span in spans])


def _overlapping(maker: Maker, version: Record, layer: Record) -> None:
    spans = [maker.span(version, layer, (0, 5)), maker.span(version, layer, (3, 12))]
    maker.frame(version, layer, source=spans[0]["id"], contents=[spans[1]["id"]])


def _cue_in_pieces(maker: Maker, version: Record, layer: Record) -> None:
    maker.frame(version, layer, cue=maker.span(version, layer, (0, 2), (6, 12))["id"])


def _nothing(maker: Maker, version: Record, layer: Record) -> None:
    maker.frame(version, layer)


def _elsewhere(maker: Maker, version: Record, layer: Record) -> None:
    own = maker.layer(version, "independent", "annotator")
    maker.frame(version, layer, cue=maker.span(version, own, (0, 5))["id"])


def _twice(maker: Maker, version: Record, layer: Record) -> None:
    span = maker.span(version, layer, (0, 5))
    maker.frame(version, layer, contents=[span["id"], span["id"]])


def _splitting(maker: Maker, version: Record, layer: Record) -> None:
    maker.frame(version, layer, cue=maker.span(version, layer, (13, 14))["id"])


def _blank(maker: Maker, version: Record, layer: Record) -> None:
    maker.span(version, layer, (0, 6))


def _astray(maker: Maker, version: Record, layer: Record) -> None:
    maker.span(version, layer, (0, 5), carried=maker.uid())


BROKEN_FRAMES = [
    ("circle", _circle, "attribution", "frame.cycle"),
    ("deep", _deep, "attribution", "frame.too_deep"),
    ("crossing", _crossing, "attribution", "frame.contents_cross"),
    ("overlapping", _overlapping, "attribution", "frame.parts_overlap"),
    ("cue_in_pieces", _cue_in_pieces, "attribution", "frame.cue_not_contiguous"),
    ("nothing", _nothing, "attribution", "frame.empty"),
    ("elsewhere", _elsewhere, "attribution", "frame.cue_outside_layer"),
    ("twice", _twice, "attribution", "frame.content_twice"),
    ("splitting", _splitting, "span", "span.splits_grapheme"),
    ("blank", _blank, "span", "span.edge_whitespace"),
    ("astray", _astray, "span", "span.missing"),
]


@pytest.mark.parametrize(("name", "spoil", "noun", "rule"), BROKEN_FRAMES, ids=lambda value: str(value)[:20])
def test_every_rule_of_frames_is_told_by_its_line(
    cast: Cast, name: str, spoil: Callable[[Maker, Record, Record], None], noun: str, rule: str
) -> None:
    maker = made()
    _article, version = maker.article("Talks failed e\u0301 again")
    layer = maker.layer(version)
    spoil(maker, version, layer)
    file = file_of(maker.records)
    report = load(cast, file)
    assert report.refused, name
    assert {(one.type, one.rule) for one in report.refused} == {(noun, rule)}
    for one in report.refused:
        assert json.loads(file.splitlines()[one.line - 1])["id"] == one.id
    assert not Article.objects.exists()
    assert report.refused_total + report.held_back.total() == len(maker.records)
