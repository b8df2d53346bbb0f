"""Who may take which step with a claim."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from annotations.models import Claim
from annotations.policies.abilities import Ability, may
from annotations.policies.actor import Actor
from annotations.policies.decision import ALLOWED, Decision, denied
from annotations.vocabulary import WORKFLOW_STEPS, Workflow

_PUBLIC = (Workflow.PUBLISHED, Workflow.CORRECTION_PENDING, Workflow.WITHDRAWN)
# Steps of an annotator; every other one is an editor's.
_ANNOTATORS = {
    (Workflow.DRAFT, Workflow.MARKED),
    (Workflow.MARKED, Workflow.IN_REVIEW),
    (Workflow.REJECTED, Workflow.MARKED),
}
# Steps that the marker may take with their own claim, without being an editor.
_MARKERS = {(Workflow.DRAFT, Workflow.REJECTED), (Workflow.MARKED, Workflow.REJECTED)}
_NEED_REASON = {
    (Workflow.IN_REVIEW, Workflow.MARKED),
    (Workflow.PUBLISHED, Workflow.CORRECTION_PENDING),
    (Workflow.CORRECTION_PENDING, Workflow.PUBLISHED),
    (Workflow.CORRECTION_PENDING, Workflow.WITHDRAWN),
}


@dataclass(frozen=True, slots=True)
class ClaimPast:
    """What the policy needs to know of the claim's past: who marked it, who opened the pending correction."""

    marked_by: frozenset[str]
    correction_by: str


def may_write_claims(actor: Actor) -> Decision:
    return may(actor, Ability.WRITE_CLAIM)


def may_edit_claim(actor: Actor, claim: Claim) -> Decision:
    """Anyone who annotates, until the claim is public; then editors."""
    return may(actor, Ability.DECIDE_CLAIM if claim.workflow in _PUBLIC else Ability.WRITE_CLAIM)


def needs_reason(old: Workflow, new: Workflow) -> bool:
    return new == Workflow.REJECTED or (old, new) in _NEED_REASON


def may_step(actor: Actor, claim: Claim, new: Workflow, history: ClaimPast) -> Decision:
    """Whether the actor may take the claim to `new`. The order of WORKFLOW_STEPS is a rule, not a permission."""
    old = Workflow(claim.workflow)
    if new not in WORKFLOW_STEPS[old]:
        return denied(
            "claim.transition_not_allowed",
            _("A claim cannot go from “%(old)s” to “%(new)s”.") % {"old": old.label, "new": new.label},
        )
    if (old, new) in _ANNOTATORS:
        return may(actor, Ability.WRITE_CLAIM)
    own = actor.username in history.marked_by
    if (old, new) in _MARKERS and own:
        return may(actor, Ability.WRITE_CLAIM)
    decision = may(actor, Ability.DECIDE_CLAIM)
    if not decision:
        return decision
    if new == Workflow.ACCEPTED and own:
        return denied("claim.own_claim", _("Whoever marked a claim cannot accept it; another editor must."))
    if old == Workflow.CORRECTION_PENDING and actor.username == history.correction_by:
        return denied("claim.second_person", _("A second person must close the correction that you opened."))
    return ALLOWED
