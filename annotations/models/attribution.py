"""Attributions: who says what, by which words (after PARC 3.0 and PolNeAR)."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from annotations.models.article import ArticleVersion, Layer
from annotations.models.base import Recorded, history_of, identity, in_order, where_named, workspace_through_parent
from annotations.models.checks import NEW_FRAMES, CheckDeletedRows, CheckNewRows
from annotations.models.constraints import ReferencedKey
from annotations.models.named import NamedIsThere
from annotations.models.of_workspace import OfWorkspace
from annotations.models.span import Span
from annotations.models.triggers import CheckRows, announced, recording
from annotations.vocabulary import Attitude, CueKind, Quotation, Resolution


class AttributionQuerySet(OfWorkspace["Attribution"]):
    pass


_SPANS = ("source", "cue", "addressee", "channel", "antecedent_span")
_FRAMES = ("parent", "antecedent_frame")


def _span(related_name: str) -> models.ForeignKey[Span | None, Span | None]:
    return models.ForeignKey(
        Span,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        db_constraint=False,
        db_index=False,
    )


def _frame(related_name: str) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        db_constraint=False,
        db_index=False,
    )


class Attribution(Recorded):
    """A frame over spans of one layer: source, cue, contents, addressee, channel, and the frame that it lies in."""

    version = models.ForeignKey(
        ArticleVersion,
        on_delete=models.PROTECT,
        related_name="attributions",
        db_constraint=False,
        db_index=False,
    )
    layer = models.ForeignKey(
        Layer, on_delete=models.PROTECT, related_name="attributions", db_constraint=False, db_index=False
    )
    source = _span("source_of")
    cue = _span("cue_of")
    addressee = _span("addressee_of")
    channel = _span("channel_of")
    content_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    speaker_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    parent = _frame("children")
    resolution = models.CharField(max_length=15, choices=Resolution, blank=True)
    antecedent_frame = _frame("continued_by")
    antecedent_span = _span("antecedent_of")
    # By its public id: what an import brings may cite an article that comes only after it.
    cites = models.UUIDField(null=True, blank=True, help_text="public id of the article that the source repeats")
    workspace = workspace_through_parent()
    cue_kind = models.CharField(max_length=15, choices=CueKind, blank=True)
    attitude = models.CharField(max_length=10, choices=Attitude, blank=True)
    quotation = models.CharField(max_length=10, choices=Quotation, default=Quotation.NONE, editable=False)

    objects = AttributionQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("attribution"),
            ReferencedKey(fields=("layer", "id"), name="attribution_layer_id_key"),
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(cue__isnull=False) | ~Q(content_ids=[]),
                name="frame.empty",
            ),
            models.CheckConstraint(
                condition=Q(antecedent_frame__isnull=True) | Q(antecedent_span__isnull=True),
                name="frame.two_antecedents",
            ),
            models.CheckConstraint(condition=Q(resolution__in=["", *Resolution.values]), name="attribution.resolution"),
            models.CheckConstraint(condition=Q(cue_kind__in=["", *CueKind.values]), name="attribution.cue_kind"),
            models.CheckConstraint(condition=Q(attitude__in=["", *Attitude.values]), name="attribution.attitude"),
            models.CheckConstraint(condition=Q(quotation__in=Quotation.values), name="attribution.quotation"),
        ]
        indexes = [
            *in_order("attribution"),
            *(where_named("frame", role) for role in (*_SPANS, *_FRAMES)),
            GinIndex(fields=["speaker_ids"], name="attribution_speakers"),
            models.Index(fields=("workspace", "cites"), name="attribution_cites", condition=Q(cites__isnull=False)),
        ]
        triggers = [
            *recording(fixed=("version_id", "layer_id")),
            *announced(),
            NamedIsThere("cites", "annotations_article", "frame.cites_missing"),
            CheckNewRows(name="d_check_insert", quickly=NEW_FRAMES),
            CheckRows(name="d_check_update", operation=pgtrigger.Update, call="isnad_check_frames_and_children"),
            CheckDeletedRows(
                "isnad_check_deleted_frames((SELECT array_agg(id) FROM old_rows),"
                " (SELECT array_agg(DISTINCT layer_id) FROM old_rows))"
            ),
        ]

    def __str__(self) -> str:
        return f"attribution {self.uid}"


AttributionHistory = history_of(Attribution)
