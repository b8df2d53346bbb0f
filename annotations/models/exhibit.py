"""Exhibits: evidence that is no annotated article."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from annotations.models.base import Recorded, history_of, identity, in_order
from annotations.models.constraints import same_workspace
from annotations.models.of_workspace import OfWorkspace
from annotations.models.source import Source
from annotations.vocabulary import ExhibitKind


class ExhibitQuerySet(OfWorkspace["Exhibit"]):
    pass


class Exhibit(Recorded):
    """A document, record, image, video, dataset, or what the newsroom itself saw. Its file lies under its SHA-256."""

    kind = models.CharField(max_length=20, choices=ExhibitKind)
    title = models.CharField(max_length=500)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=2000, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True, blank=True, help_text="of the file, in bytes")
    media_type = models.CharField(max_length=100, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    captured_at = models.DateTimeField(null=True, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True, help_text="when what it shows happened")
    origin = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, related_name="exhibits", db_constraint=False
    )

    objects = ExhibitQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("exhibit"),
            same_workspace("exhibit.origin_of_other_workspace", "origin", "annotations.Source"),
            models.CheckConstraint(condition=Q(kind__in=ExhibitKind.values), name="exhibit.kind"),
            models.CheckConstraint(condition=~Q(title=""), name="exhibit.title_empty"),
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(sha256="") | Q(kind=ExhibitKind.OWN_WITNESS), name="exhibit.nothing_there"
            ),
            models.CheckConstraint(
                condition=Q(sha256="", size__isnull=True)
                | Q(sha256__regex=r"^[0-9a-f]{64}$", size__isnull=False, size__gte=0),
                name="exhibit.sha256",
            ),
            models.CheckConstraint(
                condition=Q(captured_at__isnull=True)
                | Q(happened_at__isnull=True)
                | Q(captured_at__gte=models.F("happened_at")),
                name="exhibit.captured_before",
            ),
        ]
        indexes = [
            *in_order("exhibit"),
            models.Index(fields=("workspace", "sha256"), name="exhibit_file", condition=~Q(sha256="")),
        ]

    def __str__(self) -> str:
        return self.title


ExhibitHistory = history_of(Exhibit)
