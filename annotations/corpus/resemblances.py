"""Articles whose texts are nearly the same, found by an index and judged by the pure detector; and what tells that
one of the two is credited.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q

from annotations.models import Article, ArticleVersion, Attribution, Resemblance, TextSignature
from annotations.text import compare_texts, fold_plain
from annotations.vocabulary import Origin, ResemblanceVerdict

MOST_CANDIDATES = 20
"""Articles that one text is compared with, word by word."""
_LEAST_SHARED = 0.1
"""Part of the shorter signature that near-copies share at least: half of its text stands in the other."""

# Number by number, off the index: asked for any of them at once, PostgreSQL thinks it cheaper to read the whole table.
# Of each article the version that shares the most.
CANDIDATES = """
WITH alike AS MATERIALIZED (
    SELECT version_id, cardinality(bands) AS size, count(*) AS shared FROM unnest(%(bands)s::bigint[]) AS number
    CROSS JOIN LATERAL (
        SELECT version_id, bands FROM annotations_textsignature
        WHERE bands @> ARRAY[number] AND workspace_id = %(workspace)s) AS having_it
    GROUP BY version_id, size)
SELECT article_id, version_id, shared FROM (
    SELECT DISTINCT ON (v.article_id) v.article_id, version_id, shared
    FROM alike JOIN annotations_articleversion v ON v.id = version_id
    WHERE v.article_id <> %(article)s AND shared >= %(part)s * LEAST(size, cardinality(%(bands)s::bigint[]))
    ORDER BY v.article_id, shared DESC, version_id DESC) AS found
ORDER BY shared DESC, article_id LIMIT %(most)s
"""


class Candidate(NamedTuple):
    """A version of another article (internal ids) that shares so many numbers of a signature."""

    article: int
    version: int
    shared: int


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Two articles with nearly the same text: `similarity` is the part of the shorter one that stands in the other."""

    copy: Article
    original: Article
    similarity: float


def open_resemblances(article: Article, *, most: int = 3) -> list[Resemblance]:
    """What is offered of the article for a decision, on either side."""
    rows = Resemblance.objects.filter(Q(article=article) | Q(other=article), verdict=ResemblanceVerdict.OPEN)
    return list(rows.select_related("article", "other").order_by("-similarity", "pk")[:most])


def candidates(article: Article, bands: Sequence[int]) -> list[Candidate]:
    """Other articles of the workspace whose texts may be nearly the one of these bands, the likeliest first."""
    parameters: dict[str, Any] = {
        "bands": list(bands), "workspace": article.workspace_id, "article": article.pk, "part": _LEAST_SHARED,
        "most": MOST_CANDIDATES,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, parameters)
        return [Candidate(*row) for row in cursor.fetchall()]


def near_copies(article: Article) -> list[NearCopy]:
    """The articles whose texts are nearly this one's without that being credited, the most similar first."""
    found: dict[int, float] = {}
    for row in TextSignature.objects.filter(version__article=article).select_related("version"):
        wanted = candidates(article, row.bands)
        texts = dict(
            ArticleVersion.objects.filter(pk__in=[one.version for one in wanted]).values_list("article_id", "text")
        )
        for key, text in texts.items():
            resemblance = compare_texts(row.version.text, text)
            if resemblance.is_near_copy:
                found[key] = max(found.get(key, 0.0), resemblance.containment)
    others = Article.objects.in_bulk(list(found))
    cited = cited_by([article.pk, *found])
    pairs = [(*in_order_of_copying(article, others[key]), found[key]) for key in found]
    return sorted(
        (NearCopy(*pair) for pair in pairs if not is_credited(pair[0], pair[1], cited)),
        key=lambda one: (-one.similarity, one.original.pk, one.copy.pk),
    )


def in_order_of_copying(one: Article, other: Article) -> tuple[Article, Article]:
    """Which of the two will have copied the other: the one that credits nobody, else the later one."""
    if bool(one.credited_wire.strip()) != bool(other.credited_wire.strip()):
        return (other, one) if one.credited_wire.strip() else (one, other)
    earlier, later = sorted((one, other), key=_came_out if one.published_at and other.published_at else _came_in)
    return later, earlier


def _came_out(article: Article) -> tuple[datetime, int]:
    return article.published_at or article.created_at, article.pk


def _came_in(article: Article) -> tuple[datetime, int]:
    return article.created_at, article.pk


def cited_by(articles: Iterable[int]) -> dict[int, set[UUID]]:
    """The public ids of the articles that frames in each of these articles (internal ids) cite."""
    found: dict[int, set[UUID]] = {key: set() for key in articles}
    rows = Attribution.objects.filter(version__article__in=found, cites__isnull=False)
    for key, uid in rows.values_list("version__article_id", "cites"):
        if uid is not None:
            found[key].add(uid)
    return found


def is_credited(copy: Article, original: Article, cited: dict[int, set[UUID]]) -> bool:
    """Whether the way from the one text to the other is told already: by a wire that one credits and the other is or
    credits, by a citation, or by what a person decided of the copy's origin.
    """
    if copy.origin or (original.origin == Origin.COPY and original.copy_of == copy.uid):
        return True
    if original.uid in cited[copy.pk] or copy.uid in cited[original.pk]:
        return True
    names = [{fold_plain(name).strip() for name in (one.outlet, one.credited_wire)} for one in (copy, original)]
    wires = [fold_plain(one.credited_wire).strip() for one in (copy, original)]
    return bool(wires[0] and wires[0] in names[1]) or bool(wires[1] and wires[1] in names[0])
