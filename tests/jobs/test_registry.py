"""The list of tasks."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from procrastinate.contrib.django import app
from procrastinate.exceptions import JobAborted

from annotations.actions.queue import stop_if_asked, stop_requested
from annotations.jobs import registry
from annotations.jobs.registry import TASKS, stoppable


def test_every_task_is_known_under_its_own_name() -> None:
    names = [task.name for task in TASKS]
    assert len(names) == len(set(names)) > 1
    assert set(names) <= set(app.tasks)


def test_every_task_that_the_code_enqueues_exists() -> None:
    code = "\n".join(path.read_text() for path in Path(registry.__file__).parents[1].rglob("*.py"))
    enqueued = set(re.findall(r"""enqueue(?:_once)?\(\s*"([a-z_.]+)""", code))
    assert enqueued <= {task.name for task in TASKS}


def test_what_runs_at_times_is_a_periodic_task() -> None:
    periodic = {key[0] for key in app.periodic_registry.periodic_tasks}
    assert periodic == {task.name for task in TASKS if task.cron}


def _work() -> None:
    stop_if_asked()


def test_a_task_learns_that_its_worker_ends_and_nobody_else_does() -> None:
    stop_if_asked()
    with pytest.raises(JobAborted):
        stoppable(_work)(SimpleNamespace(should_abort=lambda: True))
    assert stop_requested.get()() is False
