"""A worker without a loop: does the jobs that are due in the test's own thread and transaction, one after the other."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from procrastinate import sql
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

LIMIT = 500


@dataclass
class Drain:
    """`run_jobs()` returns the names of the tasks that were done.

    What a job raises is raised, unless the policy tries it again; that run then waits until its time
    (`run_jobs.hurry()` makes it due).
    """

    stop: bool = False
    retried: list[tuple[str, datetime | None]] = field(default_factory=list)

    def __call__(self) -> list[str]:
        done: list[str] = []
        for _ in range(LIMIT):
            row = self._query("fetch_job", queues=None, worker_id=None)
            if row is None or row["id"] is None:
                return done
            done.append(row["task_name"])
            # Django leaves JSON as text.
            self._run(Job.from_row({**row, "args": json.loads(row["args"])}))
        raise AssertionError(f"jobs beget jobs without end: {done[-10:]}")

    def waiting(self) -> list[str]:
        """The tasks of the jobs that wait, due or not, in the order in which they came."""
        return list(ProcrastinateJob.objects.filter(status="todo").order_by("id").values_list("task_name", flat=True))

    def hurry(self) -> list[str]:
        """Do what waits for a later time, now."""
        for job in ProcrastinateJob.objects.filter(status="todo").exclude(scheduled_at=None):
            self._raw("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE id = %(id)s", id=job.pk)
        return self()

    def _run(self, job: Job) -> None:
        task = app.tasks[job.task_name]
        context = SimpleNamespace(should_abort=lambda: self.stop)
        try:
            task.func(context, **job.task_kwargs)
        except Exception as error:
            again = task.get_retry_exception(exception=error, job=job)
            if again is None:
                self._finish(job, "failed")
                raise
            at = again.retry_decision.retry_at
            self.retried.append((job.task_name, at))
            self._query("retry_job", job_id=job.id, retry_at=at, new_priority=None, new_queue_name=None, new_lock=None)
        else:
            self._finish(job, "succeeded")

    def _finish(self, job: Job, status: str) -> None:
        self._query("finish_job", job_id=job.id, status=status, delete_job=status == "succeeded")

    def _query(self, name: str, **arguments: Any) -> Any:
        return self._raw(sql.queries[name], **arguments)

    def _raw(self, statement: Any, **arguments: Any) -> Any:
        connector: Any = app.connector
        cursor = connector.connection.cursor()
        with cursor:
            cursor.execute(statement, connector._wrap_json(arguments))
            if cursor.description is None:
                return None
            names = [column[0] for column in cursor.description]
            row = cursor.fetchone()
            return None if row is None else dict(zip(names, row, strict=True))
