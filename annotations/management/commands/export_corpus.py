"""`manage.py export_corpus WORKSPACE --format FORMAT --output FILE`: the corpus, or a part of it, as a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.corpus import select
from annotations.errors import DomainError
from annotations.formats import EXPORTS, ExportFormat, export_format, file_name, overheard
from annotations.management.progress import Bar, progress
from annotations.models import Workspace

PARTS = ("article", "claim", "layer")
INTERRUPTED = 130


class Command(BaseCommand):
    help = "Write the corpus of a workspace, or a part of it, to a file, and tell what the format cannot hold."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("workspace", metavar="WORKSPACE", help="its slug")
        parser.add_argument("--format", default="isnad-jsonl", choices=[one.name for one in EXPORTS])
        parser.add_argument("--output", metavar="FILE", help="or - for standard output; a name is made if not given")
        parser.add_argument("--known-at", type=datetime.fromisoformat, metavar="TIME", help="as of then (RFC 3339)")
        for part in PARTS:
            parser.add_argument(f"--{part}", type=UUID, metavar="ID", help=f"only this {part}")

    def handle(self, *_args: Any, **options: Any) -> None:
        workspace = Workspace.objects.filter(slug=options["workspace"]).first()
        if workspace is None:
            raise CommandError(f"there is no workspace {options['workspace']}")
        chosen = export_format(options["format"])
        try:
            parts = {part: options[part] for part in PARTS}
            selection = select(workspace=workspace, known_at=options["known_at"], **parts)
            with overheard() as loss, progress() as bar:
                place = options["output"] or file_name(chosen, selection)
                _write(chosen.export(selection), place, bar)
        except KeyboardInterrupt:
            raise CommandError("broken off: no file was written", returncode=INTERRUPTED) from None
        except DomainError as error:
            raise CommandError(f"{error.rule}: {error.detail}") from None
        except OSError as error:
            raise CommandError(f"{place}: {error.strerror}") from None
        self._tell(chosen, place, loss)

    def _tell(self, chosen: ExportFormat, place: str, loss: dict[str, Any]) -> None:
        lost = loss.get("lost", [])
        self.stderr.write(f"{chosen.name} written to {'standard output' if place == '-' else place}")
        for one in lost:
            self.stderr.write(f"left out: {one['count']} × {one['kind']}: {one['reason']}")
        if not lost:
            self.stderr.write("nothing was left out")


def _write(pieces: Iterator[bytes], place: str, bar: Bar) -> None:
    """To a file, which appears whole or not at all, or to standard output."""
    if place == "-":
        _copy(pieces, sys.stdout.buffer, bar)
        return
    path = Path(place)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("wb") as file:
            _copy(pieces, file, bar)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _copy(pieces: Iterator[bytes], file: BinaryIO, bar: Bar) -> None:
    size = 0
    for piece in pieces:
        file.write(piece)
        size += len(piece)
        bar(size, 0, "bytes")
