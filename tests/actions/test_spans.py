"""Spans are marked, moved and taken away."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import (
    FrameDraft,
    add_mention,
    attribute,
    delete_span,
    edit_attribution,
    mark,
    move_span,
    open_layer,
)
from annotations.errors import MalformedError
from annotations.models import ArticleVersion, Attribution, Layer, Span, uuid7
from annotations.policies import Actor
from tests.actions.broken import broken, conflict, denied, history, stale
from tests.actions.conftest import TEXT
from tests.cast import find_span, make_article, make_claim, make_frame, make_mention, shared_layer

END = len(TEXT)


def at(words: str) -> list[list[int]]:
    start = TEXT.index(words)
    return [[start, start + len(words)]]


def test_a_place_is_marked_with_its_quote(annotator: Actor, layer: Layer) -> None:
    made = mark(actor=annotator, layer=layer, segments=at("Ann told"))
    span = made.object
    assert made.created
    assert (span.segments, span.exact) == ([15, 23], "Ann told")
    assert (span.prefix, span.suffix) == ("Paul said that ", TEXT[23:55])
    assert (span.layer, span.version, span.created_by) == (layer, layer.version, "annotator")


def test_segments_are_joined_by_one_space(annotator: Actor, layer: Layer) -> None:
    assert mark(actor=annotator, layer=layer, segments=[[0, 4], [15, 18]]).object.exact == "Paul Ann"


@pytest.mark.parametrize(
    ("segments", "rule", "field"),
    [
        ([], "span.none", "segments"),
        ([[0, END + 1]], "span.out_of_text", "segments.0"),
        ([[-1, 4]], "span.out_of_text", "segments.0"),
        ([[0, 10**30]], "span.out_of_text", "segments.0"),
        ([[0, 4], [9, 9]], "span.empty", "segments.1"),
        ([[4, 0]], "span.empty", "segments.0"),
        ([[0, 9], [5, 14]], "span.overlap", "segments.1"),
        ([[5, 9], [0, 4]], "span.unordered", "segments.1"),
        ([[0, 5]], "span.edge_whitespace", "segments.0"),
        ([[0, 4], [14, 18]], "span.edge_whitespace", "segments.1"),
        ([[n, n + 1] for n in range(0, 402, 2)], "span.too_many_segments", "segments"),
    ],
)
def test_a_place_that_breaks_a_rule_is_refused(
    annotator: Actor, layer: Layer, segments: Any, rule: str, field: str
) -> None:
    with broken(rule, field):
        mark(actor=annotator, layer=layer, segments=segments)
    assert Span.objects.count() == 0


@pytest.mark.parametrize(
    "segments", [None, "x", 5, {}, [5], [[0]], [[0, 4, 5]], [[0, "4"]], [[0.0, 4.0]], [[False, True]]]
)
def test_what_are_no_segments_is_malformed(annotator: Actor, layer: Layer, segments: object) -> None:
    with pytest.raises(MalformedError) as caught:
        mark(actor=annotator, layer=layer, segments=segments)
    assert caught.value.rule == "span.malformed"


def test_no_character_is_split(annotator: Actor) -> None:
    text = "e\u0301te\u0301 👩🏽‍⚕️ said"
    layer = shared_layer(make_article(annotator, text))
    with broken("span.splits_grapheme", "segments.0"):
        mark(actor=annotator, layer=layer, segments=[[0, 1]])
    with broken("span.splits_grapheme", "segments.0"):
        mark(actor=annotator, layer=layer, segments=[[6, 7]])


def test_a_word_may_be_marked_without_its_conjunction(annotator: Actor) -> None:
    layer = shared_layer(make_article(annotator, "وقالت واشنطن"))
    assert mark(actor=annotator, layer=layer, segments=[[1, 5]]).object.exact == "قالت"


def test_one_place_may_be_marked_twice(annotator: Actor, layer: Layer) -> None:
    """Two people see two things in the same words."""
    assert mark(actor=annotator, layer=layer, segments=at("Ann")).object != (
        mark(actor=annotator, layer=layer, segments=at("Ann")).object
    )


def test_a_repeated_mark_is_one_span(annotator: Actor, layer: Layer) -> None:
    uid = uuid7()
    first = mark(actor=annotator, layer=layer, segments=at("Ann"), uid=uid)
    again = mark(actor=annotator, layer=layer, segments=at("Ann"), uid=uid)
    assert (again.created, again.object) == (False, first.object)
    with conflict("span.duplicate_id", "id"):
        mark(actor=annotator, layer=layer, segments=at("Bob"), uid=uid)
    delete_span(actor=annotator, span=first.object, expected=None)
    with conflict("span.deleted", "id"):
        mark(actor=annotator, layer=layer, segments=at("Ann"), uid=uid)


# Moving.


def test_a_span_moves_with_its_quote(annotator: Actor, editor: Actor, layer: Layer) -> None:
    span = mark(actor=annotator, layer=layer, segments=at("Ann")).object
    moved = move_span(actor=editor, span=span, segments=at("Bob knew"), expected=1)
    assert (moved.exact, moved.revision, moved.prefix[-5:]) == ("Bob knew", 2, "that ")
    assert history(span, "exact", "recorded_by", "superseded_by") == [("Ann", "annotator", "editor")]


def test_moving_from_an_older_reading_is_stale(annotator: Actor, layer: Layer) -> None:
    span = mark(actor=annotator, layer=layer, segments=at("Ann")).object
    move_span(actor=annotator, span=span, segments=at("Bob"), expected=1)
    with stale(2):
        move_span(actor=annotator, span=span, segments=at("Eve"), expected=1)


def test_a_span_moves_under_the_rules_of_a_mark(annotator: Actor, layer: Layer) -> None:
    span = mark(actor=annotator, layer=layer, segments=at("Ann")).object
    with broken("span.edge_whitespace", "segments.0"):
        move_span(actor=annotator, span=span, segments=[[0, 5]], expected=1)
    span.refresh_from_db()
    assert span.revision == 1


def test_a_moved_part_keeps_the_rules_of_its_frame(annotator: Actor, version: ArticleVersion) -> None:
    source, content = find_span(annotator, version, "Ann"), find_span(annotator, version, "that Bob knew")
    make_frame(annotator, version, source=source, contents=(content,))
    with broken("frame.parts_overlap", "segments"):
        move_span(actor=annotator, span=content, segments=at("Ann told him that Bob knew"), expected=None)


def test_a_moved_content_keeps_its_children(annotator: Actor, version: ArticleVersion) -> None:
    content = find_span(annotator, version, "Ann told him")
    parent = make_frame(annotator, version, contents=(content,))
    make_frame(annotator, version, source=find_span(annotator, version, "Ann"), parent=parent)
    with broken("frame.child_outside_parent", "segments"):
        move_span(actor=annotator, span=content, segments=at("told him"), expected=None)
    assert move_span(actor=annotator, span=content, segments=at("Ann told"), expected=None).exact == "Ann told"


def test_the_quotation_of_a_frame_is_told_anew(annotator: Actor) -> None:
    text = "“We leave,” one said, and went."
    version = make_article(annotator, text)
    content = find_span(annotator, version, "“We leave,”")
    cue = find_span(annotator, version, "said")
    frame = make_frame(annotator, version, cue=cue, contents=(content,), quotation="direct")
    move_span(actor=annotator, span=content, segments=[[1, 9]], expected=None)
    inside = Attribution.objects.get(pk=frame.pk).quotation
    start = text.index("and went")
    move_span(actor=annotator, span=content, segments=[[start, start + 8]], expected=None)
    assert (inside, Attribution.objects.get(pk=frame.pk).quotation) == ("direct", "indirect")


# Taking away.


def test_a_span_that_nothing_uses_goes_and_stays_in_history(annotator: Actor, editor: Actor, layer: Layer) -> None:
    span = mark(actor=annotator, layer=layer, segments=at("Ann")).object
    delete_span(actor=editor, span=span, expected=1)
    assert Span.objects.count() == 0
    assert history(span) == [(1, "annotator", "api", "editor", "api")]


def test_deleting_from_an_older_reading_is_stale(annotator: Actor, layer: Layer) -> None:
    span = mark(actor=annotator, layer=layer, segments=at("Ann")).object
    move_span(actor=annotator, span=span, segments=at("Bob"), expected=1)
    with stale(2):
        delete_span(actor=annotator, span=span, expected=1)


@pytest.mark.parametrize("role", ["source", "cue", "addressee", "channel", "antecedent_span", "content"])
def test_a_part_of_a_frame_stays(annotator: Actor, version: ArticleVersion, role: str) -> None:
    part, other = find_span(annotator, version, "Ann"), find_span(annotator, version, "Bob")
    parts: dict[str, Any] = {"contents": (other, part)} if role == "content" else {"contents": (other,), role: part}
    make_frame(annotator, version, **parts)
    with conflict("span.in_use"):
        delete_span(actor=annotator, span=part, expected=None)


def test_a_mentioned_span_stays(annotator: Actor, version: ArticleVersion) -> None:
    span = find_span(annotator, version, "Ann")
    make_mention(annotator, make_claim(annotator), span=span)
    with conflict("span.in_use"):
        delete_span(actor=annotator, span=span, expected=None)


def test_a_span_that_was_carried_over_may_still_go(annotator: Actor, version: ArticleVersion) -> None:
    span = find_span(annotator, version, "Ann")
    later = find_span(annotator, make_article(annotator, TEXT), "Ann")
    Span.objects.filter(pk=later.pk).update(carried_from=span)
    delete_span(actor=annotator, span=span, expected=None)
    later.refresh_from_db()
    assert later.carried_from is None
    assert history(later, "carried_from_id") == [None, span.pk]


# A span goes with the last thing that used it, and no sooner.


def unused_after_edit(actor: Actor, layer: Layer, **kept: Any) -> bool:
    """Make a frame whose source is Ann, let `kept` use that span too, and take it out of the frame."""
    frame = attribute(
        actor=actor, layer=layer, draft=FrameDraft(source={"segments": at("Ann")}, contents=[{"segments": at("Bob")}])
    ).object
    span = frame.source
    assert span is not None
    for use in kept.values():
        use(span)
    edit_attribution(actor=actor, attribution=frame, draft=FrameDraft(source=None), expected=None)
    return not Span.objects.filter(pk=span.pk).exists()


def test_a_span_that_served_one_frame_goes_with_it(annotator: Actor, layer: Layer) -> None:
    assert unused_after_edit(annotator, layer)


def test_a_span_that_serves_another_frame_stays(annotator: Actor, layer: Layer) -> None:
    for role in ("source", "cue", "addressee", "channel", "antecedent", "contents"):

        def use(span: Span, role: str = role) -> None:
            base = {} if role == "contents" else {"contents": [{"segments": at("him")}]}
            draft = FrameDraft(**{**base, role: [span.uid] if role == "contents" else span.uid})
            attribute(actor=annotator, layer=layer, draft=draft)

        assert not unused_after_edit(annotator, layer, use=use), role


def test_a_span_that_a_claim_is_tied_to_stays(annotator: Actor, layer: Layer) -> None:
    claim = make_claim(annotator)
    assert not unused_after_edit(
        annotator, layer, use=lambda span: add_mention(actor=annotator, claim=claim, span=span)
    )


# Whose layer it is.


def test_a_layer_with_a_name_on_it_is_that_persons(annotator: Actor, editor: Actor, version: ArticleVersion) -> None:
    own = open_layer(actor=annotator, version=version, kind="independent")
    span = mark(actor=annotator, layer=own, segments=at("Ann")).object
    for refused in (
        lambda: mark(actor=editor, layer=own, segments=at("Ann")),
        lambda: move_span(actor=editor, span=span, segments=at("Bob"), expected=None),
        lambda: delete_span(actor=editor, span=span, expected=None),
        lambda: attribute(actor=editor, layer=own, draft=FrameDraft(source=span.uid)),
    ):
        with denied("layer.of_another"):
            refused()


def test_the_adjudicated_layer_is_an_editors(annotator: Actor, editor: Actor, version: ArticleVersion) -> None:
    layer = open_layer(actor=editor, version=version, kind="adjudicated")
    with denied():
        mark(actor=annotator, layer=layer, segments=at("Ann"))
    assert mark(actor=editor, layer=layer, segments=at("Ann")).created
