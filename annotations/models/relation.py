"""What editors state of two sources: that they are the same people, or provably different ones."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from annotations.models.base import MAX_USERNAME, Recorded, history_of, identity, in_order
from annotations.models.constraints import pair
from annotations.models.of_workspace import OfWorkspace
from annotations.models.source import Source
from annotations.models.triggers import CheckRows, recording
from annotations.vocabulary import RelationKind


class SourceRelationQuerySet(OfWorkspace["SourceRelation"]):
    def in_force(self) -> SourceRelationQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class SourceRelation(Recorded):
    """A statement about two sources, with its reason. Withdrawn, it stays, with who withdrew it, when and why."""

    kind = models.CharField(max_length=10, choices=RelationKind)
    a = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    b = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    reason = models.TextField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=MAX_USERNAME, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = SourceRelationQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("sourcerelation"),
            *pair("relation", "a", "b", "annotations.Source", "kind", condition=Q(withdrawn_at__isnull=True)),
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="relation.kind"),
            models.CheckConstraint(condition=~Q(reason=""), name="relation.reason_empty"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="", withdrawn_reason="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_reason=""),
                name="relation.withdrawn",
            ),
        ]
        indexes = in_order("sourcerelation")
        triggers = [
            *recording(fixed=("kind", "a_id", "b_id")),
            # Two statements that contradict each other, also through others: see isnad_check_relations.
            CheckRows(name="d_check_relations", operation=pgtrigger.Insert, call="isnad_check_relations"),
            CheckRows(name="d_check_restated", operation=pgtrigger.Update, call="isnad_check_relations"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} {self.kind} {self.b_id}"


SourceRelationHistory = history_of(SourceRelation)
