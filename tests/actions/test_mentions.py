"""Mentions tie the text to claims."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import add_mention, delete_mention, edit_mention, open_layer
from annotations.models import ArticleVersion, Attribution, Claim, Corroboration, Mention, Span, uuid7
from annotations.policies import Actor
from tests.actions.broken import broken, conflict, denied, history, missing, stale
from tests.cast import Cast, find_span, make_claim, make_frame, make_mention


@pytest.fixture
def claim(annotator: Actor) -> Claim:
    return make_claim(annotator)


@pytest.fixture
def span(annotator: Actor, version: ArticleVersion) -> Span:
    return find_span(annotator, version, "Ann")


@pytest.fixture
def frame(annotator: Actor, version: ArticleVersion, span: Span) -> Attribution:
    return make_frame(annotator, version, source=span)


def test_a_frame_is_tied_to_a_claim(annotator: Actor, claim: Claim, frame: Attribution) -> None:
    mention = add_mention(actor=annotator, claim=claim, attribution=frame, polarity="denies", credibility=2).object
    mention.refresh_from_db()
    assert (mention.claim, mention.attribution, mention.span) == (claim, frame, None)
    assert (mention.polarity, mention.credibility, mention.created_by) == ("denies", 2, "annotator")


def test_a_plain_span_is_tied_to_a_claim(annotator: Actor, claim: Claim, span: Span) -> None:
    mention = add_mention(actor=annotator, claim=claim, span=span).object
    assert (mention.attribution, mention.span, mention.polarity, mention.credibility) == (None, span, "asserts", None)


def test_a_mention_has_one_target(annotator: Actor, claim: Claim, span: Span, frame: Attribution) -> None:
    neither_or_both: list[dict[str, Any]] = [{}, {"span": span, "attribution": frame}]
    for targets in neither_or_both:
        with broken("mention.one_target", "attribution"):
            add_mention(actor=annotator, claim=claim, **targets)


def test_a_place_is_tied_to_a_claim_once(annotator: Actor, claim: Claim, span: Span, frame: Attribution) -> None:
    targets: list[dict[str, Any]] = [{"span": span}, {"attribution": frame}]
    for target in targets:
        add_mention(actor=annotator, claim=claim, **target)
        with conflict("mention.duplicate", "claim"):
            add_mention(actor=annotator, claim=claim, polarity="denies", **target)
        assert add_mention(actor=annotator, claim=make_claim(annotator), **target).created


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("polarity", "likes", "field.choice"),
        ("polarity", "", "field.choice"),
        ("credibility", 0, "field.number"),
        ("credibility", 7, "field.number"),
        ("credibility", True, "field.number"),
        ("credibility", "2", "field.number"),
        ("credibility", 2.0, "field.number"),
        ("claim", "x", "field.unknown"),
    ],
)
def test_each_field_is_checked_by_its_name(
    annotator: Actor, claim: Claim, span: Span, field: str, value: Any, rule: str
) -> None:
    if field != "claim":
        with broken(rule, field):
            add_mention(actor=annotator, claim=claim, span=span, **{field: value})
    mention = make_mention(annotator, claim, span=span)
    with broken(rule, field):
        edit_mention(actor=annotator, mention=mention, expected=1, **{field: value})


def test_a_repeated_request_is_one_mention(annotator: Actor, claim: Claim, span: Span, frame: Attribution) -> None:
    uid = uuid7()
    first = add_mention(actor=annotator, claim=claim, span=span, uid=uid)
    again = add_mention(actor=annotator, claim=claim, span=span, uid=uid)
    assert (again.created, again.object) == (False, first.object)
    with conflict("mention.duplicate_id", "id"):
        add_mention(actor=annotator, claim=claim, attribution=frame, uid=uid)
    delete_mention(actor=annotator, mention=first.object, expected=1)
    with conflict("mention.deleted", "id"):
        add_mention(actor=annotator, claim=claim, span=span, uid=uid)
    assert Mention.objects.count() == 0


def test_what_a_place_says_of_a_claim_changes(annotator: Actor, editor: Actor, claim: Claim, span: Span) -> None:
    mention = make_mention(annotator, claim, span=span)
    changed = edit_mention(actor=editor, mention=mention, expected=1, polarity="questions", credibility=6)
    assert (changed.polarity, changed.credibility, changed.revision) == ("questions", 6, 2)
    assert edit_mention(actor=editor, mention=mention, expected=2, credibility=None).credibility is None
    assert edit_mention(actor=editor, mention=mention, expected=3).revision == 3
    with stale(3):
        edit_mention(actor=annotator, mention=mention, expected=1, polarity="asserts")
    assert history(mention, "polarity", "credibility") == [("asserts", None), ("questions", 6)]


def test_a_place_is_untied(annotator: Actor, editor: Actor, claim: Claim, span: Span) -> None:
    mention = make_mention(annotator, claim, span=span)
    with stale(1):
        delete_mention(actor=editor, mention=mention, expected=2)
    delete_mention(actor=editor, mention=mention, expected=1)
    assert Mention.objects.count() == 0
    assert history(mention, "superseded_by") == ["editor"]
    assert Span.objects.filter(pk=span.pk).exists()


def test_readers_tie_nothing(cast: Cast, annotator: Actor, claim: Claim, span: Span) -> None:
    reader = cast.actor("reader")
    mention = make_mention(annotator, claim, span=span)
    with denied():
        add_mention(actor=reader, claim=make_claim(annotator), span=span)
    with denied():
        edit_mention(actor=reader, mention=mention, expected=None, polarity="denies")
    with denied():
        delete_mention(actor=reader, mention=mention, expected=None)


def test_a_place_in_anothers_layer_is_theirs_to_tie(
    annotator: Actor, editor: Actor, version: ArticleVersion, claim: Claim
) -> None:
    own = open_layer(actor=annotator, version=version, kind="independent")
    place = find_span(annotator, version, "Bob", layer=own)
    mention = add_mention(actor=annotator, claim=claim, span=place).object
    with denied("layer.of_another"):
        add_mention(actor=editor, claim=make_claim(editor), span=place)
    with denied("layer.of_another"):
        edit_mention(actor=editor, mention=mention, expected=None, polarity="denies")
    with denied("layer.of_another"):
        delete_mention(actor=editor, mention=mention, expected=None)


def test_claim_and_place_are_of_ones_own_workspace(
    cast: Cast, annotator: Actor, stranger: Actor, claim: Claim, span: Span
) -> None:
    theirs = make_claim(stranger)
    with missing():
        add_mention(actor=annotator, claim=theirs, span=span)
    with missing():
        add_mention(actor=stranger, claim=theirs, span=span)
    assert not Mention.objects.exists()


def test_what_it_says_is_proposed_anew_when_that_changes(annotator: Actor, claim: Claim, span: Span) -> None:
    mention = add_mention(actor=annotator, claim=claim, span=span).object
    row = Corroboration.objects.get(mention=mention)
    assert (row.stance, row.state) == ("supports", "proposed")
    edit_mention(actor=annotator, mention=mention, expected=None, polarity="denies")
    row.refresh_from_db()
    assert (row.stance, row.state) == ("refutes", "proposed")
    edit_mention(actor=annotator, mention=mention, expected=None, polarity="questions")
    assert not Corroboration.objects.exists()  # a question takes no side
    edit_mention(actor=annotator, mention=mention, expected=None, polarity="repeats")
    assert Corroboration.objects.get(mention=mention).stance == "supports"
