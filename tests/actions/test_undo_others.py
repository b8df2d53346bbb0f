"""Undoing step by step past what others did between one's own steps: it is told before it is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import (
    FrameDraft,
    add_mention,
    attribute,
    delete_attribution,
    delete_mention,
    edit_attribution,
    edit_mention,
    move_span,
    restore,
    set_progress,
    undo,
    undoable,
)
from annotations.errors import ManyErrors
from annotations.models import Attribution, Layer, Mention, Progress, Span
from annotations.policies import Actor
from annotations.vocabulary import Way
from tests.cast import Cast, make_article, make_claim, place_of, shared_layer

TEXT = "Officials in Paris told AFP that talks had failed."
pytestmark = pytest.mark.django_db(transaction=True)
"""A step is a transaction."""


@pytest.fixture
def me(cast: Cast) -> Actor:
    return cast.actor("annotator")


@pytest.fixture
def other(cast: Cast) -> Actor:
    return cast.actor("editor")


@pytest.fixture
def layer(other: Actor) -> Layer:
    return shared_layer(make_article(other, TEXT, language="en"))


at = partial(place_of, TEXT)


def make_frame(actor: Actor, layer: Layer, **parts: Any) -> Attribution:
    draft = {"source": at("Officials"), "cue": at("told"), **parts}
    return attribute(actor=actor, layer=layer, draft=FrameDraft(**draft)).object


Write = Callable[[Actor, str], object]
Read = Callable[[], str]


def _attitude(layer: Layer, made_by: Actor) -> tuple[Write, Read]:
    frame = make_frame(made_by, layer)

    def write(actor: Actor, value: str) -> object:
        word = {"": "", "1": "belief", "2": "knowledge", "3": "decision"}[value]
        return edit_attribution(actor=actor, attribution=frame, draft=FrameDraft(attitude=word), expected=None)

    def read() -> str:
        now = Attribution.objects.get(pk=frame.pk).attitude
        return {"": "", "belief": "1", "knowledge": "2", "decision": "3"}[now]

    return write, read


def _edges(layer: Layer, made_by: Actor) -> tuple[Write, Read]:
    span = make_frame(made_by, layer).source
    assert span is not None
    words = {"": "Officials", "1": "Officials in", "2": "Officials in Paris", "3": "cials"}

    def write(actor: Actor, value: str) -> object:
        return move_span(actor=actor, span=span, segments=at(words[value])["segments"], expected=None)

    def read() -> str:
        exact = Span.objects.get(pk=span.pk).exact
        return next(key for key, word in words.items() if word == exact)

    return write, read


def _progress(layer: Layer, made_by: Actor) -> tuple[Write, Read]:
    def write(actor: Actor, value: str) -> object:
        word = {"": "open", "1": "looked", "2": "done", "3": "looked"}[value]
        return set_progress(actor=actor, layer=layer, starts=[0], state=word)

    def read() -> str:
        row = Progress.objects.filter(layer=layer, start=0).first()
        if row is None:
            return ""
        return "2" if row.state == "done" else "1" if row.revision == 1 else "3"

    return write, read


def _polarity(layer: Layer, made_by: Actor) -> tuple[Write, Read]:
    mention = add_mention(actor=made_by, claim=make_claim(made_by), attribution=make_frame(made_by, layer)).object
    words = {"": "asserts", "1": "denies", "2": "questions", "3": "repeats"}

    def write(actor: Actor, value: str) -> object:
        return edit_mention(actor=actor, mention=mention, expected=None, polarity=words[value])

    def read() -> str:
        now = Mention.objects.get(pk=mention.pk).polarity
        return next(key for key, word in words.items() if word == now)

    return write, read


KINDS = {"a field": _attitude, "the edges of a span": _edges, "a tie": _polarity}


def refuse(actor: Actor, layer: Layer, other: Actor, *, way: Way = Way.UNDO) -> None:
    with pytest.raises(ManyErrors) as refused:
        undo(actor=actor, layer=layer, way=way)
    assert {(one.rule, one.detail) for one in refused.value.errors} == {
        ("undo.changed_since", f"{other.username} changed this since")
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_another_wrote_between_two_steps_of_mine(me: Actor, other: Actor, layer: Layer, kind: Any) -> None:
    write, read = kind(layer, other)
    write(me, "1")
    write(other, "2")
    write(me, "3")
    undo(actor=me, layer=layer)
    assert read() == "2"
    refuse(me, layer, other)
    assert read() == "2"
    # There and back once more does not make it mine.
    undo(actor=me, layer=layer, way=Way.REDO)
    undo(actor=me, layer=layer)
    refuse(me, layer, other)
    undo(actor=me, layer=layer, keep="mine")
    assert (read(), undoable(actor=me, layer=layer).undo) == ("", None)


def test_what_another_kept_stays_whatever_i_undo_before_it(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, other)
    write(me, "3")
    write(me, "1")
    write(other, "2")
    write(me, "3")
    undo(actor=me, layer=layer)
    refuse(me, layer, other)
    undo(actor=me, layer=layer, keep="theirs")
    refuse(me, layer, other)  # the step before that would take it as well
    undo(actor=me, layer=layer, keep="theirs")
    assert (read(), undoable(actor=me, layer=layer).undo) == ("2", None)


def test_what_i_chose_to_overrule_is_not_asked_again(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, other)
    write(me, "3")
    write(me, "1")
    write(other, "2")
    undo(actor=me, layer=layer, keep="mine")
    assert read() == "3"
    undo(actor=me, layer=layer)
    assert read() == ""
    undo(actor=me, layer=layer, way=Way.REDO)
    # Doing again brings back what was there before I overruled it, and that is the other's.
    undo(actor=me, layer=layer, way=Way.REDO)
    assert read() == "2"
    refuse(me, layer, other)


def test_another_who_took_it_back_themselves_is_not_in_the_way(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, other)
    write(me, "1")
    write(other, "2")
    undo(actor=other, layer=layer)
    undo(actor=me, layer=layer)
    assert read() == ""
    undo(actor=me, layer=layer, way=Way.REDO)
    undo(actor=other, layer=layer, way=Way.REDO)
    assert read() == "2"
    refuse(me, layer, other)


def test_another_wrote_since_i_undid_and_doing_again_asks(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, other)
    write(me, "1")
    undo(actor=me, layer=layer)
    write(other, "2")
    refuse(me, layer, other, way=Way.REDO)
    undo(actor=me, layer=layer, way=Way.REDO, keep="mine")
    assert read() == "1"
    undo(actor=me, layer=layer)
    assert read() == "2"


def test_a_frame_that_i_made_and_another_wrote_in(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, me)
    write(other, "2")
    write(me, "3")
    undo(actor=me, layer=layer)
    refuse(me, layer, other)
    assert read() == "2"


def test_a_frame_that_i_deleted_and_brought_back_keeps_what_another_wrote(
    me: Actor, other: Actor, layer: Layer
) -> None:
    write, read = _attitude(layer, other)
    write(me, "1")
    write(other, "2")
    delete_attribution(actor=me, attribution=Attribution.objects.get(), expected=None)
    undo(actor=me, layer=layer)
    assert read() == "2"
    refuse(me, layer, other)


def test_what_another_deleted_does_not_come_back_unasked(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, other)
    frame = Attribution.objects.get()
    write(me, "1")
    delete_attribution(actor=other, attribution=frame, expected=None)
    restore(actor=me, model=Attribution, uid=frame.uid)
    undo(actor=me, layer=layer)
    refuse(me, layer, other)
    assert not Attribution.objects.exists()
    undo(actor=me, layer=layer, keep="mine")
    assert read() == ""


def test_what_another_brought_back_does_not_go_unasked(me: Actor, other: Actor, layer: Layer) -> None:
    frame = make_frame(me, layer)
    delete_attribution(actor=me, attribution=frame, expected=None)
    restore(actor=other, model=Attribution, uid=frame.uid)
    undo(actor=me, layer=layer)
    refuse(me, layer, other)
    assert Attribution.objects.exists()


def test_what_i_brought_back_goes_again_whoever_wrote_in_it_before(me: Actor, other: Actor, layer: Layer) -> None:
    frame = make_frame(other, layer)
    delete_attribution(actor=other, attribution=frame, expected=None)
    restore(actor=me, model=Attribution, uid=frame.uid)
    undo(actor=me, layer=layer)
    assert not Attribution.objects.exists()


@pytest.mark.parametrize("build", ["inside", "polarity"])
def test_a_frame_that_another_built_on_does_not_go_unasked(me: Actor, other: Actor, layer: Layer, build: str) -> None:
    frame = make_frame(me, layer, cue=None, source=None, contents=[at("Officials in Paris told AFP")])
    if build == "inside":
        make_frame(other, layer, parent=frame.uid)
    else:
        mention = add_mention(actor=me, claim=make_claim(me), attribution=frame).object
        edit_mention(actor=other, mention=mention, expected=None, polarity="denies")
        undo(actor=me, layer=layer, keep="theirs")
    refuse(me, layer, other)
    assert Attribution.objects.filter(pk=frame.pk).exists()


def test_a_tie_that_another_brought_back_stays_as_they_set_it(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _polarity(layer, other)
    mention = Mention.objects.get()
    delete_mention(actor=me, mention=mention, expected=None)
    restore(actor=other, model=Mention, uid=mention.uid)
    write(other, "1")
    undo(actor=me, layer=layer)
    assert read() == "1"


def test_another_wrote_between_two_requests_of_one_gesture(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, other)
    hand = replace(me, gesture=uuid4())
    write(me, "3")
    write(hand, "1")
    write(other, "2")
    write(hand, "3")
    refuse(me, layer, other)
    assert read() == "3"
    undo(actor=me, layer=layer, keep="theirs")
    assert read() == "2"
    undo(actor=me, layer=layer, way=Way.REDO)
    assert read() == "3"
    undo(actor=me, layer=layer)
    refuse(me, layer, other)  # the step before the gesture
    assert read() == "2"


def test_a_gesture_over_anothers_writing_gives_it_back_and_then_asks(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _attitude(layer, other)
    hand = replace(me, gesture=uuid4())
    write(me, "1")
    write(other, "2")
    write(hand, "3")
    write(hand, "1")
    for _ in range(2):
        undo(actor=me, layer=layer)
        assert read() == "2"
        refuse(me, layer, other)
        undo(actor=me, layer=layer, way=Way.REDO)
        assert read() == "1"


# How far a paragraph is


def test_another_set_a_paragraph_between_two_steps_of_mine(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _progress(layer, me)
    write(me, "1")
    write(other, "2")
    write(me, "")
    undo(actor=me, layer=layer)
    assert (read(), Progress.objects.get().created_by) == ("2", other.username)
    refuse(me, layer, other)
    undo(actor=me, layer=layer, keep="mine")
    assert read() == ""


@pytest.mark.parametrize(("keep", "expected"), [("theirs", "2"), ("mine", "1")])
def test_a_paragraph_that_i_opened_and_another_set(
    me: Actor, other: Actor, layer: Layer, keep: str, expected: str
) -> None:
    write, _ = _progress(layer, me)
    write(me, "1")
    write(me, "")
    write(other, "2")
    refuse(me, layer, other)
    undo(actor=me, layer=layer, keep=keep)
    row = Progress.objects.get()
    assert (row.state, row.created_by) == {"2": ("done", other.username), "1": ("looked", me.username)}[expected]


@pytest.mark.parametrize(("keep", "left"), [("theirs", 1), ("mine", 0)])
def test_a_paragraph_that_i_set_first_and_another_opened_and_set(
    me: Actor, other: Actor, layer: Layer, keep: str, left: int
) -> None:
    write, _ = _progress(layer, me)
    for actor, value in ((me, "1"), (other, ""), (other, "2")):
        write(actor, value)
    refuse(me, layer, other)
    undo(actor=me, layer=layer, keep=keep)
    assert Progress.objects.count() == left


def test_a_paragraph_that_another_opened_is_left_open(me: Actor, other: Actor, layer: Layer) -> None:
    write, read = _progress(layer, me)
    write(me, "1")
    write(other, "")
    undo(actor=me, layer=layer)
    assert read() == ""


# What it costs


def test_undoing_asks_the_database_no_more_after_a_long_history(me: Actor, other: Actor, layer: Layer) -> None:
    write, _ = _attitude(layer, other)
    counts = []
    for rounds in (1, 3):
        for _ in range(rounds):
            write(me, "1")
            write(me, "3")
            undo(actor=me, layer=layer)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            undo(actor=me, layer=layer)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_frame_is_undone_and_done_again_in_few_statements(me: Actor, layer: Layer) -> None:
    make_frame(me, layer)
    for way, most in ((Way.UNDO, 48), (Way.REDO, 42)):
        with CaptureQueriesContext(connection) as asked:
            undo(actor=me, layer=layer, way=way)
        assert len(asked) <= most
