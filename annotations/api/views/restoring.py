"""`{resource}/{id}/restore/`: what was deleted comes back under its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import restore
from annotations.api import claim_shapes, evidence_shapes, shapes
from annotations.api.base import ApiView
from annotations.api.operations import operation
from annotations.models import Attribution, Claim, Comment, Exhibit, Mention, Source, Span
from annotations.policies import Ability

KINDS: Final[dict[str, tuple[type[Any], Callable[..., Any]]]] = {
    "spans": (Span, shapes.spans),
    "attributions": (Attribution, shapes.attributions),
    "sources": (Source, shapes.sources),
    "claims": (Claim, claim_shapes.claims),
    "mentions": (Mention, shapes.mentions),
    "comments": (Comment, shapes.comments),
    "exhibits": (Exhibit, evidence_shapes.exhibits),
}


class Restore(ApiView):
    @operation(
        Ability.ANNOTATE, "restore", "Bring back what was deleted", gives="Restored",
        about="A frame comes back with its mentions and the spans that went with it. The answer is the object.",
        refuses=(409, 422),
    )  # fmt: skip
    def post(self, request: Request, kind: str, uid: UUID) -> HttpResponse:
        model, build = KINDS[kind]
        row = restore(actor=self.actor, model=model, uid=uid)
        return self.give(self.shape_of(model, row.uid, build))
