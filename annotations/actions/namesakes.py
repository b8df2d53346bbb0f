"""Names of sources are read into keys; and somebody does not want to be asked again whether two sources are one."""

from __future__ import annotations

from django.db import connection, transaction

from annotations.actions.fields import clean_text
from annotations.actions.queue import enqueue_once, stop_if_asked
from annotations.actions.recording import own, recording
from annotations.corpus.namesakes import keys_of
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Source, SourceDismissal, SourceName, Workspace
from annotations.policies import Ability, Actor, may

TASK = "sources.read_names"
AT_ONCE = 500
MAX_REASON = 5000


def read_name(source: Source) -> None:
    """Keep what the source's name is found by. The row is there: a trigger made it."""
    SourceName.objects.filter(source=source).update(keys=keys_of(source), waiting=False)


def read_names_later(workspace: Workspace) -> None:
    enqueue_once(TASK, lock=f"{TASK}:{workspace.pk}", workspace=workspace.pk)


def read_names_everywhere() -> None:
    """Look after the workspaces in which names wait, whatever became of their jobs."""
    waiting = SourceName.objects.filter(waiting=True)
    for workspace in Workspace.objects.filter(pk__in=waiting.values("workspace")).order_by("pk"):
        read_names_later(workspace)


def read_names(*, workspace: int) -> int:
    """Read the names of the workspace (its internal id) that wait, some at a time; return how many. Safe to repeat."""
    done = 0
    while True:
        stop_if_asked()
        with transaction.atomic(), connection.cursor() as cursor:
            waiting = SourceName.objects.select_for_update(skip_locked=True, of=("self",)).select_related("source")
            rows = list(waiting.filter(workspace=workspace, waiting=True).order_by("source_id")[:AT_ONCE])
            cursor.executemany(
                "UPDATE annotations_sourcename SET keys = %s, waiting = false WHERE source_id = %s",
                [(keys_of(row.source), row.source_id) for row in rows],
            )
        if not rows:
            return done
        done += len(rows)


def dismiss_namesake(*, actor: Actor, a: Source, b: Source, reason: str = "") -> SourceDismissal:
    """Do not suggest again that the two are one. It states nothing of them, and no claim moves."""
    may(actor, Ability.RELATE_SOURCES).require()
    own(actor, a, b)
    reason = clean_text(reason, "reason", max_length=MAX_REASON)
    if a.pk == b.pk:
        raise RuleBrokenError("dismissal.itself", "a source is itself", field="other")
    with recording(actor, field="other"):
        if SourceDismissal.objects.filter(a__in=(a, b), b__in=(a, b)).exists():
            raise ConflictError("dismissal.duplicate", "this is not suggested any more", field="other")
        return SourceDismissal.objects.create(
            workspace=actor.workspace, created_by=actor.username, a=a, b=b, reason=reason
        )
