"""Articles come in, and are described."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from annotations.actions.assessing import assess, weighing
from annotations.actions.drafts import read_uid
from annotations.actions.fields import (
    clean_choice,
    clean_language,
    clean_metadata,
    clean_text,
    clean_time,
    clean_url,
    refuse_unknown,
)
from annotations.actions.layers import make_shared_layer
from annotations.actions.moved import claims_of_articles
from annotations.actions.recording import Made, author, lock, make, recording, save
from annotations.actions.resembling import compare_again, compare_later
from annotations.errors import DomainError, RuleBrokenError
from annotations.models import Article, ArticleSearch, ArticleVersion
from annotations.models.base import MAX_USERNAME
from annotations.policies import Ability, Actor, assignable, may
from annotations.text import count_paragraphs, receive, receive_text, terms
from annotations.vocabulary import ArticleStatus, Capture, Direction, Origin

_RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"}

CLEANERS: Mapping[str, Callable[[object], Any]] = {
    "title": lambda value: clean_text(value, "title", max_length=500, required=True),
    "language": clean_language,
    "direction": lambda value: clean_choice(value, "direction", Direction),
    "outlet": lambda value: clean_text(value, "outlet", max_length=200),
    "url": clean_url,
    "published_at": lambda value: clean_time(value, "published_at"),
    "credited_wire": lambda value: clean_text(value, "credited_wire", max_length=200),
    "origin": lambda value: clean_choice(value, "origin", Origin, blank=True),
    "copy_of": lambda value: None if value is None else read_uid(value, "copy_of"),
    "status": lambda value: clean_choice(value, "status", ArticleStatus),
    "assignee": lambda value: clean_text(value, "assignee", max_length=MAX_USERNAME),
    "metadata": clean_metadata,
}


# What the way from a claim to its voices looks at.
_IN_CHAINS = {"outlet", "credited_wire", "published_at", "origin", "copy_of"}


def direction_of(language: str) -> str:
    """The direction in which a language is usually written."""
    return Direction.RTL if language.split("-")[0].lower() in _RIGHT_TO_LEFT else Direction.LTR


def sha256_of(text: str) -> str:
    """SHA-256 (hex) of the text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_text(text: object) -> str:
    """The text as it will be stored; errors are placed at the field `text`."""
    if not isinstance(text, bytes | str):
        raise RuleBrokenError("field.not_text", "text must be a string", field="text")
    try:
        return receive(text) if isinstance(text, bytes) else receive_text(text)
    except DomainError as error:
        raise error.at("text") from None


def index_article(article: Article, text: str) -> None:
    """Make the article findable by its title and this text."""
    told = {"terms": terms(f"{article.title}\n{text}"), "paragraphs": count_paragraphs(text)}
    ArticleSearch.objects.update_or_create(article=article, defaults=told)


def add_article(  # noqa: PLR0913 - what an article is said to be, each by its name
    *,
    actor: Actor,
    text: bytes | str,
    title: str,
    language: str,
    captured_how: str,
    direction: str = "",
    outlet: str = "",
    url: str = "",
    published_at: datetime | str | None = None,
    credited_wire: str = "",
    origin: str = "",
    copy_of: UUID | str | None = None,
    status: str = ArticleStatus.NEW,
    assignee: str = "",
    metadata: Mapping[str, Any] | None = None,
    note: str = "",
    uid: UUID | None = None,
) -> Made[Article]:
    """Store an article; its text becomes version 1, with a shared layer over it."""
    may(actor, Ability.ADD_ARTICLE).require()
    described = {
        "title": title,
        "language": language,
        "direction": direction_of(str(language)) if direction == "" else direction,
        "outlet": outlet,
        "url": url,
        "published_at": published_at,
        "credited_wire": credited_wire,
        "origin": origin,
        "copy_of": copy_of,
        "status": ArticleStatus.NEW if status == "" else status,
        "assignee": assignee,
        "metadata": metadata,
    }
    columns = {name: clean(described[name]) for name, clean in CLEANERS.items()}
    body = read_text(text)
    note = clean_text(note, "note", max_length=2000)
    request = {**columns, "text": body, "note": note}

    def build() -> Article:
        article = Article(**author(actor, uid, request, Article), **columns)
        _store(actor, article, body, captured_how=captured_how, note=note)
        return article

    with recording(actor):
        made = make(Article, actor=actor, uid=uid, request=request, build=build)
        if made.created:
            compare_later(actor.workspace)
        return made


def _store(actor: Actor, article: Article, text: str, *, captured_how: str, note: str) -> None:
    check_origin(article)
    check_assignee(article)
    article.save(force_insert=True)
    add_first_version(actor, article, text, captured_how=captured_how, note=note)
    index_article(article, text)


def add_first_version(actor: Actor, article: Article, text: str, *, captured_how: str, note: str) -> ArticleVersion:
    version = ArticleVersion.objects.create(
        workspace=actor.workspace,
        created_by=actor.username,
        article=article,
        number=1,
        text=text,
        sha256=sha256_of(text),
        captured_how=clean_choice(captured_how, "captured_how", Capture),
        captured_by=actor.username,
        note=note,
    )
    make_shared_layer(actor, version)
    return version


def edit_article(*, actor: Actor, article: Article, expected: int | None, **changes: Any) -> Article:
    """Change what is said of an article; never its text, which a new version replaces."""
    may(actor, Ability.EDIT_ARTICLE).require()
    refuse_unknown(changes, CLEANERS)
    columns = {name: CLEANERS[name](value) for name, value in changes.items()}
    moves = bool(_IN_CHAINS & columns.keys())
    with weighing(actor) if moves else recording(actor):
        current = lock(actor, Article.objects.all(), article, expected=expected)
        before = current.assignee
        for name, value in columns.items():
            setattr(current, name, value)
        check_origin(current)
        if current.assignee != before:  # whoever left may stay named
            check_assignee(current)
        if columns:
            save(current, *columns)
        if moves:
            assess(actor.workspace, claims_of_articles(actor.workspace, [current.pk]))
            compare_again(actor.workspace, current.pk)
        if "title" in columns:
            newest = ArticleVersion.objects.filter(article=current).order_by("-number").first()
            index_article(current, newest.text if newest else "")
        return current


def check_assignee(article: Article) -> None:
    """Somebody who works on an article is a member who may annotate."""
    if article.assignee and article.assignee not in assignable(article.workspace):
        raise RuleBrokenError(
            "article.assignee", f"{article.assignee} is no member here who may annotate", field="assignee"
        )


def check_copy(origin: str, copy_of: UUID | str | None) -> None:
    """A copy tells of which article, and nothing else does."""
    if (origin == Origin.COPY) != (copy_of is not None):
        raise RuleBrokenError(
            "article.copy_of", "an article of the origin copy, and no other, is a copy of an article", field="copy_of"
        )


def check_origin(article: Article) -> None:
    """A copy is one of another article of the workspace, which came out no later."""
    check_copy(article.origin, article.copy_of)
    if article.copy_of is None:
        return
    other = Article.objects.filter(workspace_id=article.workspace_id, uid=article.copy_of).first()
    if other is None or other.uid == article.uid:
        raise RuleBrokenError("article.missing", f"there is no other article {article.copy_of} here", field="copy_of")
    if other.published_at and article.published_at and other.published_at > article.published_at:
        raise RuleBrokenError("article.copy_of_later", "a copy cannot be earlier than its original", field="copy_of")
