"""What was deleted comes back from the history."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from annotations.actions import (
    FrameDraft,
    add_claim,
    add_comment,
    add_mention,
    attribute,
    delete_attribution,
    delete_claim,
    delete_comment,
    delete_mention,
    delete_source,
    delete_span,
    edit_attribution,
    edit_claim,
    mark,
    move_span,
    open_layer,
    register_source,
    restore,
)
from annotations.models import ArticleVersion, Attribution, Claim, Comment, Layer, Mention, Source, Span, uuid7
from annotations.policies import Actor
from tests.actions.broken import broken, conflict, denied, history, missing
from tests.actions.conftest import TEXT
from tests.cast import Cast, find_span, make_claim, make_frame, make_mention, make_source, place_of

# The columns that a deletion and its undoing leave as they were.
STAMPS = {"revision", "recorded_at", "recorded_by", "recorded_through"}


def content_of(row: Any) -> dict[str, Any]:
    row.refresh_from_db()
    names = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in names if name not in STAMPS}


place = partial(place_of, TEXT)


def test_a_claim_comes_back_as_it_last_was(annotator: Actor, editor: Actor) -> None:
    claim = make_claim(annotator)
    edit_claim(actor=annotator, claim=claim, expected=1, statement="It pours.")
    before = content_of(claim)
    delete_claim(actor=annotator, claim=claim, expected=2)
    back = restore(actor=editor, model=Claim, uid=claim.uid)
    assert content_of(back) == before
    assert (back.revision, back.recorded_by, back.created_by) == (3, "editor", "annotator")
    assert history(claim, "revision", "statement", "superseded_by") == [
        (1, "The talks failed.", "annotator"), (2, "It pours.", "annotator"),
    ]  # fmt: skip


def test_a_source_comes_back(annotator: Actor) -> None:
    source = make_source(annotator, reliability="B")
    before = content_of(source)
    delete_source(actor=annotator, source=source, expected=None)
    assert content_of(restore(actor=annotator, model=Source, uid=source.uid)) == before


def test_a_span_comes_back(annotator: Actor, layer: Layer) -> None:
    span = mark(actor=annotator, layer=layer, segments=place("Ann")["segments"]).object
    before = content_of(span)
    delete_span(actor=annotator, span=span, expected=None)
    back = restore(actor=annotator, model=Span, uid=span.uid)
    assert (content_of(back), back.revision) == (before, 2)
    assert move_span(actor=annotator, span=back, segments=place("Bob")["segments"], expected=2).revision == 3


def test_a_mention_comes_back(annotator: Actor, version: ArticleVersion) -> None:
    mention = make_mention(annotator, make_claim(annotator), span=find_span(annotator, version, "Ann"))
    before = content_of(mention)
    delete_mention(actor=annotator, mention=mention, expected=None)
    assert content_of(restore(actor=annotator, model=Mention, uid=mention.uid)) == before


def test_a_comment_comes_back_to_its_author(annotator: Actor, editor: Actor) -> None:
    comment = add_comment(actor=annotator, target=make_claim(annotator).uid, body="Really?").object
    before = content_of(comment)
    delete_comment(actor=annotator, comment=comment, expected=None)
    with denied("comment.of_another"):
        restore(actor=editor, model=Comment, uid=comment.uid)
    assert content_of(restore(actor=annotator, model=Comment, uid=comment.uid)) == before


def test_what_a_client_named_is_its_own_again(annotator: Actor) -> None:
    uid = uuid7()
    asked: dict[str, Any] = {"statement": "It rains.", "language": "en", "kind": "past_fact", "uid": uid}
    claim = add_claim(actor=annotator, **asked).object
    delete_claim(actor=annotator, claim=claim, expected=None)
    with conflict("claim.deleted", "id"):
        add_claim(actor=annotator, **asked)
    restore(actor=annotator, model=Claim, uid=uid)
    assert not add_claim(actor=annotator, **asked).created


def test_deleting_and_restoring_may_go_on(annotator: Actor) -> None:
    claim = make_claim(annotator)
    for number in range(1, 4):
        delete_claim(actor=annotator, claim=claim, expected=number)
        claim = restore(actor=annotator, model=Claim, uid=claim.uid)
    assert (claim.revision, history(claim, "revision")) == (4, [1, 2, 3])


# Frames, which take much with them.


@pytest.fixture
def frame(annotator: Actor, layer: Layer) -> Attribution:
    source = register_source(actor=annotator, kind="named_person", name="Ann").object
    draft = FrameDraft(
        source=place("Ann"), cue=place("told"), contents=[place("that Bob knew that Eve thought")],
        addressee=place("him"), speakers=[source.uid], resolution="explicit", antecedent=None,
    )  # fmt: skip
    return attribute(actor=annotator, layer=layer, draft=draft).object


def test_a_frame_comes_back_with_its_spans_and_mentions(annotator: Actor, editor: Actor, frame: Attribution) -> None:
    mentions = [add_mention(actor=annotator, claim=make_claim(annotator), attribution=frame).object for _ in range(2)]
    spans = list(Span.objects.order_by("pk"))
    before = [content_of(row) for row in (frame, *spans, *mentions)]
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    assert (Span.objects.count(), Mention.objects.count()) == (0, 0)
    back = restore(actor=editor, model=Attribution, uid=frame.uid)
    assert [content_of(row) for row in (back, *spans, *mentions)] == before
    assert {(row.revision, row.recorded_by) for row in (back, *spans, *mentions)} == {(2, "editor")}


def test_only_the_mentions_that_went_with_it_come_back(annotator: Actor, frame: Attribution) -> None:
    early = add_mention(actor=annotator, claim=make_claim(annotator), attribution=frame).object
    delete_mention(actor=annotator, mention=early, expected=None)
    claim = make_claim(annotator)
    orphan = add_mention(actor=annotator, claim=claim, attribution=frame).object
    late = add_mention(actor=annotator, claim=make_claim(annotator), attribution=frame).object
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    delete_claim(actor=annotator, claim=claim, expected=None)
    restore(actor=annotator, model=Attribution, uid=frame.uid)
    assert list(Mention.objects.all()) == [late]
    assert history(orphan, "superseded_by") == ["annotator"]


def test_a_frame_takes_its_children_back(annotator: Actor, frame: Attribution, layer: Layer) -> None:
    child = attribute(actor=annotator, layer=layer, draft=FrameDraft(source=place("Bob"), parent=frame.uid)).object
    both = FrameDraft(source=place("Eve"), parent=frame.uid, antecedent=frame.uid)
    heir = attribute(actor=annotator, layer=layer, draft=both).object
    touched = attribute(actor=annotator, layer=layer, draft=FrameDraft(cue=place("knew"), parent=frame.uid)).object
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    edit_attribution(actor=annotator, attribution=touched, draft=FrameDraft(attitude="belief"), expected=None)
    restore(actor=annotator, model=Attribution, uid=frame.uid)
    parents = {row.pk: row.parent for row in Attribution.objects.all()}
    assert parents == {frame.pk: None, child.pk: frame, heir.pk: frame, touched.pk: None}
    heir.refresh_from_db()
    assert heir.antecedent_frame == frame


def test_a_child_that_no_longer_fits_stays_where_it_is(annotator: Actor, frame: Attribution, layer: Layer) -> None:
    child = attribute(actor=annotator, layer=layer, draft=FrameDraft(source=place("Bob"), parent=frame.uid)).object
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    assert child.source is not None
    move_span(actor=annotator, span=child.source, segments=place("Paul")["segments"], expected=None)
    restore(actor=annotator, model=Attribution, uid=frame.uid)
    child.refresh_from_db()
    assert child.parent is None


def test_a_shared_span_stays_as_it_is_by_now(annotator: Actor, frame: Attribution, layer: Layer) -> None:
    """It did not go with the frame, and was moved since."""
    cue = frame.cue
    assert cue is not None
    attribute(actor=annotator, layer=layer, draft=FrameDraft(cue=cue.uid))
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    move_span(actor=annotator, span=cue, segments=place("told him")["segments"], expected=None)
    back = restore(actor=annotator, model=Attribution, uid=frame.uid)
    assert back.cue is not None
    assert back.cue.exact == "told him"


def test_a_frame_does_not_come_back_where_it_would_break_a_rule(
    annotator: Actor, frame: Attribution, layer: Layer
) -> None:
    cue = frame.cue
    assert cue is not None
    attribute(actor=annotator, layer=layer, draft=FrameDraft(cue=cue.uid))
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    move_span(actor=annotator, span=cue, segments=place("Ann told")["segments"], expected=None)
    with broken("frame.parts_overlap", "cue"):
        restore(actor=annotator, model=Attribution, uid=frame.uid)
    assert not Attribution.objects.filter(uid=frame.uid).exists()
    assert [span.exact for span in Span.objects.all()] == ["Ann told"]


def test_a_frame_does_not_come_back_before_its_parent(annotator: Actor, frame: Attribution, layer: Layer) -> None:
    child = attribute(actor=annotator, layer=layer, draft=FrameDraft(source=place("Bob"), parent=frame.uid)).object
    delete_attribution(actor=annotator, attribution=child, expected=None)
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    with broken("restore.missing_part", "id"):
        restore(actor=annotator, model=Attribution, uid=child.uid)
    restore(actor=annotator, model=Attribution, uid=frame.uid)
    assert restore(actor=annotator, model=Attribution, uid=child.uid).parent == frame


def test_a_frame_does_not_come_back_before_its_antecedent(annotator: Actor, frame: Attribution, layer: Layer) -> None:
    later = attribute(actor=annotator, layer=layer, draft=FrameDraft(cue=place("knew"), antecedent=frame.uid)).object
    delete_attribution(actor=annotator, attribution=later, expected=None)
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    with broken("restore.missing_part", "id"):
        restore(actor=annotator, model=Attribution, uid=later.uid)


def test_a_frame_does_not_come_back_before_its_speaker(annotator: Actor, frame: Attribution) -> None:
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    source = Source.objects.get()
    delete_source(actor=annotator, source=source, expected=None)
    with broken("restore.missing_part", "id"):
        restore(actor=annotator, model=Attribution, uid=frame.uid)
    restore(actor=annotator, model=Source, uid=source.uid)
    assert restore(actor=annotator, model=Attribution, uid=frame.uid).speaker_ids == [source.pk]


def test_a_mention_does_not_come_back_before_what_it_ties(annotator: Actor, version: ArticleVersion) -> None:
    span, claim = find_span(annotator, version, "Ann"), make_claim(annotator)
    mention = make_mention(annotator, claim, span=span)
    delete_mention(actor=annotator, mention=mention, expected=None)
    delete_span(actor=annotator, span=span, expected=None)
    delete_claim(actor=annotator, claim=claim, expected=None)
    for model, uid in ((Span, span.uid), (Claim, claim.uid)):
        with broken("restore.missing_part", "id"):
            restore(actor=annotator, model=Mention, uid=mention.uid)
        restore(actor=annotator, model=model, uid=uid)
    assert restore(actor=annotator, model=Mention, uid=mention.uid).span == span


def test_a_mention_does_not_come_back_beside_its_like(annotator: Actor, version: ArticleVersion) -> None:
    span, claim = find_span(annotator, version, "Ann"), make_claim(annotator)
    mention = make_mention(annotator, claim, span=span)
    delete_mention(actor=annotator, mention=mention, expected=None)
    make_mention(annotator, claim, span=span)
    with conflict("mention.duplicate_span", "id"):
        restore(actor=annotator, model=Mention, uid=mention.uid)


def test_a_comment_does_not_come_back_before_its_target(annotator: Actor) -> None:
    claim = make_claim(annotator)
    comment = add_comment(actor=annotator, target=claim.uid, body="Really?").object
    delete_comment(actor=annotator, comment=comment, expected=None)
    delete_claim(actor=annotator, claim=claim, expected=None)
    with broken("comment.target_missing", "id"):
        restore(actor=annotator, model=Comment, uid=comment.uid)


def test_a_span_comes_back_without_an_origin_that_is_gone(annotator: Actor, version: ArticleVersion) -> None:
    origin, span = find_span(annotator, version, "Ann"), find_span(annotator, version, "Bob")
    Span.objects.filter(pk=span.pk).update(carried_from=origin)
    delete_span(actor=annotator, span=span, expected=None)
    delete_span(actor=annotator, span=origin, expected=None)
    assert restore(actor=annotator, model=Span, uid=span.uid).carried_from is None


# Refusals.


def test_what_is_there_is_not_restored(annotator: Actor) -> None:
    claim = make_claim(annotator)
    with conflict("restore.not_deleted", "id"):
        restore(actor=annotator, model=Claim, uid=claim.uid)


def test_what_never_was_is_missing(annotator: Actor) -> None:
    for model in (Span, Attribution, Mention, Comment, Claim, Source):
        with missing("id"):
            restore(actor=annotator, model=model, uid=uuid7())


def test_what_cannot_be_deleted_cannot_be_restored(annotator: Actor, version: ArticleVersion) -> None:
    with pytest.raises(TypeError):
        restore(actor=annotator, model=ArticleVersion, uid=version.uid)


def test_readers_restore_nothing(cast: Cast, annotator: Actor, version: ArticleVersion) -> None:
    reader = cast.actor("reader")
    span, claim, source = find_span(annotator, version, "Ann"), make_claim(annotator), make_source(annotator)
    frame = make_frame(annotator, version, source=find_span(annotator, version, "Bob"))
    mention = make_mention(annotator, make_claim(annotator), span=find_span(annotator, version, "Eve"))
    delete_span(actor=annotator, span=span, expected=None)
    delete_claim(actor=annotator, claim=claim, expected=None)
    delete_source(actor=annotator, source=source, expected=None)
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    delete_mention(actor=annotator, mention=mention, expected=None)
    for row in (span, claim, source, frame, mention):
        with denied():
            restore(actor=reader, model=type(row), uid=row.uid)


def test_what_lay_in_anothers_layer_is_theirs_to_restore(
    annotator: Actor, editor: Actor, version: ArticleVersion
) -> None:
    own = open_layer(actor=annotator, version=version, kind="independent")
    span = find_span(annotator, version, "Ann", layer=own)
    delete_span(actor=annotator, span=span, expected=None)
    with denied("layer.of_another"):
        restore(actor=editor, model=Span, uid=span.uid)
    assert restore(actor=annotator, model=Span, uid=span.uid) == span
