"""`versions/{id}/changes/` and what stands behind the live stream: all that happened since a cursor."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import connection

from annotations.actions import (
    FrameDraft,
    add_comment,
    add_version,
    attribute,
    delete_attribution,
    delete_comment,
    delete_mention,
    edit_article,
    edit_attribution,
    edit_claim,
    mark,
    move_span,
    restore,
    set_progress,
)
from annotations.api.live import RETRY
from annotations.corpus.cursor import cursor_of
from annotations.models import ArticleVersion, Attribution, Layer, Mention, Span
from tests.actions.worked import Desk
from tests.api.client import Api, faults
from tests.cast import (
    TEXT,
    Cast,
    find_span,
    make_article,
    make_claim,
    make_frame,
    make_mention,
    make_source,
    place_of,
    shared_layer,
)

KINDS = ("spans", "attributions", "mentions", "sources", "claims", "articles", "progress", "versions", "comments")
pytestmark = pytest.mark.django_db(transaction=True)
"""Each change is a transaction of its own here, as it is in the world."""


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"))


place = partial(place_of, TEXT)


class Follower:
    """Asks again and again with the last cursor."""

    def __init__(self, api: Api, version: ArticleVersion, **query: str) -> None:
        self.api, self.address = api, f"versions/{version.uid}/changes/"
        self.query = "".join(f"&{name}={value}" for name, value in query.items())
        self.cursor = self.ask(f"?{self.query}")["cursor"]

    def ask(self, query: str) -> Any:
        response = self.api.get(self.address + query)
        assert response.status_code == 200, response.content
        return response.json()

    def next(self) -> dict[str, Any]:
        """What is new by kind: ids (with `gone`: kind and id), empty kinds left out."""
        answer = self.ask(f"?after={self.cursor}{self.query}")
        self.cursor = answer["cursor"]
        found: dict[str, Any] = {kind: sorted(one["id"] for one in answer[kind]) for kind in KINDS}
        found["gone"] = sorted((one["kind"], one["id"]) for one in answer["gone"])
        assert set(answer["changed_by"]) >= {uid for kind in KINDS for uid in found[kind]}
        return {name: ids for name, ids in found.items() if ids}


@pytest.fixture
def follower(reader: Api, version: ArticleVersion) -> Follower:
    return Follower(reader, version)


def test_each_change_comes_once_and_then_no_more(cast: Cast, follower: Follower, version: ArticleVersion):
    actor, layer = cast.actor("annotator"), shared_layer(version)
    source = make_source(actor)
    draft = FrameDraft(cue=place("told"), contents=[place("that talks had failed")], speakers=[source.uid])
    frame = attribute(actor=actor, layer=layer, draft=draft).object
    spans = sorted(str(span.uid) for span in Span.objects.filter(version=version))
    assert follower.next() == {"spans": spans, "attributions": [str(frame.uid)], "sources": [str(source.uid)]}
    assert follower.next() == {}
    claim = make_claim(actor)
    mention = make_mention(actor, claim, attribution=frame)
    assert follower.next() == {"mentions": [str(mention.uid)], "claims": [str(claim.uid)]}
    edit_claim(actor=actor, claim=claim, expected=None, statement="The talks went on.")
    assert follower.next() == {"claims": [str(claim.uid)]}
    cue = frame.cue
    assert cue is not None
    move_span(actor=actor, span=cue, segments=place("told AFP")["segments"], expected=None)
    assert follower.next() == {"spans": [str(cue.uid)]}
    edit_attribution(actor=actor, attribution=frame, draft=FrameDraft(attitude="belief"), expected=None)
    assert follower.next()["attributions"] == [str(frame.uid)]


def test_what_is_gone_is_named_with_its_last_revision(cast: Cast, follower: Follower, version: ArticleVersion):
    actor = cast.actor("annotator")
    span = find_span(actor, version, "told")
    frame = make_frame(actor, version, cue=span)
    mention = make_mention(actor, make_claim(actor), attribution=frame)
    follower.next()
    delete_mention(actor=actor, mention=mention, expected=None)
    assert follower.next() == {"gone": [("mentions", str(mention.uid))]}
    other = make_mention(actor, make_claim(actor, "Another."), attribution=frame)
    follower.next()
    delete_attribution(actor=actor, attribution=frame, expected=None)
    gone = [("attributions", frame), ("mentions", other), ("spans", span)]
    assert follower.next() == {"gone": [(kind, str(one.uid)) for kind, one in gone]}
    restore(actor=actor, model=Attribution, uid=frame.uid)
    back = follower.next()
    assert (back["attributions"], back["mentions"]) == ([str(frame.uid)], [str(other.uid)])
    assert "gone" not in back
    assert Mention.objects.get(uid=other.uid).revision == 2


def test_other_versions_layers_and_workspaces_are_not_told_of(cast: Cast, reader: Api, version: ArticleVersion):
    actor = cast.actor("annotator")
    own = Layer.objects.create(
        workspace=actor.workspace, version=version, kind="independent", annotator="annotator", created_by="annotator"
    )
    shared = Follower(reader, version, layer=str(shared_layer(version).uid))
    whole = Follower(reader, version)
    elsewhere = make_article(cast.actor("stranger"))
    find_span(cast.actor("stranger"), elsewhere, "told")
    find_span(actor, make_article(actor), "told")
    assert (whole.next(), shared.next()) == ({}, {})
    mine = find_span(actor, version, "AFP", layer=own)
    assert (whole.next(), shared.next()) == ({"spans": [str(mine.uid)]}, {})


def test_whoever_may_not_read_may_not_follow(stranger: Api, reader: Api, version: ArticleVersion):
    for resource in ("changes", "live"):
        assert stranger.get(f"versions/{version.uid}/{resource}/").status_code == 404
        assert Api().get(f"versions/{version.uid}/{resource}/").status_code == 401
        assert faults(reader.get(f"versions/{version.uid}/{resource}/?after=yesterday")) == [
            ("after", "parameter.malformed")
        ]
    assert stranger.post(f"versions/{version.uid}/presence/", {"viewer": str(version.uid)}).status_code == 404
    assert faults(reader.post(f"versions/{version.uid}/presence/", {"viewer": "me"})) == [("viewer", "field.uuid")]


def test_what_somebody_is_still_writing_comes_later(cast: Cast, follower: Follower, version: ArticleVersion):
    actor = cast.actor("annotator")
    parameters = {name: value for name, value in connection.get_connection_params().items() if name in DATABASE}
    with psycopg.connect(**parameters) as other:
        other.execute("SELECT set_config('isnad.actor', 'slow', true)")
        row = other.execute(
            "INSERT INTO annotations_span (uid, workspace_id, version_id, layer_id, segments, exact, prefix, suffix)"
            " VALUES (gen_random_uuid(), %s, %s, %s, '{0,9}', 'Officials', '', %s) RETURNING uid",
            [version.workspace_id, version.pk, shared_layer(version).pk, TEXT[9:41]],
        ).fetchone()
        assert row
        # It is stamped, and cannot be seen yet. What comes after it must not make anybody forget to look for it.
        quick = mark(actor=actor, layer=shared_layer(version), segments=[[10, 15]]).object
        begun = cursor_of(version.workspace_id)
        assert follower.next() == {"spans": [str(quick.uid)]}
        assert follower.next() == {"spans": [str(quick.uid)]}  # again: the cursor waits for the slow one
        other.commit()
    assert set(follower.next()["spans"]) == {str(quick.uid), str(row[0])}
    assert follower.next() == {}
    assert cursor_of(version.workspace_id) > begun


DATABASE = ("dbname", "user", "password", "host", "port")


def test_a_server_that_cannot_hold_a_stream_sends_what_there_is(cast: Cast, reader: Api, version: ArticleVersion):
    address = f"versions/{version.uid}/live/"
    quiet = reader.get(address)
    assert quiet["Content-Type"] == "text/event-stream"
    lines = quiet.content.decode().split("\n")
    assert lines[0] == f"retry: {RETRY}"
    assert lines[2] == "event: nothing"
    cursor = lines[1].removeprefix("id: ")
    span = find_span(cast.actor("annotator"), version, "told")
    again = reader.get(address, last_event_id=cursor).content.decode().split("\n")
    assert again[2] == "event: changes"
    assert [one["id"] for one in json.loads(again[3].removeprefix("data: "))["spans"]] == [str(span.uid)]
    nonsense = reader.get(address, last_event_id="yesterday")
    assert (nonsense.status_code, b"event: nothing" in nonsense.content) == (200, True)


def heard(work: Any) -> list[tuple[str, str]]:
    """What PostgreSQL announces of `work`, by channel."""
    parameters = {name: value for name, value in connection.get_connection_params().items() if name in DATABASE}
    with psycopg.connect(**parameters, autocommit=True) as ear:
        for channel in ("isnad_changes", "isnad_access"):
            ear.execute(f"LISTEN {channel}")
        work()
        ear.execute("NOTIFY isnad_access, 'that was all'")
        ear.execute("SELECT 1")  # by now they are here, in the order in which they were sent
        told = [(one.channel, one.payload) for one in ear.notifies(timeout=0)]
    assert told.pop() == ("isnad_access", "that was all")
    return told


def test_what_is_announced_at_commit(cast: Cast, version: ArticleVersion):
    actor = cast.actor("annotator")
    place = ("isnad_changes", f"{version.workspace_id} {version.pk}")
    span = find_span(actor, version, "told")
    claim = make_claim(actor)
    assert heard(lambda: mark(actor=actor, layer=shared_layer(version), segments=[[0, 9]])) == [place]
    frame = make_frame(actor, version, cue=span)
    assert heard(lambda: make_mention(actor, claim, attribution=frame)) == [place]
    assert heard(lambda: edit_claim(actor=actor, claim=claim, expected=None, statement="New.")) == [
        ("isnad_changes", str(version.workspace_id))
    ]
    assert heard(lambda: make_claim(actor, "Of no article")) == []
    assert place in heard(lambda: delete_attribution(actor=actor, attribution=frame, expected=None))
    assert heard(cast.reader.memberships.all().delete) == [("isnad_access", str(cast.reader.pk))]
    many = [make_article(actor) for _ in range(21)]
    layers = [shared_layer(one) for one in many]
    spans = [
        Span(
            workspace=actor.workspace,
            version=layer.version,
            layer=layer,
            segments=[0, 9],
            exact="Officials",
            suffix=TEXT[9:41],
        )
        for layer in layers
    ]
    assert heard(lambda: Span.objects.bulk_create(spans)) == [("isnad_changes", str(version.workspace_id))]


def test_who_works_on_the_article_is_news(cast: Cast, follower: Follower, version: ArticleVersion):
    edit_article(actor=cast.actor("editor"), article=version.article, expected=None, assignee="annotator")
    edit_article(
        actor=cast.actor("editor"), article=make_article(cast.actor("editor")).article, expected=None, title="x"
    )
    assert follower.next() == {"articles": [str(version.article.uid)]}


def test_progress_with_paragraphs_is_news(cast: Cast, follower: Follower, version: ArticleVersion):
    layer = shared_layer(version)
    [row] = set_progress(actor=cast.actor("annotator"), layer=layer, starts=[0], state="done")
    assert follower.next() == {"progress": [str(row.uid)]}
    set_progress(actor=cast.actor("annotator"), layer=layer, starts=[0], state="open")
    assert follower.next() == {"gone": [("progress", str(row.uid))]}


def test_a_corrected_text_is_news_in_the_versions_before_it(cast: Cast, follower: Follower, version: ArticleVersion):
    added = add_version(actor=cast.actor("editor"), article=version.article, text="New.", captured_how="api").version
    assert follower.next() == {"versions": [str(added.uid)]}
    assert Follower(follower.api, added).next() == {}


def test_comments_on_the_text_and_what_is_marked_in_it_are_news(
    cast: Cast, follower: Follower, version: ArticleVersion
):
    actor = cast.actor("annotator")
    cue = find_span(actor, version, "told")
    frame = make_frame(actor, version, cue=cue)
    follower.next()
    said = [add_comment(actor=actor, target=uid, body="Really?").object for uid in (version.uid, frame.uid, cue.uid)]
    add_comment(actor=actor, target=make_claim(actor).uid, body="Elsewhere.")
    assert follower.next() == {"comments": sorted(str(one.uid) for one in said)}
    delete_comment(actor=actor, comment=said[1], expected=None)
    assert follower.next() == {"gone": [("comments", str(said[1].uid))]}


def test_a_claim_that_stands_otherwise_is_news_where_it_is_mentioned(cast: Cast, editor: Api) -> None:
    desk = Desk(cast)
    proposed = desk.report("AFP", desk.voice(), at="2020-09-27T10:00Z")
    here = Follower(editor, desk.articles["AFP"].versions.get())
    elsewhere = Follower(editor, make_article(desk.actor))
    assert ("isnad_changes", str(cast.workspace.pk)) in heard(lambda: desk.accept(proposed))
    answer = here.ask(f"?after={here.cursor}")
    (claim,) = answer["claims"]
    assert (claim["revision"], claim["assessment"]["effective"], claim["assessment"]["number"]) == (
        1, "single_source", 1,
    )  # fmt: skip
    assert answer["changed_by"] == {str(desk.claim.uid): "editor"}
    assert elsewhere.next() == {}
    here.next()
    assert here.next() == {}
