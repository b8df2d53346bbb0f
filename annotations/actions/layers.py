"""Layers: where annotations of one version live together."""

from __future__ import annotations

from annotations.actions.fields import clean_choice
from annotations.actions.recording import own, recording
from annotations.errors import RuleBrokenError
from annotations.models import ArticleVersion, Layer
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import LayerKind


def make_shared_layer(actor: Actor, version: ArticleVersion) -> Layer:
    """The layer in which a desk works together. To be called inside `recording`."""
    return Layer.objects.create(
        workspace=actor.workspace, created_by=actor.username, version=version, kind=LayerKind.SHARED
    )


def open_layer(*, actor: Actor, version: ArticleVersion, kind: str) -> Layer:
    """The actor's own layer of the version, or the adjudicated one; made when first opened."""
    own(actor, version)
    chosen = clean_choice(kind, "kind", LayerKind)
    may(actor, Ability.DECIDE_CLAIM if chosen == LayerKind.ADJUDICATED else Ability.ANNOTATE).require()
    if chosen == LayerKind.SHARED:
        raise RuleBrokenError("layer.duplicate", "every version has its shared layer already", field="kind")
    annotator = "" if chosen == LayerKind.ADJUDICATED else actor.username
    with recording(actor):
        layer, _created = Layer.objects.get_or_create(
            workspace=actor.workspace,
            version=version,
            kind=chosen,
            annotator=annotator,
            defaults={"created_by": actor.username},
        )
        return layer
