"""Document by document: everything that is marked in a version, once, in few statements, as of a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from annotations.actions import (
    add_comment,
    create_workspace,
    delete_attribution,
    delete_mention,
    edit_source,
    import_records,
)
from annotations.corpus import CORPUS_TYPES, Document, documents, read, select, settle, snapshot
from annotations.formats import import_format
from annotations.models import Workspace
from annotations.policies import Actor
from annotations.vocabulary import Role, Through
from tests.bench.corpus import corpus
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source, make_span
from tests.formats.corpora import corpora
from tests.formats.test_round_trip import new_workspace

TEXT = "قالت وكالة: لا\nثم قالت"
MARKED = ("span", "attribution", "mention")


def read_documents(workspace: Workspace, **selected: Any) -> list[Document]:
    with snapshot():
        return list(documents(select(workspace=workspace, **selected)))


def taken_in(cast: Cast, file: bytes) -> Workspace:
    workspace = new_workspace()
    actor = Actor(user=cast.editor, workspace=workspace, role=Role.EDITOR, through=Through.API)
    assert import_records(actor=actor, incoming=import_format("isnad-jsonl").read([file])).refused == []
    return workspace


def test_a_document_holds_its_layers_and_what_they_refer_to(cast: Cast) -> None:
    editor = cast.actor("editor")
    version = make_article(editor, TEXT)
    speaker = make_source(editor)
    make_source(editor, "nobody")
    frame = make_frame(
        editor, version, source=find_span(editor, version, "وكالة"), cue=find_span(editor, version, "قالت"),
        speakers=(speaker,),
    )  # fmt: skip
    lone = make_span(editor, version, (0, 4), (5, 10))
    claim = make_claim(editor)
    make_claim(editor, "Nobody says so.")
    mentions = [make_mention(editor, claim, attribution=frame), make_mention(editor, claim, span=lone)]
    for target in (frame, lone, mentions[0], version, version.article, claim):
        add_comment(actor=editor, target=target.uid, body="?")
    (document,) = read_documents(cast.workspace)
    (layer,) = document.layers
    assert (document.article.id, document.version.text) == (str(version.article.uid), TEXT)
    assert list(layer.attributions) == [str(frame.uid)]
    assert set(layer.mentions) == {str(one.uid) for one in mentions}
    assert layer.spans[str(lone.uid)].segments == [[0, 4], [5, 10]]
    assert (list(document.sources), list(document.claims)) == ([str(speaker.uid)], [str(claim.uid)])
    assert {one.target_type for one in layer.comments.values()} == {"attribution", "span", "mention"}
    assert {one.target_type for one in document.comments.values()} == {"version", "article"}


def flat(found: list[Document], noun: str) -> Iterator[Any]:
    for document in found:
        if noun in ("article", "version"):
            yield getattr(document, noun)
        elif noun in ("source", "claim"):
            yield from getattr(document, f"{noun}s").values()
        elif noun == "layer":
            yield from (one.layer for one in document.layers)
        else:
            yield from (one for layer in document.layers for one in getattr(layer, f"{noun}s").values())


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=corpora())
def test_documents_hold_every_record_that_any_of_them_needs(cast: Cast, file: bytes) -> None:
    workspace = taken_in(cast, file)
    with snapshot():
        selection = select(workspace=workspace)
        found = list(documents(selection))
        whole = {noun: list(read(selection, noun)) for noun in CORPUS_TYPES}
    assert [one.version for one in found] == whole["version"]
    for noun in ("article", "layer", *MARKED):
        assert {one.id: one for one in flat(found, noun)} == {one.id: one for one in whole[noun]}, noun
    for noun in ("version", "layer", *MARKED):
        assert len(list(flat(found, noun))) == len(whole[noun])
    for one in found:
        named = {uid for layer in one.layers for frame in layer.attributions.values() for uid in frame.speakers}
        assert set(one.sources) == named
        assert set(one.claims) == {m.claim for layer in one.layers for m in layer.mentions.values()}


def test_a_larger_corpus_takes_no_more_statements(cast: Cast) -> None:
    counts = []
    for articles in (2, 12):
        workspace = taken_in(cast, corpus(articles, first=articles * 100, frames=3))
        selection = select(workspace=workspace)
        with snapshot(), CaptureQueriesContext(connection) as queries:
            assert len(list(documents(selection))) == articles
        counts.append(len([query for query in queries if "SELECT" in query["sql"]]))
    assert counts[0] == counts[1] <= len(CORPUS_TYPES)


def test_reads_as_of_a_time(cast: Cast) -> None:
    editor = cast.actor("editor")
    version = make_article(editor, TEXT)
    source = make_source(editor, "وكالة")
    frame = make_frame(editor, version, source=find_span(editor, version, "وكالة"), speakers=(source,))
    mention = make_mention(editor, make_claim(editor), attribution=frame)
    add_comment(actor=editor, target=frame.uid, body="?")
    then = settle(cast.workspace)
    before = read_documents(cast.workspace, known_at=then)
    edit_source(actor=editor, source=source, expected=None, name="another")
    delete_mention(actor=editor, mention=mention, expected=None)
    delete_attribution(actor=editor, attribution=frame, expected=None)
    make_article(editor, "Another one")
    assert read_documents(cast.workspace, known_at=then) == before
    now = read_documents(cast.workspace)
    assert len(now) == 2
    assert not any(layer.attributions for document in now for layer in document.layers)


@pytest.mark.parametrize("part", ["article", "layer"])
def test_a_part_holds_its_documents_only(cast: Cast, part: str) -> None:
    editor = cast.actor("editor")
    kept, other = make_article(editor, TEXT), make_article(editor, "Other words")
    find_span(editor, other, "Other")
    span = find_span(editor, kept, "وكالة")
    uid = kept.article.uid if part == "article" else span.layer.uid
    (document,) = read_documents(cast.workspace, **{part: uid})
    assert document.version.id == str(kept.uid)
    assert [list(layer.spans) for layer in document.layers] == [[str(span.uid)]]


def test_an_empty_workspace_has_no_documents(cast: Cast) -> None:
    assert read_documents(create_workspace(slug="empty", name="Empty")) == []
