"""Claims and the steps of their workflow."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from annotations.models.base import Recorded, history_of, identity, in_order
from annotations.models.constraints import same_workspace
from annotations.models.named import NamedIsThere, StillNamed
from annotations.models.of_workspace import FoundByWords, OfWorkspace
from annotations.models.triggers import OLD_ROWS, Announce, AppendOnly, CheckRows, recording
from annotations.vocabulary import (
    WORKFLOW_STEPS,
    Certainty,
    ClaimKind,
    ClaimPolarity,
    Validity,
    Workflow,
)

_STEPS = ", ".join(f"('{old}', '{new}')" for old, steps in WORKFLOW_STEPS.items() for new in steps)


class ClaimQuerySet(FoundByWords["Claim"]):
    """Their folded column holds statement and translations."""


class Claim(Recorded):
    """One proposition, in the workspace's words."""

    statement = models.TextField()
    language = models.CharField(max_length=35, help_text="BCP 47")
    translations = models.JSONField(default=dict, blank=True, help_text="language to statement")
    kind = models.CharField(max_length=25, choices=ClaimKind)
    certainty = models.CharField(max_length=15, choices=Certainty, default=Certainty.UNSPECIFIED)
    polarity = models.CharField(max_length=10, choices=ClaimPolarity, default=ClaimPolarity.POSITIVE)
    workflow = models.CharField(max_length=20, choices=Workflow, default=Workflow.DRAFT)
    validity = models.CharField(max_length=10, choices=Validity, default=Validity.OPEN, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True, help_text="when what it states happened")
    horizon = models.DateTimeField(null=True, blank=True)
    overtaken_by = models.UUIDField(null=True, blank=True, help_text="public id of the claim that overtook this one")
    recheck_at = models.DateTimeField(null=True, blank=True)
    folded = models.TextField(blank=True, editable=False, help_text="folded statement and translations")

    objects = ClaimQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("claim"),
            models.CheckConstraint(condition=~Q(statement=""), name="claim.statement_empty"),
            models.CheckConstraint(condition=Q(kind__in=ClaimKind.values), name="claim.kind"),
            models.CheckConstraint(condition=Q(certainty__in=Certainty.values), name="claim.certainty"),
            models.CheckConstraint(condition=Q(polarity__in=ClaimPolarity.values), name="claim.polarity"),
            models.CheckConstraint(condition=Q(workflow__in=Workflow.values), name="claim.workflow"),
            models.CheckConstraint(condition=Q(validity__in=["", *Validity.values]), name="claim.validity"),
            models.CheckConstraint(
                condition=Q(overtaken_by__isnull=True) | Q(validity=Validity.OVERTAKEN) & ~Q(overtaken_by=F("uid")),
                name="claim.overtaken_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=("workspace", "overtaken_by"), name="claim_overtaking", condition=Q(overtaken_by__isnull=False)
            ),
            *in_order("claim"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="claim_folded"),
            models.Index(fields=("workspace", "-created_at", "-id"), name="claim_newest"),
            models.Index(fields=("workspace", "workflow", "-created_at", "-id"), name="claim_workflow"),
        ]
        triggers = [
            *recording(),
            Announce(pgtrigger.Update, "NULL::bigint"),
            NamedIsThere("overtaken_by", "annotations_claim", "claim.overtaken_by_missing"),
            StillNamed("overtaken_by", "annotations_claim", "claim.overtaken_by_missing"),
            pgtrigger.Trigger(
                name="d_workflow_steps",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("workflow"),  # type: ignore[no-untyped-call]
                condition=pgtrigger.Q(old__workflow__df=pgtrigger.F("new__workflow")),
                func=f"""
                    IF (OLD.workflow, NEW.workflow) NOT IN ({_STEPS}) THEN
                        RAISE EXCEPTION 'a claim cannot go from % to %', OLD.workflow, NEW.workflow
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim.transition_not_allowed';
                    END IF;
                    RETURN NEW;
                """,
            ),
            # How the claim stands is derived from it: see annotations.models.assessment.Standing.
            CheckRows(name="e_stand", operation=pgtrigger.Insert, call="isnad_stand"),
            CheckRows(name="e_stand_anew", operation=pgtrigger.Update, call="isnad_stand"),
            pgtrigger.Trigger(
                name="e_stand_no_more",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                level=pgtrigger.Statement,
                referencing=OLD_ROWS,
                func="DELETE FROM annotations_standing WHERE claim_id IN (SELECT id FROM old_rows); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return self.statement[:80]


class TransitionQuerySet(OfWorkspace["Transition"]):
    pass


class Transition(Recorded):
    """One step of a claim's workflow: who (created_by), when (created_at), why. Rows are only added."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="transitions", db_constraint=False)
    from_workflow = models.CharField(max_length=20, choices=Workflow)
    to_workflow = models.CharField(max_length=20, choices=Workflow)
    reason = models.TextField(blank=True)

    objects = TransitionQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("transition"),
            same_workspace("transition.other_workspace", "claim", "annotations.Claim"),
            models.CheckConstraint(condition=Q(from_workflow__in=Workflow.values), name="transition.from"),
            models.CheckConstraint(condition=Q(to_workflow__in=Workflow.values), name="transition.to"),
        ]
        indexes = in_order("transition")
        triggers = [
            *recording(),
            AppendOnly(rule="transition.append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.from_workflow} → {self.to_workflow}"


ClaimHistory = history_of(Claim)
TransitionHistory = history_of(Transition)
