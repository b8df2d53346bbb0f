"""Files of other tools are stored, by the action as by the API; imported again they change nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.actions import import_records
from annotations.formats import import_format
from annotations.models import Attribution, Layer
from tests.cast import Cast
from tests.formats import test_doccano as doccano
from tests.formats import test_label_studio as label_studio
from tests.formats.cas import test_recognising as cas

_PIECE = {"%TYPE": "my.Piece"}
FILES: dict[str, bytes] = {
    "doccano": doccano.line(
        id=1,
        entities=[
            doccano.entity(1, "Source", "بغداد"), doccano.entity(2, "Cue", "قالت"),
            doccano.entity(3, "Content", "فشلت"),
        ],
        relations=[{"from_id": 2, "to_id": 1}, {"from_id": 2, "to_id": 3}],
        meta={"pages": [1, None]}, Comments=["sure?"],
    )
    + b"{\n",
    "label-studio": json.dumps([label_studio.task(label_studio.parts(), label_studio.parts()), 7]).encode(),
    "cas-json": cas.json_cas(
        cas.layer("my.Quote", cas.feature("speaker", "my.Piece")),
        {**_PIECE, **cas.at("بغداد")}, {"%TYPE": "my.Quote", **cas.at("فشلت"), "@speaker": 2},
        {"%TYPE": "isnad.Span", "begin": 1, "end": 2},
    ),
}  # fmt: skip
FRAMES = {"doccano": 1, "label-studio": 2, "cas-json": 1}


@pytest.mark.parametrize("form", FILES)
def test_a_second_import_changes_nothing(cast: Cast, form: str) -> None:
    actor = cast.actor("editor")

    def taken_in(**options: Any) -> Any:
        return import_records(actor=actor, incoming=import_format(form).read([FILES[form]]), **options)

    trial = taken_in(dry_run=True)
    assert Attribution.objects.count() == 0
    first, second = taken_in(), taken_in()
    assert first.created == trial.created
    assert first.created["attribution"] == Attribution.objects.count() == FRAMES[form]
    assert len(first.refused) == 1
    assert first.refused[0].place
    assert second.created.total() == 0
    added = first.created - second.unchanged  # a version has a shared layer whether a file has one or not
    assert set(added) <= {"layer"}


def test_annotators_keep_their_layers(cast: Cast) -> None:
    import_records(actor=cast.actor("editor"), incoming=import_format("label-studio").read([FILES["label-studio"]]))
    layers = Layer.objects.order_by("annotator").values_list("kind", "annotator")
    assert list(layers) == [
        ("shared", ""), ("independent", "label-studio-1"), ("independent", "label-studio-2"),
    ]  # fmt: skip
