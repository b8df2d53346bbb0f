"""A claim's page: what it says, how many voices stand behind it, since when, and why; now, or as of other times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_bidi

from annotations.actions import next_steps, proposed_of
from annotations.actions.assessing import since
from annotations.corpus import ClaimEvidence, load_evidence, rows_at, select, timeline_of
from annotations.corpus.passages import passages_of_claim
from annotations.corpus.stood import in_force
from annotations.corpus.validity import ran_out, validity_at
from annotations.corroboration import Judgement, Why, judge
from annotations.errors import DomainError
from annotations.models import ArticleVersion, Assessment, Claim, Comment, Corroboration, Standing, Transition
from annotations.policies import Ability, Actor, may, may_edit_claim
from annotations.vocabulary import AssessmentState, CorroborationState, Validity
from annotations.web.access import PageRequest
from annotations.web.claim_timeline import draw_events, told_events
from annotations.web.claim_times import Times, choices_of, times_of
from annotations.web.claim_voices import MOST_PATHS, PATHS_AT_FIRST, Side, Told
from annotations.web.forms import AssertForm, CommentForm, StepForm
from annotations.web.voice_words import WHY
from annotations.web.words import sentence_of
from annotations.web.workbench import API_ROOT

MOST_EVIDENCE = 200
EVIDENCE_AT_FIRST = 40
"""Of more evidence the page shows the first, what waits for a decision before all else, and leads to the rest."""
EVENTS_AT_FIRST = 40
"""The same of the timeline in words, the latest first."""


@dataclass(frozen=True, slots=True)
class View:
    """What is known of the claim at the times that are asked for."""

    claim: Claim
    times: Times
    evidence: ClaimEvidence
    judgement: Judgement
    assessments: list[Assessment]
    known_at: datetime | None = None

    @property
    def last(self) -> Assessment | None:
        return self.assessments[0] if self.assessments else None

    @property
    def asserted(self) -> Assessment | None:
        """The assessment that an assertion stands in, confirmed or not."""
        return self.last if self.last and self.last.asserted else None

    @property
    def effective(self) -> AssessmentState:
        """The state: what a confirmed assertion says, from its time on; else what the evidence gives."""
        told, at = self.asserted, self.times.valid_at
        if told and in_force(told, at):
            return AssessmentState(told.asserted)
        return AssessmentState(self.judgement.state)

    @property
    def computed(self) -> AssessmentState:
        return AssessmentState(self.judgement.state)

    @property
    def at(self) -> datetime | None:
        """The time as of which it is shown; None for now."""
        return self.times.valid_at or self.known_at

    @property
    def validity(self) -> str:
        return validity_at(self.claim.validity, self.claim.horizon, self.at)

    @property
    def since(self) -> datetime | None:
        """From when on it is, or was at `valid_at`, in this state."""
        at = self.times.valid_at
        if at is None or (self.asserted and in_force(self.asserted, at)):
            return self.last.valid_from if self.last else None
        return since(self.evidence, self.judgement, until=at)

    @property
    def change(self) -> tuple[Assessment, str, str] | None:
        """The last assessment that changed the state, and the labels of the states before and after."""
        rows = [*self.assessments, None]
        for row, before in pairwise(rows):
            was = AssessmentState(before.effective) if before else AssessmentState.UNVERIFIED
            if row is not None and row.effective != was:
                return row, str(was.label), str(AssessmentState(row.effective).label)
        return None


class NotStatedError(Http404):
    """The workspace has the claim, but had it not yet at the time that is asked for."""


def claim_of(request: PageRequest, uid: UUID) -> Claim:
    mine = Claim.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    return get_object_or_404(mine, uid=uid)


def view_of(found: Claim, times: Times) -> View:
    """Read the claim at these times. Raise NotStatedError where it was not there yet, and what `select` raises."""
    workspace = found.workspace
    if times.known_at is None:
        evidence = load_evidence(workspace.pk, [found.pk])[found.pk]
        rows: QuerySet[Assessment] = Assessment.objects.filter(claim=found)
        known_at = None
    else:
        known_at = select(workspace=workspace, known_at=times.known_at).known_at
        then = rows_at(Claim, workspace=workspace.pk, known_at=known_at).filter(pk=found.pk).first()
        if then is None:
            raise NotStatedError("the claim was not stated by then")
        found = then
        evidence = load_evidence(workspace.pk, [found.pk], known_at=known_at)[found.pk]
        rows = rows_at(Assessment, workspace=workspace.pk, known_at=known_at).filter(claim_id=found.pk)
    judgement = judge(evidence.case, valid_at=times.valid_at)
    return View(found, times, evidence, judgement, list(rows.order_by("-number")[:200]), known_at)


def claim_page(
    request: PageRequest,
    found: Claim,
    *,
    step: StepForm | None = None,
    comment: CommentForm | None = None,
    assertion: AssertForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused where there is one (422)."""
    view = _view_asked_for(request, found)
    whole = request.GET.get("evidence") == "all"
    passages, more = passages_of_claim(found, after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "section": "claims",
        "claim": view.claim,
        "view": view,
        "times": view.times,
        **_time_choices(view, found),
        **_voices(request.actor, view, whole=whole),
        **_events(view, whole=whole),
        **_evidence(found, view, whole=whole),
        **_validity(view),
        **_abilities(request.actor, found),
        "assert_form": assertion or AssertForm(),
        "standing": Standing.objects.filter(claim=found).first(),
        "passages": passages,
        "more": more,
        "steps": next_steps(request.actor, found),
        "step_form": step or StepForm(initial={"revision": found.revision}),
        "refused_step": step["to"].value() if step else "",
        "transitions": Transition.objects.filter(claim=found).order_by("-created_at", "-pk"),
        "comments": Comment.objects.filter(workspace=request.actor.workspace, target=found.uid).order_by("pk")[:500],
        "comment_form": comment or CommentForm(),
        "api_root": API_ROOT,
    }
    status = 422 if step or comment or assertion else 200
    return render(request, "claims/page.html", context, status=status)


def _view_asked_for(request: PageRequest, found: Claim) -> View:
    """At the times of the address; as of now where these cannot be, which the page then tells."""
    try:
        return view_of(found, times_of(request.GET))
    except DomainError as error:
        return view_of(found, Times(None, None, refused=(sentence_of(error),)))


def _voices(actor: Actor, view: View, *, whole: bool) -> dict[str, Any]:
    told = Told(actor.workspace, view.evidence, view.judgement, most=MOST_PATHS if whole else PATHS_AT_FIRST)
    sides = told.sides()
    return {
        **_glance(sides),
        "sides": sides,
        "arrow": mark_safe(render_to_string("icons/next.svg")),  # hundreds of them  # noqa: S308 - our own file
        "not_decisive": told.decisions(),
    }


def _events(view: View, *, whole: bool) -> dict[str, Any]:
    entries = timeline_of(view.claim.workspace_id, view.claim.pk, known_at=view.known_at)
    return {
        "timeline": draw_events(entries, right_to_left=get_language_bidi()),
        "entries": told_events(entries if whole else entries[-EVENTS_AT_FIRST:]),
        "entries_in_all": len(entries),
    }


def _validity(view: View) -> dict[str, Any]:
    return {
        "overtaken_by": _overtaken_by(view.claim),
        "validity": Validity(view.validity) if view.validity else "",
        "ran_out": ran_out(view.claim, view.at),
    }


def _abilities(actor: Actor, found: Claim) -> dict[str, bool]:
    return {
        "may_decide": bool(may(actor, Ability.DECIDE_EVIDENCE)),
        "may_add_evidence": bool(may(actor, Ability.ADD_EVIDENCE)),
        "may_assess": bool(may(actor, Ability.ASSESS)),
        "may_comment": bool(may(actor, Ability.COMMENT)),
        "may_edit": bool(may_edit_claim(actor, found)),
    }


def _time_choices(view: View, found: Claim) -> dict[str, Any]:
    """The claim's own dates, on both axes."""
    bears = [one.bears_from for one in view.evidence.case.evidence if one.bears_from is not None]
    recorded = [
        *Assessment.objects.filter(claim=found).values_list("recorded_at", flat=True)[:500],
        *Corroboration.objects.filter(claim=found).values_list("recorded_at", flat=True)[:500],
    ]
    return {
        "valid_choices": choices_of(bears, view.times.valid_at),
        "known_choices": choices_of(recorded, view.times.known_at),
    }


def _glance(sides: Sequence[Side]) -> dict[str, Any]:
    by_stance = {side.stance: side for side in sides}
    supporting, refuting = by_stance.get("supports"), by_stance.get("refutes")
    grades = sorted({root.grade for side in (supporting, refuting) if side for root in side.counting})
    return {"supporting": supporting, "refuting": refuting, "grades": grades}


def _overtaken_by(claim: Claim) -> Claim | None:
    if claim.validity != Validity.OVERTAKEN or claim.overtaken_by is None:
        return None
    return Claim.objects.filter(workspace_id=claim.workspace_id, uid=claim.overtaken_by).first()


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A corroboration with what it is, and why it does not count, where it is accepted and does not."""

    row: Corroboration
    why: str | Promise

    @property
    def version(self) -> ArticleVersion | None:
        """The version of the article in which a mention stands."""
        mention = self.row.mention
        target = (mention.attribution or mention.span) if mention else None
        return target.version if target else None

    @property
    def anchor(self) -> str:
        """Where the workbench finds the mention."""
        mention = self.row.mention
        target = (mention.attribution or mention.span) if mention else None
        return f"frame-{target.uid}" if target else ""


def _evidence(found: Claim, view: View, *, whole: bool) -> dict[str, Any]:
    """What was brought to the claim, what waits for a decision first; all of it, or the first, and how many more."""
    rows = _evidence_rows(found, view, MOST_EVIDENCE if whole else EVIDENCE_AT_FIRST + 1)
    acceptable = list(proposed_of(found).order_by("pk").values_list("uid", flat=True)[:MOST_EVIDENCE])
    if whole or len(rows) <= EVIDENCE_AT_FIRST:
        return {"evidence": rows, "acceptable": acceptable}
    in_all = min(Corroboration.objects.filter(claim=found).count(), MOST_EVIDENCE)
    return {"evidence": rows[:EVIDENCE_AT_FIRST], "acceptable": acceptable, "evidence_in_all": in_all}


def _evidence_rows(found: Claim, view: View, most: int) -> list[EvidenceRow]:
    rows = (
        Corroboration.objects.filter(claim=found)
        .select_related("mention__attribution__version__article", "mention__span__version__article", "exhibit__origin")
        .defer("mention__attribution__version__text", "mention__span__version__text")
        .annotate(waits=ExpressionWrapper(Q(state=CorroborationState.PROPOSED), output_field=BooleanField()))
        .order_by("-waits", "pk")[:most]
    )
    failing = _failing(view.judgement)
    return [EvidenceRow(row, WHY.get(failing[str(row.uid)], "") if str(row.uid) in failing else "") for row in rows]


def _failing(judgement: Judgement) -> dict[str, Why]:
    """For each piece of evidence of which no path counts, the first reason."""
    every = [path for voices in judgement.stances.values() for path in voices.paths]
    counting = {path.evidence for path in every if path.counts != "not"}
    why: dict[str, Why] = {}
    for path in every:
        if path.evidence not in counting and path.why:
            why.setdefault(path.evidence, path.why)
    return why
