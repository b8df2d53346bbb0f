"""`corroborations/`: what bears on a claim, proposed, accepted or rejected."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import (
    accept_corroboration,
    accept_corroborations,
    accept_proposed,
    corroborate,
    edit_corroboration,
    reject_corroboration,
)
from annotations.api import evidence_shapes as shapes
from annotations.api.base import ApiView, ObjectView, Shape
from annotations.api.bodies import read_fields, uid_of
from annotations.api.evidence_resources import CORROBORATION
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Flag, Id
from annotations.api.views.named import named
from annotations.errors import RuleBrokenError
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
MOST_ACCEPTED = 500
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


class CorroborationView(ObjectView):
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


class CorroborationsAccept(ApiView):
    @operation(
        Ability.DECIDE_EVIDENCE, "corroborations_accept_many", "Let many pieces of evidence count at once",
        takes="AcceptMany", gives="Accepted",
        about="Either `corroborations`, all or nothing; or `claim`: all that accepted layers propose for it.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        body = read_fields(request.data, ("claim", "corroborations"))
        if ("claim" in body) == ("corroborations" in body):
            raise RuleBrokenError("corroboration.which", "say either a claim or corroborations", field="corroborations")
        if "claim" in body:
            claim = named(self, Claim, body["claim"], "claim", required=True)
            rows = accept_proposed(actor=self.actor, claim=claim)
        else:
            rows = accept_corroborations(actor=self.actor, corroborations=self.named(body["corroborations"]))
        accepted = self.within(Corroboration).filter(pk__in=[row.pk for row in rows]).order_by("pk")
        return self.answer({"corroborations": shapes.corroborations(accepted)})

    def named(self, value: object) -> list[Corroboration]:
        """The evidence of these ids. Raise for more than MOST_ACCEPTED, and for one that is not there."""
        if not isinstance(value, list):
            raise RuleBrokenError("field.not_list", "corroborations must be a list of ids", field="corroborations")
        if len(value) > MOST_ACCEPTED:
            words = f"at most {MOST_ACCEPTED} are accepted at once"
            raise RuleBrokenError("field.too_many", words, field="corroborations")
        uids = [uid_of(one, f"corroborations[{place}]") for place, one in enumerate(value)]
        found = {row.uid: row for row in self.within(Corroboration).filter(uid__in=uids)}
        for place, uid in enumerate(uids):
            if uid not in found:
                words = f"there is no corroboration {uid} in this workspace"
                raise RuleBrokenError("corroboration.missing", words, field=f"corroborations[{place}]")
        return list(found.values())


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
