"""Corroborations: what bears on a claim, how, and whether an editor accepted it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from annotations.models.article import ArticleVersion
from annotations.models.base import MAX_USERNAME, Recorded, history_of, identity, in_order
from annotations.models.claim import Claim
from annotations.models.constraints import same_workspace
from annotations.models.exhibit import Exhibit
from annotations.models.mention import Mention
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import recording
from annotations.vocabulary import CorroborationState, DecisiveGround, Stance


class CorroborationQuerySet(OfWorkspace["Corroboration"]):
    pass


class Corroboration(Recorded):
    """A piece of evidence for or against a claim: a mention, pinned to the version that it stands in, or an exhibit."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="corroborations", db_constraint=False)
    mention = models.ForeignKey(
        Mention, on_delete=models.PROTECT, null=True, blank=True, related_name="corroborations", db_constraint=False
    )
    exhibit = models.ForeignKey(
        Exhibit, on_delete=models.PROTECT, null=True, blank=True, related_name="corroborations", db_constraint=False
    )
    version = models.ForeignKey(
        ArticleVersion, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    stance = models.CharField(max_length=10, choices=Stance)
    decisive = models.BooleanField(default=False)
    decisive_ground = models.CharField(max_length=25, choices=DecisiveGround, blank=True)
    decisive_reason = models.TextField(blank=True)
    interested = models.BooleanField(default=False, help_text="it comes from a party that gains by it")
    bears_from = models.DateTimeField(null=True, blank=True, help_text="from when on it bears on the claim")
    state = models.CharField(max_length=10, choices=CorroborationState, default=CorroborationState.PROPOSED)
    decided_by = models.CharField(max_length=MAX_USERNAME, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_reason = models.TextField(blank=True)

    objects = CorroborationQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("corroboration"),
            same_workspace("corroboration.claim_of_other_workspace", "claim", "annotations.Claim"),
            same_workspace("corroboration.mention_of_other_workspace", "mention", "annotations.Mention"),
            same_workspace("corroboration.exhibit_of_other_workspace", "exhibit", "annotations.Exhibit"),
            same_workspace("corroboration.version_of_other_workspace", "version", "annotations.ArticleVersion"),
            models.CheckConstraint(
                condition=Q(mention__isnull=False, version__isnull=False, exhibit__isnull=True)
                | Q(mention__isnull=True, version__isnull=True, exhibit__isnull=False),
                name="corroboration.one_evidence",
            ),
            models.UniqueConstraint(
                fields=("claim", "mention"), condition=Q(mention__isnull=False), name="corroboration.duplicate"
            ),
            models.UniqueConstraint(
                fields=("claim", "exhibit"), condition=Q(exhibit__isnull=False), name="corroboration.duplicate_exhibit"
            ),
            models.CheckConstraint(condition=Q(stance__in=Stance.values), name="corroboration.stance"),
            models.CheckConstraint(
                condition=Q(decisive=False, decisive_reason="", decisive_ground="")
                | Q(decisive=True, decisive_ground__in=DecisiveGround.values) & ~Q(decisive_reason=""),
                name="corroboration.decisive_reason",
            ),
            models.CheckConstraint(
                condition=Q(decisive=False) | Q(interested=False) | ~Q(stance=Stance.REFUTES),
                name="corroboration.interested_denial",
            ),
            models.CheckConstraint(condition=Q(state__in=CorroborationState.values), name="corroboration.state"),
            models.CheckConstraint(
                condition=Q(state=CorroborationState.PROPOSED, decided_by="", decided_at__isnull=True)
                | ~Q(state=CorroborationState.PROPOSED) & ~Q(decided_by="") & Q(decided_at__isnull=False),
                name="corroboration.decided",
            ),
        ]
        indexes = [
            *in_order("corroboration"),
            models.Index(fields=("version",), name="corroboration_version"),
            models.Index(
                fields=("workspace", "id"),
                name="corroboration_proposed",
                condition=Q(state=CorroborationState.PROPOSED),
            ),
        ]
        triggers = recording(fixed=("claim_id", "mention_id", "exhibit_id", "version_id"))

    def __str__(self) -> str:
        return f"{self.stance} {self.claim_id} ({self.state})"


CorroborationHistory = history_of(Corroboration)
