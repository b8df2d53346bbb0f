"""What a list of articles tells of each, for a whole page of them in two queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from annotations.models import Article, ArticleVersion, Attribution


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article, the number of its newest version, and how many frames that has in all layers."""

    article: Article
    version: int
    frames: int


def listed(articles: Sequence[Article]) -> list[ListedArticle]:
    """Add to each article what its row shows, in the same order."""
    newest = {
        article: (pk, number)
        for article, pk, number in ArticleVersion.objects.filter(article__in=articles)
        .order_by("article_id", "-number")
        .distinct("article_id")
        .values_list("article_id", "pk", "number")
    }
    counted = dict(
        Attribution.objects.filter(version__in=[pk for pk, _number in newest.values()])
        .order_by()
        .values_list("version_id")
        .annotate(Count("pk"))
    )
    rows = []
    for article in articles:
        pk, number = newest.get(article.pk, (0, 0))
        rows.append(ListedArticle(article, number, counted.get(pk, 0)))
    return rows
