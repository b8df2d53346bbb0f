"""`sources/{id}/namesakes/`: named sources that may be the same under another spelling, for a person to decide."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import dismiss_namesake
from annotations.api.base import ApiView, none
from annotations.api.bodies import read_fields
from annotations.api.operations import operation
from annotations.api.views.named import named
from annotations.corpus.namesakes import namesakes_of
from annotations.models import Source
from annotations.policies import Ability


class Namesakes(ApiView):
    @operation(
        Ability.READ, "sources_namesakes", "Which other sources may be the same, by their names", gives="Namesakes",
        about="Across spellings and scripts; never of anonymous or collective sources, nor of those of which something "
        "is stated. To accept one, POST `same` to `source-relations/`.",
    )  # fmt: skip
    def get(self, request: Request, source: UUID) -> HttpResponse:
        found = namesakes_of(self.find(Source, source))
        shown = [
            {
                "source": str(one.source.uid),
                "kind": one.source.kind,
                "name": one.source.name,
                "affiliation": one.source.affiliation,
                "why": one.why,
            }
            for one in found
        ]
        return self.answer({"results": shown, "next": None})


class Dismissal(ApiView):
    @operation(
        Ability.RELATE_SOURCES, "sources_dismiss", "Do not suggest this one again", takes="Dismissal",
        returns={204: None}, refuses=(409,),
        about="It states nothing: where the two are known to be different people, POST `distinct` to "
        "`source-relations/`.",
    )  # fmt: skip
    def post(self, request: Request, source: UUID) -> HttpResponse:
        found = self.find(Source, source)
        body = read_fields(request.data, ("other", "reason"), required=("other",))
        other = named(self, Source, body["other"], "other", required=True)
        dismiss_namesake(actor=self.actor, a=found, b=other, reason=body.get("reason", ""))
        return none()
