"""What a list of claims tells of each, for a whole page of them in a few queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import connection
from django.db.models import Count, F
from django.db.models.functions import Coalesce

from annotations.corpus.past import rows_at
from annotations.corpus.shape import as_of
from annotations.corpus.stood import Stood, bore_at, present_rows, stood_at
from annotations.corpus.validity import ran_out
from annotations.models import Attribution, Claim, Mention, Span, Standing

_MENTIONED_THEN = f"""
SELECT m.claim_id, count(*), count(DISTINCT v.article_id)
FROM {as_of(Mention, "claim_id = ANY (%(claims)s)")} m
LEFT JOIN LATERAL (
    SELECT f.version_id FROM {as_of(Attribution, "id = m.attribution_id")} f
    UNION ALL SELECT s.version_id FROM {as_of(Span, "id = m.span_id")} s) AS place ON true
LEFT JOIN annotations_articleversion v ON v.id = place.version_id
GROUP BY m.claim_id
"""
Counts = Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """A claim, how many places mention it, in how many articles, and how it stands (None: not assessed yet). `ran_out`:
    its horizon has passed, and nobody has said what became of it.
    """

    claim: Claim
    mentions: int
    articles: int
    standing: Standing | Stood | None = None
    ran_out: bool = False


def listed_claims(
    workspace: int, claims: Sequence[Claim], *, known_at: datetime | None = None, valid_at: datetime | None = None
) -> list[ListedClaim]:
    """Add to each claim of the workspace what its row shows, in the same order: now, or as known at `known_at`
    (settled; the claims are those of that time) and counting what bore by `valid_at`.
    """
    standings: Mapping[int, Standing | Stood]
    if known_at is None and valid_at is None:
        standings = Standing.objects.in_bulk([claim.pk for claim in claims])
    else:
        now = partial(present_rows, workspace)
        stood = stood_at(partial(rows_at, workspace=workspace, known_at=known_at) if known_at else now, claims)
        standings = stood if valid_at is None else bore_at(workspace, stood, known_at=known_at, valid_at=valid_at)
    counted = _mentioned(claims) if known_at is None else _mentioned_then(workspace, claims, known_at)
    at = valid_at or known_at
    return [
        ListedClaim(claim, *counted.get(claim.pk, (0, 0)), standings.get(claim.pk), ran_out(claim, at))
        for claim in claims
    ]


def _mentioned(claims: Sequence[Claim]) -> Counts:
    article_of = Coalesce(F("attribution__version__article_id"), F("span__version__article_id"))
    counted = Mention.objects.filter(claim__in=claims).order_by().values_list("claim_id")
    return {
        pk: (mentions, articles)
        for pk, mentions, articles in counted.annotate(mentions=Count("pk"), articles=Count(article_of, distinct=True))
    }


def _mentioned_then(workspace: int, claims: Sequence[Claim], known_at: datetime) -> Counts:
    with connection.cursor() as cursor:
        keys = [claim.pk for claim in claims]
        cursor.execute(_MENTIONED_THEN, {"workspace": workspace, "known_at": known_at, "claims": keys})
        return {pk: (mentions, articles) for pk, mentions, articles in cursor.fetchall()}
