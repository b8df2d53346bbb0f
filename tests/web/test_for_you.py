"""The page of comments that name one, and the number in the header."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import add_comment, add_exhibit, corroborate
from annotations.models import ArticleVersion, Attribution
from tests.cast import (
    Cast,
    find_span,
    make_article,
    make_claim,
    make_frame,
    make_mention,
    make_source,
    shared_layer,
)

PAGE = "/w/desk/for-you/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"), title="The talks")


@pytest.fixture
def frame(cast: Cast, version: ArticleVersion) -> Attribution:
    actor = cast.actor("editor")
    return make_frame(actor, version, cue=find_span(actor, version, "told"))


def call(cast: Cast, target: Any, body: str = "Look, @reader") -> Any:
    return add_comment(actor=cast.actor("editor"), target=target.uid, body=body).object


def test_the_header_counts_what_is_unread(as_, cast: Cast, frame: Attribution) -> None:
    client = as_("reader")
    assert "For you: 0 unread comments" in client.get(PAGE).content.decode()
    comment = call(cast, frame)
    assert "For you: 1 unread comment" in client.get("/w/desk/articles/").content.decode()
    assert "Look, <bdi>@reader</bdi>" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{comment.uid}/", {"do": "read"})
    assert "For you: 0 unread comments" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}{comment.uid}/", {"do": "keep"})
    assert "For you: 1 unread comment" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}read/")
    assert "For you: 0 unread comments" in client.get(PAGE).content.decode()


def test_each_comment_leads_to_what_it_is_about(as_, cast: Cast, version: ArticleVersion, frame: Attribution) -> None:
    actor = cast.actor("editor")
    claim, source = make_claim(actor), make_source(actor)
    cue = frame.cue
    assert cue is not None
    mention = make_mention(actor, claim, attribution=frame)
    exhibit = add_exhibit(actor=actor, kind="own_witness", title="What we saw").object
    evidence = corroborate(actor=actor, claim=claim, exhibit=exhibit).object
    article = f"/w/desk/articles/{version.article.uid}/"
    layer = shared_layer(version).uid
    client = as_("reader")
    for target, address in (
        (version.article, article),
        (version, f"{article}versions/1/"),
        (frame, f"{article}versions/1/?layer={layer}&comment=THIS#frame-{frame.uid}"),
        (cue, f"{article}versions/1/?layer={layer}&comment=THIS#frame-{cue.uid}"),
        (mention, f"{article}versions/1/?layer={layer}&comment=THIS#frame-{frame.uid}"),
        (claim, f"/w/desk/claims/{claim.uid}/#comments"),
        (evidence, f"/w/desk/claims/{claim.uid}/#comments"),
        (source, f"/w/desk/sources/{source.uid}/"),
    ):
        comment = call(cast, target)
        answer = client.post(f"{PAGE}{comment.uid}/", {"do": "go"})
        assert (answer.status_code, answer["Location"]) == (302, address.replace("THIS", str(comment.uid)))
    assert client.post(f"{PAGE}{call(cast, exhibit).uid}/", {"do": "go"}).status_code == 404


def test_what_is_gone_is_told_as_gone(as_, cast: Cast, frame: Attribution) -> None:
    call(cast, frame)
    frame.delete()
    assert "What it is about is gone." in as_("reader").get(PAGE).content.decode()


def test_nobody_reads_what_names_another(as_, cast: Cast, frame: Attribution) -> None:
    comment = call(cast, frame)
    assert as_("annotator").post(f"{PAGE}{comment.uid}/", {"do": "read"}).status_code == 404
    assert "No comment names you yet." in as_("annotator").get(PAGE).content.decode()


def test_costs_the_same_for_many(as_, cast: Cast, frame: Attribution, django_assert_num_queries) -> None:
    client = as_("reader")
    for _ in range(2):
        call(cast, frame)
    client.get(PAGE)
    with django_assert_num_queries(6):
        client.get(PAGE)
    for _ in range(60):
        call(cast, frame)
    with django_assert_num_queries(6):
        page = client.get(PAGE)
    assert len(page.context["rows"]) == 50
    assert len(client.get(f"{PAGE}?before={page.context['older']}").context["rows"]) == 12


def test_a_latin_name_does_not_turn_an_arabic_comment_round(as_, cast: Cast, frame: Attribution) -> None:
    add_comment(actor=cast.actor("annotator"), target=frame.uid, body="@editor هل <b> هذا؟")
    html = as_("editor").get("/w/desk/for-you/").content.decode()
    assert '<p class="comment-body" dir="auto"><bdi>@editor</bdi> هل &lt;b&gt; هذا؟</p>' in html
