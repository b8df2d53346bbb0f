"""Jobs belong to the change that needs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.testing import InMemoryConnector

from annotations.actions.queue import enqueue, enqueue_once
from annotations.errors import RuleBrokenError
from annotations.jobs.policy import USUAL
from annotations.jobs.registry import stoppable
from tests.drain import Drain

done: list[str] = []


def note(word: str) -> None:
    done.append(word)
    if word.startswith("break"):
        raise ValueError(word)
    if word == "refuse":
        raise RuleBrokenError("span.empty", word)


@pytest.fixture(autouse=True)
def _task() -> Iterator[None]:
    done.clear()
    task = app.task(name="test.note", retry=USUAL, pass_context=True)(stoppable(note))
    yield
    del app.tasks[task.name]


def test_a_job_runs_after_its_change(run_jobs: Drain) -> None:
    enqueue("test.note", word="one")
    assert done == []
    assert run_jobs() == ["test.note"]
    assert done == ["one"]
    assert run_jobs() == []


def test_a_change_that_is_taken_back_takes_its_job_along(run_jobs: Drain) -> None:
    with transaction.atomic():
        enqueue("test.note", word="one")
        transaction.set_rollback(True)
    assert run_jobs() == []


def test_in_a_worker_too_a_job_belongs_to_the_transaction_of_the_one_that_adds_it(run_jobs: Drain) -> None:
    with app.replace_connector(InMemoryConnector()):  # a worker's own connections
        with transaction.atomic():
            enqueue("test.note", word="taken back")
            transaction.set_rollback(True)
        enqueue("test.note", word="kept")
    assert run_jobs() == ["test.note"]
    assert done == ["kept"]


def test_a_job_for_later_waits(run_jobs: Drain) -> None:
    enqueue("test.note", word="one", at=timezone.now() + timedelta(hours=1))
    assert run_jobs() == []
    assert run_jobs.waiting() == ["test.note"]
    assert run_jobs.hurry() == ["test.note"]


def test_one_waiting_job_of_a_kind_is_enough(run_jobs: Drain) -> None:
    assert enqueue_once("test.note", lock="a", word="one")
    assert enqueue_once("test.note", lock="a", word="one") is None
    assert enqueue_once("test.note", lock="b", word="two")
    assert run_jobs() == ["test.note"] * 2
    assert enqueue_once("test.note", lock="a", word="three")
    assert run_jobs() == ["test.note"]
    assert done == ["one", "two", "three"]


def test_a_job_that_waits_for_its_next_try_holds_back_others_under_its_lock(run_jobs: Drain) -> None:
    enqueue("test.note", lock="a", word="one", at=timezone.now() + timedelta(hours=1))
    assert enqueue_once("test.note", lock="a", word="two") is None
    enqueue("test.note", lock="a", word="three")
    enqueue("test.note", word="four")
    assert run_jobs() == ["test.note"]
    assert run_jobs.hurry() == ["test.note"] * 2
    assert done == ["four", "one", "three"]


def test_a_failed_job_is_tried_again_later_and_a_refused_one_never(run_jobs: Drain) -> None:
    enqueue("test.note", word="break")
    begun, wait = timezone.now(), timedelta(seconds=USUAL.delay(1))
    assert run_jobs() == ["test.note"]
    ((name, at),) = run_jobs.retried
    assert name == "test.note"
    assert at is not None
    assert begun + wait <= at <= timezone.now() + wait
    run_jobs.hurry()
    assert done == ["break", "break"]
    enqueue("test.note", word="refuse")
    with pytest.raises(RuleBrokenError):
        run_jobs()
    assert done[2:] == ["refuse"]
