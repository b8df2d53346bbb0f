"""Layers are opened once, by whom they are for."""

from __future__ import annotations

import pytest

from annotations.actions import open_layer
from annotations.models import ArticleVersion, Layer
from annotations.policies import Actor
from tests.actions.broken import broken, denied, missing
from tests.cast import Cast, shared_layer


def test_every_version_has_its_shared_layer(version: ArticleVersion, layer: Layer) -> None:
    assert shared_layer(version) == layer


@pytest.mark.parametrize("kind", ["independent", "suggested"])
def test_a_layer_of_ones_own_is_opened_once(
    annotator: Actor, editor: Actor, version: ArticleVersion, kind: str
) -> None:
    first = open_layer(actor=annotator, version=version, kind=kind)
    assert (first.kind, first.annotator, first.created_by) == (kind, "annotator", "annotator")
    assert open_layer(actor=annotator, version=version, kind=kind) == first
    assert open_layer(actor=editor, version=version, kind=kind) != first


def test_all_editors_share_the_adjudicated_layer(cast: Cast, editor: Actor, version: ArticleVersion) -> None:
    layer = open_layer(actor=editor, version=version, kind="adjudicated")
    assert layer.annotator == ""
    assert open_layer(actor=cast.actor("second_editor"), version=version, kind="adjudicated") == layer


def test_no_second_shared_layer_is_opened(editor: Actor, version: ArticleVersion) -> None:
    with broken("layer.duplicate", "kind"):
        open_layer(actor=editor, version=version, kind="shared")


def test_an_unknown_kind_is_refused(editor: Actor, version: ArticleVersion) -> None:
    with broken("field.choice", "kind"):
        open_layer(actor=editor, version=version, kind="secret")


def test_who_may_open_what(cast: Cast, version: ArticleVersion) -> None:
    for who, kind in (("reader", "independent"), ("reader", "adjudicated"), ("annotator", "adjudicated")):
        with denied():
            open_layer(actor=cast.actor(who), version=version, kind=kind)


def test_no_layer_is_opened_over_a_version_of_another_workspace(stranger: Actor, version: ArticleVersion) -> None:
    for kind in ("independent", "adjudicated"):
        with missing():
            open_layer(actor=stranger, version=version, kind=kind)
    assert Layer.objects.count() == 1
