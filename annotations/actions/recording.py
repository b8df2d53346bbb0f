"""What every action shares: one transaction, recorded as somebody's, its database errors in the domain's words."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

import psycopg
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from annotations.actions.queue import enqueue_once
from annotations.errors import ConflictError, DomainError, MissingError, RuleBrokenError, StaleError
from annotations.models import Compiled, Gesture, Webhook, Workspace, prepared_cursor
from annotations.models.base import Recorded
from annotations.policies import Actor
from annotations.vocabulary import Through

Row = TypeVar("Row", bound=Recorded)

_RULE = re.compile(r"^[a-z_]+\.[a-z_]+$")
_CONFLICTS = ("duplicate", "in_use")
SYSTEM = "isnad"
"""Who did what nobody did: the name under which the program records what follows from a change by itself."""


_ACTIVE_WEBHOOK = Compiled(
    lambda workspace: Webhook.objects.filter(workspace=workspace, active=True).only("pk"), workspace=int
)


class Made(NamedTuple, Generic[Row]):
    """An object, and whether this call made it (False when the same request had been served before)."""

    object: Row
    created: bool


def set_recorder(username: str, through: str) -> None:
    """Tell the stamping triggers who writes, for the rest of the transaction, and begin a new stamp."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT set_config('isnad.actor', %s, true), set_config('isnad.through', %s, true),"
            " set_config('isnad.at', '', true)",
            [username, str(through)],
        )


@contextmanager
def translated(*, field: str | None = None) -> Iterator[None]:
    """Run the body all or nothing; rules that the database holds become DomainErrors, placed at `field`."""
    try:
        with transaction.atomic():
            yield
    except DatabaseError as error:
        told = translate(error)
        if told is None:
            raise
        raise (told if field is None else told.at(field)) from error


@contextmanager
def recording(actor: Actor, *, field: str | None = None) -> Iterator[None]:
    """As `translated`, in one transaction in the name of `actor`."""
    with translated(field=field):
        set_recorder(actor.username, actor.through)
        yield
        note_gesture(actor)
        wake_followers(actor.workspace)


def note_gesture(actor: Actor) -> None:
    """Keep with the stamp of this transaction, if it wrote anything, of which of the person's gestures it is a part."""
    if actor.gesture is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('isnad.at', true) <> ''")
        if cursor.fetchone()[0]:
            Gesture.objects.get_or_create(
                workspace=actor.workspace, username=actor.username, at=stamp_of(actor), defaults={"uid": actor.gesture}
            )


def stamp_of(actor: Actor) -> datetime:
    """The stamp of this transaction, also where it has written nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT isnad_stamp(%s, NULL)", [actor.workspace.pk])
        found: datetime = cursor.fetchone()[0]
    return found


def wake_followers(workspace: Workspace) -> None:
    """Have the webhooks told of what this transaction wrote, unless a job that will see it waits already.

    The stamp was taken before this look, so such a job, which begins after it, finds this transaction among the writers
    (`corpus.settled_until`), and comes back for it.
    """
    if _ACTIVE_WEBHOOK.first(workspace=workspace.pk) is not None:
        enqueue_once("webhooks.tell", lock=f"webhooks.tell:{workspace.pk}", workspace=workspace.pk)


@contextmanager
def recording_by_system(workspace: Workspace) -> Iterator[None]:
    """As `recording`, in the name of the program: for jobs."""
    with translated():
        set_recorder(SYSTEM, Through.COMMAND)
        yield
        wake_followers(workspace)


def translate(error: DatabaseError) -> DomainError | None:
    """The domain's error for a constraint whose name is a rule (span.out_of_text), or for a collision; else None."""
    cause = error.__cause__
    if isinstance(cause, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
        return ConflictError("write.collided", "somebody changed the same things at the same moment; try again")
    diagnosis = getattr(cause, "diag", None)
    rule = getattr(diagnosis, "constraint_name", None) or ""
    if not isinstance(error, IntegrityError) or not _RULE.match(rule):
        return None
    detail = getattr(diagnosis, "message_primary", None) or rule
    if isinstance(cause, psycopg.errors.ForeignKeyViolation) and diagnosis is not None and diagnosis.table_name:
        # A real foreign key, not a trigger with words of its own.
        detail = "what this refers to is not here, or something still refers to this"
    if any(word in rule for word in _CONFLICTS):
        return ConflictError(rule, detail)
    return RuleBrokenError(rule, detail)


def digest_of(request: dict[str, Any]) -> str:
    """SHA-256 (hex) of a request in canonical JSON."""
    body = json.dumps(request, sort_keys=True, ensure_ascii=True, default=str, separators=(",", ":"))
    return hashlib.sha256(body.encode("ascii")).hexdigest()


def made_before(model: type[Row], actor: Actor, uid: UUID, digest: str) -> Row | None:
    """The object that the same request made earlier. Raise ConflictError for another request under that id.

    A deleted object is not made again under its id: a late retry must not undo somebody's deletion.
    """
    noun = model._meta.model_name or ""
    found = model._default_manager.filter(workspace=actor.workspace, uid=uid).first()
    if found is None:
        history = model._meta.apps.get_model("annotations", f"{model.__name__}History")
        if history._default_manager.filter(workspace_id=actor.workspace.pk, uid=uid).exists():
            raise ConflictError(f"{noun}.deleted", f"{uid} was deleted; restore it instead", field="id")
        return None
    if found.made_from != digest:
        raise ConflictError(f"{noun}.duplicate_id", f"another {noun} has the id {uid}", field="id")
    return found


def make(
    model: type[Row], *, actor: Actor, uid: UUID | None, request: dict[str, Any], build: Callable[[], Row]
) -> Made[Row]:
    """Build an object once for each client-made id. To be called inside `recording`.

    Two identical requests at the same time: the second waits for the first on the unique key and finds its object.
    """
    if uid is None:
        return Made(build(), created=True)
    digest = digest_of({"type": model.__name__, **request})
    before = made_before(model, actor, uid, digest)
    if before is not None:
        return Made(before, created=False)
    try:
        with transaction.atomic():
            row = build()
    except IntegrityError as error:
        before = made_before(model, actor, uid, digest)
        if before is None:
            raise error from None
        return Made(before, created=False)
    return Made(row, created=True)


def author(actor: Actor, uid: UUID | None, request: dict[str, Any], model: type[Recorded]) -> dict[str, Any]:
    """The columns that say whose object it is and which request made it."""
    columns: dict[str, Any] = {"workspace": actor.workspace, "created_by": actor.username}
    if uid is not None:
        columns |= {"uid": uid, "made_from": digest_of({"type": model.__name__, **request})}
    return columns


def own(actor: Actor, *rows: Recorded) -> None:
    """MissingError unless all the rows belong to the workspace in which the actor acts."""
    if any(row.workspace_id != actor.workspace.pk for row in rows):
        raise MissingError("object.missing", "there is no such object in this workspace")


def lock(
    actor: Actor, queryset: models.QuerySet[Row], row: Row, *, expected: int | None, to_delete: bool = False
) -> Row:
    """Lock the row and return it as it is now; StaleError when its revision is not the expected one (None: any).

    `to_delete` also keeps others from beginning to refer to it.
    """
    own(actor, row)
    current = queryset.select_for_update(of=("self",), no_key=not to_delete).filter(pk=row.pk).first()
    if current is None:
        raise MissingError("object.missing", "it was deleted in the meantime")
    if expected is not None and current.revision != expected:
        raise StaleError(
            f"it was changed by {current.recorded_by} since you read it: revision {current.revision}, not {expected}",
            current=current.revision,
        )
    return current


def save(row: Row, *fields: str) -> Row:
    """Write the named fields, and read the stamps that the trigger gave."""
    row.save(update_fields=fields)
    row.refresh_from_db(fields=["revision", "recorded_at", "recorded_by", "recorded_through"])
    return row
