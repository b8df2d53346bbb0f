"""Articles whose texts are nearly the same, and what a person decided of them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from annotations.models.article import Article, ArticleVersion
from annotations.models.base import MAX_USERNAME, Recorded, history_of, identity, in_order, workspace_through_parent
from annotations.models.constraints import pair
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import recording
from annotations.vocabulary import ResemblanceVerdict


class ResemblanceQuerySet(OfWorkspace["Resemblance"]):
    pass


class Resemblance(Recorded):
    """`article` is nearly the text of `other`. Nothing follows from that before a person has decided what it means."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="resemblances", db_constraint=False)
    other = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="resembled_by", db_constraint=False)
    similarity = models.FloatField(null=True, blank=True, help_text="0 to 1; null where a person saw it")
    verdict = models.CharField(max_length=15, choices=ResemblanceVerdict, default=ResemblanceVerdict.OPEN)
    reason = models.TextField(blank=True)
    decided_by = models.CharField(max_length=MAX_USERNAME, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ResemblanceQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("resemblance"),
            *pair("resemblance", "article", "other", "annotations.Article"),
            models.CheckConstraint(
                condition=Q(similarity__isnull=True) | Q(similarity__range=(0, 1)), name="resemblance.similarity"
            ),
            models.CheckConstraint(condition=Q(verdict__in=ResemblanceVerdict.values), name="resemblance.verdict"),
            models.CheckConstraint(
                condition=Q(verdict=ResemblanceVerdict.OPEN, decided_by="", decided_at__isnull=True)
                | ~Q(verdict=ResemblanceVerdict.OPEN) & ~Q(decided_by="") & Q(decided_at__isnull=False),
                name="resemblance.decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=("workspace", "id"), name="resemblance_open", condition=Q(verdict=ResemblanceVerdict.OPEN)
            ),
            *in_order("resemblance"),
        ]
        triggers = recording(fixed=("article_id", "other_id"))

    @property
    def percent(self) -> int | None:
        return None if self.similarity is None else round(100 * self.similarity)

    def __str__(self) -> str:
        return f"{self.article_id} ~ {self.other_id}: {self.verdict}"


class TextSignature(models.Model):
    """Of a version's text, to find others that are nearly the same. Derived from it; has no history.

    A row comes with each version (by trigger, `waiting`) and is filled by a job, so that nobody waits for it who
    brings a text in.
    """

    version = models.OneToOneField(
        ArticleVersion, on_delete=models.CASCADE, primary_key=True, related_name="signature", db_constraint=False
    )
    workspace = workspace_through_parent(models.CASCADE)
    bands = ArrayField(models.BigIntegerField(), help_text="texts that share one of these may be nearly the same")
    waiting = models.BooleanField(db_default=True, help_text="to be compared with the others")

    class Meta:
        indexes = [
            # A list of pending entries would be read from end to end by every search between two vacuums.
            GinIndex(fields=["bands"], name="text_signature_bands", fastupdate=False),
            models.Index(fields=("workspace", "version"), name="text_signature_waiting", condition=Q(waiting=True)),
        ]

    def __str__(self) -> str:
        return f"signature of {self.version_id}"


ResemblanceHistory = history_of(Resemblance)
