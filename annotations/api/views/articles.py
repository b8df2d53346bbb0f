"""`articles/`: what is said of an article; its texts are its versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import add_article, edit_article, preview_article_retraction, retract_article
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.bodies import read_fields
from annotations.api.operations import operation
from annotations.api.paging import Ordering
from annotations.api.parameters import KNOWN_AT, PAGE, Assignee, Choice, OneOf, Query, Text, Time
from annotations.api.resources import ARTICLE
from annotations.api.views.previews import preview_shape
from annotations.corpus import matching_at
from annotations.models import Article, ArticleVersion
from annotations.policies import Ability, assignee_named
from annotations.text import query_terms
from annotations.vocabulary import ArticleStatus, Capture

ORDERINGS = {
    name: Ordering(name, name.lstrip("-"), descending=name.startswith("-"))
    for name in ("-created_at", "created_at", "-published_at", "published_at")
}
FILTERS = (
    Text("q", "Words of the title or the current text, folded: spelling variants and proclitics do not matter."),
    Text("outlet", "Exactly this outlet."),
    Text("language", "This language tag."),
    Choice("status", "This status.", ArticleStatus),
    Assignee("assignee", "Who works on it: `me`, `nobody`, or a user name after an @, as in `@sara`."),
    Time("published_after", "Published at this time or later."),
    Time("published_before", "Published before this time."),
    OneOf("ordering", "By which time; a minus sign puts the newest first.", tuple(ORDERINGS)),
    KNOWN_AT,
)
_COLUMNS = {
    "outlet": "outlet",
    "language": "language__iexact",
    "status": "status",
    "published_after": "published_at__gte",
    "published_before": "published_at__lt",
}


def filtered(rows: QuerySet[Any], query: Query, *, me: str) -> QuerySet[Any]:
    """The articles that the FILTERS leave, but for `q`."""
    conditions = {column: query[name] for name, column in _COLUMNS.items() if query[name] is not None}
    if query["assignee"] is not None:
        conditions["assignee"] = assignee_named(query["assignee"], me=me)
    return rows.filter(**conditions)


class ArticleView(ApiView):
    def build(self, rows: QuerySet[Any]) -> list[Shape]:
        return shapes.articles(rows, versions=self.within(ArticleVersion))


class Articles(ArticleView):
    @operation(
        Ability.READ, "articles_list", "List and search articles", gives="ArticlePage", parameters=PAGE + FILTERS
    )
    def get(self, request: Request) -> HttpResponse:
        rows = self.searched(filtered(self.within(Article), self.query, me=self.actor.username))
        return self.page(rows, self.build, ordering=ORDERINGS[self.query["ordering"] or "-created_at"])

    def searched(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those that `q` finds, now or at the time that `known_at` names."""
        if not self.query["q"]:
            return rows
        words = query_terms(self.query["q"])
        if not words:
            return rows.none()  # A query of nothing but punctuation asks for no word, and finds nothing.
        if self.past is None:
            found: QuerySet[Any] = rows.matching(words)  # type: ignore[attr-defined]
            return found
        return matching_at(rows, words, workspace=self.past.workspace, known_at=self.past.known_at)

    @operation(
        Ability.ADD_ARTICLE, "articles_create", "Add an article; its text becomes version 1", takes="ArticleNew",
        gives="Article", made=True,
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        body = self.body_of(ARTICLE)
        made = add_article(actor=self.actor, uid=body.uid, captured_how=Capture.API, **body.fields)
        shape = self.shape_of(Article, made.object.uid, self.build)
        return self.give_made(shape, created=made.created, route="api:article")


class ArticleDetail(ArticleView, ObjectView):
    @operation(Ability.READ, "articles_read", "Read an article", gives="Article", parameters=(KNOWN_AT,))
    def get(self, request: Request, article: UUID) -> HttpResponse:
        # No 304 here: `current_version` changes without the article's own revision.
        return self.give(self.current())

    @operation(
        Ability.EDIT_ARTICLE, "articles_change", "Change what is said of an article", takes="ArticleChange",
        gives="Article", guarded=True,
    )  # fmt: skip
    def patch(self, request: Request, article: UUID) -> HttpResponse:
        found = self.find(Article, article)
        expected = self.expected(found.revision)
        edit_article(actor=self.actor, article=found, expected=expected, **self.changes_of(ARTICLE, article))
        return self.give(self.current())

    def current(self) -> Shape:
        return self.shape_of(Article, self.kwargs["article"], self.build)


class ArticleRetraction(ApiView):
    @operation(
        Ability.READ, "articles_preview", "Which claims would change if the outlet took the article back",
        gives="Preview", refuses=(422,),
    )  # fmt: skip
    def get(self, request: Request, article: UUID) -> HttpResponse:
        found = self.find(Article, article)
        return self.answer(preview_shape(preview_article_retraction(actor=self.actor, article=found)))

    @operation(
        Ability.DECIDE_EVIDENCE, "articles_retract", "Note that the outlet took the article back", takes="Retraction",
        returns={204: None},
    )  # fmt: skip
    def post(self, request: Request, article: UUID) -> HttpResponse:
        found = self.find(Article, article)
        body = read_fields(request.data, ("reason", "url"), required=("reason",))
        retract_article(actor=self.actor, article=found, reason=body["reason"], url=body.get("url", ""))
        return none()
