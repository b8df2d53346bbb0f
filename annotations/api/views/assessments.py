"""`claims/{id}/assessments/`, `voices/` and `timeline/`: what is known of a claim, why, and since when."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import assert_state, confirm_state, lift_state, look_again
from annotations.api import evidence_shapes as shapes
from annotations.api.base import ApiView
from annotations.api.bodies import read_fields
from annotations.api.operations import operation
from annotations.api.paging import Ordering
from annotations.api.parameters import KNOWN_AT, PAGE, VALID_AT
from annotations.api.voices_shapes import voices_shape
from annotations.corpus import judge_claim, timeline_of
from annotations.errors import MissingError
from annotations.models import Assessment, Claim
from annotations.policies import Ability

NEWEST_FIRST = Ordering("-id", descending=True)


class ClaimView(ApiView):
    def claim(self, claim: UUID) -> Claim:
        found: Claim = self.find(Claim, claim)
        return found

    def made(self, row: Assessment, claim: UUID) -> HttpResponse:
        return self.answer(shapes.assessment(row, str(claim)), status=201)


class ClaimAssessments(ClaimView):
    @operation(
        Ability.READ, "assessments_list", "The claim's assessments, newest first", gives="AssessmentPage",
        parameters=(*PAGE, KNOWN_AT),
    )  # fmt: skip
    def get(self, request: Request, claim: UUID) -> HttpResponse:
        rows = self.within(Assessment).filter(claim_id=self.claim(claim).pk)
        return self.page(rows, shapes.assessments, ordering=NEWEST_FIRST)

    @operation(
        Ability.ASSESS, "assessments_assert", "Assert another state than the computed one", takes="Assertion",
        returns={201: "Assessment"}, about="It is in force once a second editor confirms it.",
    )  # fmt: skip
    def post(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.claim(claim)
        known = ("state", "reason", "valid_from", "recheck_at")
        body = read_fields(request.data, known, required=("state", "reason"))
        return self.made(assert_state(actor=self.actor, claim=found, **body), claim)


class AssessmentConfirm(ClaimView):
    @operation(
        Ability.ASSESS, "assessments_confirm", "Confirm what another editor asserted", returns={201: "Assessment"},
        refuses=(409,),
    )  # fmt: skip
    def post(self, request: Request, claim: UUID, number: int) -> HttpResponse:
        found = self.claim(claim)
        return self.made(confirm_state(actor=self.actor, claim=found, number=number), claim)


class AssessmentLift(ClaimView):
    @operation(
        Ability.ASSESS, "assessments_lift", "Take an assertion back", takes="Reason", returns={201: "Assessment"}
    )
    def post(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.claim(claim)
        body = read_fields(request.data, ("reason",), required=("reason",))
        return self.made(lift_state(actor=self.actor, claim=found, reason=body["reason"]), claim)


class AssessmentLook(ClaimView):
    @operation(
        Ability.ASSESS, "assessments_look", "Note that somebody looked at the claim again", takes="Look",
        returns={201: "Assessment"},
    )  # fmt: skip
    def post(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.claim(claim)
        body = read_fields(request.data, ("note", "next_at"))
        row = look_again(actor=self.actor, claim=found, note=body.get("note", ""), next_at=body.get("next_at"))
        return self.made(row, claim)


class ClaimVoices(ClaimView):
    @operation(
        Ability.READ, "claims_voices", "Why so many voices stand behind a claim", gives="ClaimVoices",
        parameters=(KNOWN_AT, VALID_AT),
    )  # fmt: skip
    def get(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.claim(claim)
        known_at = self.past.known_at if self.past else None
        judged = judge_claim(found.workspace_id, found.pk, known_at=known_at, valid_at=self.query["valid_at"])
        if judged is None:
            raise MissingError("object.missing", "there was no such claim then")
        return self.answer(voices_shape(*judged))


class ClaimTimeline(ClaimView):
    @operation(
        Ability.READ, "claims_timeline", "Everything dated that touched the claim, in order", gives="Timeline",
        parameters=(KNOWN_AT,),
    )  # fmt: skip
    def get(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.claim(claim)
        known_at = self.past.known_at if self.past else None
        events = timeline_of(found.workspace_id, found.pk, known_at=known_at)
        return self.answer({"results": [one.shape() for one in events], "next": None})
