"""What may be brought as evidence, what it may say of itself, and what follows when that changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from annotations.actions import (
    accept_corroboration,
    add_exhibit,
    add_mention,
    corroborate,
    delete_claim,
    delete_source,
    edit_corroboration,
    edit_exhibit,
    reject_corroboration,
)
from annotations.models import Assessment, Claim, Corroboration, Exhibit, Layer, Mention
from tests.actions.broken import broken, conflict, denied, missing
from tests.actions.worked import Desk
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source, shared_layer

pytestmark = pytest.mark.django_db
EVENT = datetime(2020, 9, 27, 12, tzinfo=UTC)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def exhibit_of(desk: Desk, **fields: Any) -> Exhibit:
    described = {"kind": "document", "title": "A letter", "url": "https://example.org/letter", **fields}
    return add_exhibit(actor=desk.actor, **described).object


def bring(desk: Desk, **said: Any) -> Corroboration:
    given = {"claim": desk.claim, **said}
    if "mention" not in given:
        given.setdefault("exhibit", exhibit_of(desk))
    return corroborate(actor=desk.actor, **given).object


def mention_in(desk: Desk, layer_kind: str = "shared", **fields: Any) -> Mention:
    version = make_article(desk.actor)
    layer = shared_layer(version)
    if layer_kind != "shared":
        layer = Layer.objects.create(
            workspace=desk.cast.workspace, version=version, kind=layer_kind, annotator="editor"
        )
    span = find_span(desk.actor, version, "told", layer)
    return add_mention(actor=desk.actor, claim=make_claim(desk.actor, "Another."), span=span, **fields).object


def test_evidence_is_one_thing(desk: Desk) -> None:
    with broken("corroboration.one_evidence", "mention"):
        corroborate(actor=desk.actor, claim=desk.claim)
    with broken("corroboration.one_evidence", "mention"):
        corroborate(actor=desk.actor, claim=desk.claim, mention=mention_in(desk), exhibit=exhibit_of(desk))


def test_it_bears_on_a_claim_once(desk: Desk) -> None:
    exhibit = exhibit_of(desk)
    bring(desk, exhibit=exhibit)
    with conflict("corroboration.duplicate", "claim"):
        bring(desk, exhibit=exhibit, stance="refutes")
    bring(desk, exhibit=exhibit, claim=make_claim(desk.actor, "Another."))
    assert Corroboration.objects.filter(exhibit=exhibit).count() == 2


def test_only_layers_that_the_desk_stands_by_are_evidence(desk: Desk) -> None:
    with broken("corroboration.layer", "mention"):
        bring(desk, mention=mention_in(desk, "independent"))
    row = bring(desk, mention=mention_in(desk))
    assert (row.state, row.stance) == ("proposed", "supports")
    assert row.mention is not None
    assert row.mention.span is not None
    assert row.version == row.mention.span.version


def test_a_question_takes_no_side_until_somebody_says_one(desk: Desk) -> None:
    mention = mention_in(desk, polarity="questions")
    with broken("field.required", "stance"):
        bring(desk, mention=mention)
    assert bring(desk, mention=mention, stance="qualifies").stance == "qualifies"


DECISIVE = {"decisive": True, "decisive_reason": "the seal"}


@pytest.mark.parametrize(
    ("said", "rule", "field"),
    [
        ({"state": "rejected"}, "corroboration.decided", "state"),
        ({"decisive": True}, "corroboration.decisive_reason", "decisive_reason"),
        ({"decisive": True, "decisive_reason": "  "}, "corroboration.decisive_reason", "decisive_reason"),
        ({"decisive_reason": "the seal"}, "corroboration.decisive_reason", "decisive_reason"),
        ({"decisive_ground": "own_witness"}, "corroboration.decisive_reason", "decisive_reason"),
        ({**DECISIVE, "interested": True, "stance": "refutes"}, "corroboration.interested_denial", "decisive"),
        ({"bears_from": EVENT - timedelta(seconds=1)}, "corroboration.before_event", "bears_from"),
        ({"weight": 3}, "field.unknown", "weight"),
    ],
)
def test_what_evidence_cannot_say(desk: Desk, said: dict[str, Any], rule: str, field: str) -> None:
    Claim.objects.filter(pk=desk.claim.pk).update(happened_at=EVENT)
    desk.claim.refresh_from_db()
    exhibit = exhibit_of(desk)
    with broken(rule, field):
        bring(desk, exhibit=exhibit, **said)
    assert not Corroboration.objects.exists()


def test_what_stands_at_the_edge_of_a_rule(desk: Desk) -> None:
    Claim.objects.filter(pk=desk.claim.pk).update(happened_at=EVENT)
    desk.claim.refresh_from_db()
    row = bring(desk, bears_from=EVENT, **DECISIVE, interested=True, stance="supports")
    assert (row.bears_from, row.decisive, row.interested) == (EVENT, True, True)


@pytest.mark.parametrize(
    ("kind", "ground"),
    [("document", "authenticated_document"), ("own_witness", "own_witness"), (None, "competent_party")],
)
def test_why_it_decides_follows_from_what_it_is(desk: Desk, kind: str | None, ground: str) -> None:
    brought = {"exhibit": exhibit_of(desk, kind=kind)} if kind else {"mention": mention_in(desk)}
    assert bring(desk, **brought, **DECISIVE).decisive_ground == ground


def test_what_decides_and_what_counts_is_an_editors_to_say(desk: Desk) -> None:
    annotator, exhibit = desk.cast.actor("annotator"), exhibit_of(desk)
    for said in (DECISIVE, {"state": "accepted"}):
        with denied():
            corroborate(actor=annotator, claim=desk.claim, exhibit=exhibit, **said)
    row = corroborate(actor=annotator, claim=desk.claim, exhibit=exhibit).object
    assert edit_corroboration(actor=annotator, corroboration=row, expected=None, stance="refutes").stance == "refutes"
    with denied():
        edit_corroboration(actor=annotator, corroboration=row, expected=None, **DECISIVE)
    reject_corroboration(actor=desk.actor, corroboration=row, reason="no")
    with denied():
        edit_corroboration(actor=annotator, corroboration=row, expected=None, stance="supports")


def test_another_stance_moves_the_claim_where_it_counts(desk: Desk) -> None:
    row = bring(desk, state="accepted", **DECISIVE)
    assert desk.stands() == ("confirmed", (1, 1), (0, 0))
    row = edit_corroboration(actor=desk.actor, corroboration=row, expected=None, stance="refutes")
    assert desk.stands() == ("refuted", (0, 0), (1, 1))
    row = edit_corroboration(actor=desk.actor, corroboration=row, expected=None, decisive=False)
    assert (row.decisive_ground, row.decisive_reason) == ("", "")
    assert desk.stands() == ("disputed", (0, 0), (1, 1))


def test_a_decision_taken_twice_is_taken_once(desk: Desk) -> None:
    row = accept_corroboration(actor=desk.actor, corroboration=bring(desk), reason="seen")
    again = accept_corroboration(actor=desk.cast.actor("second_editor"), corroboration=row, reason="seen too")
    assert (again.decided_by, again.decided_reason, again.revision) == ("editor", "seen", row.revision)
    assert Assessment.objects.count() == 1


class TestExhibit:
    def test_who_it_comes_from_moves_the_claims_it_bears_on(self, desk: Desk) -> None:
        exhibit, ann = exhibit_of(desk), make_source(desk.actor, "Ann", kind="named_person")
        bring(desk, exhibit=exhibit, state="accepted")
        desk.accept(desk.report("AFP", ann))
        assert desk.stands() == ("single_source", (1, 2), (0, 0))
        edited = edit_exhibit(actor=desk.actor, exhibit=exhibit, expected=None, origin=ann, description="two pages")
        assert (edited.origin, edited.description, edited.title) == (ann, "two pages", "A letter")
        assert desk.stands() == ("single_source", (1, 1), (0, 0))
        edited = edit_exhibit(actor=desk.actor, exhibit=exhibit, expected=None, title="The letter")
        assert (edited.origin, edited.title) == (ann, "The letter")
        with conflict("source.in_use"):
            delete_source(actor=desk.actor, source=make_origin(desk), expected=None)

    @pytest.mark.parametrize(
        ("changes", "rule", "field"),
        [
            ({"url": ""}, "exhibit.nothing_there", "url"),
            ({"captured_at": EVENT, "happened_at": EVENT + timedelta(seconds=1)},
             "exhibit.captured_before", "captured_at"),
            ({"sha256": "0" * 64}, "field.unknown", "sha256"),
        ],
    )  # fmt: skip
    def test_what_is_refused(self, desk: Desk, changes: dict[str, Any], rule: str, field: str) -> None:
        exhibit = exhibit_of(desk)
        with broken(rule, field):
            edit_exhibit(actor=desk.actor, exhibit=exhibit, expected=None, **changes)
        exhibit.refresh_from_db()
        assert (exhibit.url, exhibit.captured_at) == ("https://example.org/letter", None)

    def test_it_comes_from_somebody_here(self, desk: Desk) -> None:
        far = make_source(desk.cast.actor("stranger"))
        with missing():
            exhibit_of(desk, origin=far)
        with missing():
            edit_exhibit(actor=desk.actor, exhibit=exhibit_of(desk), expected=None, origin=far)
        with denied():
            edit_exhibit(actor=desk.cast.actor("reader"), exhibit=exhibit_of(desk), expected=None, title="x")


def make_origin(desk: Desk) -> Any:
    """A source that nothing names but an exhibit."""
    source = make_source(desk.actor, "The archive", kind="named_organisation")
    exhibit_of(desk, origin=source)
    return source


def test_a_draft_that_something_bears_on_is_not_deleted(desk: Desk) -> None:
    bring(desk)
    with conflict("claim.in_use"):
        delete_claim(actor=desk.actor, claim=desk.claim, expected=None)
    assert Claim.objects.filter(pk=desk.claim.pk).exists()


def test_a_frame_of_no_known_speaker_is_one_voice_of_its_own(desk: Desk) -> None:
    version = make_article(desk.actor, outlet="AFP")
    frame = make_frame(desk.actor, version, cue=find_span(desk.actor, version, "told"))
    bring(desk, mention=make_mention(desk.actor, desk.claim, attribution=frame), state="accepted")
    assert desk.stands() == ("single_source", (1, 1), (0, 0))


def test_what_the_newsroom_saw_is_its_own_voice_however_often_it_says_so(desk: Desk) -> None:
    for title in ("At the gate", "In the hall"):
        bring(desk, exhibit=exhibit_of(desk, kind="own_witness", title=title, url=""), state="accepted")
    assert desk.stands() == ("single_source", (1, 1), (0, 0))
    bring(desk, state="accepted")
    assert desk.stands() == ("single_source", (1, 2), (0, 0))


def test_an_edit_names_a_field_that_there_is(desk: Desk) -> None:
    with broken("field.unknown", "state"):
        edit_corroboration(actor=desk.actor, corroboration=bring(desk), expected=None, state="accepted")
