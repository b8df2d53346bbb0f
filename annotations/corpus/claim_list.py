"""What a list of claims tells of each, for a whole page of them in two queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F
from django.db.models.functions import Coalesce

from annotations.models import Claim, Mention, Standing


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """A claim, how many places mention it, in how many articles, and how it stands (None: not assessed yet)."""

    claim: Claim
    mentions: int
    articles: int
    standing: Standing | None = None


def listed_claims(claims: Sequence[Claim]) -> list[ListedClaim]:
    """Add to each claim what its row shows, in the same order."""
    article_of = Coalesce(F("attribution__version__article_id"), F("span__version__article_id"))
    counted = {
        pk: (mentions, articles)
        for pk, mentions, articles in Mention.objects.filter(claim__in=claims)
        .order_by()
        .values_list("claim_id")
        .annotate(mentions=Count("pk"), articles=Count(article_of, distinct=True))
    }
    standings = Standing.objects.in_bulk([claim.pk for claim in claims])
    return [ListedClaim(claim, *counted.get(claim.pk, (0, 0)), standings.get(claim.pk)) for claim in claims]
