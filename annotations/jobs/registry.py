"""Every task, by the name under which it is enqueued. A new one: a function that calls one action, and a line here."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from procrastinate import App, JobContext

from annotations.actions import assessing, catch_up, namesakes, reminders, resembling
from annotations.actions.queue import stop_requested
from annotations.actions.webhooks import DELIVER
from annotations.jobs.housekeeping import forget_old, retry_stalled
from annotations.jobs.policy import DELIVERY, USUAL, Backoff
from annotations.jobs.reminders import send_reminders
from annotations.jobs.resemblances import compare_texts_that_wait, look_for_what_waits, read_names_that_wait
from annotations.jobs.transfers import export_file, forget_old_transfers, import_file
from annotations.jobs.webhooks import deliver_message, forget_old_messages, look_for_forgotten_messages, tell_webhooks


@dataclass(frozen=True, slots=True)
class Task:
    """`cron`: run at these times besides, once among all workers; the function then takes the `timestamp`.

    Of the jobs that wait, those of higher `priority` come first.
    """

    name: str
    function: Callable[..., Any]
    retry: Backoff = USUAL
    cron: str | None = None
    priority: int = 0


TASKS: tuple[Task, ...] = (
    Task(assessing.TASK, catch_up, priority=5),
    Task(resembling.TASK, compare_texts_that_wait, priority=-3),
    Task(namesakes.TASK, read_names_that_wait),
    Task("resemblance.look_around", look_for_what_waits, cron="*/10 * * * *"),
    Task("queue.retry_stalled", retry_stalled, cron="* * * * *", priority=10),
    Task("queue.forget_old", forget_old, cron="17 4 * * *"),
    Task("webhooks.tell", tell_webhooks, priority=5),
    Task(DELIVER, deliver_message, retry=DELIVERY),
    Task("webhooks.look_around", look_for_forgotten_messages, cron="*/10 * * * *"),
    Task("transfers.export", export_file, priority=-5),
    Task("transfers.import", import_file, priority=-5),
    Task("transfers.forget_old", forget_old_transfers, cron="*/10 * * * *"),
    Task(reminders.TASK, send_reminders, cron="0 6 * * *"),
    Task("webhooks.forget_old", forget_old_messages, cron="27 4 * * *"),
)


def register(app: App) -> None:
    """Make the tasks known to the application that enqueues and works them; called once Django is ready."""
    for task in TASKS:
        function = task.function if inspect.iscoroutinefunction(task.function) else stoppable(task.function)
        made = app.task(name=task.name, retry=task.retry, priority=task.priority, pass_context=True)(function)
        if task.cron:
            app.periodic(cron=task.cron)(made)


def stoppable(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same function, which learns by `stop_if_asked` that its worker has to end."""

    def run(context: JobContext, **arguments: Any) -> None:
        before = stop_requested.set(context.should_abort)
        try:
            function(**arguments)
        finally:
            stop_requested.reset(before)

    return run
