"""`source-relations/`: which sources are the same people, and which are provably different."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import preview_withdrawal, relate_sources, withdraw_relation
from annotations.api import evidence_shapes as shapes
from annotations.api.base import ApiView, ObjectView, Shape
from annotations.api.bodies import read_fields
from annotations.api.evidence_resources import RELATION
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Flag, Id
from annotations.api.views.named import named
from annotations.api.views.previews import preview_shape
from annotations.models import Source, SourceRelation
from annotations.policies import Ability
from annotations.vocabulary import RelationKind

FILTERS = (
    Choice("kind", "Of this kind.", RelationKind),
    Id("source", "Only about this source."),
    Flag("withdrawn", "Only withdrawn ones, or only those in force."),
    KNOWN_AT,
)


class Relations(ApiView):
    @operation(
        Ability.READ, "source_relations_list", "List what was stated of sources", gives="SourceRelationPage",
        parameters=PAGE + FILTERS,
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        rows = self.narrowed(SourceRelation, {"kind": "kind"})
        if self.query["withdrawn"] is not None:
            rows = rows.filter(withdrawn_at__isnull=not self.query["withdrawn"])
        if uid := self.query["source"]:
            key = self.within(Source).filter(uid=uid).values_list("pk", flat=True).first() or 0
            rows = rows.filter(Q(a=key) | Q(b=key))
        return self.page(rows, shapes.relations)

    @operation(
        Ability.RELATE_SOURCES, "source_relations_create", "State that two sources are the same, or different",
        takes="SourceRelationNew", gives="SourceRelation", made=True,
        about="Refused with `relation.contradiction` where others say the opposite, also through sources in between.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(RELATION)
        a, b = (named(self, Source, fields.pop(name), name, required=True) for name in ("a", "b"))
        made = relate_sources(actor=self.actor, a=a, b=b, uid=uid, **fields)
        shape = self.shape_of(SourceRelation, made.object.uid, shapes.relations)
        return self.give_made(shape, created=made.created, route="api:source-relation")


class RelationDetail(ObjectView):
    @operation(
        Ability.READ, "source_relations_read", "Read a statement", gives="SourceRelation", tagged=True,
        parameters=(KNOWN_AT,),
    )  # fmt: skip
    def get(self, request: Request, relation: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    def current(self) -> Shape:
        return self.shape_of(SourceRelation, self.kwargs["relation"], shapes.relations)


class RelationWithdrawal(ApiView):
    @operation(
        Ability.READ, "source_relations_preview", "Which claims a withdrawal would move", gives="Preview",
        refuses=(409,),
    )  # fmt: skip
    def get(self, request: Request, relation: UUID) -> HttpResponse:
        found = self.find(SourceRelation, relation)
        return self.answer(preview_shape(preview_withdrawal(actor=self.actor, relation=found)))

    @operation(
        Ability.RELATE_SOURCES, "source_relations_withdraw", "Take a statement back; it stays, as withdrawn",
        takes="Reason", gives="SourceRelation",
    )  # fmt: skip
    def post(self, request: Request, relation: UUID) -> HttpResponse:
        found = self.find(SourceRelation, relation)
        body = read_fields(request.data, ("reason",), required=("reason",))
        withdraw_relation(actor=self.actor, relation=found, reason=body["reason"])
        return self.give(self.shape_of(SourceRelation, relation, shapes.relations))
