"""Names of sources as they are compared across spellings and scripts, and what a person would not be asked again."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from annotations.models.base import Recorded, history_of, identity, in_order
from annotations.models.constraints import same_workspace
from annotations.models.source import Source
from annotations.models.triggers import recording
from annotations.models.workspace import User, Workspace


class SourceName(models.Model):
    """The keys of a source's name, to find others that may be spelt so. Derived; has no history.

    A row comes with each source and waits again when its name changes (by trigger); an action reads it at once, and
    what comes in otherwise is read by a job.
    """

    source = models.OneToOneField(
        Source, on_delete=models.CASCADE, primary_key=True, related_name="read_name", db_constraint=False
    )
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    keys = ArrayField(models.TextField(), help_text="names that share one of these may be spellings of one")
    waiting = models.BooleanField(db_default=True, help_text="the keys are not of the name as it is now")

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="source_name_keys", fastupdate=False),
            models.Index(fields=("workspace", "source"), name="source_name_waiting", condition=Q(waiting=True)),
        ]

    def __str__(self) -> str:
        return f"name of {self.source_id}"


class SourceDismissalQuerySet(models.QuerySet["SourceDismissal"]):
    def visible_to(self, user: User) -> SourceDismissalQuerySet:
        return self.filter(workspace__memberships__user=user)


class SourceDismissal(Recorded):
    """Somebody does not want to be asked again whether these two are one. It states nothing of them."""

    a = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    b = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    reason = models.TextField(blank=True)

    objects = SourceDismissalQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("sourcedismissal"),
            same_workspace("dismissal.a_of_other_workspace", "a", "annotations.Source"),
            same_workspace("dismissal.b_of_other_workspace", "b", "annotations.Source"),
            models.CheckConstraint(condition=~Q(a=F("b")), name="dismissal.itself"),
            models.UniqueConstraint(Least("a", "b"), Greatest("a", "b"), name="dismissal.duplicate"),
        ]
        indexes = in_order("sourcedismissal")
        triggers = recording(fixed=("a_id", "b_id"))

    def __str__(self) -> str:
        return f"{self.a_id} and {self.b_id}"


SourceDismissalHistory = history_of(SourceDismissal)
