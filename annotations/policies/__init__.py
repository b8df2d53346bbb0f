"""Who may do what."""

from annotations.policies.abilities import TABLE, Ability, may, may_annotate
from annotations.policies.actor import Actor
from annotations.policies.claims import ClaimPast, may_edit_claim, may_step, may_write_claims, needs_reason
from annotations.policies.decision import ALLOWED, Decision, denied
from annotations.policies.members import assignable, assignee_named

__all__ = [
    "ALLOWED",
    "TABLE",
    "Ability",
    "Actor",
    "ClaimPast",
    "Decision",
    "assignable",
    "assignee_named",
    "denied",
    "may",
    "may_annotate",
    "may_edit_claim",
    "may_step",
    "may_write_claims",
    "needs_reason",
]
