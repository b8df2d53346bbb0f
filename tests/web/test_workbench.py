"""The workbench's pages, as the server renders them."""

from __future__ import annotations

import hashlib

import pytest
from django.test import Client

from annotations.models import Article, ArticleVersion, Attribution, Layer, Mention, Span
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"))


@pytest.fixture
def frame(cast: Cast, version: ArticleVersion) -> Attribution:
    actor = cast.actor("editor")
    speaker = make_source(actor, "Two officials", kind="anonymous_group")
    content = find_span(actor, version, "that talks had failed")
    return make_frame(actor, version, cue=find_span(actor, version, "told"), contents=(content,), speakers=(speaker,))


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    client.force_login(getattr(cast, who))
    return client


def article_path(version: ArticleVersion) -> str:
    return f"/w/{version.workspace.slug}/articles/{version.article.uid}/"


def frame_path(version: ArticleVersion, frame: Attribution | Span, rest: str = "") -> str:
    return f"{article_path(version)}frames/{frame.uid}/{rest}"


def test_text_and_cards_are_in_the_page_before_any_script(cast: Cast, version: ArticleVersion, frame: Attribution):
    html = signed_in(cast, "reader").get(article_path(version)).content.decode()
    assert 'data-start="16" data-end="71">Two officials told AFP on Monday that talks had failed.</p>' in html
    assert f'id="frame-{frame.uid}"' in html
    assert ">Two officials</strong>" in html


def test_only_who_may_mark_gets_what_marks_and_everybody_the_tools(cast: Cast, version: ArticleVersion):
    marking = ('data-act="mark"', 'data-act="undo"', 'id="saves"', 'data-act="assert"')
    reader = signed_in(cast, "reader").get(article_path(version)).content.decode()
    annotator = signed_in(cast, "annotator").get(article_path(version)).content.decode()
    assert [one for one in marking if one in reader] == []
    assert [one for one in marking if one not in annotator] == []
    assert 'data-act="openFind"' in reader


def test_the_newest_version_is_shown_and_older_ones_by_number(cast: Cast, version: ArticleVersion):
    newer = ArticleVersion.objects.create(
        workspace=version.workspace,
        article=version.article,
        number=2,
        text="Corrected.",
        sha256=hashlib.sha256(b"Corrected.").hexdigest(),
        captured_how="api",
    )
    Layer.objects.create(workspace=version.workspace, version=newer)
    client = signed_in(cast, "reader")
    newest = client.get(article_path(version)).content.decode()
    assert "Corrected." in newest
    older = client.get(f"{article_path(version)}versions/1/").content.decode()
    assert "Two officials told" in older
    notice = older[older.index('id="older-version"') :].split("</div>")[0]
    assert "This is version 1 of the text; version 2 is the newest." in notice
    assert f'href="{article_path(version)}"' in notice
    for page in (newest, client.get(f"{article_path(version)}versions/2/").content.decode()):
        assert 'id="older-version"' not in page
    assert client.get(f"{article_path(version)}versions/3/").status_code == 404


def test_another_workspaces_article_is_not_there(cast: Cast, version: ArticleVersion, frame: Attribution):
    stranger = signed_in(cast, "stranger")
    other = article_path(version).replace("/desk/", "/other/")
    assert stranger.get(article_path(version)).status_code == 404
    assert stranger.get(other).status_code == 404
    assert stranger.get(frame_path(version, frame).replace("/desk/", "/other/")).status_code == 404


def test_a_frame_is_edited_without_a_script(cast: Cast, version: ArticleVersion, frame: Attribution):
    client = signed_in(cast, "annotator")
    other = make_source(cast.actor("editor"), "AFP")
    make_frame(cast.actor("editor"), version, source=find_span(cast.actor("editor"), version, "AFP"), speakers=(other,))
    assert "AFP" in client.get(frame_path(version, frame)).content.decode()
    given = {"revision": frame.revision, "speakers": [other.uid], "resolution": "explicit", "attitude": "belief"}
    answer = client.post(frame_path(version, frame, "edit/"), given)
    assert answer.headers["Location"] == frame_path(version, frame)
    frame.refresh_from_db()
    assert (frame.speaker_ids, frame.resolution, frame.attitude) == ([other.pk], "explicit", "belief")


def test_a_stale_edit_is_refused_with_a_message(cast: Cast, version: ArticleVersion, frame: Attribution):
    client = signed_in(cast, "annotator")
    stale = frame.revision
    Attribution.objects.filter(pk=frame.pk).update(attitude="emotion")
    answer = client.post(frame_path(version, frame, "edit/"), {"revision": stale, "attitude": "belief"}, follow=True)
    frame.refresh_from_db()
    assert frame.attitude == "emotion"
    assert "message-error" in answer.content.decode()


def test_a_claim_is_tied_and_untied_without_a_script(cast: Cast, version: ArticleVersion, frame: Attribution):
    client = signed_in(cast, "annotator")
    path = frame_path(version, frame, "claims/")
    client.post(path, {"statement": "The talks failed.", "kind": "past_fact", "mention": "denies"})
    mention = Mention.objects.get()
    assert (mention.claim.statement, mention.polarity, mention.attribution) == ("The talks failed.", "denies", frame)
    client.post(f"{path}{mention.uid}/remove/")
    assert not Mention.objects.exists()


@pytest.mark.parametrize("claim", ["no uuid", "0175fced-0000-7000-8000-000000000000"])
def test_a_claim_that_is_not_there_is_not_found(cast: Cast, version: ArticleVersion, frame: Attribution, claim: str):
    answer = signed_in(cast, "annotator").post(frame_path(version, frame, "claims/"), {"claim": claim})
    assert answer.status_code == 404


def test_a_plain_span_goes_with_its_ties(cast: Cast, version: ArticleVersion):
    actor = cast.actor("editor")
    span = find_span(actor, version, "We leave")
    make_mention(actor, make_claim(actor), span=span)
    client = signed_in(cast, "annotator")
    assert client.get(frame_path(version, span)).status_code == 200
    assert client.post(frame_path(version, span, "remove/")).headers["Location"] == article_path(version)
    assert (Span.objects.count(), Mention.objects.count()) == (0, 0)


def test_a_frame_is_taken_away(cast: Cast, version: ArticleVersion, frame: Attribution):
    signed_in(cast, "annotator").post(frame_path(version, frame, "remove/"), {"revision": frame.revision})
    assert not Attribution.objects.filter(layer=shared_layer(version)).exists()


def test_a_reader_changes_nothing(cast: Cast, version: ArticleVersion, frame: Attribution):
    client = signed_in(cast, "reader")
    for rest in ("edit/", "claims/", "remove/"):
        assert client.post(frame_path(version, frame, rest), {"revision": frame.revision}).status_code == 403
    assert Attribution.objects.count() == 1


def test_status_and_assignee_are_set_without_a_script(cast: Cast, version: ArticleVersion):
    client = signed_in(cast, "annotator")
    assert 'id="work"' in client.get(article_path(version)).content.decode()
    given = {"status": "in_progress", "assignee": "editor", "revision": "1", "version": "1"}
    answer = client.post(f"{article_path(version)}work/", given)
    assert (answer.status_code, answer["Location"]) == (302, f"{article_path(version)}versions/1/")
    version.article.refresh_from_db()
    assert (version.article.status, version.article.assignee) == ("in_progress", "editor")
    page = client.post(f"{article_path(version)}work/", {**given, "assignee": ""}, follow=True).content.decode()
    assert "Somebody else changed this" in page
    version.article.refresh_from_db()
    assert version.article.assignee == "editor"


def test_who_may_only_read_sees_who_works_on_it(cast: Cast, version: ArticleVersion):
    Article.objects.filter(pk=version.article_id).update(assignee="editor")
    page = signed_in(cast, "reader").get(article_path(version)).content.decode()
    assert "assigned to editor" in page
    assert 'id="work"' not in page


def test_refusals_that_hands_can_meet_are_told_in_the_reader_s_language(cast: Cast, version: ArticleVersion):
    client = signed_in(cast, "annotator")
    client.cookies["django_language"] = "ar"
    html = client.get(article_path(version)).content.decode()
    assert '"span.splits_grapheme":"' in html
    assert "The span cuts a character in two." not in html
    assert "webhook.url" not in html
