"""Undoing one's own steps: each kind of change, there and back again, and never another's work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from annotations.actions import (
    FrameDraft,
    add_mention,
    attribute,
    delete_attribution,
    delete_mention,
    edit_attribution,
    edit_mention,
    mark,
    move_span,
    undo,
    undoable,
)
from annotations.errors import ConflictError, DeniedError, DomainError, ManyErrors
from annotations.models import ArticleVersion, Attribution, Layer, Mention, Span, Undoing
from annotations.policies import Actor
from annotations.vocabulary import Way
from tests.cast import Cast, make_article, make_claim, make_source, place_of, shared_layer

TEXT = "قال المسؤول 👩🏽‍👧 إن المحادثات فَشِلَتْ.\nOfficials told AFP that talks had failed, e\u0301 said."
pytestmark = pytest.mark.django_db(transaction=True)
"""A step is a transaction."""


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"), TEXT, language="ar", direction="rtl")


@pytest.fixture
def layer(version: ArticleVersion) -> Layer:
    return shared_layer(version)


@pytest.fixture
def me(cast: Cast) -> Actor:
    return cast.actor("annotator")


@pytest.fixture
def other(cast: Cast) -> Actor:
    return cast.actor("editor")


at = partial(place_of, TEXT)


def frame_of(actor: Actor, layer: Layer, **parts: Any) -> Attribution:
    draft = {"source": at("المسؤول"), "cue": at("قال"), "contents": [at("إن المحادثات فَشِلَتْ")], **parts}
    return attribute(actor=actor, layer=layer, draft=FrameDraft(**draft)).object


def picture(layer: Layer) -> dict[str, list[Any]]:
    """What the layer holds, without what no one sees: stamps and revisions."""
    frames = Attribution.objects.filter(layer=layer).order_by("uid")
    hidden = {"revision", "recorded_at", "recorded_by", "recorded_through", "created_at"}
    mentions = Mention.objects.filter(attribution__layer=layer) | Mention.objects.filter(span__layer=layer)
    kinds = {"frames": frames, "spans": Span.objects.filter(layer=layer), "mentions": mentions}
    return {
        kind: [
            {name: value for name, value in row.items() if name not in hidden} for row in rows.order_by("uid").values()
        ]
        for kind, rows in kinds.items()
    }


Change = Callable[[Actor, Layer, Attribution], object]


def _edit(**parts: Any) -> Change:
    def edit(me: Actor, _layer: Layer, frame: Attribution) -> object:
        return edit_attribution(actor=me, attribution=frame, draft=FrameDraft(**parts), expected=None)

    return edit


def _another(me: Actor, layer: Layer, _frame: Attribution) -> object:
    return frame_of(me, layer, source=at("Officials"), cue=at("told"), contents=[])


def _plain(me: Actor, layer: Layer, _frame: Attribution) -> object:
    return mark(actor=me, layer=layer, segments=at("talks had failed")["segments"])


def _tie(me: Actor, layer: Layer, frame: Attribution) -> object:
    return add_mention(actor=me, claim=make_claim(me), attribution=frame)


def _speaker(me: Actor, layer: Layer, frame: Attribution) -> object:
    return _edit(speakers=[make_source(me).uid])(me, layer, frame)


def _move(me: Actor, layer: Layer, frame: Attribution) -> object:
    source = frame.source
    assert source is not None
    return move_span(actor=me, span=source, segments=at("المسؤول 👩🏽‍👧")["segments"], expected=None)


def _delete(me: Actor, layer: Layer, frame: Attribution) -> object:
    delete_attribution(actor=me, attribution=frame, expected=None)
    return None


def _child(me: Actor, layer: Layer, frame: Attribution) -> object:
    return frame_of(me, layer, source=None, cue=at("فَشِلَتْ"), contents=[], parent=frame.uid)


CHANGES: dict[str, Change] = {
    "a new frame": _another,
    "a plain span": _plain,
    "another source": _edit(source=at("👩🏽‍👧")),
    "no cue": _edit(cue=None),
    "one more content": _edit(contents=[at("إن المحادثات فَشِلَتْ"), at("e\u0301")]),
    "what is said of it": _edit(attitude="belief", cue_kind="verb"),
    "a speaker": _speaker,
    "a tie to a claim": _tie,
    "another boundary": _move,
    "a frame inside": _child,
    "no frame any more": _delete,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_change_is_undone_and_done_again(me: Actor, layer: Layer, change: Change):
    frame = frame_of(me, layer)
    before = picture(layer)
    change(me, layer, Attribution.objects.get(pk=frame.pk))
    after = picture(layer)
    assert after != before
    for _ in range(2):
        undone = undo(actor=me, layer=layer)
        assert undone.done == undone.redo
        assert picture(layer) == before
        assert undo(actor=me, layer=layer, way=Way.REDO).redo is None
        assert picture(layer) == after


def test_a_deleted_frame_comes_back_with_its_children_and_ties(me: Actor, layer: Layer):
    frame = frame_of(me, layer)
    _child(me, layer, frame)
    _tie(me, layer, frame)
    before = picture(layer)
    _delete(me, layer, frame)
    assert Attribution.objects.get().parent_id is None
    undo(actor=me, layer=layer)
    assert picture(layer) == before


def test_step_by_step_back_to_the_beginning_and_forward_again(me: Actor, layer: Layer):
    pictures = [picture(layer)]
    frame = frame_of(me, layer)
    pictures.append(picture(layer))
    for change in (_edit(attitude="belief"), _speaker, _move, _tie, _child, _edit(attitude="decision"), _delete):
        change(me, layer, Attribution.objects.get(pk=frame.pk))
        pictures.append(picture(layer))
    for expected in reversed(pictures[:-1]):
        left = undo(actor=me, layer=layer)
        assert picture(layer) == expected
    assert left.undo is None
    with pytest.raises(ConflictError, match="nothing of yours"):
        undo(actor=me, layer=layer)
    for expected in pictures[1:]:
        left = undo(actor=me, layer=layer, way=Way.REDO)
        assert picture(layer) == expected
    assert left.redo is None


def test_something_new_ends_doing_again(me: Actor, layer: Layer):
    frame = frame_of(me, layer)
    _edit(attitude="belief")(me, layer, frame)
    undo(actor=me, layer=layer)
    _edit(attitude="decision")(me, layer, frame)
    state = undoable(actor=me, layer=layer)
    assert state.redo is None
    undo(actor=me, layer=layer)
    undo(actor=me, layer=layer)
    assert not Attribution.objects.exists()


def test_what_others_do_beside_is_left_alone(me: Actor, other: Actor, layer: Layer):
    frame = frame_of(me, layer)
    _edit(attitude="belief")(me, layer, frame)
    _edit(cue_kind="verb")(other, layer, frame)
    theirs = frame_of(other, layer, source=at("Officials"), cue=at("told"), contents=[])
    undo(actor=me, layer=layer)
    now = Attribution.objects.get(pk=frame.pk)
    assert (now.attitude, now.cue_kind) == ("", "verb")
    assert undoable(actor=other, layer=layer).undo is not None
    undo(actor=other, layer=layer)
    assert not Attribution.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize(("keep", "expected"), [("theirs", "knowledge"), ("mine", "")])
def test_another_changed_the_same_field_since(me: Actor, other: Actor, layer: Layer, keep: str, expected: str):
    frame = frame_of(me, layer)
    _edit(attitude="belief")(me, layer, frame)
    _edit(attitude="knowledge")(other, layer, frame)
    with pytest.raises(ManyErrors) as refused:
        undo(actor=me, layer=layer)
    assert [(one.rule, one.field, other.username in one.detail) for one in refused.value.errors] == [
        ("undo.changed_since", f"attributions.{frame.uid}", True)
    ]
    assert Attribution.objects.get().attitude == "knowledge"
    undo(actor=me, layer=layer, keep=keep)
    assert Attribution.objects.get().attitude == expected
    assert undoable(actor=me, layer=layer).undo is not None  # the step before is next, whatever was kept


@pytest.mark.parametrize("touch", ["change", "tie"])
def test_a_frame_that_another_works_on_does_not_vanish(me: Actor, other: Actor, layer: Layer, touch: str):
    frame = frame_of(me, layer)
    if touch == "change":
        _edit(attitude="belief")(other, layer, frame)
    else:
        _tie(other, layer, frame)
    before = picture(layer)
    with pytest.raises(ManyErrors):
        undo(actor=me, layer=layer)
    assert picture(layer) == before
    undo(actor=me, layer=layer, keep="theirs")
    assert picture(layer) == before
    assert undoable(actor=me, layer=layer).undo is None


def test_another_removed_it_since(me: Actor, other: Actor, layer: Layer):
    frame = frame_of(me, layer)
    _edit(attitude="belief")(me, layer, frame)
    _delete(other, layer, frame)
    with pytest.raises(ManyErrors):
        undo(actor=me, layer=layer)
    undo(actor=me, layer=layer, keep="mine")
    assert Attribution.objects.get().attitude == ""


def test_a_span_that_another_uses_stays(me: Actor, other: Actor, layer: Layer):
    span = mark(actor=me, layer=layer, segments=at("told")["segments"]).object
    frame_of(other, layer, source=None, cue=str(span.uid), contents=[])
    undo(actor=me, layer=layer)
    assert Span.objects.filter(pk=span.pk).exists()


def test_the_polarity_of_a_tie_and_the_tie_itself(me: Actor, layer: Layer):
    frame = frame_of(me, layer)
    mention = add_mention(actor=me, claim=make_claim(me), attribution=frame).object
    edit_mention(actor=me, mention=mention, expected=None, polarity="denies")
    delete_mention(actor=me, mention=mention, expected=None)
    undo(actor=me, layer=layer)
    assert Mention.objects.get().polarity == "denies"
    undo(actor=me, layer=layer)
    assert Mention.objects.get().polarity == "asserts"


def test_the_same_request_twice_undoes_once(me: Actor, layer: Layer):
    frame_of(me, layer)
    frame_of(me, layer, source=at("Officials"), cue=at("told"), contents=[])
    request = uuid4()
    undo(actor=me, layer=layer, request=request)
    again = undo(actor=me, layer=layer, request=request)
    assert (again.done, Attribution.objects.count(), Undoing.objects.count()) == (None, 1, 1)


def test_the_requests_of_one_gesture_are_one_step(me: Actor, layer: Layer):
    frame_of(me, layer)
    empty = picture(layer)
    hand = replace(me, gesture=uuid4())
    span = mark(actor=hand, layer=layer, **at("Officials")).object
    mention = add_mention(actor=hand, claim=make_claim(me), span=span).object
    edit_mention(actor=hand, mention=mention, expected=None, polarity="denies")
    full = picture(layer)
    undone = undo(actor=me, layer=layer)
    assert picture(layer) == empty
    assert undone.done is not None
    assert (undone.done.kind, undone.done.verb) == ("mentions", "create")
    for _ in range(2):  # there and back, as often as one likes
        undo(actor=me, layer=layer, way=Way.REDO)
        assert picture(layer) == full
        undo(actor=me, layer=layer)
        assert picture(layer) == empty
    # A request of the gesture that comes late is a step by itself, and is not lost from sight.
    mark(actor=hand, layer=layer, **at("AFP"))
    undo(actor=me, layer=layer)
    assert picture(layer) == empty
    undo(actor=me, layer=layer)
    assert not Attribution.objects.exists()


def test_frames_inside_one_another_go_and_come_in_one_step(me: Actor, layer: Layer):
    empty = picture(layer)
    hand = replace(me, gesture=uuid4())
    outer = frame_of(hand, layer)
    inner = frame_of(hand, layer, source=None, cue=None, contents=[at("المحادثات فَشِلَتْ")], parent=outer.uid)
    frame_of(hand, layer, source=None, cue=at("فَشِلَتْ"), contents=[], parent=inner.uid)
    full = picture(layer)
    for _ in range(2):  # the second time it is one transaction that is turned round, of three frames
        undo(actor=me, layer=layer)
        assert picture(layer) == empty
        undo(actor=me, layer=layer, way=Way.REDO)
        assert picture(layer) == full


def test_where_another_touched_one_part_of_a_gesture_nothing_of_it_is_undone(me: Actor, other: Actor, layer: Layer):
    hand = replace(me, gesture=uuid4())
    first = frame_of(hand, layer)
    frame_of(hand, layer, source=at("Officials"), cue=at("told"), contents=[])
    edit_attribution(actor=other, attribution=first, draft=FrameDraft(attitude="belief"), expected=None)
    with pytest.raises(ManyErrors):
        undo(actor=me, layer=layer)
    assert Attribution.objects.count() == 2
    undo(actor=me, layer=layer, keep="theirs")
    assert Attribution.objects.get().pk == first.pk


def test_what_cannot_come_back_says_why_and_changes_nothing(me: Actor, layer: Layer):
    frame = frame_of(me, layer)
    claim = make_claim(me)
    mention = add_mention(actor=me, claim=claim, attribution=frame).object
    delete_mention(actor=me, mention=mention, expected=None)
    claim.delete()
    with pytest.raises(DomainError) as refused:
        undo(actor=me, layer=layer)
    assert refused.value.rule == "restore.missing_part"
    assert not Undoing.objects.exists()


def test_a_frame_does_not_come_back_without_its_speaker(me: Actor, layer: Layer):
    source = make_source(me)
    frame = frame_of(me, layer, speakers=[source.uid])
    _delete(me, layer, frame)
    source.delete()
    with pytest.raises(DomainError) as refused:
        undo(actor=me, layer=layer)
    assert refused.value.rule == "restore.missing_part"
    assert not Attribution.objects.exists()


def test_what_stands_at_no_place_any_more_is_not_tied_again(me: Actor, other: Actor, layer: Layer):
    frame = frame_of(other, layer)
    mention = add_mention(actor=me, claim=make_claim(me), attribution=frame).object
    delete_mention(actor=me, mention=mention, expected=None)
    _delete(other, layer, frame)
    with pytest.raises(DomainError) as refused:
        undo(actor=me, layer=layer)
    assert refused.value.rule == "restore.missing_part"
    assert not Mention.objects.exists()


def test_what_another_tied_meanwhile_is_tied_once(me: Actor, other: Actor, layer: Layer):
    frame, claim = frame_of(me, layer), make_claim(me)
    mention = add_mention(actor=me, claim=claim, attribution=frame).object
    delete_mention(actor=me, mention=mention, expected=None)
    theirs = add_mention(actor=other, claim=claim, attribution=frame).object
    undo(actor=me, layer=layer)
    assert Mention.objects.get().uid == theirs.uid


def test_another_layer_and_another_role(cast: Cast, me: Actor, layer: Layer, version: ArticleVersion):
    frame_of(me, layer)
    own = Layer.objects.create(
        workspace=me.workspace, version=version, kind="independent", annotator=me.username, created_by=me.username
    )
    assert undoable(actor=me, layer=own).undo is None
    with pytest.raises(DeniedError):
        undo(actor=cast.actor("reader"), layer=layer)
    with pytest.raises(DomainError):
        undo(actor=cast.actor("stranger"), layer=layer)
