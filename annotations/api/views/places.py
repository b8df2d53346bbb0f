"""Which layer a body means: the one it names, or the shared one of the version that it names."""

from __future__ import annotations

from typing import Any

from annotations.api.bodies import optional_uid
from annotations.errors import RuleBrokenError
from annotations.models import Layer
from annotations.policies import Actor
from annotations.vocabulary import LayerKind


def layer_of(actor: Actor, fields: dict[str, Any]) -> Layer:
    """Take `layer` and `version` out of `fields`. Raise RuleBrokenError where they name nothing of this workspace."""
    layer = optional_uid(fields.pop("layer", None), "layer")
    version = optional_uid(fields.pop("version", None), "version")
    rows = Layer.objects.select_related("version").filter(workspace=actor.workspace)
    if layer is not None:
        found = rows.filter(uid=layer).first()
        if found is None:
            raise RuleBrokenError("layer.missing", f"there is no layer {layer} in this workspace", field="layer")
        if version is not None and found.version.uid != version:
            raise RuleBrokenError("layer.of_other_version", "the layer lies over another version", field="layer")
        return found
    if version is None:
        raise RuleBrokenError("field.required", "name a layer, or a version for its shared layer", field="layer")
    shared = rows.filter(version__uid=version, kind=LayerKind.SHARED).first()
    if shared is None:
        raise RuleBrokenError("version.missing", f"there is no version {version} in this workspace", field="version")
    return shared
