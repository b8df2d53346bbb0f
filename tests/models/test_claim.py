"""What the database refuses of claims and of the steps of their workflow."""

from __future__ import annotations

import itertools

import pytest

from annotations.vocabulary import WORKFLOW_STEPS, Workflow
from tests.models.rows import World, delete, uid_of, update, value
from tests.models.rules import refused, refuses

STEPS = "claim.d_workflow_steps"
PAIRS = [(old, new) for old, new in itertools.product(Workflow, Workflow) if old != new]


@refuses("claim.statement_empty")
def test_a_claim_states_something(world: World) -> None:
    world.claim(statement="")


@refuses("claim.kind")
def test_a_claim_has_a_known_kind(world: World) -> None:
    world.claim(kind="rumour")


@refuses("claim.certainty")
def test_a_claim_has_a_known_certainty(world: World) -> None:
    world.claim(certainty="")


@refuses("claim.polarity")
def test_a_claim_has_a_known_polarity(world: World) -> None:
    world.claim(polarity="neutral")


@refuses("claim.workflow")
def test_a_claim_has_a_known_status(world: World) -> None:
    world.claim(workflow="done")


@refuses("claim.validity")
def test_a_claim_has_a_known_validity(world: World) -> None:
    world.claim(validity="maybe")


@refuses("claim.duplicate_id")
def test_a_claim_id_is_given_once(world: World) -> None:
    world.claim(uid=uid_of("claim", world.claim()))


@refuses("claim.transition_not_allowed", STEPS)
def test_a_draft_is_not_published(world: World) -> None:
    update("claim", world.claim(), workflow="published")


@pytest.mark.parametrize(("old", "new"), PAIRS, ids=[f"{old} to {new}" for old, new in PAIRS])
def test_a_claim_goes_only_the_known_steps(world: World, old: Workflow, new: Workflow) -> None:
    claim = world.claim(workflow=old.value)
    if new in WORKFLOW_STEPS[old]:
        update("claim", claim, workflow=new.value)
        assert value("SELECT workflow FROM annotations_claim WHERE id = %s", claim) == new
    else:
        with refused("claim.transition_not_allowed"):
            update("claim", claim, workflow=new.value)


@refuses("transition.other_workspace")
def test_a_step_is_of_a_claim_of_its_workspace(world: World) -> None:
    world.add("transition", claim_id=world.other.claim())


@refuses("transition.from")
def test_a_step_begins_at_a_known_status(world: World) -> None:
    world.add("transition", claim_id=world.claim(), from_workflow="nowhere")


@refuses("transition.to")
def test_a_step_leads_to_a_known_status(world: World) -> None:
    world.add("transition", claim_id=world.claim(), to_workflow="nowhere")


@refuses("transition.duplicate_id")
def test_a_step_id_is_given_once(world: World) -> None:
    claim = world.claim()
    step = world.add("transition", claim_id=claim)
    world.add("transition", claim_id=claim, uid=uid_of("transition", step))


@refuses("transition.append_only", "transition.append_only")
def test_the_reason_of_a_step_is_not_rewritten(world: World) -> None:
    update("transition", world.add("transition", claim_id=world.claim()), reason="it never happened")


@refuses("transition.append_only", "transition.append_only")
def test_a_step_is_not_deleted(world: World) -> None:
    delete("transition", world.add("transition", claim_id=world.claim()))


@refuses("transition.other_workspace")
def test_a_claim_that_went_a_step_is_not_deleted(world: World) -> None:
    claim = world.claim()
    world.add("transition", claim_id=claim)
    delete("claim", claim)
