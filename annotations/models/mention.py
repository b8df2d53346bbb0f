"""Mentions: where the text speaks of a claim."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from annotations.models.attribution import Attribution
from annotations.models.base import Recorded, history_of, identity, in_order
from annotations.models.claim import Claim
from annotations.models.constraints import same_workspace
from annotations.models.of_workspace import OfWorkspace
from annotations.models.span import Span
from annotations.models.triggers import announced, recording
from annotations.vocabulary import Credibility, MentionPolarity


class MentionQuerySet(OfWorkspace["Mention"]):
    pass


class Mention(Recorded):
    """Ties a frame, or a plain span that the outlet itself asserts, to a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="mentions", db_constraint=False)
    attribution = models.ForeignKey(
        Attribution, on_delete=models.PROTECT, null=True, related_name="mentions", db_constraint=False
    )
    span = models.ForeignKey(Span, on_delete=models.PROTECT, null=True, related_name="mentions", db_constraint=False)
    polarity = models.CharField(max_length=10, choices=MentionPolarity, default=MentionPolarity.ASSERTS)
    credibility = models.PositiveSmallIntegerField(null=True, blank=True, choices=Credibility)

    objects = MentionQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("mention"),
            same_workspace("mention.claim_of_other_workspace", "claim", "annotations.Claim"),
            same_workspace("mention.frame_of_other_workspace", "attribution", "annotations.Attribution"),
            same_workspace("mention.span_of_other_workspace", "span", "annotations.Span"),
            models.CheckConstraint(
                condition=Q(attribution__isnull=False, span__isnull=True)
                | Q(attribution__isnull=True, span__isnull=False),
                name="mention.one_target",
            ),
            models.UniqueConstraint(
                fields=("claim", "attribution"),
                condition=Q(attribution__isnull=False),
                name="mention.duplicate",
            ),
            models.UniqueConstraint(
                fields=("claim", "span"), condition=Q(span__isnull=False), name="mention.duplicate_span"
            ),
            models.CheckConstraint(condition=Q(polarity__in=MentionPolarity.values), name="mention.polarity"),
            models.CheckConstraint(
                condition=Q(credibility__isnull=True) | Q(credibility__range=(1, 6)),
                name="mention.credibility",
            ),
        ]
        indexes = in_order("mention")

        triggers = [
            *recording(),
            *announced(
                "COALESCE(a.version_id, s.version_id)",
                joins="LEFT JOIN annotations_attribution a ON a.id = r.attribution_id"
                " LEFT JOIN annotations_span s ON s.id = r.span_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.polarity} {self.claim_id}"


MentionHistory = history_of(Mention)
