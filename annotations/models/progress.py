"""How far a desk is with a text, paragraph by paragraph."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from annotations.models.article import ArticleVersion, Layer
from annotations.models.base import Recorded, history_of, identity, in_order
from annotations.models.constraints import CompositeForeignKey, same_workspace
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import CheckRows, announced, recording
from annotations.vocabulary import ParagraphState


class ProgressQuerySet(OfWorkspace["Progress"]):
    pass


class Progress(Recorded):
    """One paragraph of a version was looked at, or is done, in one layer; without a row it is open. The layer has one
    state for all: `created_by` and `created_at` are of whoever set the present one.
    """

    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    layer = models.ForeignKey(
        Layer, on_delete=models.PROTECT, related_name="progress", db_constraint=False, db_index=False
    )
    start = models.IntegerField(help_text="where the paragraph begins, in code points")
    state = models.CharField(max_length=10, choices=ParagraphState)

    objects = ProgressQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("progress"),
            same_workspace("progress.other_workspace", "layer", "annotations.Layer"),
            CompositeForeignKey(
                name="progress.layer_of_other_version",
                fields=("version", "layer"),
                to="annotations.Layer",
                to_fields=("version", "id"),
            ),
            models.UniqueConstraint(fields=("layer", "start"), name="progress.duplicate"),
            models.CheckConstraint(condition=Q(state__in=ParagraphState.values), name="progress.state"),
        ]
        indexes = [*in_order("progress"), models.Index(fields=("version",), name="progress_version")]
        triggers = [
            *recording(fixed=("version_id", "layer_id", "start")),
            *announced(),
            CheckRows(name="d_check_insert", operation=pgtrigger.Insert, call="isnad_check_progress"),
        ]

    def __str__(self) -> str:
        return f"{self.start}: {self.state}"


ProgressHistory = history_of(Progress)
