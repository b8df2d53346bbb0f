"""`resemblances/`: articles whose texts are nearly the same without credit, and what people decided of them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import accept_resemblance, dismiss_resemblance
from annotations.api import evidence_shapes as shapes
from annotations.api.base import ApiView, ObjectView, Shape
from annotations.api.bodies import read_fields
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Id
from annotations.models import Article, Resemblance
from annotations.policies import Ability
from annotations.vocabulary import ResemblanceVerdict

FILTERS = (
    Id("article", "Only those of this article, on either side."),
    Choice("verdict", "With this verdict; `open` are those that nobody has decided yet.", ResemblanceVerdict),
    KNOWN_AT,
)


class Resemblances(ApiView):
    @operation(
        Ability.READ, "resemblances_list", "List near-copies without credit", gives="ResemblancePage",
        parameters=PAGE + FILTERS,
        about="They are found in the background when a text comes in. Nothing follows from one that is open.",
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        rows = self.narrowed(Resemblance, {"verdict": "verdict"})
        if uid := self.query["article"]:
            key = self.within(Article).filter(uid=uid).values_list("pk", flat=True).first() or 0
            rows = rows.filter(Q(article=key) | Q(other=key))
        return self.page(rows, shapes.resemblances)


class ResemblanceView(ObjectView):
    def current(self) -> Shape:
        return self.shape_of(Resemblance, self.kwargs["resemblance"], shapes.resemblances)

    def decide(self, uid: UUID, act: Callable[..., Resemblance], *fields: str) -> HttpResponse:
        found = self.find(Resemblance, uid)
        given = read_fields(self.request.data, fields, required=fields)
        expected = self.expected(found.revision) if self.request.headers.get("If-Match") else None
        act(actor=self.actor, resemblance=found, expected=expected, **given)
        return self.give(self.current())


class ResemblanceDetail(ResemblanceView):
    @operation(
        Ability.READ, "resemblances_read", "Read a near-copy", gives="Resemblance", tagged=True, parameters=(KNOWN_AT,)
    )
    def get(self, request: Request, resemblance: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())


class ResemblanceAccept(ResemblanceView):
    @operation(
        Ability.DECIDE_EVIDENCE, "resemblances_accept", "The article is a copy of the other, or of unknown origin",
        takes="ResemblanceOrigin", gives="Resemblance", refuses=(409,),
        about="It becomes the article's `origin`, and the claims are assessed by it. If-Match, where it is "
        "sent, names the revision.",
    )  # fmt: skip
    def post(self, request: Request, resemblance: UUID) -> HttpResponse:
        return self.decide(resemblance, accept_resemblance, "origin", "reason")


class ResemblanceDismiss(ResemblanceView):
    @operation(
        Ability.DECIDE_EVIDENCE, "resemblances_dismiss", "The two were written independently of one another",
        takes="Reason", gives="Resemblance", refuses=(409,),
        about="It is not offered again. If-Match, where it is sent, names the revision.",
    )  # fmt: skip
    def post(self, request: Request, resemblance: UUID) -> HttpResponse:
        return self.decide(resemblance, dismiss_resemblance, "reason")
