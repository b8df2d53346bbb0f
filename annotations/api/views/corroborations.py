"""`corroborations/`: what bears on a claim, proposed, accepted or rejected."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import (
    accept_corroboration,
    corroborate,
    edit_corroboration,
    reject_corroboration,
)
from annotations.api import evidence_shapes as shapes
from annotations.api.base import ApiView, Shape
from annotations.api.bodies import read_fields
from annotations.api.evidence_resources import CORROBORATION
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Flag, Id
from annotations.api.views.named import named
from annotations.models import Claim, Corroboration, Exhibit, Mention
from annotations.policies import Ability
from annotations.vocabulary import CorroborationState, Stance

FILTERS = (
    Id("claim", "Only on this claim."),
    Id("mention", "Only this mention."),
    Id("exhibit", "Only this exhibit."),
    Choice("state", "In this state.", CorroborationState),
    Choice("stance", "With this stance.", Stance),
    Flag("decisive", "Only what is called decisive, or only what is not."),
    KNOWN_AT,
)
COLUMNS = {
    **{name: f"{name}__uid" for name in ("claim", "mention", "exhibit")},
    **{name: name for name in ("state", "stance", "decisive")},
}
_LAYERS = ("attribution__layer__version", "span__layer__version")


class Corroborations(ApiView):
    @operation(
        Ability.READ, "corroborations_list", "List evidence", gives="CorroborationPage", parameters=PAGE + FILTERS
    )
    def get(self, request: Request) -> HttpResponse:
        return self.page(self.narrowed(Corroboration, COLUMNS), shapes.corroborations)

    @operation(
        Ability.ADD_EVIDENCE, "corroborations_create", "Bring a mention or an exhibit as evidence to a claim",
        takes="CorroborationNew", gives="Corroboration", made=True,
        about="`state` is proposed, or for an editor accepted.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(CORROBORATION)
        claim = named(self, Claim, fields.pop("claim"), "claim", required=True)
        mention = named(self, Mention, fields.pop("mention", None), "mention", *_LAYERS)
        exhibit = named(self, Exhibit, fields.pop("exhibit", None), "exhibit")
        made = corroborate(actor=self.actor, claim=claim, mention=mention, exhibit=exhibit, uid=uid, **fields)
        shape = self.shape_of(Corroboration, made.object.uid, shapes.corroborations)
        return self.give_made(shape, created=made.created, route="api:corroboration")


class CorroborationView(ApiView):
    def current(self) -> Shape:
        return self.shape_of(Corroboration, self.kwargs["corroboration"], shapes.corroborations)

    def expected_of(self, found: Corroboration) -> int | None:
        return self.expected(found.revision) if self.request.headers.get("If-Match") else None


class CorroborationDetail(CorroborationView):
    @operation(
        Ability.READ, "corroborations_read", "Read a piece of evidence", gives="Corroboration", tagged=True,
        parameters=(KNOWN_AT,),
    )  # fmt: skip
    def get(self, request: Request, corroboration: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.ADD_EVIDENCE, "corroborations_change", "Say otherwise how it bears on the claim",
        takes="CorroborationChange", gives="Corroboration", guarded=True,
    )  # fmt: skip
    def patch(self, request: Request, corroboration: UUID) -> HttpResponse:
        found = self.find(Corroboration, corroboration)
        expected = self.expected(found.revision)
        changes = self.changes_of(CORROBORATION, corroboration)
        edit_corroboration(actor=self.actor, corroboration=found, expected=expected, **changes)
        return self.give(self.current())


class CorroborationAccept(CorroborationView):
    @operation(
        Ability.DECIDE_EVIDENCE, "corroborations_accept", "Let the evidence count", takes="Note", gives="Corroboration",
        about="If-Match, where it is sent, names the revision.",
    )  # fmt: skip
    def post(self, request: Request, corroboration: UUID) -> HttpResponse:
        found = self.find(Corroboration, corroboration)
        body = read_fields(request.data if request.data is not None else {}, ("reason",))
        accept_corroboration(
            actor=self.actor, corroboration=found, reason=body.get("reason", ""), expected=self.expected_of(found)
        )
        return self.give(self.current())


class CorroborationReject(CorroborationView):
    @operation(
        Ability.DECIDE_EVIDENCE, "corroborations_reject", "Let the evidence not count", takes="Reason",
        gives="Corroboration", about="If-Match, where it is sent, names the revision.",
    )  # fmt: skip
    def post(self, request: Request, corroboration: UUID) -> HttpResponse:
        found = self.find(Corroboration, corroboration)
        body = read_fields(request.data, ("reason",), required=("reason",))
        reject_corroboration(
            actor=self.actor, corroboration=found, reason=body["reason"], expected=self.expected_of(found)
        )
        return self.give(self.current())
