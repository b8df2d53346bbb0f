"""Articles come in, and are described."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from annotations.actions import add_article, edit_article, sha256_of
from annotations.actions.articles import direction_of
from annotations.errors import DomainError
from annotations.models import Article, ArticleSearch, ArticleVersion, Layer, Membership, uuid7
from annotations.policies import Actor
from annotations.text import query_terms
from tests.actions.broken import broken, conflict, history, stale
from tests.cast import Cast, make_article

SEED = Path(__file__).parents[2] / "seeds" / "000_61cb0b5ecef4338c.txt"
ARTICLE: dict[str, Any] = {"text": "It rained.\nHard.", "title": "Rain", "language": "en", "captured_how": "pasted"}


def test_the_text_becomes_version_one_with_a_shared_layer(annotator: Actor) -> None:
    made = add_article(actor=annotator, **ARTICLE, note="typed")
    assert made.created
    version = ArticleVersion.objects.get(article=made.object)
    assert (version.number, version.text, version.length) == (1, ARTICLE["text"], 16)
    assert (version.captured_how, version.captured_by, version.note) == ("pasted", "annotator", "typed")
    layer = Layer.objects.get(version=version)
    assert (layer.kind, layer.annotator) == ("shared", "")


def test_the_real_article_comes_in_as_it_is(annotator: Actor) -> None:
    raw = SEED.read_bytes()
    article = add_article(actor=annotator, **{**ARTICLE, "text": raw, "language": "ar"}).object
    version = ArticleVersion.objects.get(article=article)
    assert version.text == raw.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert (version.sha256, version.length) == (sha256_of(version.text), len(version.text))
    assert article.direction == "rtl"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (b"\xef\xbb\xbfa\r\nb\rc", "a\nb\nc"),
        ("\ufeffa\r\n\r\nb", "a\n\nb"),
        (" a \u0301\u200f b ", " a \u0301\u200f b "),
        ("e\u0301 \u00e9", "e\u0301 \u00e9"),
    ],
)
def test_only_line_ends_and_the_first_mark_are_changed(annotator: Actor, text: Any, stored: str) -> None:
    article = add_article(actor=annotator, **{**ARTICLE, "text": text}).object
    assert article.versions.get().text == stored


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (b"\xff\xfe", "text.not_utf8"),
        ("a\x00b", "text.nul"),
        (b"a\x00b", "text.nul"),
        ("a\ud800b", "text.lone_surrogate"),
        ("", "text.empty"),
        ("\ufeff", "text.empty"),
    ],
)
def test_a_text_that_cannot_be_stored_is_refused_at_its_field(annotator: Actor, text: Any, rule: str) -> None:
    with pytest.raises(DomainError) as caught:
        add_article(actor=annotator, **{**ARTICLE, "text": text})
    assert (caught.value.rule, caught.value.field) == (rule, "text")
    assert Article.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("title", "  ", "field.required"),
        ("title", "x" * 501, "field.too_long"),
        ("title", 7, "field.not_text"),
        ("title", "a\x00", "text.nul"),
        ("language", "", "field.language"),
        ("language", "arabic language", "field.language"),
        ("language", None, "field.not_text"),
        ("direction", "up", "field.choice"),
        ("outlet", "x" * 201, "field.too_long"),
        ("url", "javascript:alert(1)", "field.url"),
        ("url", "/relative", "field.url"),
        ("url", "http://[bad", "field.url"),
        ("url", "https://a b.example/", "field.url"),
        ("published_at", "yesterday", "field.time"),
        ("published_at", "2026-01-01T00:00:00", "field.time"),
        ("published_at", "0001-01-01T00:00:00+14:00", "field.time"),
        ("credited_wire", "x" * 201, "field.too_long"),
        ("status", "lost", "field.choice"),
        ("status", False, "field.choice"),
        ("status", [], "field.choice"),
        ("direction", 0, "field.choice"),
        ("assignee", 7, "field.not_text"),
        ("assignee", "reader", "article.assignee"),
        ("assignee", "stranger", "article.assignee"),
        ("metadata", [1], "field.not_object"),
        ("metadata", {"a": "\x00"}, "text.nul"),
        ("metadata", {"a": "x" * 10_001}, "field.too_long"),
        ("captured_how", "dreamt", "field.choice"),
        ("note", "x" * 2001, "field.too_long"),
    ],
)
def test_each_field_is_checked_by_its_name(annotator: Actor, field: str, value: object, rule: str) -> None:
    with broken(rule, field):
        add_article(actor=annotator, **{**ARTICLE, field: value})
    assert Article.objects.count() == 0


def test_everything_that_is_said_of_an_article_is_kept(annotator: Actor) -> None:
    said: dict[str, Any] = {
        "outlet": "Gazette", "url": "https://gazette.example/1", "credited_wire": "AFP", "direction": "rtl",
        "status": "in_progress", "metadata": {"section": ["a", 1, None]},
    }  # fmt: skip
    article = add_article(actor=annotator, **ARTICLE, **said, published_at="2026-01-01T02:00:00+02:00").object
    article.refresh_from_db()
    assert {name: getattr(article, name) for name in said} == said
    assert article.published_at == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "direction"), [("ar", "rtl"), ("ar-IQ", "rtl"), ("he", "rtl"), ("en", "ltr"), ("FA", "rtl")]
)
def test_the_direction_follows_the_language(language: str, direction: str) -> None:
    assert direction_of(language) == direction


def test_the_same_request_again_makes_no_second_article(annotator: Actor) -> None:
    uid = uuid7()
    first = add_article(actor=annotator, uid=uid, **ARTICLE)
    again = add_article(actor=annotator, uid=uid, **ARTICLE)
    assert first.object == again.object
    assert not again.created
    assert ArticleVersion.objects.count() == 1
    with conflict("article.duplicate_id", "id"):
        add_article(actor=annotator, uid=uid, **{**ARTICLE, "text": "It snowed."})


def test_an_article_is_found_by_its_title_and_text(annotator: Actor) -> None:
    article = add_article(actor=annotator, **{**ARTICLE, "text": "والعراق", "title": "الأمريكية"}).object
    for query in ("العراق", "الامريكيه", "الأمريكية العراق"):
        assert list(Article.objects.matching(query_terms(query))) == [article]
    assert not Article.objects.matching(query_terms("بغداد")).exists()


# Describing it anew.


def test_what_is_said_of_an_article_changes_and_is_kept(annotator: Actor, editor: Actor) -> None:
    article = make_article(annotator).article
    changed = edit_article(actor=editor, article=article, expected=1, outlet="Gazette", status="done")
    assert (changed.revision, changed.outlet, changed.status) == (2, "Gazette", "done")
    assert history(article, "outlet", "status", "superseded_by") == [("", "new", "editor")]


def test_a_new_title_is_found_and_the_old_one_is_not(annotator: Actor) -> None:
    article = make_article(annotator, "It rained.", title="Weather").article
    edit_article(actor=annotator, article=article, expected=None, title="Flood")
    terms = set(ArticleSearch.objects.get(article=article).terms)
    assert {"flood", "rained"} <= terms
    assert "weather" not in terms


def test_a_text_is_no_field_to_edit(annotator: Actor) -> None:
    article = make_article(annotator).article
    for field in ("text", "sha256", "workspace", "uid", "created_by", "revision"):
        with broken("field.unknown", field):
            edit_article(actor=annotator, article=article, expected=1, **{field: "x"})


def test_an_older_reading_is_stale(annotator: Actor) -> None:
    article = make_article(annotator).article
    edit_article(actor=annotator, article=article, expected=1, outlet="Gazette")
    with stale(2):
        edit_article(actor=annotator, article=article, expected=1, outlet="Herald")


def test_an_edit_is_checked_as_a_new_article_is(annotator: Actor) -> None:
    article = make_article(annotator).article
    with broken("field.required", "title"):
        edit_article(actor=annotator, article=article, expected=1, outlet="Gazette", title="")
    article.refresh_from_db()
    assert article.outlet == ""


def test_an_article_is_given_to_members_in_turn_and_the_history_knows_whom(cast: Cast, annotator: Actor) -> None:
    article = add_article(actor=annotator, **ARTICLE, assignee="annotator").object
    for name in ("editor", ""):
        article = edit_article(actor=annotator, article=article, expected=article.revision, assignee=name)
    assert article.assignee == ""
    assert history(article, "assignee", "superseded_by") == [("annotator", "annotator"), ("editor", "annotator")]


def test_who_left_may_stay_named_but_is_given_nothing_more(cast: Cast, annotator: Actor) -> None:
    article = add_article(actor=annotator, **ARTICLE, assignee="second-editor").object
    Membership.objects.filter(user=cast.second_editor).delete()
    article = edit_article(actor=annotator, article=article, expected=None, assignee="second-editor", status="done")
    assert (article.assignee, article.status) == ("second-editor", "done")
    with broken("article.assignee", "assignee"):
        add_article(actor=annotator, **ARTICLE, assignee="second-editor")
    assert edit_article(actor=annotator, article=article, expected=None, assignee="").assignee == ""
