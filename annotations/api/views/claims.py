"""`claims/` and the steps of their workflow."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import add_claim, delete_claim, edit_claim, next_steps, transition
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.bodies import object_of, read_fields
from annotations.api.operations import operation
from annotations.api.paging import NEWEST, Ordering, likest_of
from annotations.api.parameters import KNOWN_AT, LIKE, PAGE, VALID_AT, Choice, Id, Text, Time
from annotations.api.resources import CLAIM
from annotations.api.views.places import mentions_in
from annotations.corpus.likest import likest_claims
from annotations.corpus.stood import due_now, due_then, standing_then
from annotations.corpus.validity import valid_then
from annotations.errors import RuleBrokenError
from annotations.models import ArticleVersion, Attribution, Claim, Mention, Source, Transition
from annotations.policies import Ability
from annotations.text import fold_plain
from annotations.vocabulary import AssessmentState, ClaimKind, Validity, Workflow

FILTERS = (
    Text("q", "Words of the statement or its translations, folded."),
    LIKE,
    Choice("kind", "Of this kind.", ClaimKind),
    Choice("workflow", "In this status.", Workflow),
    Choice("assessment", "That stand so.", AssessmentState),
    Choice("validity", "With this validity.", Validity),
    Id("source", "Only what this source speaks of."),
    Id("article", "Only what this article mentions."),
    Time("due_before", "To be looked at again before this time; what is due first comes first."),
    KNOWN_AT,
    VALID_AT,
)
THEN = (
    "With `valid_at`, state, intervals and `grades` are counted from what bore by then, `since` is null, and the list"
    " cannot be narrowed by `assessment`. With `known_at`, all that is told, and every filter, is of what was recorded"
    " by then."
)
DUE_FIRST = Ordering("due_at", "due", nulls=False)
COLUMNS = {
    "kind": "kind",
    "workflow": "workflow",
}


class Claims(ApiView):
    @operation(
        Ability.READ, "claims_list", "List and search claims", gives="ClaimPage", parameters=PAGE + FILTERS, about=THEN
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        rows = self.narrowed(Claim, COLUMNS)
        if self.query["q"]:
            rows = rows.matching(fold_plain(self.query["q"]))  # type: ignore[attr-defined]
        if self.query["validity"]:
            rows = valid_then(rows, self.query["validity"], self.at)
        rows = self.standing(self.mentioned(rows))
        if self.query["like"]:
            return self.answer(likest_of(rows, self.query, partial(likest_claims, rows), self.claims))
        return self.page(rows, self.claims, ordering=self.ordering())

    def ordering(self) -> Ordering:
        """The newest first; of what is due, what is due first."""
        return DUE_FIRST if self.query["due_before"] else NEWEST

    @operation(
        Ability.WRITE_CLAIM, "claims_create", "State a claim; it begins as a draft", takes="ClaimNew", gives="Claim",
        made=True,
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(CLAIM)
        if object_of(request.data).get("workflow") not in (None, Workflow.DRAFT):
            raise RuleBrokenError(
                "claim.transition_not_allowed", "a claim begins as a draft; use its transitions/", field="workflow"
            )
        claim, created = add_claim(actor=self.actor, uid=uid, **fields)
        shape = self.shape_of(Claim, claim.uid, self.claims)
        return self.give_made(shape, created=created, route="api:claim")

    def standing(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow by how the claims stand, or stood, and by when they are due."""
        state, due = self.query["assessment"], self.query["due_before"]
        if state and self.query["valid_at"]:
            raise RuleBrokenError(
                "valid_at.assessment",
                "how claims stood by valid_at is counted for the page that is read, and cannot narrow the list",
                field="assessment",
            )
        if self.past is None:
            rows = rows.filter(standing__effective=state) if state else rows
            return due_now(rows, self.actor.workspace.pk, due) if due else rows
        rows = standing_then(rows, self.within, state) if state else rows
        return due_then(rows, self.within, due) if due else rows

    def mentioned(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow by the source that speaks of the claim and by the article that mentions it."""
        mentions = self.within(Mention)
        if source := self.query["source"]:
            speaker = self.within(Source).filter(uid=source).values_list("pk", flat=True).first()
            frames = self.within(Attribution).filter(speaker_ids__contains=[speaker or 0])
            rows = rows.filter(pk__in=mentions.filter(attribution__in=frames).values("claim"))
        if article := self.query["article"]:
            versions = self.within(ArticleVersion).filter(article__uid=article)
            rows = rows.filter(pk__in=mentions_in(self.within, version__in=versions).values("claim"))
        return rows


class ClaimDetail(ObjectView):
    @operation(Ability.READ, "claims_read", "Read a claim", gives="Claim", parameters=(KNOWN_AT, VALID_AT))
    def get(self, request: Request, claim: UUID) -> HttpResponse:
        # No 304 here: how the claim stands changes without the claim's own revision.
        return self.give(self.current())

    @operation(
        Ability.WRITE_CLAIM, "claims_change", "Reword or reclassify a claim", takes="ClaimChange", gives="Claim",
        guarded=True, about="Its `workflow` moves by transitions/ alone.",
    )  # fmt: skip
    def patch(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.find(Claim, claim)
        expected = self.expected(found.revision)
        edit_claim(actor=self.actor, claim=found, expected=expected, **self.changes_of(CLAIM, claim))
        return self.give(self.current())

    @operation(
        Ability.WRITE_CLAIM,
        "claims_delete",
        "Take back a draft that nothing mentions",
        returns={204: None},
        guarded=True,
    )
    def delete(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.find(Claim, claim)
        delete_claim(actor=self.actor, claim=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Claim, self.kwargs["claim"], self.claims)


class ClaimTransitions(ObjectView):
    @operation(
        Ability.READ,
        "transitions_list",
        "The claim's steps so far, and what this user may do next",
        gives="Transitions",
        parameters=(KNOWN_AT,),
        about="With `known_at`, the steps taken by then; nothing can be done next to what is past.",
    )
    def get(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.find(Claim, claim)
        taken = shapes.transitions(self.within(Transition).filter(claim=found).order_by("pk"))
        steps = [
            {
                "to": step.to.value,
                "allowed": step.decision.allowed,
                "reason": step.decision.reason,
                "needs_reason": step.needs_reason,
            }
            for step in (next_steps(self.actor, found) if self.past is None else ())
        ]
        return self.answer({"results": taken, "next": None, "next_steps": steps})

    @operation(
        Ability.WRITE_CLAIM, "transitions_create", "Take the claim to another status", takes="TransitionNew",
        returns={201: "TransitionMade"}, about="If-Match, where it is sent, names the claim's revision.",
    )  # fmt: skip
    def post(self, request: Request, claim: UUID) -> HttpResponse:
        found = self.find(Claim, claim)
        body = read_fields(request.data, ("to", "reason"), required=("to",))
        expected = self.expected(found.revision) if request.headers.get("If-Match") else None
        step = transition(
            actor=self.actor, claim=found, to=body["to"], reason=body.get("reason", ""), expected=expected
        )
        now = self.current()
        shape = shapes.transitions(self.within(Transition).filter(pk=step.pk))[0]
        revised = {"workflow": now["workflow"], "claim_revision": now["revision"]}
        return self.answer({**shape, **revised}, status=201)

    def current(self) -> Shape:
        return self.shape_of(Claim, self.kwargs["claim"], self.claims)
