"""When a job that failed is tried again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import InterfaceError, OperationalError
from procrastinate.exceptions import JobAborted
from procrastinate.jobs import Job

from annotations.errors import RuleBrokenError
from annotations.jobs.policy import MAX_AWAY, USUAL, Backoff


def job(attempts: int) -> Job:
    return Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)


def wait(policy: Backoff, error: BaseException, attempts: int = 0) -> float | None:
    """Seconds until the next run, or None."""
    decision = policy.get_retry_decision(exception=error, job=job(attempts))
    if decision is None or decision.retry_at is None:
        return None
    return (decision.retry_at - datetime.now(UTC)).total_seconds()


def test_it_waits_longer_each_time_and_then_gives_up() -> None:
    waits = [wait(USUAL, ValueError(), attempts) for attempts in range(5)]
    assert waits == [pytest.approx(seconds, abs=1) for seconds in (2, 6, 18, 54, 162)]
    assert wait(USUAL, ValueError(), 5) is None


def test_no_wait_is_longer_than_the_longest() -> None:
    assert Backoff(attempts=50, longest=100).delay(40) == 100


def test_a_broken_rule_stays_broken() -> None:
    assert wait(USUAL, RuleBrokenError("span.empty", "no")) is None


@pytest.mark.parametrize("error", [OperationalError(), InterfaceError(), JobAborted()])
def test_what_is_no_fault_of_the_job_is_tried_again(error: Exception) -> None:
    seconds = wait(Backoff(attempts=1), error, 30)
    assert seconds is not None
    assert seconds < 6


def test_a_database_that_never_comes_back_ends_it() -> None:
    assert wait(USUAL, OperationalError(), MAX_AWAY) is None
