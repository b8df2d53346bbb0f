"""The registry of sources: who speaks."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from annotations.models.base import Recorded, history_of, identity, in_order
from annotations.models.of_workspace import FoundByWords
from annotations.models.triggers import NEW_ROWS, Announce, recording
from annotations.vocabulary import Reliability, SourceKind


class SourceQuerySet(FoundByWords["Source"]):
    """Their folded column holds name, descriptor and affiliation."""


class Source(Recorded):
    """A person, group, institution, document or outlet that speaks; anonymous ones are records of their own."""

    kind = models.CharField(max_length=20, choices=SourceKind)
    name = models.CharField(max_length=300, blank=True)
    descriptor = models.CharField(max_length=500, blank=True, help_text="the words that describe it")
    affiliation = models.CharField(max_length=300, blank=True)
    nationality = models.CharField(max_length=100, blank=True)
    rank = models.CharField(max_length=200, blank=True)
    relayed_by = models.CharField(max_length=200, blank=True, help_text="the outlet that relays it")
    anonymity_reason = models.CharField(max_length=500, blank=True)
    stated_count = models.PositiveIntegerField(null=True, blank=True, help_text="how many people are stated")
    reliability = models.CharField(max_length=1, choices=Reliability, blank=True)
    folded = models.TextField(blank=True, editable=False, help_text="folded words, for finding it")

    objects = SourceQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("source"),
            models.CheckConstraint(condition=Q(kind__in=SourceKind.values), name="source.kind"),
            models.CheckConstraint(condition=Q(reliability__in=["", *Reliability.values]), name="source.reliability"),
            models.CheckConstraint(condition=~Q(name="", descriptor=""), name="source.nameless"),
            models.CheckConstraint(
                condition=Q(stated_count__isnull=True) | Q(stated_count__gte=1), name="source.stated_count"
            ),
        ]
        indexes = [
            *in_order("source"),
            GinIndex(OpClass("folded", name="gin_trgm_ops"), name="source_folded"),
            models.Index(fields=("workspace", "kind", "id"), name="source_kind"),
        ]
        triggers = [
            *recording(),
            Announce(pgtrigger.Update, "NULL::bigint"),
            # Whatever way a name comes in, it waits to be read: see SourceName.
            pgtrigger.Trigger(
                name="e_wait_for_name",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                referencing=NEW_ROWS,
                func="""
                    INSERT INTO annotations_sourcename (source_id, workspace_id, keys, waiting)
                    SELECT id, workspace_id, '{}', true FROM new_rows
                    ON CONFLICT (source_id) DO UPDATE SET waiting = true;
                    RETURN NULL;
                """,
            ),
            pgtrigger.Trigger(
                name="e_wait_for_new_name",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.name <> NEW.name OR OLD.kind <> NEW.kind"),
                func="UPDATE annotations_sourcename SET waiting = true WHERE source_id = NEW.id; RETURN NULL;",
            ),
            pgtrigger.Trigger(
                name="d_check_delete",
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM annotations_attribution WHERE speaker_ids @> ARRAY[OLD.id]) THEN
                        RAISE EXCEPTION 'source % speaks in an attribution', OLD.uid
                            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'source.in_use';
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.descriptor


SourceHistory = history_of(Source)
