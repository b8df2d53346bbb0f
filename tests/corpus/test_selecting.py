"""As of a time: the same selection at the same time reads the same, whatever is done later."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from annotations.actions import (
    FrameDraft,
    add_article,
    add_claim,
    add_comment,
    add_mention,
    attribute,
    delete_attribution,
    delete_comment,
    delete_mention,
    edit_article,
    edit_claim,
    edit_source,
    mark,
    move_span,
    register_source,
    transition,
)
from annotations.actions.versions import add_version
from annotations.corpus import CORPUS_TYPES, count, lines, select, settle, snapshot
from annotations.errors import MalformedError, MissingError, RuleBrokenError
from annotations.models import ArticleVersion, Claim, Comment, Mention, Span
from tests.cast import Cast, make_cast, shared_layer
from tests.waiting import PATIENCE

TEXT = "Officials speak\nTwo officials told AFP that talks had failed. One of them left."


@pytest.fixture
def desk(transactional_db: None) -> Cast:
    """A cast whose every action is a transaction of its own, as in life."""
    return make_cast()


def fill(cast: Cast, title: str = "Talks") -> dict[str, Any]:
    """An article with a frame, a claim with a mention and a step, a comment."""
    actor = cast.actor("editor")
    article = add_article(actor=actor, text=TEXT, title=title, language="en", captured_how="pasted").object
    version = ArticleVersion.objects.get(article=article)
    layer = shared_layer(version)
    source = register_source(actor=actor, kind="anonymous_group", descriptor="two officials").object
    start = TEXT.index("talks")
    frame = attribute(
        actor=actor,
        layer=layer,
        draft=FrameDraft(
            source={"segments": [[16, 29]]},
            cue={"segments": [[30, 34]]},
            contents=[{"segments": [[start, start + 16]]}],
            speakers=[str(source.uid)],
        ),
    ).object
    claim = add_claim(actor=actor, statement="The talks failed.", language="en", kind="past_fact").object
    mention = add_mention(actor=actor, claim=claim, attribution=frame).object
    transition(actor=actor, claim=claim, to="marked")
    comment = add_comment(actor=actor, target=claim.uid, body="Who?").object
    return {
        "article": article,
        "version": version,
        "layer": layer,
        "source": source,
        "frame": frame,
        "claim": claim,
        "mention": mention,
        "comment": comment,
    }


def everything(selection: Any) -> list[bytes]:
    with snapshot():
        return [line for name in CORPUS_TYPES for line in lines(selection, name)]


def test_what_was_known_stays_as_it_was(desk: Cast) -> None:
    made = fill(desk)
    then = settle(desk.workspace)
    before = everything(select(workspace=desk.workspace, known_at=then))
    counts = count(select(workspace=desk.workspace, known_at=then))
    actor = desk.actor("editor")
    edit_article(actor=actor, article=made["article"], expected=None, title="Other words")
    edit_source(actor=actor, source=made["source"], expected=None, descriptor="three officials")
    edit_claim(actor=actor, claim=made["claim"], expected=None, statement="They did not fail.")
    transition(actor=actor, claim=Claim.objects.get(), to="in_review")
    move_span(actor=actor, span=Span.objects.get(exact="Two officials"), segments=[[20, 29]], expected=None)
    delete_mention(actor=actor, mention=made["mention"], expected=None)
    delete_attribution(actor=actor, attribution=made["frame"], expected=None)
    delete_comment(actor=actor, comment=made["comment"], expected=None)
    add_version(actor=actor, article=made["article"], text=TEXT + " More.", captured_how="pasted")
    add_article(actor=actor, text="Another one", title="Another", language="en", captured_how="pasted")
    assert everything(select(workspace=desk.workspace, known_at=then)) == before
    assert count(select(workspace=desk.workspace, known_at=then)) == counts
    assert everything(select(workspace=desk.workspace)) != before


def test_a_deleted_row_that_comes_back_under_its_id_is_there_before_and_after(desk: Cast) -> None:
    made = fill(desk)
    comment = made["comment"]
    times = [settle(desk.workspace)]
    delete_comment(actor=desk.actor("editor"), comment=Comment.objects.get(), expected=None)
    times.append(settle(desk.workspace))
    Comment.objects.create(
        id=comment.pk, uid=comment.uid, workspace=desk.workspace, target_type="claim", target=made["claim"].uid,
        body="Who?", created_by="editor", created_at=comment.created_at,
    )  # fmt: skip
    times.append(settle(desk.workspace))
    found = []
    for moment in times:
        with snapshot():
            found.append(list(lines(select(workspace=desk.workspace, known_at=moment), "comment")))
    assert len(found[0]) == 1
    assert found[1] == []
    assert found[2] == found[0]


def test_the_future_is_refused_and_a_time_without_zone(cast: Cast) -> None:
    with pytest.raises(RuleBrokenError) as error:
        select(workspace=cast.workspace, known_at=datetime.now(UTC) + timedelta(seconds=5))
    assert error.value.rule == "known_at.future"
    with pytest.raises(MalformedError):
        select(workspace=cast.workspace, known_at=datetime(2026, 1, 1))


def test_settling_waits_for_whoever_is_writing(desk: Cast) -> None:
    """A row that was stamped but not committed must not turn up later at a time already read."""
    began, finish = threading.Event(), threading.Event()

    def write() -> None:
        with transaction.atomic():
            Comment.objects.filter(workspace=desk.workspace).update(body="Changed")
            began.set()
            finish.wait(PATIENCE)
        connection.close()

    fill(desk)
    writer = threading.Thread(target=write)
    writer.start()
    assert began.wait(PATIENCE)
    start = time.monotonic()
    threading.Timer(0.3, finish.set).start()
    selection = select(workspace=desk.workspace)
    waited = time.monotonic() - start
    writer.join()
    assert waited > 0.2
    with snapshot():
        assert b"Changed" in next(iter(lines(selection, "comment")))


def test_another_workspace_is_not_waited_for_nor_read(desk: Cast) -> None:
    fill(desk)
    with snapshot():
        assert set(count(select(workspace=desk.other_workspace)).values()) == {0}


def uids(selection: Any, name: str) -> set[str]:
    with snapshot():
        return {line[: line.index(b'","')].decode().rsplit('"', 1)[1] for line in _ids(selection, name)}


def _ids(selection: Any, name: str) -> list[bytes]:
    return [line.split(b'"id":', 1)[1] for line in lines(selection, name)]


@pytest.mark.parametrize("part", ["article", "claim", "layer"])
def test_a_part_holds_what_it_refers_to_and_nothing_else(cast: Cast, part: str) -> None:
    made, _other = fill(cast), fill(cast, title="Other")
    selection = select(workspace=cast.workspace, **{part: made[part].uid})
    with snapshot():
        counts = count(selection)
    assert counts == {
        "source": 1, "source_relation": 0, "article": 1, "version": 1, "layer": 1, "span": 3, "attribution": 1,
        "claim": 1, "mention": 1, "exhibit": 0, "corroboration": 1, "assessment": 0, "transition": 1, "comment": 1,
        "progress": 0, "resemblance": 0, "source_dismissal": 0,
    }  # fmt: skip
    for name in ("source", "article", "version", "layer", "claim", "mention", "comment"):
        assert uids(selection, name) == {str(made[name].uid)}


def test_a_claim_brings_parents_antecedents_and_the_spans_it_was_carried_from(cast: Cast) -> None:
    actor = cast.actor("editor")
    made = fill(cast)
    first = add_version(actor=actor, article=made["article"], text="New.\n" + TEXT, captured_how="pasted").version
    layer = shared_layer(first)
    outer = attribute(actor=actor, layer=layer, draft=FrameDraft(contents=[{"segments": [[21, 60]]}])).object
    other = mark(actor=actor, layer=layer, segments=[[0, 3]]).object
    inner = attribute(
        actor=actor, layer=layer,
        draft=FrameDraft(cue={"segments": [[35, 39]]}, parent=str(outer.uid), antecedent=str(other.uid)),
    ).object  # fmt: skip
    claim = add_claim(actor=actor, statement="It is so.", language="en", kind="past_fact").object
    add_mention(actor=actor, claim=claim, attribution=inner)
    carried = Span.objects.filter(carried_from__isnull=False, version=first).first()
    assert carried is not None
    add_mention(actor=actor, claim=claim, span=carried)
    selection = select(workspace=cast.workspace, claim=claim.uid)
    assert uids(selection, "attribution") == {str(outer.uid), str(inner.uid)}
    assert str(other.uid) in uids(selection, "span")
    assert carried.carried_from is not None
    assert {str(carried.uid), str(carried.carried_from.uid)} <= uids(selection, "span")
    with snapshot():
        assert count(selection)["version"] == 2
    assert uids(selection, "claim") == {str(claim.uid)}
    assert Mention.objects.count() > count(selection)["mention"] == 2


def test_a_part_that_is_not_there_is_missing(cast: Cast) -> None:
    with pytest.raises(MissingError) as error:
        select(workspace=cast.workspace, article=uuid4())
    assert error.value.rule == "article.missing"
    made = fill(cast)
    with pytest.raises(MissingError):
        select(workspace=cast.other_workspace, article=made["article"].uid)
    with pytest.raises(RuleBrokenError):
        select(workspace=cast.workspace, article=made["article"].uid, layer=made["layer"].uid)


def test_a_part_is_taken_as_it_was(desk: Cast) -> None:
    made = fill(desk)
    then = settle(desk.workspace)
    before = everything(select(workspace=desk.workspace, claim=made["claim"].uid, known_at=then))
    delete_mention(actor=desk.actor("editor"), mention=made["mention"], expected=None)
    delete_attribution(actor=desk.actor("editor"), attribution=made["frame"], expected=None)
    assert everything(select(workspace=desk.workspace, claim=made["claim"].uid, known_at=then)) == before
    assert len(before) == 13
