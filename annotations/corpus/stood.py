"""How claims stood at other times: for a page of them in a few statements, and as a condition on a list.

What had been recorded by a time (`known_at`) is read from the assessments, which are only added. What bore by a time
(`valid_at`) is written down nowhere: it is counted anew, by the rule, from the evidence of the claims that are shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Least

from annotations.corpus.evidence import ClaimEvidence, load_evidence
from annotations.corpus.rechecks import Rows, recheck_days
from annotations.corroboration import Judgement, judge
from annotations.models import Assessment, Claim
from annotations.vocabulary import AssessmentCause, AssessmentState, Validity, Workflow

SIDES = ("supporting_min", "supporting_max", "supporting_exact", "refuting_min", "refuting_max", "refuting_exact")
ENDED = (Workflow.REJECTED, Workflow.WITHDRAWN)
"""Claims in these statuses are never due."""
Days = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Stood:
    """How a claim stood; the names are those of `Standing`. As it is here: never assessed.

    `confirmed` and `valid_from` tell whether, and from when on, what was asserted counts. `grades` are those of the
    roots that count, the best first, "" last for what nobody graded; None where the evidence was not looked at.
    `moved_at` is None where it is not told.
    """

    number: int = 0
    computed: str = AssessmentState.UNVERIFIED.value
    asserted: str = ""
    confirmed: bool = False
    valid_from: datetime | None = None
    effective: str = AssessmentState.UNVERIFIED.value
    supporting_min: int = 0
    supporting_max: int = 0
    supporting_exact: bool = True
    refuting_min: int = 0
    refuting_max: int = 0
    refuting_exact: bool = True
    moved_at: datetime | None = None
    due_at: datetime | None = None
    stale: bool = False
    grades: tuple[str, ...] | None = None


def stood_of(row: Assessment) -> Stood:
    """How the claim stands by this row."""
    named = ("number", "computed", "asserted", "effective", *SIDES, "valid_from")
    return Stood(
        **{name: getattr(row, name) for name in named}, confirmed=bool(row.confirmed_by), moved_at=row.created_at
    )


def stood_at(within: Rows, claims: Sequence[Claim]) -> dict[int, Stood]:
    """How each of these claims stood, by internal id, as its last assessment among the rows of `within` tells.

    `within` gives a workspace's rows, now or as of a time; the claims are rows of that time. Two statements.
    """
    last: dict[int, Assessment] = {}
    moved: dict[int, datetime] = {claim.pk: claim.created_at for claim in claims}
    for row in within(Assessment).filter(claim_id__in=list(moved)).order_by("claim_id", "number"):
        last[row.claim_id] = row
        if row.cause != AssessmentCause.LOOKED:  # that somebody looked again moved nothing
            moved[row.claim_id] = row.created_at
    days = recheck_days(within)
    return {
        claim.pk: replace(
            stood_of(last[claim.pk]) if claim.pk in last else Stood(),
            moved_at=moved[claim.pk],
            due_at=due_at(claim, last.get(claim.pk), days),
        )
        for claim in claims
    }


def bore_at(
    workspace: int, stood: Mapping[int, Stood], *, known_at: datetime | None, valid_at: datetime
) -> dict[int, Stood]:
    """The same claims of a workspace with what their evidence gives by `valid_at`, of what it had recorded by
    `known_at` (settled; None: now). The number of statements does not grow with the claims.
    """
    evidence = load_evidence(workspace, list(stood), known_at=known_at)
    return {key: bore_by(one, evidence[key], valid_at) if key in evidence else one for key, one in stood.items()}


def bore_by(stood: Stood, evidence: ClaimEvidence, valid_at: datetime) -> Stood:
    """The same claim, with what its evidence gives by `valid_at`."""
    judgement = judge(evidence.case, valid_at=valid_at)
    forced = stood.confirmed and (stood.valid_from is None or stood.valid_from <= valid_at)
    return replace(
        stood,
        computed=str(judgement.state),
        effective=stood.asserted if forced else str(judgement.state),
        supporting_min=judgement.supporting.min,
        supporting_max=judgement.supporting.max,
        supporting_exact=judgement.supporting.exact,
        refuting_min=judgement.refuting.min,
        refuting_max=judgement.refuting.max,
        refuting_exact=judgement.refuting.exact,
        moved_at=None,
        grades=grades_of_roots(judgement),
    )


def in_force(row: Assessment, valid_at: datetime | None) -> bool:
    """Whether what the row asserts counts: confirmed, and from its own time on (`valid_at` None: now)."""
    early = valid_at is not None and row.valid_from is not None and row.valid_from > valid_at
    return bool(row.confirmed_by) and not early


def grades_of_roots(judgement: Judgement) -> tuple[str, ...]:
    """The grades of the roots that count for or against: of each the best by which it counts; "" for none, last."""
    found = set()
    for voices in (one for stance, one in judgement.stances.items() if stance in ("supports", "refutes")):
        for root in voices.roots:
            if root.counts != "not":
                paths = [one for one in voices.paths if one.root == root.key and one.counts == root.counts]
                found.add(min((one.grade for one in paths if one.grade), default=""))
    return tuple(sorted(found, key=lambda grade: (not grade, grade)))


# As a condition on a list


def standing_then(rows: QuerySet[Any], within: Rows, state: str) -> QuerySet[Any]:
    """Those of the `rows` (claims of the time of `within`) that stood in this state."""
    last = _last(within).values("stood")[:1]
    then = Coalesce(Subquery(last), Value(AssessmentState.UNVERIFIED.value))
    stood: QuerySet[Any] = rows.annotate(stood=then).filter(stood=state)
    return stood


def due_now(rows: QuerySet[Any], workspace: int, before: datetime) -> QuerySet[Any]:
    """Those of the `rows` (claims of a workspace as they are) that are to be looked at again before this time;
    annotated with when, as `due`.
    """
    # The workspace is said of the standing too: its index begins with it, and has them in the order of `due_at`.
    here = rows.filter(standing__workspace=workspace)
    due: QuerySet[Any] = here.annotate(due=F("standing__due_at")).filter(due__lt=before)
    return due


def due_then(rows: QuerySet[Any], within: Rows, before: datetime) -> QuerySet[Any]:
    """Those of the `rows` (claims of the time of `within`) that were to be looked at again before this time, by all
    that `due_at` goes by.
    """
    days = recheck_days(within)
    never = RawSQL("'infinity'::timestamptz", (), output_field=DateTimeField())
    waits = [
        When(stood=state, then=F("created_at") + Value(timedelta(days=number)))
        for state, number in days.items()
        if number is not None
    ]
    by_state = Case(*waits, default=never, output_field=DateTimeField())
    asserted = When(~Q(confirmed_by="") & Q(recheck_at__isnull=False), then=F("recheck_at"))
    last = _last(within).annotate(again=Case(asserted, default=by_state)).values("again")[:1]
    first = days[AssessmentState.UNVERIFIED]
    unseen = never if first is None else F("created_at") + Value(timedelta(days=first))
    again = Coalesce(F("recheck_at"), Subquery(last), unseen, output_field=DateTimeField())
    ends = Case(When(validity=Validity.OPEN, then=F("horizon")), default=None, output_field=DateTimeField())
    due: QuerySet[Any] = rows.exclude(workflow__in=ENDED).annotate(due=Least(again, ends)).filter(due__lt=before)
    return due


def due_at(claim: Claim, last: Assessment | None, days: Days) -> datetime | None:
    """When the claim is to be looked at again, as the trigger that keeps `Standing` says it; None for never."""
    if claim.workflow in ENDED:
        return None
    again = claim.recheck_at or (last.recheck_at if last is not None and last.confirmed_by else None)
    if again is None:
        wait = days[last.effective if last is not None else AssessmentState.UNVERIFIED]
        since = last.created_at if last is not None else claim.created_at
        again = since + timedelta(days=wait) if wait is not None else None
    ends = claim.horizon if claim.validity == Validity.OPEN else None
    return min((one for one in (again, ends) if one is not None), default=None)


def present_rows(workspace: int, model: type[Any]) -> QuerySet[Any]:
    """The rows of a workspace (its internal id) as they are now."""
    rows: QuerySet[Any] = model._default_manager.filter(workspace_id=workspace)
    return rows


def _last(within: Rows) -> QuerySet[Any]:
    """The last assessment of the claim of the query outside, with the state in which the claim stood."""
    stood = Case(When(confirmed_by="", then=F("computed")), default=F("asserted"))
    rows: QuerySet[Any] = within(Assessment).filter(claim_id=OuterRef("pk")).order_by("-number").annotate(stood=stood)
    return rows
