"""A claim moves along its workflow."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from annotations.actions import next_steps, transition
from annotations.models import Claim, Transition
from annotations.policies import needs_reason
from annotations.vocabulary import WORKFLOW_STEPS, Workflow
from tests.actions.broken import broken, denied, history, stale
from tests.cast import Cast, make_claim

W = Workflow
PEOPLE = ("reader", "annotator", "editor", "second_editor", "admin")
# step: who may take it with a claim that the annotator stated and the editor marked
ALLOWED = {
    (W.DRAFT, W.MARKED): {"annotator", "editor", "second_editor", "admin"},
    (W.DRAFT, W.REJECTED): {"annotator", "editor", "second_editor", "admin"},
    (W.MARKED, W.IN_REVIEW): {"annotator", "editor", "second_editor", "admin"},
    (W.MARKED, W.REJECTED): {"annotator", "editor", "second_editor", "admin"},
    (W.IN_REVIEW, W.ACCEPTED): {"second_editor", "admin"},
    (W.IN_REVIEW, W.MARKED): {"editor", "second_editor", "admin"},
    (W.IN_REVIEW, W.REJECTED): {"editor", "second_editor", "admin"},
    (W.ACCEPTED, W.PUBLISHED): {"editor", "second_editor", "admin"},
    (W.ACCEPTED, W.REJECTED): {"editor", "second_editor", "admin"},
    (W.PUBLISHED, W.CORRECTION_PENDING): {"editor", "second_editor", "admin"},
    (W.CORRECTION_PENDING, W.PUBLISHED): {"editor", "admin"},
    (W.CORRECTION_PENDING, W.WITHDRAWN): {"editor", "admin"},
    (W.REJECTED, W.MARKED): {"annotator", "editor", "second_editor", "admin"},
}
WITH_REASON = {
    (W.IN_REVIEW, W.MARKED), (W.PUBLISHED, W.CORRECTION_PENDING), (W.CORRECTION_PENDING, W.PUBLISHED),
    (W.CORRECTION_PENDING, W.WITHDRAWN), (W.DRAFT, W.REJECTED), (W.MARKED, W.REJECTED), (W.IN_REVIEW, W.REJECTED),
    (W.ACCEPTED, W.REJECTED),
}  # fmt: skip


def claim_at(cast: Cast, status: Workflow) -> Claim:
    """Stated by the annotator, marked by the editor; a correction was opened by the second editor."""
    annotator, editor, second = (cast.actor(who) for who in ("annotator", "editor", "second_editor"))
    claim = make_claim(annotator, workflow=status)
    for actor, old, new in (
        (editor, W.DRAFT, W.MARKED),
        (annotator, W.MARKED, W.IN_REVIEW),
        (second, W.PUBLISHED, W.CORRECTION_PENDING),
    ):
        Transition.objects.create(
            workspace=claim.workspace, created_by=actor.username, claim=claim, from_workflow=old, to_workflow=new
        )
    return claim


def test_the_table_names_every_step() -> None:
    assert set(ALLOWED) == {(old, new) for old, steps in WORKFLOW_STEPS.items() for new in steps}


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize(("old", "new"), list(itertools.product(W, W)))
def test_who_may_take_which_step(cast: Cast, who: str, old: Workflow, new: Workflow) -> None:
    claim, actor = claim_at(cast, old), cast.actor(who)
    offered = {step.to: step for step in next_steps(actor, claim)}
    if (old, new) not in ALLOWED:
        assert new not in offered
        with broken("claim.transition_not_allowed", "to"):
            transition(actor=actor, claim=claim, to=new, reason="because")
        return
    assert bool(offered[new].decision) is (who in ALLOWED[old, new])
    if who in ALLOWED[old, new]:
        step = transition(actor=actor, claim=claim, to=new, reason="because", expected=1)
        assert (step.from_workflow, step.to_workflow, step.created_by) == (old, new, actor.username)
    else:
        assert offered[new].decision.reason
        with denied(offered[new].decision.rule):
            transition(actor=actor, claim=claim, to=new, reason="because")
    claim.refresh_from_db()
    assert claim.workflow == (new if who in ALLOWED[old, new] else old)


@pytest.mark.parametrize(("old", "new"), ALLOWED)
def test_which_steps_need_a_reason(cast: Cast, old: Workflow, new: Workflow) -> None:
    claim, actor = claim_at(cast, old), cast.actor("admin")
    assert needs_reason(old, new) is ((old, new) in WITH_REASON)
    assert {step.to: step.needs_reason for step in next_steps(actor, claim)}[new] is ((old, new) in WITH_REASON)
    if (old, new) in WITH_REASON:
        for reason in ("", " \n"):
            with broken("claim.reason_missing", "reason"):
                transition(actor=actor, claim=claim, to=new, reason=reason)
    else:
        assert transition(actor=actor, claim=claim, to=new).reason == ""


def test_a_step_leaves_its_mark_in_the_history_of_the_claim(cast: Cast) -> None:
    claim = make_claim(cast.actor("annotator"))
    transition(actor=cast.actor("editor"), claim=claim, to="marked", reason="seen")
    assert history(claim, "workflow", "superseded_by") == [("draft", "editor")]
    step = Transition.objects.get(claim=claim)
    assert history(claim, "superseded_at") == [step.recorded_at]
    assert (step.reason, step.recorded_by) == ("seen", "editor")


def test_whoever_marked_a_claim_does_not_accept_it(cast: Cast) -> None:
    """Neither who stated it, nor who marked it, nor who marked it again after a rejection."""
    editor, second, admin = (cast.actor(who) for who in ("editor", "second_editor", "admin"))
    claim = make_claim(editor)
    for actor, to in ((second, "marked"), (second, "rejected"), (admin, "marked"), (admin, "in_review")):
        transition(actor=actor, claim=claim, to=to, reason="because")
    for actor in (editor, second, admin):
        with denied("claim.own_claim"):
            transition(actor=actor, claim=claim, to="accepted")


def test_sending_a_claim_back_does_not_make_it_ones_own(cast: Cast) -> None:
    annotator, editor = cast.actor("annotator"), cast.actor("editor")
    claim = make_claim(annotator)
    for actor, to in ((annotator, "marked"), (annotator, "in_review"), (editor, "marked"), (annotator, "in_review")):
        transition(actor=actor, claim=claim, to=to, reason="because")
    assert transition(actor=editor, claim=claim, to="accepted")


@pytest.mark.parametrize("to", ["published", "withdrawn"])
def test_a_second_person_closes_a_correction(cast: Cast, to: str) -> None:
    editor, second = cast.actor("editor"), cast.actor("second_editor")
    claim = make_claim(cast.actor("annotator"), workflow="published")
    transition(actor=editor, claim=claim, to="correction_pending", reason="an error")
    with denied("claim.second_person"):
        transition(actor=editor, claim=claim, to=to, reason="done")
    transition(actor=second, claim=claim, to=to, reason="done")


def test_only_the_last_correction_counts(cast: Cast) -> None:
    editor, second = cast.actor("editor"), cast.actor("second_editor")
    claim = make_claim(cast.actor("annotator"), workflow="published")
    for actor, to in ((editor, "correction_pending"), (second, "published"), (second, "correction_pending")):
        transition(actor=actor, claim=claim, to=to, reason="because")
    with denied("claim.second_person"):
        transition(actor=second, claim=claim, to="withdrawn", reason="because")
    transition(actor=editor, claim=claim, to="withdrawn", reason="because")


def test_only_its_author_rejects_a_claim_without_being_an_editor(cast: Cast) -> None:
    claim = make_claim(cast.actor("editor"))
    with denied():
        transition(actor=cast.actor("annotator"), claim=claim, to="rejected", reason="because")


def test_an_older_reading_is_stale(cast: Cast) -> None:
    actor, claim = cast.actor("editor"), make_claim(cast.actor("annotator"))
    transition(actor=actor, claim=claim, to="marked", expected=1)
    with stale(2):
        transition(actor=actor, claim=claim, to="in_review", expected=1)


def test_the_same_step_twice_is_refused(cast: Cast) -> None:
    actor, claim = cast.actor("editor"), make_claim(cast.actor("annotator"))
    transition(actor=actor, claim=claim, to="marked")
    with broken("claim.transition_not_allowed", "to"):
        transition(actor=actor, claim=claim, to="marked")
    assert Transition.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"to": "gone"}, "field.choice", "to"),
        ({"to": None}, "field.choice", "to"),
        ({"to": "marked", "reason": 7}, "field.not_text", "reason"),
        ({"to": "marked", "reason": "x" * 5001}, "field.too_long", "reason"),
    ],
)
def test_each_field_is_checked_by_its_name(cast: Cast, values: dict[str, Any], rule: str, field: str) -> None:
    claim = make_claim(cast.actor("annotator"))
    with broken(rule, field):
        transition(actor=cast.actor("editor"), claim=claim, **values)
