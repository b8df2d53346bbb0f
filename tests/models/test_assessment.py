"""What the database refuses of assessments, intervals and resemblances; and how a claim's standing follows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from annotations.vocabulary import RECHECK_DAYS, AssessmentState
from tests.models.rows import World, delete, rows, uid_of, update, value
from tests.models.rules import refuses

ASSERTED = {"cause": "asserted", "asserted": "confirmed", "asserted_by": "ann", "reason": "we know"}
DECIDED = {"decided_by": "ann", "decided_at": "2026-01-01T00:00:00Z"}


def assess(world: World, **columns: Any) -> int:
    return world.add("assessment", **{"claim_id": columns.pop("claim_id", None) or world.claim(), **columns})


@refuses("assessment.duplicate_number")
def test_a_number_is_given_once(world: World) -> None:
    claim = world.claim()
    assess(world, claim_id=claim)
    assess(world, claim_id=claim)


@refuses("assessment.number")
def test_numbers_begin_with_one(world: World) -> None:
    assess(world, number=0)


@refuses("assessment.cause")
def test_a_cause_is_a_known_one(world: World) -> None:
    assess(world, cause="whim", reason="a whim")


@refuses("assessment.computed")
def test_unverifiable_is_never_computed(world: World) -> None:
    assess(world, computed="unverifiable")


@refuses("assessment.computed")
def test_a_computed_state_is_a_known_one(world: World) -> None:
    assess(world, computed="likely")


@refuses("assessment.asserted")
def test_an_asserted_state_is_a_known_one(world: World) -> None:
    assess(world, **{**ASSERTED, "asserted": "likely"})


@refuses("assessment.asserted_by")
def test_somebody_asserts(world: World) -> None:
    assess(world, **{**ASSERTED, "asserted_by": ""})


@refuses("assessment.second_person")
def test_a_second_person_confirms(world: World) -> None:
    assess(world, **ASSERTED, confirmed_by="ann")


@refuses("assessment.reason_missing")
def test_an_assertion_has_a_reason(world: World) -> None:
    assess(world, **{**ASSERTED, "reason": ""})


@refuses("assessment.recheck_missing")
def test_the_unverifiable_is_looked_at_again(world: World) -> None:
    assess(world, **{**ASSERTED, "asserted": "unverifiable"})


@refuses("assessment.interval")
def test_support_runs_forwards(world: World) -> None:
    assess(world, supporting_min=2)


@refuses("assessment.interval")
def test_refutation_runs_forwards(world: World) -> None:
    assess(world, refuting_min=1)


@refuses("assessment.other_workspace")
def test_the_claim_is_of_the_workspace(world: World) -> None:
    assess(world, claim_id=world.other.claim())


@refuses("assessment.duplicate_id")
def test_an_assessment_id_is_given_once(world: World) -> None:
    assess(world, uid=uid_of("assessment", assess(world)))


@refuses("recheck.duplicate")
def test_a_state_has_one_interval(world: World) -> None:
    world.add("recheckinterval")
    world.add("recheckinterval", days=9)


@refuses("recheck.state")
def test_an_interval_is_of_a_known_state(world: World) -> None:
    world.add("recheckinterval", state="likely")


@refuses("recheck.days")
def test_an_interval_has_a_day_at_least(world: World) -> None:
    world.add("recheckinterval", days=0)


@refuses("recheckinterval.duplicate_id")
def test_an_interval_id_is_given_once(world: World) -> None:
    world.add("recheckinterval", state="refuted", uid=uid_of("recheckinterval", world.add("recheckinterval")))


@refuses("annotations_rechecki_workspace_id_fk")
def test_an_interval_is_of_a_workspace(world: World) -> None:
    world.add("recheckinterval", workspace_id=999_999)


def resemble(world: World, **columns: Any) -> int:
    return world.add(
        "resemblance",
        **{"article_id": world.article, "other_id": columns.pop("other", 0) or world.add("article"), **columns},
    )


@refuses("resemblance.itself")
def test_an_article_resembles_another(world: World) -> None:
    resemble(world, other=world.article)


@refuses("resemblance.duplicate")
def test_a_pair_is_offered_once(world: World) -> None:
    other = world.add("article")
    resemble(world, other=other)
    world.add("resemblance", article_id=other, other_id=world.article)


@refuses("resemblance.similarity")
def test_a_similarity_is_a_share(world: World) -> None:
    resemble(world, similarity=1.5)


@refuses("resemblance.verdict")
def test_a_verdict_is_a_known_one(world: World) -> None:
    resemble(world, verdict="perhaps", **DECIDED)


@refuses("resemblance.decided")
def test_somebody_decided(world: World) -> None:
    resemble(world, verdict="copy")


@refuses("resemblance.article_of_other_workspace")
def test_the_article_is_of_the_workspace(world: World) -> None:
    resemble(world, article_id=world.other.article)


@refuses("resemblance.other_of_other_workspace")
def test_the_other_article_is_of_the_workspace(world: World) -> None:
    resemble(world, other=world.other.article)


@refuses("resemblance.duplicate_id")
def test_a_resemblance_id_is_given_once(world: World) -> None:
    resemble(world, uid=uid_of("resemblance", resemble(world)))


@refuses("article.origin")
def test_an_origin_is_a_known_one(world: World) -> None:
    world.add("article", origin="stolen")


@refuses("article.copy_of")
def test_a_copy_is_a_copy_of_something(world: World) -> None:
    world.add("article", origin="copy")


@refuses("article.copy_of")
def test_nothing_is_a_copy_of_itself(world: World) -> None:
    update("article", world.article, origin="copy", copy_of=uid_of("article", world.article))


@refuses("claim.overtaken_by")
def test_only_what_is_overtaken_is_overtaken_by_something(world: World) -> None:
    world.claim(overtaken_by=uid_of("claim", world.claim()))


# How a claim stands


def standing(claim: int, columns: str = "number, computed, asserted, effective") -> tuple[Any, ...]:
    return rows(f"SELECT {columns} FROM annotations_standing WHERE claim_id = %s", claim)[0]


def test_a_new_claim_is_unverified_and_due_in_a_week(world: World) -> None:
    claim = world.claim(created_at="2026-01-01T00:00:00Z")
    assert standing(claim) == (0, "unverified", "", "unverified")
    assert standing(claim, "workflow, due_at") == ("draft", datetime(2026, 1, 8, tzinfo=UTC))


def test_a_claim_stands_as_its_last_assessment_says(world: World) -> None:
    claim = world.claim()
    assess(world, claim_id=claim, number=2, computed="disputed", refuting_min=1, refuting_max=3)
    assess(world, claim_id=claim, number=1)
    assert standing(claim) == (2, "disputed", "", "disputed")
    assert standing(claim, "supporting_min, supporting_max, refuting_min, refuting_max") == (1, 1, 1, 3)


def test_an_assertion_counts_once_it_is_confirmed(world: World) -> None:
    claim = world.claim()
    assess(world, claim_id=claim, **ASSERTED)
    assert standing(claim) == (1, "single_source", "confirmed", "single_source")
    assess(world, claim_id=claim, number=2, **{**ASSERTED, "cause": "confirmed"}, confirmed_by="bob")
    assert standing(claim) == (2, "single_source", "confirmed", "confirmed")


def test_a_standing_follows_the_workflow_and_goes_with_its_claim(world: World) -> None:
    claim = world.claim()
    update("claim", claim, workflow="marked")
    assert standing(claim, "workflow") == ("marked",)
    update("claim", claim, workflow="rejected")
    assert standing(claim, "due_at") == (None,)
    delete("claim", claim)
    assert value("SELECT count(*) FROM annotations_standing WHERE claim_id = %s", claim) == 0


def test_the_horizon_of_what_is_open_is_a_date_to_look_again(world: World) -> None:
    claim = world.claim(recheck_at="2027-01-01T00:00:00Z", horizon="2026-06-01T00:00:00Z")
    assert standing(claim, "due_at") == (datetime(2026, 6, 1, tzinfo=UTC),)
    update("claim", claim, validity="fulfilled")
    assert standing(claim, "due_at") == (datetime(2027, 1, 1, tzinfo=UTC),)


def test_looking_again_puts_the_date_off_and_moves_nothing(world: World) -> None:
    claim = world.claim(created_at="2026-01-01T00:00:00Z")
    assess(world, claim_id=claim, created_at="2026-02-01T00:00:00Z", computed="disputed", refuting_max=1)
    assess(
        world, claim_id=claim, created_at="2026-03-01T00:00:00Z", number=2, cause="looked", computed="disputed",
        refuting_max=1,
    )  # fmt: skip
    assert standing(claim, "moved_at, due_at") == (
        datetime(2026, 2, 1, tzinfo=UTC),
        datetime(2026, 3, 4, tzinfo=UTC),
    )


def test_a_workspace_chooses_its_intervals(world: World) -> None:
    claim = world.claim(created_at="2026-01-01T00:00:00Z")
    key = world.add("recheckinterval", state="unverified", days=1)
    assert standing(claim, "due_at") == (datetime(2026, 1, 2, tzinfo=UTC),)
    update("recheckinterval", key, days=None)
    assert standing(claim, "due_at") == (None,)


@pytest.mark.parametrize("state", [one for one in AssessmentState if one != AssessmentState.UNVERIFIABLE])
def test_the_intervals_are_those_of_the_vocabulary(world: World, state: str) -> None:
    """The migration keeps its own copy."""
    claim = world.claim()
    asserted = {**ASSERTED, "asserted": state, "cause": "confirmed", "recheck_at": None}
    assess(world, claim_id=claim, created_at="2026-01-01T00:00:00Z", **asserted, confirmed_by="bob")
    days = value("SELECT due_at::date - '2026-01-01' FROM annotations_standing WHERE claim_id = %s", claim)
    assert days == RECHECK_DAYS[AssessmentState(state)]


@refuses("assessment.append_only", "assessment.append_only")
def test_an_assessment_never_changes(world: World) -> None:
    update("assessment", assess(world), reason="rewritten")


@refuses("assessment.append_only", "assessment.append_only")
def test_an_assessment_is_never_deleted(world: World) -> None:
    delete("assessment", assess(world))
