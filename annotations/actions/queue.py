"""Work for later: a job is a row that commits with the change that needs it, and is named, so that nobody imports up.

Jobs may run twice (a worker that is killed leaves its job to another), so what a job does must be safe to repeat.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import JobAborted
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

# A worker works with connections of its own, on which a job would be there, and might be done, before the transaction
# that needs it commits. Django's connection is that of the transaction, in a worker too.
_MANAGER = JobManager(DjangoConnector())

stop_requested: ContextVar[Callable[[], bool]] = ContextVar("stop_requested", default=lambda: False)
"""Whether the worker that runs this has been asked to end; set by the layer of jobs."""


def enqueue(task: str, *, at: datetime | None = None, lock: str | None = None, **arguments: Any) -> int:
    """Add a job to the present transaction and return its number. `arguments` must be JSON.

    No two jobs with the same `lock` run at once. `at`: not before this time.
    """
    known = app.tasks.get(task)
    priority = known.priority if known else None
    later = configure_task(name=task, job_manager=_MANAGER, schedule_at=at, lock=lock, priority=priority)
    return later.defer(**arguments)


def enqueue_once(task: str, *, lock: str, **arguments: Any) -> int | None:
    """As `enqueue`, unless the same task waits under this lock already; then None. (One that waits for its next try
    counts: jobs under a lock run in the order in which they came, so another would wait for it.)

    Two writers at the same moment may each add a job; none waits for the other. The job that waits already sees what
    is written here only if it takes the writers' lock first (`corpus.settled_until`, `corpus.settle`), because this
    transaction may commit after that job has begun.
    """
    if ProcrastinateJob.objects.filter(task_name=task, lock=lock, status="todo").exists():
        return None
    return enqueue(task, lock=lock, **arguments)


def live_jobs(task: str) -> QuerySet[ProcrastinateJob]:
    """The jobs of this task that wait, for now or for their next try, or are being done."""
    return ProcrastinateJob.objects.filter(task_name=task, status__in=("todo", "doing"))


def stop_if_asked() -> None:
    """To be called now and then by long work: end it where the worker has to end; the job begins again elsewhere."""
    if stop_requested.get()():
        raise JobAborted
