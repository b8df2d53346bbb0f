"""The report of what a format left out."""

from __future__ import annotations

import json

import pytest

from annotations.formats.losses import MAX_EXAMPLES, Losses

REASONS = {"comment": "comments have no place here", "layer": "layers have no names here"}


def test_nothing_lost_is_said_too() -> None:
    assert Losses(REASONS).report() == {"type": "loss", "summary": "nothing was left out", "lost": []}


def test_counts_and_examples_by_kind_in_the_order_of_the_reasons() -> None:
    losses = Losses(REASONS)
    losses.lose("layer", number=3)
    for number in range(10):
        losses.lose("comment", f"id-{number}")
    told = json.loads(losses.file())
    assert [(one["kind"], one["count"]) for one in told["lost"]] == [("comment", 10), ("layer", 3)]
    assert told["lost"][0]["examples"] == [f"id-{number}" for number in range(MAX_EXAMPLES)]
    assert told["lost"][1]["reason"] == REASONS["layer"]
    assert told["summary"].startswith("13 things")


def test_a_kind_that_was_not_declared_is_an_error() -> None:
    with pytest.raises(KeyError):
        Losses(REASONS).lose("source")
