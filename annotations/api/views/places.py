"""Which layer a body means: the one it names, or the shared one of the version that it names; and which mentions lie
in a text.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from annotations.api.annotations import Rows
from annotations.api.bodies import optional_uid
from annotations.errors import RuleBrokenError
from annotations.models import Attribution, Compiled, Layer, Mention, Span
from annotations.policies import Actor
from annotations.vocabulary import LayerKind

_LAYERS = Layer.objects.select_related("version")
_BY_ID = Compiled(lambda workspace, layer: _LAYERS.filter(workspace=workspace, uid=layer), workspace=int, layer=UUID)
_SHARED = Compiled(
    lambda workspace, version: _LAYERS.filter(workspace=workspace, version__uid=version, kind=LayerKind.SHARED),
    workspace=int,
    version=UUID,
)


def layer_of(actor: Actor, fields: dict[str, Any]) -> Layer:
    """Take `layer` and `version` out of `fields`. Raise RuleBrokenError where they name nothing of this workspace."""
    layer = optional_uid(fields.pop("layer", None), "layer")
    version = optional_uid(fields.pop("version", None), "version")
    if layer is not None:
        found = _BY_ID.first(workspace=actor.workspace.pk, layer=layer)
        if found is None:
            raise RuleBrokenError("layer.missing", f"there is no layer {layer} in this workspace", field="layer")
        if version is not None and found.version.uid != version:
            raise RuleBrokenError("layer.of_other_version", "the layer lies over another version", field="layer")
        return found
    if version is None:
        raise RuleBrokenError("field.required", "name a layer, or a version for its shared layer", field="layer")
    shared = _SHARED.first(workspace=actor.workspace.pk, version=version)
    if shared is None:
        raise RuleBrokenError("version.missing", f"there is no version {version} in this workspace", field="version")
    return shared


def mentions_in(within: Rows, **where: Any) -> QuerySet[Any]:
    """The mentions of frames and of plain spans for which the condition `where` holds, among the rows of `within`.

    Not one condition with OR, which would look through all mentions: each half goes by its own index.
    """
    halves = []
    for model, name in ((Attribution, "attribution"), (Span, "span")):
        marks = within(model).filter(**where).values("pk")
        halves.append(within(Mention).filter(**{f"{name}__in": marks}).values("pk"))
    return within(Mention).filter(pk__in=halves[0].union(halves[1], all=True))
