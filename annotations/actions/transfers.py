"""Exports and imports in the background: asked for, worked off, kept for a while, taken away.

Their files lie in the data directory, which web servers and workers share. Progress is a small file beside them,
because an import that is only tried stands in one transaction, which shows nothing until it ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from annotations.actions.queue import enqueue, stop_if_asked
from annotations.corpus import Selection, select
from annotations.errors import ConflictError, DomainError, MalformedError, RuleBrokenError
from annotations.models import Membership, Transfer
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import Role, Through, TransferKind, TransferState

KEPT = timedelta(days=2)
MAX_OPEN = 20
"""Transfers that one person may have in a workspace at a time."""
MAX_FILE = 2 * 1024**3
"""The largest file that is taken in, in bytes."""
PIECE = 256 * 1024
PARTS = ("article", "claim", "layer")
_EVERY = 0.5  # seconds between two notes of progress


def ask_for_export(
    *, actor: Actor, format_name: str, known_at: datetime | None = None, **parts: UUID | None
) -> Transfer:
    """Have a file made. `parts`: article, claim or layer. The selection is settled now, so it is of this moment.

    The caller has made sure that there is such a format. Raises what `corpus.select` raises.
    """
    may(actor, Ability.READ).require()
    selection = select(workspace=actor.workspace, known_at=known_at, **parts)
    options = {name: str(uid) for name, uid in parts.items() if uid}
    return _ask(actor, TransferKind.EXPORT, format_name, options, known_at=selection.known_at)


def ask_for_import(
    *, actor: Actor, format_name: str, file_name: str, pieces: Iterable[bytes], dry_run: bool, labels: str = ""
) -> Transfer:
    """Have a file read in; it is kept, so that a trial can be followed by the real thing. `labels`: what labels stand
    for, as a person wrote it; the caller has made sure that it can be read.

    Raises RuleBrokenError `file.too_large` and MalformedError `file.empty`.
    """
    may(actor, Ability.IMPORT).require()
    options = {"dry_run": dry_run, **({"labels": labels} if labels else {})}
    made = _ask(actor, TransferKind.IMPORT, format_name, options, file_name=file_name[:300], wait=True)
    try:
        size = _store(path_of(made), pieces)
    except BaseException:
        forget(made)
        raise
    with transaction.atomic():
        Transfer.objects.filter(pk=made.pk).update(size=size)
        _enqueue(made)
    made.size = size
    return made


def do_in_earnest(*, actor: Actor, trial: Transfer) -> Transfer:
    """Store what was only tried."""
    may(actor, Ability.IMPORT).require()
    with transaction.atomic():
        current = Transfer.objects.select_for_update().get(pk=trial.pk, workspace=actor.workspace, user=actor.user)
        if current.kind != TransferKind.IMPORT or not current.options.get("dry_run"):
            raise ConflictError("import.no_trial", "this is no trial of an import")
        if current.state != TransferState.DONE:
            raise ConflictError("import.not_tried", "the trial has not ended well")
        current.options, current.state = {**current.options, "dry_run": False}, TransferState.WAITING
        current.report, current.ended_at = None, None
        current.save(update_fields=["options", "state", "report", "ended_at"])
        _enqueue(current)
    path_of(current).with_suffix(".progress").unlink(missing_ok=True)
    return current


def _ask(
    actor: Actor, kind: str, format_name: str, options: dict[str, Any], *, wait: bool = False, **columns: Any
) -> Transfer:
    own = Transfer.objects.filter(workspace=actor.workspace, user=actor.user)
    if own.filter(state__in=(TransferState.WAITING, TransferState.WORKING)).count() >= MAX_OPEN:
        raise ConflictError("transfer.too_many", f"at most {MAX_OPEN} exports and imports of one person wait at a time")
    with transaction.atomic():
        made = Transfer.objects.create(
            workspace=actor.workspace,
            user=actor.user,
            kind=kind,
            format=format_name,
            options=options,
            expires_at=timezone.now() + KEPT,
            **columns,
        )
        if not wait:
            _enqueue(made)
    return made


def _enqueue(made: Transfer) -> None:
    enqueue(f"transfers.{made.kind}", transfer=made.pk)


def forget(made: Transfer) -> None:
    """Remove a transfer and its file. A worker that is at it notices."""
    Transfer.objects.filter(pk=made.pk).delete()
    for path in directory().glob(f"{made.uid}*"):
        path.unlink(missing_ok=True)


def forget_expired() -> None:
    """Remove what has expired, and files that belong to nothing."""
    for made in Transfer.objects.filter(expires_at__lt=timezone.now())[:1000]:
        forget(made)
    known = {str(uid) for uid in Transfer.objects.values_list("uid", flat=True)}
    for path in directory().iterdir():
        if path.name.split(".")[0] not in known and path.stat().st_mtime < time.time() - 3600:
            path.unlink(missing_ok=True)


# Files


def directory() -> Path:
    """Where the files are, readable by the server alone."""
    place = Path(settings.DATA_DIR) / "transfers"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def path_of(made: Transfer) -> Path:
    return directory() / str(made.uid)


def _store(path: Path, pieces: Iterable[bytes]) -> int:
    size = 0
    with path.open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MAX_FILE:
                raise RuleBrokenError("file.too_large", f"a file may have at most {MAX_FILE} bytes", field="file")
            file.write(piece)
    if not size:
        raise MalformedError("file.empty", "the file is empty", field="file")
    return size


WHOLE = 1000
"""An import's progress is told in thousandths."""


class Progress(NamedTuple):
    """`done` of `total`; a total of 0 is not known, and `done` then in bytes. `done` 0: not begun."""

    done: int = 0
    total: int = 0


def progress_of(made: Transfer) -> Progress:
    """How far it is. What has ended well is whole, whatever was noted last."""
    if made.state == TransferState.DONE:
        whole = (made.size or 0) if made.kind == TransferKind.EXPORT else WHOLE
        return Progress(whole, whole)
    try:
        return Progress(*json.loads(path_of(made).with_suffix(".progress").read_text()))
    except (OSError, ValueError, TypeError):
        return Progress()


def note_progress(made: Transfer) -> Callable[[int, int], None]:
    """A function to be called often with what is done and the total; it also ends the work where it must end."""
    last = 0.0
    path = path_of(made).with_suffix(".progress")

    def note(done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now < last + _EVERY:
            return
        last = now
        stop_if_asked()
        draft = path.with_suffix(f".{os.getpid()}.draft")
        draft.write_text(json.dumps([done, total]))
        draft.replace(path)

    return note


# What workers do


def begin(key: int) -> tuple[Transfer, Actor] | None:
    """The transfer and in whose name it is made; None where it is done, or was taken away. Each run begins anew."""
    made = Transfer.objects.select_related("workspace", "user").filter(pk=key).first()
    if made is None or made.state in (TransferState.DONE, TransferState.FAILED):
        return None
    role = Membership.objects.filter(workspace=made.workspace, user=made.user).values_list("role", flat=True).first()
    if role is None or not made.user.is_active:
        fail(made, RuleBrokenError("transfer.no_member", "whoever asked for this is no member any more"))
        return None
    Transfer.objects.filter(pk=key).update(state=TransferState.WORKING)
    return made, Actor(user=made.user, workspace=made.workspace, role=Role(role), through=Through.WEB)


def selection_of(made: Transfer) -> Selection:
    """What an export holds."""
    parts = {name: UUID(made.options[name]) for name in PARTS if name in made.options}
    return select(workspace=made.workspace, known_at=made.known_at, **parts)


def write_export(made: Transfer, pieces: Iterable[bytes], file_name: str, loss: dict[str, Any]) -> None:
    """Write the file; it appears whole or not at all. `loss` has been filled when the pieces end."""
    note = note_progress(made)
    digest = hashlib.sha256()
    size = 0
    draft = path_of(made).with_suffix(f".{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
                note(size, 0)
        draft.replace(path_of(made))
    finally:
        draft.unlink(missing_ok=True)
    made_of: dict[str, Any] = {"size": size, "sha256": digest.hexdigest(), "file_name": file_name}
    _end(made, state=TransferState.DONE, report={"loss": loss}, **made_of)


def end_import(made: Transfer, report: dict[str, Any]) -> None:
    """Keep the report. Once it is done in earnest the file is not needed any more."""
    _end(made, state=TransferState.DONE, report=report)
    if not report["dry_run"]:
        path_of(made).unlink(missing_ok=True)


def fail(made: Transfer, error: DomainError) -> None:
    """Keep why nothing came of it."""
    told = {"rule": error.rule, "detail": error.detail, "field": error.field}
    _end(made, state=TransferState.FAILED, report={"error": told})


def _end(made: Transfer, **columns: Any) -> None:
    now = timezone.now()
    found = Transfer.objects.filter(pk=made.pk).update(ended_at=now, expires_at=now + KEPT, **columns)
    if not found:  # taken away meanwhile
        forget(made)
