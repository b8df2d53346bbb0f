"""Which article, claim or layer goes out: found by its words, chosen from a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from annotations.models import Article, Claim, Layer
from annotations.text import fold_plain, query_terms
from annotations.web.access import PageRequest

SHOWN = 20


class Choice(NamedTuple):
    """One that may be meant: its title or statement, in which language, and what tells it from others."""

    uid: UUID
    words: str
    language: str
    note: str = ""


def choices_for(request: PageRequest, what: str, words: str) -> list[Choice]:
    """The newest of the workspace that have these words, at most SHOWN; without words the newest."""
    return list(_FOUND[what](request, words))


def name_of(request: PageRequest, what: str, uid: UUID) -> str:
    """What is chosen, by its title or statement; empty where it is not here any more."""
    if what == "claim":
        claims = Claim.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
        return claims.filter(uid=uid).values_list("statement", flat=True).first() or ""
    articles = Article.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    found = articles.filter(uid=uid) if what == "article" else articles.filter(versions__layers__uid=uid)
    return found.values_list("title", flat=True).first() or ""


def _articles(request: PageRequest, words: str) -> QuerySet[Article]:
    found = Article.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    if words:
        found = found.matching(query_terms(words))
    return found.order_by("-created_at", "-pk")[:SHOWN]


def _of_articles(request: PageRequest, words: str) -> Iterator[Choice]:
    for one in _articles(request, words):
        yield Choice(one.uid, one.title, one.language, one.outlet)


def _of_claims(request: PageRequest, words: str) -> Iterator[Choice]:
    found = Claim.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    if words:
        found = found.matching(fold_plain(words))
    for one in found.order_by("-created_at", "-pk")[:SHOWN]:
        yield Choice(one.uid, one.statement, one.language)


def _of_layers(request: PageRequest, words: str) -> Iterator[Choice]:
    """The layers of the articles that have the words."""
    articles = [one.pk for one in _articles(request, words)]
    own = Layer.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    found = own.filter(version__article__in=articles).select_related("version__article")
    for one in found.order_by("-version__article__created_at", "-version__number", "pk")[: 2 * SHOWN]:
        article = one.version.article
        kind = " ".join(filter(None, (one.get_kind_display(), one.annotator, one.name)))
        yield Choice(one.uid, article.title, article.language, f"{kind} · {one.version.number}")


_FOUND = {"article": _of_articles, "claim": _of_claims, "layer": _of_layers}
