"""Claims are assessed: what their evidence gives by the rule is written down where it changed.

Whatever can move a claim runs in `weighing`, which lets one writer at a time through in a workspace, and ends with
`assess`. So an assessment follows from the evidence that is committed with it, whoever else writes at that moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_noop

from annotations.actions.queue import enqueue_once, stop_if_asked
from annotations.actions.recording import SYSTEM, recording, recording_by_system
from annotations.actions.workflow import correct_by_itself
from annotations.corpus import ClaimEvidence, load_evidence
from annotations.corroboration import Judgement, judge
from annotations.models import Assessment, Claim, Standing, Workspace
from annotations.policies import Actor
from annotations.vocabulary import AssessmentCause, AssessmentState, Workflow

AT_ONCE = 500
"""As many claims are assessed with the change that moves them; of more, a job assesses the rest."""
TASK = "assessment.catch_up"
_FIRM = (
    AssessmentState.CONFIRMED, AssessmentState.CORROBORATED, AssessmentState.REFUTED, AssessmentState.RETRACTED,
)  # fmt: skip
LEFT_FIRM = gettext_noop("The claim is no longer what it was published as: its assessment changed.")
_MEASURES = (
    "computed", "supporting_min", "supporting_max", "supporting_exact", "refuting_min", "refuting_max",
    "refuting_exact",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim whose last assessment is not what its evidence gives."""

    claim: Claim
    recorded: Assessment | None
    found: Assessment


@contextmanager
def weighing(actor: Actor, *, field: str | None = None) -> Iterator[None]:
    """As `recording`, alone among all that change the evidence of the workspace. Taken before any row is locked."""
    with recording(actor, field=field):
        hold_evidence(actor.workspace.pk)
        yield


def hold_evidence(workspace: int) -> None:
    """Wait until nobody else changes the evidence of the workspace, and keep others waiting until the transaction
    ends. May be called again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT isnad_hold_evidence(%s)", [workspace])


def assess(workspace: Workspace, claims: Collection[int]) -> int:
    """Assess these claims (internal ids) anew; return how many assessments were written.

    To be called inside `weighing`, after the change. Beyond AT_ONCE claims the rest are marked stale and left to a job
    that commits with this transaction.
    """
    ids = sorted(set(claims))
    if len(ids) > AT_ONCE:
        Standing.objects.filter(claim__in=ids[AT_ONCE:]).update(stale=True)
        enqueue_once(TASK, lock=f"{TASK}:{workspace.pk}", workspace=workspace.pk)
    return len(write_assessments(workspace, ids[:AT_ONCE]))


def catch_up(*, workspace: int) -> None:
    """Assess the claims of the workspace (its internal id) that are marked stale, some at a time. Safe to repeat."""
    place = Workspace.objects.get(pk=workspace)
    while True:
        stop_if_asked()
        with recording_by_system(place):
            hold_evidence(workspace)
            waiting = Standing.objects.filter(workspace=place, stale=True).order_by("claim_id")
            ids = list(waiting.values_list("claim_id", flat=True)[:AT_ONCE])
            if not ids:
                return
            write_assessments(place, ids)


def write_assessments(workspace: Workspace, ids: list[int]) -> list[Assessment]:
    """Append a row for each of the claims that stands otherwise than its last row says. Under `hold_evidence`."""
    if not ids:
        return []
    moved = list(find_differences(workspace, ids))
    locked = {
        claim.pk: claim
        for claim in Claim.objects.select_for_update(no_key=True)
        .filter(pk__in=[one.claim.pk for one in moved])
        .order_by("pk")
    }
    rows = [one.found for one in moved if one.claim.pk in locked]
    Assessment.objects.bulk_create(rows)
    for one in moved:
        if one.claim.pk in locked:
            react(locked[one.claim.pk], one.recorded, one.found)
    Standing.objects.filter(claim__in=ids, stale=True).update(stale=False)
    return rows


def find_differences(workspace: Workspace, ids: list[int]) -> Iterator[Difference]:
    """The claims among these whose evidence gives something else than their last assessment, in the order of ids."""
    evidence = load_evidence(workspace.pk, ids)
    claims = Claim.objects.in_bulk(list(evidence))
    last = {
        row.claim_id: row
        for row in Assessment.objects.filter(claim__in=ids).order_by("claim_id", "-number").distinct("claim_id")
    }
    for key, found in evidence.items():
        row = assessment_of(claims[key], found, last.get(key))
        if row is not None:
            yield Difference(claims[key], last.get(key), row)


def assessment_of(claim: Claim, evidence: ClaimEvidence, last: Assessment | None) -> Assessment | None:
    """The row that follows `last` by what the evidence gives; None where that is what `last` says."""
    judgement = judge(evidence.case)
    row = Assessment(
        workspace_id=claim.workspace_id,
        claim=claim,
        number=last.number + 1 if last else 1,
        cause=AssessmentCause.COMPUTED,
        created_by=SYSTEM,
        **measures_of(judgement),
        rule_version=judgement.rule_version,
        valid_from=since(evidence, judgement),
    )
    nothing = last is None and row.computed == AssessmentState.UNVERIFIED and not row.supporting_max
    if nothing or (last and all(getattr(last, name) == getattr(row, name) for name in _MEASURES)):
        return None
    return row if last is None else with_assertion_of(row, last)


def measures_of(judgement: Judgement) -> dict[str, object]:
    """The columns that a judgement gives."""
    return {
        "computed": judgement.state,
        "supporting_min": judgement.supporting.min,
        "supporting_max": judgement.supporting.max,
        "supporting_exact": judgement.supporting.exact,
        "refuting_min": judgement.refuting.min,
        "refuting_max": judgement.refuting.max,
        "refuting_exact": judgement.refuting.exact,
    }


def with_assertion_of(row: Assessment, last: Assessment) -> Assessment:
    """What an editor asserted goes on standing beside whatever is computed."""
    for name in ("asserted", "asserted_by", "confirmed_by", "recheck_at"):
        setattr(row, name, getattr(last, name))
    row.reason = last.reason if last.asserted else ""
    if last.confirmed_by:
        row.valid_from = last.valid_from
    return row


def since(
    evidence: ClaimEvidence, judgement: Judgement, *, until: datetime | None = None, most: int = 50
) -> datetime | None:
    """From when on the claim has been in this state (that it is in at `until`): the first of the times of its evidence
    from which on no later one gave another. None where it cannot be dated; looks back over at most so many times.
    """
    dated = {one.bears_from for one in evidence.case.evidence if one.bears_from is not None}
    times = sorted((one for one in dated if until is None or one <= until), reverse=True)
    first: datetime | None = None
    for moment in times[:most]:
        if judge(evidence.case, valid_at=moment).state != judgement.state:
            break
        first = moment
    return first


def react(claim: Claim, before: Assessment | None, after: Assessment) -> None:
    """A published claim that is no longer in the firm state that it was in waits for its correction. (What was
    corroborated and is confirmed by now became only firmer.) The claim is locked.
    """
    old, new = before.effective if before else AssessmentState.UNVERIFIED, after.effective
    firmer = (old, new) == (AssessmentState.CORROBORATED, AssessmentState.CONFIRMED)
    if claim.workflow == Workflow.PUBLISHED and old in _FIRM and old != new and not firmer:
        correct_by_itself(claim, LEFT_FIRM)


def recheck(*, workspace: Workspace, fix: bool = False) -> Iterator[Difference]:
    """Compute all claims of the workspace anew, some at a time, and tell of each that does not stand as its evidence
    says; with `fix`, write what is missing. For commands: no policy is asked.
    """
    after = 0
    while True:
        ids = list(
            Claim.objects.filter(workspace=workspace, pk__gt=after)
            .order_by("pk")
            .values_list("pk", flat=True)[:AT_ONCE]
        )
        if not ids:
            return
        after = ids[-1]
        with recording_by_system(workspace):
            hold_evidence(workspace.pk)
            found = list(find_differences(workspace, ids))
            if fix:
                write_assessments(workspace, ids)
        yield from found
