"""`versions/{id}/undo/`: one's own last step in a layer is taken back, or taken again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import Undone, UndoneStep, undo, undoable
from annotations.api.base import ApiView
from annotations.api.bodies import optional_uid, read_fields
from annotations.api.operations import operation
from annotations.api.parameters import Id
from annotations.api.views.places import layer_of
from annotations.errors import RuleBrokenError
from annotations.models import ArticleVersion
from annotations.policies import Ability
from annotations.text import time_text
from annotations.vocabulary import Way

KEEP = ("theirs", "mine")
WAYS = (Way.UNDO, Way.REDO)


class VersionUndo(ApiView):
    @operation(
        Ability.READ, "undo_read", "What one can undo and do again in a layer", gives="Undone",
        parameters=(Id("layer", "The layer; without it the shared one."),), refuses=(422,),
    )  # fmt: skip
    def get(self, request: Request, version: UUID) -> HttpResponse:
        layer = layer_of(self.actor, self._place(version, self.query["layer"]))
        return self.answer(shape(undoable(actor=self.actor, layer=layer)))

    @operation(
        Ability.ANNOTATE, "undo", "Undo one's own last step in a layer, or do it again", takes="Undo", gives="Undone",
        about="A step is all that one request changed. Where others changed the same things since, the answer is 409 "
        "`undo.changed_since`, which names each; `keep` then says whose stays. `id` makes the request safe to repeat.",
    )  # fmt: skip
    def post(self, request: Request, version: UUID) -> HttpResponse:
        body = read_fields(request.data, ("id", "way", "keep", "layer"))
        layer = layer_of(self.actor, self._place(version, body.get("layer")))
        undone = undo(
            actor=self.actor,
            layer=layer,
            way=Way(_one_of(body.get("way", Way.UNDO), "way", WAYS)),
            keep=_one_of(body["keep"], "keep", KEEP) if body.get("keep") is not None else None,
            request=optional_uid(body.get("id"), "id"),
        )
        return self.answer(shape(undone))

    def _place(self, version: UUID, layer: Any) -> dict[str, Any]:
        found = self.find(ArticleVersion, version)
        return {"version": str(found.uid)} | ({} if layer is None else {"layer": str(layer)})


def _one_of(value: Any, field: str, words: tuple[str, ...]) -> str:
    if value not in words:
        raise RuleBrokenError("field.choice", f"{field} must be one of: {', '.join(words)}", field=field)
    return str(value)


def shape(undone: Undone) -> dict[str, Any]:
    return {name: _step(getattr(undone, name)) for name in ("done", "undo", "redo")}


def _step(step: UndoneStep | None) -> dict[str, Any] | None:
    if step is None:
        return None
    return {"at": time_text(step.at), "kind": step.kind, "verb": step.verb, "id": step.uid}
