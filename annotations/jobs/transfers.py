"""Exports and imports in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from django.db import InterfaceError, OperationalError
from procrastinate.exceptions import JobAborted

from annotations.actions import import_records
from annotations.actions.transfers import (
    PIECE,
    WHOLE,
    begin,
    end_import,
    fail,
    forget_expired,
    note_progress,
    path_of,
    selection_of,
    write_export,
)
from annotations.errors import DomainError, RuleBrokenError
from annotations.formats import export_format, file_name, import_format, labels_for, named, overheard
from annotations.models import Transfer

# Of WHOLE: the file is read once, then what it holds is stored.
READING = 250


def export_file(transfer: int) -> None:
    """Make the file of an export."""
    begun = begin(transfer)
    if begun is None:
        return
    made, _actor = begun
    with _told(made):
        chosen = export_format(made.format)
        selection = selection_of(made)
        with overheard() as loss:
            write_export(made, chosen.export(selection), file_name(chosen, selection), loss)


def import_file(transfer: int) -> None:
    """Read the file of an import in. What an earlier run stored already counts as unchanged."""
    begun = begin(transfer)
    if begun is None:
        return
    made, actor = begun
    with _told(made):
        with path_of(made).open("rb") as file, named(labels_for(made.format, made.options.get("labels"))):
            note = note_progress(made)
            pieces = _read(file, lambda done: note(READING * done // max(1, made.size or 0), WHOLE))
            report = import_records(
                actor=actor,
                incoming=import_format(made.format).read(pieces),
                dry_run=bool(made.options["dry_run"]),
                progress=lambda done, total: note(READING + (WHOLE - READING) * done // max(1, total), WHOLE),
            )
        end_import(made, report.as_dict())


@contextmanager
def _told(made: Transfer) -> Iterator[None]:
    """Whoever waits learns why nothing came of it. A database that is away, and a worker that ends, are no reason."""
    try:
        yield
    except DomainError as error:
        fail(made, error)
    except (OperationalError, InterfaceError, JobAborted):
        raise
    except Exception:
        fail(made, RuleBrokenError("internal.error", "something went wrong on the server; it was logged"))
        raise


def _read(file: BinaryIO, told: Callable[[int], None]) -> Iterator[bytes]:
    done = 0
    while piece := file.read(PIECE):
        done += len(piece)
        told(done)
        yield piece


def forget_old_transfers(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    forget_expired()
