"""Claims are assessed with the change that moves them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import delete_mention, edit_corroboration, edit_source, reject_corroboration, transition
from annotations.corpus import load_evidence
from annotations.models import Assessment, Claim, Corroboration, Mention, Standing
from tests.actions.worked import Desk
from tests.cast import Cast, make_claim, make_source
from tests.drain import Drain


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def test_the_worked_case_step_by_step(desk: Desk) -> None:
    """Each step moves the claim as the published example says."""
    r1, r5 = desk.voice("an Iraqi official"), desk.voice("a US official")
    r4a, r4b = desk.voice("first of two Iraqi officials"), desk.voice("second of two Iraqi officials")
    gov = desk.voice("", kind="named_person", name="Spokesman", affiliation="the government")
    for a, b in ((r4a, r4b), (r5, r1), (r5, r4a), (r5, r4b)):
        desk.relate("distinct", a, b)
    desk.accept(desk.report("AFP", r1, at="2020-09-27T10:00:00Z"))
    assert desk.stands() == ("single_source", (1, 1), (0, 0))
    desk.accept(desk.report("Al Arabiya", cites="AFP", at="2020-09-27T12:00:00Z"))
    assert desk.stands() == ("single_source", (1, 1), (0, 0))
    x = desk.report("X", r1, at="2020-09-27T15:00:00Z")
    desk.copy("X", origin="unknown")
    desk.accept(x)
    assert desk.stands() == ("single_source", (1, 2), (0, 0))
    p = desk.report("P", at="2020-09-27T18:00:00Z")
    q = desk.report("Q", cites="P", at="2020-09-27T18:00:00Z")
    desk.copy("P", origin="copy", copy_of=desk.articles["Q"].uid)
    desk.accept(p, q)
    assert desk.stands() == ("single_source", (1, 2), (0, 0))
    desk.accept(desk.report("Reuters", r4a, r4b, at="2020-09-28T09:00:00Z"))
    assert desk.stands() == ("corroborated", (2, 4), (0, 0))
    desk.accept(desk.report("WSJ", r5, at="2020-09-28T20:00:00Z"))
    assert desk.stands() == ("corroborated", (3, 5), (0, 0))
    desk.accept(desk.report("INA", gov, polarity="denies", at="2020-09-29T08:00:00Z"))
    assert desk.stands() == ("disputed", (3, 5), (1, 1))
    written = Assessment.objects.filter(claim=desk.claim).order_by("number")
    assert [row.computed for row in written] == [
        "single_source", "single_source", "corroborated", "corroborated", "disputed",
    ]  # fmt: skip
    assert [str(row.valid_from)[:13] for row in written][2:] == ["2020-09-28 09", "2020-09-28 09", "2020-09-29 08"]


def test_what_is_only_proposed_moves_nothing(desk: Desk) -> None:
    proposed = desk.report("AFP", desk.voice())
    assert (proposed.state, proposed.stance) == ("proposed", "supports")
    assert desk.stands() == ("unverified", (0, 0), (0, 0))
    assert not Assessment.objects.exists()


def mention_of(corroboration: Corroboration) -> Mention:
    return Mention.objects.select_related("attribution").get(corroborations=corroboration)


def test_a_denial_moves_the_claim_and_leaves_the_frame(desk: Desk) -> None:
    said = desk.report("AFP", desk.voice())
    desk.accept(said)
    mention = mention_of(said)
    frame = mention.attribution
    assert frame is not None
    before = (frame.revision, frame.speaker_ids, mention.revision, mention.polarity)
    desk.accept(desk.report("INA", desk.voice("a spokesman"), polarity="denies"))
    assert desk.stands() == ("disputed", (1, 1), (1, 1))
    mention.refresh_from_db()
    frame.refresh_from_db()
    assert (frame.revision, frame.speaker_ids, mention.revision, mention.polarity) == before


@pytest.mark.parametrize(("polarity", "stance"), [("denies", "refutes"), ("repeats", "supports")])
def test_a_mention_proposes_what_it_says(desk: Desk, polarity: str, stance: str) -> None:
    assert desk.report("AFP", desk.voice(), polarity=polarity).stance == stance


def test_a_wire_is_one_voice_however_many_outlets_carry_it(desk: Desk) -> None:
    official = desk.voice()
    for outlet in ("Gazette", "Herald", "Courier"):
        desk.accept(desk.report(outlet, official, wire="AFP"))
    assert desk.stands() == ("single_source", (1, 1), (0, 0))


def test_two_people_stated_the_same_are_one(desk: Desk) -> None:
    a = desk.voice("", kind="named_person", name="Ann Smith")
    b = desk.voice("", kind="named_person", name="Robert Jones")
    desk.accept(desk.report("AFP", a), desk.report("Reuters", b))
    assert desk.stands() == ("corroborated", (2, 2), (0, 0))
    desk.relate("same", a, b)
    assert desk.stands() == ("single_source", (1, 1), (0, 0))


def test_rejecting_takes_the_evidence_away(desk: Desk) -> None:
    said = desk.report("AFP", desk.voice())
    desk.accept(said)
    reject_corroboration(actor=desk.actor, corroboration=said, reason="misread")
    assert desk.stands() == ("unverified", (0, 0), (0, 0))


def test_untying_the_place_takes_the_evidence_away(desk: Desk) -> None:
    said = desk.report("AFP", desk.voice())
    desk.accept(said)
    mention = mention_of(said)
    delete_mention(actor=desk.actor, mention=mention, expected=None)
    assert desk.stands() == ("unverified", (0, 0), (0, 0))


def test_a_grade_moves_the_claims_of_its_source(desk: Desk) -> None:
    official = desk.voice()
    desk.accept(desk.report("AFP", official))
    edit_source(actor=desk.actor, source=official, expected=None, reliability="E")
    assert desk.stands() == ("unverified", (0, 0), (0, 0))
    edit_source(actor=desk.actor, source=official, expected=None, reliability="F")
    assert desk.stands() == ("single_source", (0, 1), (0, 0))


def publish(desk: Desk) -> None:
    editor, second = desk.cast.actor("editor"), desk.cast.actor("second_editor")
    for actor, to in ((editor, "marked"), (editor, "in_review"), (second, "accepted"), (editor, "published")):
        transition(actor=actor, claim=desk.claim, to=to)


def test_a_published_claim_that_is_no_longer_firm_waits_for_its_correction(desk: Desk) -> None:
    a, b = (desk.voice("", kind="named_person", name=name) for name in ("Ann Smith", "Robert Jones"))
    desk.accept(desk.report("AFP", a), desk.report("Reuters", b))
    publish(desk)
    desk.accept(desk.report("INA", desk.voice("a spokesman"), polarity="denies"))
    claim = Claim.objects.get(pk=desk.claim.pk)
    assert claim.workflow == "correction_pending"
    step = claim.transitions.order_by("-pk")[0]
    assert (step.created_by, bool(step.reason)) == ("isnad", True)


def test_a_published_claim_that_became_firmer_stays_published(desk: Desk) -> None:
    a, b = (desk.voice("", kind="named_person", name=name) for name in ("Ann Smith", "Robert Jones"))
    desk.accept(desk.report("AFP", a), desk.report("Reuters", b))
    publish(desk)
    third = desk.report("INA", desk.voice("", kind="named_person", name="The Minister"))
    edit_corroboration(
        actor=desk.actor, corroboration=third, expected=None, decisive=True, decisive_reason="on record, and competent"
    )
    desk.accept(third)
    assert desk.stands()[0] == "confirmed"
    assert Claim.objects.get(pk=desk.claim.pk).workflow == "published"


def test_nothing_is_written_where_nothing_changed(desk: Desk) -> None:
    official = desk.voice()
    desk.accept(desk.report("AFP", official))
    desk.accept(desk.report("Herald", official))
    assert Assessment.objects.filter(claim=desk.claim).count() == 1
    outlet = make_source(desk.actor, "Nobody's paper")
    edit_source(actor=desk.actor, source=outlet, expected=None, reliability="E")
    assert Assessment.objects.filter(claim=desk.claim).count() == 1


def test_beyond_a_bound_the_rest_is_marked_and_left_to_a_job(
    desk: Desk, run_jobs: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = (desk.voice("", kind="named_person", name=name) for name in ("Ann Smith", "Robert Jones"))
    claims = [make_claim(desk.actor, f"Claim {number}") for number in range(4)]
    for claim in claims:
        desk.accept(*(desk.report(f"Paper {claim.pk} {voice.pk}", voice, claim=claim) for voice in (a, b)))
    monkeypatch.setattr("annotations.actions.assessing.AT_ONCE", 2)
    desk.relate("same", a, b)
    stale = Standing.objects.filter(stale=True).order_by("claim").values_list("claim", flat=True)
    assert list(stale) == [claim.pk for claim in claims[2:]]
    assert [desk.stands(claim)[1] for claim in claims] == [(1, 1), (1, 1), (2, 2), (2, 2)]
    run_jobs()
    assert {desk.stands(claim)[1] for claim in claims} == {(1, 1)}
    assert not Standing.objects.filter(stale=True).exists()


def test_many_claims_are_read_by_as_many_statements_as_one(desk: Desk) -> None:
    official = desk.voice()
    claims = [make_claim(desk.actor, f"Claim {number}") for number in range(6)]
    for claim in claims:
        desk.accept(desk.report(f"Paper {claim.pk}", official, claim=claim))
    with CaptureQueriesContext(connection) as one:
        load_evidence(desk.cast.workspace.pk, [claims[0].pk])
    with CaptureQueriesContext(connection) as many:
        load_evidence(desk.cast.workspace.pk, [claim.pk for claim in claims])
    assert len(many) == len(one) < 20
