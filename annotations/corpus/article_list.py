"""What a list of articles tells of each, for a whole page of them in a few queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from annotations.models import Article, ArticleSearch, ArticleVersion, Attribution, Progress
from annotations.vocabulary import LayerKind, ParagraphState


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article, the number of its newest version, and how many frames that has in all layers. Of its `paragraphs` so
    many are `done` in the shared layer; None where work on them was not begun.
    """

    article: Article
    version: int
    frames: int
    done: int | None = None
    paragraphs: int = 0


def listed(articles: Sequence[Article]) -> list[ListedArticle]:
    """Add to each article what its row shows, in the same order."""
    newest = {
        article: (pk, number)
        for article, pk, number in ArticleVersion.objects.filter(article__in=articles)
        .order_by("article_id", "-number")
        .distinct("article_id")
        .values_list("article_id", "pk", "number")
    }
    versions = [pk for pk, _number in newest.values()]
    counted = dict(
        Attribution.objects.filter(version__in=versions).order_by().values_list("version_id").annotate(Count("pk"))
    )
    done = _done(versions)
    begun = [article for article, (pk, _number) in newest.items() if pk in done]
    paragraphs = _paragraphs(begun) if begun else {}
    rows = []
    for article in articles:
        pk, number = newest.get(article.pk, (0, 0))
        whole = paragraphs.get(article.pk) or 0
        rows.append(ListedArticle(article, number, counted.get(pk, 0), done.get(pk), whole))
    return rows


def _done(versions: list[int]) -> dict[int, int]:
    """How many paragraphs are done, by version; versions of which none was looked at are left out."""
    rows = Progress.objects.filter(version__in=versions, layer__kind=LayerKind.SHARED)
    whole = Count("pk", filter=Q(state=ParagraphState.DONE))
    return dict(rows.order_by().values_list("version_id").annotate(done=whole))


def _paragraphs(articles: list[int]) -> dict[int, int | None]:
    return dict(ArticleSearch.objects.filter(article__in=articles).values_list("article_id", "paragraphs"))
