"""Who may do what."""

from annotations.policies.abilities import TABLE, Ability, may, may_annotate
from annotations.policies.actor import Actor
from annotations.policies.decision import ALLOWED, Decision, denied

__all__ = ["ALLOWED", "TABLE", "Ability", "Actor", "Decision", "denied", "may", "may_annotate"]
