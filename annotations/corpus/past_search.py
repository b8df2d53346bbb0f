"""Searching articles as they were: the index of words knows the present texts alone.

Nearly all articles are still as they were then, and the index answers for them. The others, whose title or newest
text is another one by now, are read as of then and searched word by word.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from annotations.corpus.shape import as_of
from annotations.models import Article, ArticleVersion
from annotations.text import terms

_CHANGED = f"""
    SELECT t.id, t.title, v.text FROM {as_of(Article)} t
    LEFT JOIN annotations_article a ON a.id = t.id
    JOIN LATERAL (
        SELECT text FROM {as_of(ArticleVersion, "article_id = t.id")} r ORDER BY number DESC LIMIT 1) v ON true
    WHERE a.title IS DISTINCT FROM t.title OR EXISTS (
        SELECT 1 FROM annotations_articleversion n
        WHERE n.article_id = t.id AND n.workspace_id = %(workspace)s AND n.recorded_at > %(known_at)s)
"""  # A text is never changed nor removed: only a version that came later can have taken its place.


def matching_at(rows: QuerySet[Any], words: list[list[str]], *, workspace: int, known_at: datetime) -> QuerySet[Any]:
    """Those of the `rows` (articles as of `known_at`) whose title or newest text at that time had, for each of the
    words, at least one of its folded forms.
    """
    changed, found = _read_changed(words, {"workspace": workspace, "known_at": known_at})
    still = Article.objects.filter(workspace_id=workspace).matching(words).exclude(pk__in=changed)
    return rows.filter(Q(pk__in=still.values("pk")) | Q(pk__in=found))


def _read_changed(words: list[list[str]], parameters: dict[str, Any]) -> tuple[list[int], list[int]]:
    """The ids of all articles that changed since, and of those among them that match."""
    changed, found = [], []
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, parameters)
        while some := cursor.fetchmany(100):
            for key, title, text in some:
                changed.append(key)
                held = set(terms(f"{title}\n{text}"))
                if all(not held.isdisjoint(forms) for forms in words):
                    found.append(key)
    return changed, found
