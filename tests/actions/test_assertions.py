"""Somebody looks at a claim again and leaves it: written down, and due again when they say, else by its state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from annotations.actions import assert_state, confirm_state, lift_state, look_again
from annotations.errors import DeniedError, RuleBrokenError
from annotations.models import Claim, Standing
from annotations.vocabulary import RECHECK_DAYS, AssessmentState
from tests.actions.broken import conflict, missing
from tests.actions.worked import Desk
from tests.cast import Cast

pytestmark = pytest.mark.django_db
NEXT = datetime(2030, 1, 1, tzinfo=UTC)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    desk = Desk(cast)
    desk.accept(desk.report("AFP", desk.voice(), at="2020-09-27T10:00Z"))
    return desk


def test_a_look_is_written_down_and_changes_nothing(desk: Desk) -> None:
    before = desk.stands()
    row = look_again(actor=desk.actor, claim=desk.claim, note="called the embassy")
    assert (row.number, row.cause, row.created_by, row.reason) == (2, "looked", "editor", "called the embassy")
    assert (row.computed, row.asserted) == ("single_source", "")
    assert desk.stands() == before


def test_it_is_due_again_after_the_interval_of_its_state(desk: Desk) -> None:
    look_again(actor=desk.actor, claim=desk.claim)
    days = RECHECK_DAYS[AssessmentState.SINGLE_SOURCE]
    assert days is not None
    due = Standing.objects.get(claim=desk.claim).due_at
    assert due is not None
    assert abs(due - (datetime.now(UTC) + timedelta(days=days))) < timedelta(hours=1)


def test_or_when_somebody_says(desk: Desk) -> None:
    look_again(actor=desk.actor, claim=desk.claim, next_at=NEXT)
    assert Standing.objects.get(claim=desk.claim).due_at == NEXT
    assert Claim.objects.get(pk=desk.claim.pk).recheck_at == NEXT
    look_again(actor=desk.actor, claim=desk.claim)
    assert Claim.objects.get(pk=desk.claim.pk).recheck_at is None


def test_what_is_asserted_goes_on_standing(desk: Desk) -> None:
    row = assert_state(actor=desk.actor, claim=desk.claim, state="confirmed", reason="we saw it")
    confirm_state(actor=desk.cast.actor("second_editor"), claim=desk.claim, number=row.number)
    looked = look_again(actor=desk.actor, claim=desk.claim)
    assert (looked.computed, looked.asserted, looked.asserted_by) == ("single_source", "confirmed", "editor")
    assert (looked.confirmed_by, desk.stands()[0]) == ("second-editor", "confirmed")


def test_what_is_refused(desk: Desk) -> None:
    with pytest.raises(DeniedError):
        look_again(actor=desk.cast.actor("annotator"), claim=desk.claim)
    with pytest.raises(RuleBrokenError) as caught:
        look_again(actor=desk.actor, claim=desk.claim, next_at="soon")
    assert caught.value.field == "next_at"


def test_what_is_not_there_is_neither_confirmed_nor_lifted(desk: Desk) -> None:
    second = desk.cast.actor("second_editor")
    with conflict("assessment.nothing_asserted"):
        lift_state(actor=desk.actor, claim=desk.claim, reason="nothing there")
    with missing():
        confirm_state(actor=second, claim=desk.claim, number=7)
    with conflict("assessment.not_waiting"):  # computed, asserted by nobody
        confirm_state(actor=second, claim=desk.claim, number=1)
    row = assert_state(actor=desk.actor, claim=desk.claim, state="confirmed", reason="we saw it")
    confirm_state(actor=second, claim=desk.claim, number=row.number)
    with conflict("assessment.not_waiting"):
        confirm_state(actor=second, claim=desk.claim, number=row.number)


def test_what_was_lifted_waits_for_nobody_any_more(desk: Desk) -> None:
    row = assert_state(actor=desk.actor, claim=desk.claim, state="confirmed", reason="we saw it")
    lifted = lift_state(actor=desk.actor, claim=desk.claim, reason="we did not")
    assert (lifted.asserted, lifted.asserted_by, lifted.computed) == ("", "", "single_source")
    with conflict("assessment.not_waiting"):
        confirm_state(actor=desk.cast.actor("second_editor"), claim=desk.claim, number=row.number)
