"""A claim moves along its workflow: the one function that changes it, and what may come next."""

from __future__ import annotations

from dataclasses import dataclass

from annotations.actions.fields import clean_choice, clean_text
from annotations.actions.recording import SYSTEM, lock, recording, save
from annotations.errors import RuleBrokenError
from annotations.models import Claim, Transition
from annotations.policies import Actor, ClaimPast, Decision, may_step, needs_reason
from annotations.vocabulary import WORKFLOW_STEPS, Workflow

MAX_REASON = 5000


@dataclass(frozen=True, slots=True)
class Step:
    """A status that may follow the present one, and whether this actor may take the claim there."""

    to: Workflow
    decision: Decision
    needs_reason: bool


def past_of(claim: Claim) -> ClaimPast:
    """Who marked the claim (its author, and whoever brought it to `marked`), and who opened the last correction."""
    marked_by = {claim.created_by}
    correction_by = ""
    for step in Transition.objects.filter(claim=claim).order_by("created_at", "pk"):
        if step.to_workflow == Workflow.MARKED and step.from_workflow != Workflow.IN_REVIEW:
            marked_by.add(step.created_by)
        if step.to_workflow == Workflow.CORRECTION_PENDING:
            correction_by = step.created_by
    return ClaimPast(frozenset(marked_by), correction_by)


def next_steps(actor: Actor, claim: Claim) -> list[Step]:
    """Every status that may follow, with the reason where this actor may not take it there."""
    past = past_of(claim)
    now = Workflow(claim.workflow)
    return [Step(to, may_step(actor, claim, to, past), needs_reason(now, to)) for to in WORKFLOW_STEPS[now]]


def transition(*, actor: Actor, claim: Claim, to: str, reason: str = "", expected: int | None = None) -> Transition:
    """Take the claim to another status, and record who did it and why."""
    new = Workflow(clean_choice(to, "to", Workflow))
    reason = clean_text(reason, "reason", max_length=MAX_REASON)
    with recording(actor):
        current = lock(actor, Claim.objects.all(), claim, expected=expected)
        old = Workflow(current.workflow)
        decision = may_step(actor, current, new, past_of(current))
        if decision.rule == "claim.transition_not_allowed":
            raise RuleBrokenError(decision.rule, decision.reason, field="to")
        decision.require()
        if needs_reason(old, new) and not reason.strip():
            raise RuleBrokenError(
                "claim.reason_missing", "this step needs a reason that others can read later", field="reason"
            )
        return move(current, new, reason=reason, by=actor.username)


def move(claim: Claim, new: Workflow, *, reason: str, by: str) -> Transition:
    """Write the step: the one place that changes a claim's workflow. The claim is locked, the step allowed."""
    old = claim.workflow
    claim.workflow = new
    save(claim, "workflow")
    return Transition.objects.create(
        workspace_id=claim.workspace_id,
        created_by=by,
        claim=claim,
        from_workflow=old,
        to_workflow=new,
        reason=reason,
    )


def correct_by_itself(claim: Claim, reason: str) -> Transition:
    """A published claim comes to wait for its correction, without anybody's doing. The claim is locked."""
    return move(claim, Workflow.CORRECTION_PENDING, reason=reason, by=SYSTEM)
