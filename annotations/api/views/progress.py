"""`versions/{id}/progress/`: which paragraphs of a text were looked at, which are done."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import set_progress
from annotations.api import shapes
from annotations.api.base import ApiView
from annotations.api.bodies import optional_uid, read_fields
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, Id
from annotations.errors import MissingError
from annotations.models import ArticleVersion, Layer, Progress
from annotations.policies import Ability
from annotations.text import paragraphs
from annotations.vocabulary import LayerKind

LAYER = Id("layer", "The layer; without it the shared one.")


class VersionProgress(ApiView):
    @operation(
        Ability.READ, "progress_read", "Read how far a layer is with each paragraph", gives="VersionProgress",
        parameters=(LAYER, KNOWN_AT),
    )  # fmt: skip
    def get(self, request: Request, version: UUID) -> HttpResponse:
        return self.answer(self.shown(self.layer(self.find(ArticleVersion, version), self.query["layer"])))

    @operation(
        Ability.ANNOTATE, "progress_set", "Say that paragraphs were looked at, are done, or are open again",
        takes="ProgressSet", gives="VersionProgress",
        about="`starts` are the offsets at which the paragraphs begin. The layer has one state for all; what has the "
        "state already keeps who set it and when.",
    )  # fmt: skip
    def post(self, request: Request, version: UUID) -> HttpResponse:
        found = self.find(ArticleVersion, version)
        body = read_fields(request.data, ("starts", "state", "layer"), required=("starts", "state"))
        layer = self.layer(found, optional_uid(body.get("layer"), "layer"))
        set_progress(actor=self.actor, layer=layer, starts=body["starts"], state=body["state"])
        return self.answer(self.shown(layer))

    def layer(self, version: ArticleVersion, layer: UUID | None) -> Layer:
        """The layer of the version in which progress is kept. Raise MissingError: 404."""
        rows = self.within(Layer).filter(version=version.pk)
        one: Layer | None = rows.filter(**({"uid": layer} if layer else {"kind": LayerKind.SHARED})).first()
        if one is None:
            raise MissingError("object.missing", f"there is no layer {layer} in this version")
        one.version = version
        return one

    def shown(self, layer: Layer) -> dict[str, Any]:
        """All paragraphs in their order, and how many have which state."""
        rows = {one["start"]: one for one in shapes.progress(self.within(Progress).filter(layer=layer.pk))}
        listed = []
        for number, (start, end, kind) in enumerate(paragraphs(layer.version.text), start=1):
            row = rows.get(start, {"state": "open", "by": "", "at": None})
            told = {name: row[name] for name in ("state", "by", "at")}
            listed.append({"number": number, "start": start, "end": end, "kind": kind, **told})
        states = [one["state"] for one in listed]
        return {
            "version": str(layer.version.uid),
            "layer": str(layer.uid),
            "counts": {"paragraphs": len(listed), "looked": states.count("looked"), "done": states.count("done")},
            "paragraphs": listed,
        }
