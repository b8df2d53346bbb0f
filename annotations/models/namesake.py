"""Names of sources as they are compared across spellings and scripts, and what a person would not be asked again."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from annotations.models.base import Recorded, history_of, identity, in_order, workspace_through_parent
from annotations.models.constraints import pair
from annotations.models.of_workspace import OfWorkspace
from annotations.models.source import Source
from annotations.models.triggers import recording


class SourceName(models.Model):
    """The keys of a source's name, to find others that may be spelt so. Derived; has no history.

    A row comes with each source and waits again when its name changes (by trigger); an action reads it at once, and
    what comes in otherwise is read by a job.
    """

    source = models.OneToOneField(
        Source, on_delete=models.CASCADE, primary_key=True, related_name="read_name", db_constraint=False
    )
    workspace = workspace_through_parent(models.CASCADE)
    keys = ArrayField(models.TextField(), help_text="names that share one of these may be spellings of one")
    waiting = models.BooleanField(db_default=True, help_text="the keys are not of the name as it is now")

    class Meta:
        indexes = [
            GinIndex(fields=["keys"], name="source_name_keys", fastupdate=False),
            models.Index(fields=("workspace", "source"), name="source_name_waiting", condition=Q(waiting=True)),
        ]

    def __str__(self) -> str:
        return f"name of {self.source_id}"


class SourceDismissalQuerySet(OfWorkspace["SourceDismissal"]):
    pass


class SourceDismissal(Recorded):
    """Somebody does not want to be asked again whether these two are one. It states nothing of them."""

    a = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    b = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    reason = models.TextField(blank=True)

    objects = SourceDismissalQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("sourcedismissal"),
            *pair("dismissal", "a", "b", "annotations.Source"),
        ]
        indexes = in_order("sourcedismissal")
        triggers = recording(fixed=("a_id", "b_id"))

    def __str__(self) -> str:
        return f"{self.a_id} and {self.b_id}"


SourceDismissalHistory = history_of(SourceDismissal)
