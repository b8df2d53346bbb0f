"""Frames are built, changed and taken away."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import FrameDraft, attribute, attribute_many, delete_attribution, edit_attribution
from annotations.errors import MalformedError, ManyErrors
from annotations.models import ArticleVersion, Attribution, Layer, Mention, Span, uuid7
from annotations.policies import Actor
from tests.actions.broken import broken, conflict, history, missing, stale
from tests.actions.conftest import TEXT
from tests.cast import find_span, make_claim, make_frame, make_mention, make_source


def place(words: str, to_end: bool = False) -> dict[str, Any]:
    """The description of a span over the first place of these words, or from there to the end of the sentence."""
    start = TEXT.index(words)
    return {"segments": [[start, len(TEXT) - 1 if to_end else start + len(words)]]}


def rest(words: str) -> dict[str, Any]:
    return place(words, to_end=True)


PAUL = FrameDraft(source=place("Paul"), cue=place("said"), contents=[rest("that Ann")])
ANN = FrameDraft(source=place("Ann"), cue=place("told"), contents=[rest("that Bob")], addressee=place("him"))


def test_a_frame_is_built_with_the_spans_that_it_describes(annotator: Actor, layer: Layer) -> None:
    source = make_source(annotator)
    antecedent = attribute(actor=annotator, layer=layer, draft=PAUL).object
    draft = FrameDraft(
        source=place("Ann"), cue=place("told"), contents=[rest("that Bob")], addressee=place("him"),
        channel=place("Bob"), parent=antecedent.uid, speakers=[str(source.uid)], resolution="anaphoric",
        antecedent=str(antecedent.uid), cue_kind="verb", attitude="assertion",
    )  # fmt: skip
    frame = attribute(actor=annotator, layer=layer, draft=draft).object
    assert (frame.source.exact, frame.cue.exact, frame.addressee.exact, frame.channel.exact) == (  # type: ignore[union-attr]
        "Ann", "told", "him", "Bob",
    )  # fmt: skip
    assert [span.exact for span in Span.objects.filter(pk__in=frame.content_ids)] == [TEXT[TEXT.index("that Bob") : -1]]
    assert (frame.parent, frame.antecedent_frame, frame.antecedent_span) == (antecedent, antecedent, None)
    assert (frame.speaker_ids, frame.resolution, frame.cue_kind, frame.attitude) == (
        [source.pk], "anaphoric", "verb", "assertion",
    )  # fmt: skip
    assert (frame.quotation, frame.created_by, frame.layer) == ("indirect", "annotator", layer)


def test_a_frame_takes_spans_that_are_there(annotator: Actor, version: ArticleVersion, layer: Layer) -> None:
    ann, bob = find_span(annotator, version, "Ann"), find_span(annotator, version, "Bob")
    draft = FrameDraft(source=ann.uid, contents=[str(bob.uid)], antecedent=bob.uid)
    frame = attribute(actor=annotator, layer=layer, draft=draft).object
    assert (frame.source, frame.content_ids, frame.antecedent_span) == (ann, [bob.pk], bob)
    assert Span.objects.count() == 2


def test_a_described_span_may_have_an_id(annotator: Actor, layer: Layer) -> None:
    uid = uuid7()
    named = {**place("Ann"), "id": str(uid)}
    frame = attribute(actor=annotator, layer=layer, draft=FrameDraft(source=named)).object
    assert frame.source is not None
    assert frame.source.uid == uid
    again = attribute(actor=annotator, layer=layer, draft=FrameDraft(cue=named)).object
    assert again.cue == frame.source
    with conflict("span.duplicate_id", "source.id"):
        attribute(actor=annotator, layer=layer, draft=FrameDraft(source={**place("Bob"), "id": str(uid)}))


@pytest.mark.parametrize(
    ("draft", "rule", "field"),
    [
        (FrameDraft(), "frame.empty", "contents"),
        (FrameDraft(source=None, cue=None, contents=[]), "frame.empty", "contents"),
        (FrameDraft(addressee=place("him")), "frame.empty", "contents"),
        (FrameDraft(cue={"segments": [[0, 4], [5, 9]]}), "frame.cue_not_contiguous", "cue"),
        (FrameDraft(source=place("Ann told"), cue=place("told")), "frame.parts_overlap", "cue"),
        (FrameDraft(source=place("Ann"), contents=[place("him"), rest("Ann")]), "frame.parts_overlap", "contents.1"),
        (FrameDraft(cue=place("told"), contents=[rest("Ann")]), "frame.parts_overlap", "contents.0"),
        (FrameDraft(contents=[place("Ann told"), place("told him")]), "frame.contents_cross", "contents.1"),
        (FrameDraft(source=str(uuid7())), "frame.source_outside_layer", "source"),
        (FrameDraft(contents=[place("Ann"), str(uuid7())]), "frame.content_outside_layer", "contents.1"),
        (FrameDraft(source=place("Ann"), parent=str(uuid7())), "frame.parent_outside_layer", "parent"),
        (FrameDraft(source=place("Ann"), antecedent=uuid7()), "frame.antecedent_outside_layer", "antecedent"),
        (FrameDraft(source=place("Ann"), speakers=[uuid7()]), "frame.speaker_missing", "speakers.0"),
        (FrameDraft(source={"segments": [[0, 5]]}), "span.edge_whitespace", "source.segments.0"),
        (FrameDraft(contents=[place("Ann"), {"segments": []}]), "span.none", "contents.1.segments"),
        (FrameDraft(source={"segments": [[0, 999]]}), "span.out_of_text", "source.segments.0"),
        (FrameDraft(source=place("Ann"), resolution="guessed"), "field.choice", "resolution"),
        (FrameDraft(source=place("Ann"), cue_kind="whistle"), "field.choice", "cue_kind"),
        (FrameDraft(source=place("Ann"), attitude=7), "field.choice", "attitude"),
    ],
)
def test_a_frame_that_breaks_a_rule_is_refused(
    annotator: Actor, layer: Layer, draft: FrameDraft, rule: str, field: str
) -> None:
    with broken(rule, field):
        attribute(actor=annotator, layer=layer, draft=draft)
    assert (Attribution.objects.count(), Span.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("draft", "rule", "field"),
    [
        (FrameDraft(source="Ann"), "field.uuid", "source"),
        (FrameDraft(source=7), "field.uuid", "source"),
        (FrameDraft(source={}), "frame.span", "source"),
        (FrameDraft(source={**place("Ann"), "exact": "Ann"}), "frame.span", "source"),
        (FrameDraft(source={**place("Ann"), "id": "x"}), "field.uuid", "source.id"),
        (FrameDraft(source={"segments": "x"}), "span.malformed", "source.segments"),
        (FrameDraft(contents=place("Ann")), "frame.contents", "contents"),
        (FrameDraft(contents=None), "frame.contents", "contents"),
        (FrameDraft(contents=[place("Ann"), None]), "frame.contents", "contents.1"),
        (FrameDraft(contents=[place("Ann")] * 51), "frame.contents", "contents"),
        (FrameDraft(source=place("Ann"), parent=[]), "field.uuid", "parent"),
        (FrameDraft(source=place("Ann"), antecedent={}), "field.uuid", "antecedent"),
        (FrameDraft(source=place("Ann"), speakers="AFP"), "frame.speakers", "speakers"),
        (FrameDraft(source=place("Ann"), speakers=["AFP"]), "field.uuid", "speakers.0"),
    ],
)
def test_a_draft_that_cannot_be_read_is_malformed(
    annotator: Actor, layer: Layer, draft: FrameDraft, rule: str, field: str
) -> None:
    with broken(rule, field, MalformedError):
        attribute(actor=annotator, layer=layer, draft=draft)


def test_a_content_is_named_once(annotator: Actor, version: ArticleVersion, layer: Layer) -> None:
    ann = find_span(annotator, version, "Ann")
    with broken("frame.content_twice", "contents"):
        attribute(actor=annotator, layer=layer, draft=FrameDraft(contents=[ann.uid, ann.uid]))


def test_speakers_are_named_once(annotator: Actor, layer: Layer) -> None:
    source, other = make_source(annotator), make_source(annotator)
    draft = FrameDraft(source=place("Ann"), speakers=[other.uid, source.uid, other.uid])
    assert attribute(actor=annotator, layer=layer, draft=draft).object.speaker_ids == [other.pk, source.pk]


def test_a_repeated_request_is_one_frame(annotator: Actor, layer: Layer) -> None:
    uid = uuid7()
    first = attribute(actor=annotator, layer=layer, draft=PAUL, uid=uid)
    again = attribute(actor=annotator, layer=layer, draft=PAUL, uid=uid)
    assert (again.created, again.object) == (False, first.object)
    assert Span.objects.count() == 3
    with conflict("attribution.duplicate_id", "id"):
        attribute(actor=annotator, layer=layer, draft=ANN, uid=uid)
    delete_attribution(actor=annotator, attribution=first.object, expected=1)
    with conflict("attribution.deleted", "id"):
        attribute(actor=annotator, layer=layer, draft=PAUL, uid=uid)
    assert Span.objects.count() == 0


# Nesting.


def nested(actor: Actor, layer: Layer, depth: int) -> list[Attribution]:
    """Paul said [that Ann told him [that Bob knew [...]]]."""
    names = ("Paul", "Ann", "Bob", "Eve", "Max", "Sue")
    contents = ("that Ann", "that Bob", "that Eve", "that Max", "that Sue", "that it")
    frames: list[Attribution] = []
    for name, content in list(zip(names, contents, strict=True))[:depth]:
        parent = frames[-1].uid if frames else None
        draft = FrameDraft(source=place(name), contents=[rest(content)], parent=parent)
        frames.append(attribute(actor=actor, layer=layer, draft=draft).object)
    return frames


def test_five_frames_nest_and_no_sixth(annotator: Actor, layer: Layer) -> None:
    nested(annotator, layer, 5)
    with broken("frame.too_deep", "parent"):
        nested(annotator, layer, 6)


def test_a_child_lies_inside_its_parent(annotator: Actor, layer: Layer) -> None:
    parent = attribute(actor=annotator, layer=layer, draft=PAUL).object
    draft = FrameDraft(source=place("Ann"), cue=place("said"), parent=parent.uid)
    with broken("frame.child_outside_parent", "parent"):
        attribute(actor=annotator, layer=layer, draft=draft)


def test_no_frame_lies_inside_itself(annotator: Actor, layer: Layer) -> None:
    frames = nested(annotator, layer, 3)
    for lowest in frames:
        with broken("frame.cycle", "parent"):
            edit_attribution(actor=annotator, attribution=frames[0], draft=FrameDraft(parent=lowest.uid), expected=None)


# Changing.


def test_only_what_the_draft_names_changes(annotator: Actor, editor: Actor, layer: Layer) -> None:
    frame = attribute(actor=annotator, layer=layer, draft=ANN).object
    changed = edit_attribution(actor=editor, attribution=frame, draft=FrameDraft(attitude="belief"), expected=1)
    assert (changed.attitude, changed.source, changed.content_ids, changed.addressee) == (
        "belief", frame.source, frame.content_ids, frame.addressee,
    )  # fmt: skip
    assert (changed.revision, changed.recorded_by) == (2, "editor")
    assert history(frame, "attitude", "recorded_by", "superseded_by") == [("", "annotator", "editor")]


def test_a_part_is_taken_out_by_none(annotator: Actor, layer: Layer) -> None:
    frame = attribute(actor=annotator, layer=layer, draft=ANN).object
    draft = FrameDraft(cue=None, addressee=None, contents=[], attitude="", resolution=None)
    changed = edit_attribution(actor=annotator, attribution=frame, draft=draft, expected=1)
    assert (changed.cue, changed.addressee, changed.content_ids, changed.quotation) == (None, None, [], "none")
    assert [span.exact for span in Span.objects.all()] == ["Ann"]


def test_an_older_reading_is_stale(annotator: Actor, layer: Layer) -> None:
    frame = attribute(actor=annotator, layer=layer, draft=ANN).object
    edit_attribution(actor=annotator, attribution=frame, draft=FrameDraft(attitude="belief"), expected=1)
    with stale(2):
        edit_attribution(actor=annotator, attribution=frame, draft=FrameDraft(cue=None), expected=1)
    with stale(2):
        delete_attribution(actor=annotator, attribution=frame, expected=1)


def test_an_edit_without_changes_is_none(annotator: Actor, layer: Layer) -> None:
    frame = attribute(actor=annotator, layer=layer, draft=ANN).object
    assert edit_attribution(actor=annotator, attribution=frame, draft=FrameDraft(), expected=1).revision == 1
    assert Span.objects.count() == 4


def test_an_edit_keeps_the_rules(annotator: Actor, layer: Layer) -> None:
    frame = attribute(actor=annotator, layer=layer, draft=ANN).object
    with broken("frame.parts_overlap", "cue"):
        edit_attribution(actor=annotator, attribution=frame, draft=FrameDraft(cue=place("Ann told")), expected=1)
    assert Span.objects.count() == 4


def test_an_edit_keeps_hold_of_the_children(annotator: Actor, layer: Layer) -> None:
    parent, child = nested(annotator, layer, 2)
    for contents in ([], [place("Bob")]):
        with broken("frame.child_outside_parent", "contents"):
            edit_attribution(actor=annotator, attribution=parent, draft=FrameDraft(contents=contents), expected=None)
    child.refresh_from_db()
    assert (child.parent, child.revision) == (parent, 1)


def test_a_tree_is_not_hung_too_deep(annotator: Actor, layer: Layer) -> None:
    frames = nested(annotator, layer, 5)
    above = attribute(actor=annotator, layer=layer, draft=FrameDraft(contents=[rest("Paul")])).object
    with broken("frame.too_deep"):
        edit_attribution(actor=annotator, attribution=frames[0], draft=FrameDraft(parent=above.uid), expected=None)
    frames[0].refresh_from_db()
    assert frames[0].parent is None


def test_the_antecedent_is_a_frame_or_a_span(annotator: Actor, version: ArticleVersion, layer: Layer) -> None:
    other = attribute(actor=annotator, layer=layer, draft=PAUL).object
    span = find_span(annotator, version, "Bob")
    frame = attribute(actor=annotator, layer=layer, draft=FrameDraft(cue=place("told"), antecedent=other.uid)).object
    changed = edit_attribution(actor=annotator, attribution=frame, draft=FrameDraft(antecedent=span.uid), expected=1)
    assert (changed.antecedent_frame, changed.antecedent_span) == (None, span)
    changed = edit_attribution(actor=annotator, attribution=frame, draft=FrameDraft(antecedent=None), expected=2)
    assert (changed.antecedent_frame, changed.antecedent_span) == (None, None)
    assert not Span.objects.filter(pk=span.pk).exists()


# Many at once.


def test_many_frames_are_built_at_once(annotator: Actor, layer: Layer) -> None:
    uid = uuid7()
    child = FrameDraft(source=place("Ann"), contents=[rest("that Bob")], parent=uid)
    frames = attribute_many(actor=annotator, layer=layer, drafts=[(uid, PAUL), (None, child)])
    assert [frame.parent for frame in frames] == [None, frames[0]]
    assert attribute_many(actor=annotator, layer=layer, drafts=[(uid, PAUL)]) == [frames[0]]


def test_all_are_built_or_none_and_each_fault_has_its_place(annotator: Actor, layer: Layer) -> None:
    uid = uuid7()
    drafts = [
        (uid, PAUL),
        (None, FrameDraft(source={"segments": [[0, 5]]})),
        (None, ANN),
        (None, FrameDraft(source=place("Ann told"), cue=place("told"))),
        (uid, ANN),
        (None, FrameDraft(contents=None)),
    ]
    with pytest.raises(ManyErrors) as caught:
        attribute_many(actor=annotator, layer=layer, drafts=drafts)
    assert [(error.rule, error.field) for error in caught.value.errors] == [
        ("span.edge_whitespace", "attributions.1.source.segments.0"),
        ("frame.parts_overlap", "attributions.3.cue"),
        ("attribution.duplicate_id", "attributions.4.id"),
        ("frame.contents", "attributions.5.contents"),
    ]
    assert (Attribution.objects.count(), Span.objects.count()) == (0, 0)
    assert attribute_many(actor=annotator, layer=layer, drafts=[(uid, PAUL)])[0].uid == uid


def test_a_fault_that_only_the_database_sees_has_its_place_too(
    annotator: Actor, layer: Layer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.actions.attributions.check_frame", lambda _frame: None)
    drafts = [(None, PAUL), (None, FrameDraft(source=place("Ann told"), cue=place("told"))), (None, FrameDraft())]
    with pytest.raises(ManyErrors) as caught:
        attribute_many(actor=annotator, layer=layer, drafts=drafts)
    assert [(error.rule, error.field) for error in caught.value.errors] == [
        ("frame.parts_overlap", "attributions.1"), ("frame.empty", "attributions.2"),
    ]  # fmt: skip


def test_too_many_at_once_are_refused(annotator: Actor, layer: Layer) -> None:
    with broken("bulk.too_many", "attributions"):
        attribute_many(actor=annotator, layer=layer, drafts=[(None, PAUL)] * 1001)
    assert attribute_many(actor=annotator, layer=layer, drafts=[]) == []


# Taking away.


def test_a_frame_goes_with_its_spans_and_mentions(annotator: Actor, editor: Actor, layer: Layer) -> None:
    frame = attribute(actor=annotator, layer=layer, draft=ANN).object
    mention = make_mention(annotator, make_claim(annotator), attribution=frame)
    delete_attribution(actor=editor, attribution=frame, expected=1)
    assert (Attribution.objects.count(), Span.objects.count(), Mention.objects.count()) == (0, 0, 0)
    assert history(frame, "superseded_by") == history(mention, "superseded_by") == ["editor"]
    assert frame.source is not None
    assert history(frame.source, "exact", "superseded_by") == [("Ann", "editor")]
    ended = {at for row in (frame, mention, frame.source) for at in history(row, "superseded_at")}
    assert len(ended) == 1


def test_children_are_lifted_to_the_frame_above(annotator: Actor, layer: Layer) -> None:
    top, middle, bottom = nested(annotator, layer, 3)
    delete_attribution(actor=annotator, attribution=middle, expected=1)
    bottom.refresh_from_db()
    assert bottom.parent == top
    delete_attribution(actor=annotator, attribution=top, expected=1)
    lifted = Attribution.objects.get(pk=bottom.pk)
    assert (lifted.parent, lifted.revision) == (None, 3)


def test_what_continued_a_frame_stays_without_it(annotator: Actor, layer: Layer) -> None:
    first = attribute(actor=annotator, layer=layer, draft=PAUL).object
    later = attribute(
        actor=annotator, layer=layer, draft=FrameDraft(cue=place("told"), antecedent=first.uid, resolution="inherited")
    ).object
    delete_attribution(actor=annotator, attribution=first, expected=None)
    later.refresh_from_db()
    assert (later.antecedent_frame, later.resolution) == (None, "inherited")


def test_a_frame_leaves_the_spans_that_others_use(annotator: Actor, version: ArticleVersion, layer: Layer) -> None:
    """Of another frame in any role, as an antecedent, or tied to a claim itself."""
    shared = {name: find_span(annotator, version, name) for name in ("Paul", "said", "Ann", "told", "him")}
    frame = make_frame(
        annotator, version, source=shared["Paul"], cue=shared["said"], contents=(shared["Ann"], shared["told"]),
        addressee=shared["him"],
    )  # fmt: skip
    make_frame(annotator, version, cue=shared["Paul"], antecedent_span=shared["said"], contents=(shared["Ann"],))
    make_mention(annotator, make_claim(annotator), span=shared["told"])
    delete_attribution(actor=annotator, attribution=frame, expected=None)
    assert {span.exact for span in Span.objects.all()} == {"Paul", "said", "Ann", "told"}


def test_the_antecedent_span_goes_with_the_last_frame_that_needs_it(annotator: Actor, version: ArticleVersion) -> None:
    span = find_span(annotator, version, "Paul")
    first = make_frame(annotator, version, cue=find_span(annotator, version, "told"), antecedent_span=span)
    second = make_frame(annotator, version, cue=find_span(annotator, version, "knew"), antecedent_span=span)
    delete_attribution(actor=annotator, attribution=first, expected=None)
    assert Span.objects.filter(pk=span.pk).exists()
    delete_attribution(actor=annotator, attribution=second, expected=None)
    assert Span.objects.count() == 0


def test_nobody_builds_in_a_layer_of_another_workspace(stranger: Actor, layer: Layer) -> None:
    with missing():
        attribute(actor=stranger, layer=layer, draft=ANN)
    with missing():
        attribute_many(actor=stranger, layer=layer, drafts=[(None, ANN)])
    assert not Attribution.objects.exists()
