"""Spans: places in the text of one version."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q, Value

from annotations.models.article import ArticleVersion, Layer
from annotations.models.base import Recorded, history_of, identity, in_order, where_named, workspace_through_parent
from annotations.models.checks import NEW_SPANS, CheckDeletedRows, CheckNewRows
from annotations.models.constraints import ReferencedKey
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import CheckRows, announced, recording
from annotations.text import WHITE_SPACE


class SpanQuerySet(OfWorkspace["Span"]):
    pass


class Span(Recorded):
    """One or more segments [start, end) in code points, with the quote that they cover."""

    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, related_name="spans", db_constraint=False, db_index=False
    )
    layer = models.ForeignKey(
        Layer, on_delete=models.PROTECT, related_name="spans", db_constraint=False, db_index=False
    )
    segments = ArrayField(models.IntegerField(), help_text="start1, end1, start2, end2, … in code points")
    exact = models.TextField(help_text="the texts of the segments, joined by one space")
    prefix = models.TextField(blank=True)
    suffix = models.TextField(blank=True)
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="carried_to", db_constraint=False, db_index=False
    )
    workspace = workspace_through_parent()

    objects = SpanQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("span"),
            ReferencedKey(fields=("layer", "id"), name="span_layer_id_key"),
            models.CheckConstraint(
                condition=Q(Func(F("segments"), function="isnad_segments_ordered", output_field=models.BooleanField())),
                name="span.segments_ordered",
            ),
            models.CheckConstraint(
                condition=Q(
                    exact=Func(F("exact"), Value(WHITE_SPACE), function="btrim", output_field=models.TextField())
                ),
                name="span.edge_whitespace",
            ),
        ]
        indexes = [*in_order("span"), where_named("span", "carried_from")]
        triggers = [
            *recording(fixed=("version_id", "layer_id")),
            *announced(),
            CheckNewRows(name="d_check_insert", quickly=NEW_SPANS),
            CheckRows(name="d_check_update", operation=pgtrigger.Update, call="isnad_check_moved_spans"),
            CheckDeletedRows(
                "isnad_check_deleted_spans((SELECT array_agg(id) FROM old_rows),"
                " (SELECT array_agg(DISTINCT layer_id) FROM old_rows))"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.segments} {self.exact[:40]}"


SpanHistory = history_of(Span)
