"""Steps of a claim by policy alone: every role, every step, one's own claim or not."""

from __future__ import annotations

import itertools

import pytest

from annotations.models import Claim
from annotations.policies import ClaimPast, may_edit_claim, may_step, may_write_claims, needs_reason
from annotations.vocabulary import WORKFLOW_STEPS, Scope, Workflow
from tests.cast import Cast

W = Workflow
NOBODY = ClaimPast(frozenset(), "")
BY_ANNOTATORS = {(W.DRAFT, W.MARKED), (W.MARKED, W.IN_REVIEW), (W.REJECTED, W.MARKED)}
BY_THE_MARKER = {(W.DRAFT, W.REJECTED), (W.MARKED, W.REJECTED)}
STEPS = [(old, new) for old, steps in WORKFLOW_STEPS.items() for new in steps]


@pytest.mark.parametrize(("old", "new"), STEPS)
def test_every_step_by_every_role(cast: Cast, old: Workflow, new: Workflow) -> None:
    claim = Claim(workflow=old)
    for who, own, opened in itertools.product(("reader", "annotator", "editor", "admin"), (True, False), (True, False)):
        actor = cast.actor(who)
        past = ClaimPast(frozenset({actor.username} if own else {"other"}), actor.username if opened else "other")
        decision = may_step(actor, claim, new, past)
        editor = who in ("editor", "admin")
        if (old, new) in BY_ANNOTATORS or ((old, new) in BY_THE_MARKER and own):
            expected = who != "reader"
        elif new == W.ACCEPTED:
            expected = editor and not own
        elif old == W.CORRECTION_PENDING:
            expected = editor and not opened
        else:
            expected = editor
        assert bool(decision) is expected, (who, own, opened, decision)


def test_no_other_step_is_anybodys(cast: Cast) -> None:
    for old, new in set(itertools.product(W, W)) - set(STEPS):
        assert may_step(cast.actor("admin"), Claim(workflow=old), new, NOBODY).rule == "claim.transition_not_allowed"


def test_a_token_narrows_the_steps(cast: Cast) -> None:
    actor = cast.actor("editor", scope=Scope.ANNOTATE)
    assert may_step(actor, Claim(workflow=W.DRAFT), W.MARKED, NOBODY)
    assert may_step(actor, Claim(workflow=W.ACCEPTED), W.PUBLISHED, NOBODY).rule == "scope.too_small"
    assert may_edit_claim(actor, Claim(workflow=W.DRAFT))
    assert may_edit_claim(actor, Claim(workflow=W.PUBLISHED)).rule == "scope.too_small"


def test_what_takes_something_back_needs_a_reason() -> None:
    with_reason = {(old, new) for old, new in STEPS if needs_reason(old, new)}
    assert with_reason == {
        (W.DRAFT, W.REJECTED), (W.MARKED, W.REJECTED), (W.IN_REVIEW, W.REJECTED), (W.ACCEPTED, W.REJECTED),
        (W.IN_REVIEW, W.MARKED), (W.PUBLISHED, W.CORRECTION_PENDING), (W.CORRECTION_PENDING, W.PUBLISHED),
        (W.CORRECTION_PENDING, W.WITHDRAWN),
    }  # fmt: skip


@pytest.mark.parametrize(("who", "allowed"), [("reader", False), ("annotator", True), ("editor", True)])
def test_who_writes_claims(cast: Cast, who: str, allowed: bool) -> None:
    assert bool(may_write_claims(cast.actor(who))) is allowed
