"""Assessments: what is known of a claim, row by row; and derived from the last of them, how each claim stands."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from annotations.models.base import MAX_USERNAME, Recorded, history_of, identity, in_order, workspace_through_parent
from annotations.models.claim import Claim
from annotations.models.constraints import same_workspace
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import Announce, AppendOnly, CheckRows, recording
from annotations.vocabulary import AssessmentCause, AssessmentState


class AssessmentQuerySet(OfWorkspace["Assessment"]):
    pass


class Assessment(Recorded):
    """A claim's state from this row on. Rows are only added; each repeats what still holds of the row before.

    `asserted` is an editor's override: in force once a second editor confirmed it, and shown before.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="assessments", db_constraint=False)
    number = models.IntegerField()
    cause = models.CharField(max_length=10, choices=AssessmentCause)
    computed = models.CharField(max_length=15, choices=AssessmentState)
    asserted = models.CharField(max_length=15, choices=AssessmentState, blank=True)
    asserted_by = models.CharField(max_length=MAX_USERNAME, blank=True)
    confirmed_by = models.CharField(max_length=MAX_USERNAME, blank=True)
    reason = models.TextField(blank=True, help_text="why it was asserted, confirmed, lifted or looked at again")
    supporting_min = models.IntegerField()
    supporting_max = models.IntegerField()
    supporting_exact = models.BooleanField(default=True)
    refuting_min = models.IntegerField()
    refuting_max = models.IntegerField()
    refuting_exact = models.BooleanField(default=True)
    rule_version = models.CharField(max_length=20)
    valid_from = models.DateTimeField(null=True, blank=True)
    recheck_at = models.DateTimeField(null=True, blank=True, help_text="when to look at an asserted state again")

    objects = AssessmentQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("assessment"),
            same_workspace("assessment.other_workspace", "claim", "annotations.Claim"),
            models.UniqueConstraint(fields=("claim", "number"), name="assessment.duplicate_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="assessment.number"),
            models.CheckConstraint(condition=Q(cause__in=AssessmentCause.values), name="assessment.cause"),
            models.CheckConstraint(
                condition=Q(computed__in=AssessmentState.values) & ~Q(computed=AssessmentState.UNVERIFIABLE),
                name="assessment.computed",
            ),
            models.CheckConstraint(condition=Q(asserted__in=["", *AssessmentState.values]), name="assessment.asserted"),
            models.CheckConstraint(
                condition=Q(asserted="", asserted_by="", confirmed_by="") | ~Q(asserted="") & ~Q(asserted_by=""),
                name="assessment.asserted_by",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("asserted_by")), name="assessment.second_person"
            ),
            models.CheckConstraint(
                condition=Q(cause=AssessmentCause.COMPUTED) | Q(cause=AssessmentCause.LOOKED) | ~Q(reason=""),
                name="assessment.reason_missing",
            ),
            models.CheckConstraint(
                condition=~Q(asserted=AssessmentState.UNVERIFIABLE) | Q(recheck_at__isnull=False),
                name="assessment.recheck_missing",
            ),
            models.CheckConstraint(
                condition=Q(supporting_min__gte=0, supporting_min__lte=F("supporting_max"))
                & Q(refuting_min__gte=0, refuting_min__lte=F("refuting_max")),
                name="assessment.interval",
            ),
        ]
        indexes = in_order("assessment")
        triggers = [
            *recording(),
            AppendOnly(rule="assessment.append_only"),
            CheckRows(name="e_stand", operation=pgtrigger.Insert, call="isnad_stand_assessed"),
            # Workbenches show how claims stand.
            Announce(pgtrigger.Insert, "NULL::bigint"),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}/{self.number}: {self.effective}"

    @property
    def effective(self) -> str:
        """What counts: the assertion where a second editor confirmed it, else what was computed."""
        return self.asserted if self.confirmed_by else self.computed


class Standing(models.Model):
    """How a claim stands now: derived from the claim and its last assessment by trigger, for lists and queues.

    `stale`: its evidence changed and it waits for a job to compute it anew. Has no history; the assessments are that.
    """

    claim = models.OneToOneField(
        Claim, on_delete=models.CASCADE, primary_key=True, related_name="standing", db_constraint=False
    )
    workspace = workspace_through_parent(models.CASCADE)
    workflow = models.CharField(max_length=20)
    validity = models.CharField(max_length=10, blank=True)
    number = models.IntegerField(default=0, help_text="of the last assessment; 0 where there is none")
    computed = models.CharField(max_length=15)
    asserted = models.CharField(max_length=15, blank=True)
    effective = models.CharField(max_length=15)
    supporting_min = models.IntegerField(default=0)
    supporting_max = models.IntegerField(default=0)
    supporting_exact = models.BooleanField(default=True)
    refuting_min = models.IntegerField(default=0)
    refuting_max = models.IntegerField(default=0)
    refuting_exact = models.BooleanField(default=True)
    moved_at = models.DateTimeField(help_text="when the last assessment was written, else when the claim was stated")
    due_at = models.DateTimeField(null=True)
    stale = models.BooleanField(db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=("workspace", "effective", "workflow", "-moved_at", "claim"), name="standing_state"),
            models.Index(fields=("workspace", "due_at", "claim"), name="standing_due"),
            models.Index(fields=("workspace", "-moved_at", "claim"), name="standing_moved"),
            models.Index(fields=("workspace", "claim"), name="standing_stale", condition=Q(stale=True)),
        ]

    def __str__(self) -> str:
        return f"{self.claim_id}: {self.effective}"


class RecheckInterval(Recorded):
    """After how many days a claim in this state is due to be looked at again (null: never), as the workspace chose."""

    state = models.CharField(max_length=15, choices=AssessmentState)
    days = models.IntegerField(null=True, blank=True)

    class Meta(Recorded.Meta):
        constraints = [
            *identity("recheckinterval"),
            models.UniqueConstraint(fields=("workspace", "state"), name="recheck.duplicate"),
            models.CheckConstraint(condition=Q(state__in=AssessmentState.values), name="recheck.state"),
            models.CheckConstraint(condition=Q(days__isnull=True) | Q(days__range=(1, 3650)), name="recheck.days"),
        ]
        triggers = [
            *recording(fixed=("state",)),
            CheckRows(name="e_stand", operation=pgtrigger.Insert, call="isnad_stand_interval"),
            CheckRows(name="e_stand_anew", operation=pgtrigger.Update, call="isnad_stand_interval"),
        ]

    def __str__(self) -> str:
        return f"{self.state}: {self.days}"


AssessmentHistory = history_of(Assessment)
RecheckIntervalHistory = history_of(RecheckInterval)
