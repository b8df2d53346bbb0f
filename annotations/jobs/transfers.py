"""Exports and imports in the background."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from annotations.actions import import_records
from annotations.actions.transfers import (
    PIECE,
    begin,
    end_import,
    fail,
    forget_expired,
    note_progress,
    path_of,
    selection_of,
    write_export,
)
from annotations.errors import DomainError
from annotations.formats import export_format, file_name, import_format
from annotations.models import Transfer


def export_file(transfer: int) -> None:
    """Make the file of an export."""
    begun = begin(transfer)
    if begun is None:
        return
    made, _actor = begun
    try:
        chosen = export_format(made.format)
        selection = selection_of(made)
        write_export(made, chosen.export(selection), file_name(chosen, selection))
    except DomainError as error:
        fail(made, error)


def import_file(transfer: int) -> None:
    """Read the file of an import in. What an earlier run stored already counts as unchanged."""
    begun = begin(transfer)
    if begun is None:
        return
    made, actor = begun
    try:
        with path_of(made).open("rb") as file:
            incoming = import_format(made.format).read(_told(file, made))
            report = import_records(actor=actor, incoming=incoming, dry_run=bool(made.options["dry_run"]))
        end_import(made, report.as_dict())
    except DomainError as error:
        fail(made, error)


def _told(file: BinaryIO, made: Transfer) -> Iterator[bytes]:
    """The file's pieces, their reading noted as progress."""
    note = note_progress(made)
    done = 0
    while piece := file.read(PIECE):
        done += len(piece)
        note(done, made.size or 0)
        yield piece


def forget_old_transfers(timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    forget_expired()
