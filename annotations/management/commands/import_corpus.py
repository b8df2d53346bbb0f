"""`manage.py import_corpus WORKSPACE FILE --format FORMAT`: store the records of a file.

It may be broken off and run again: what is stored already counts as unchanged. Exit status 0: all is stored; 3: some
records were refused, each with its place and rule on standard error; 1: the file as a whole was refused; 130: it was
broken off (Ctrl-C).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions import import_records
from annotations.errors import DomainError
from annotations.formats import IMPORTS, import_format, labels_for, named
from annotations.management.members import member
from annotations.management.progress import Bar, progress

PIECE = 1 << 20
SOME_REFUSED = 3
INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Store the records of a file in a workspace, document by document. Running it again goes on where it ended."
        " Exit status 0: all is stored; 3: some records were refused; 1: the file was refused; 130: it was broken off."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("workspace", metavar="WORKSPACE", help="its slug")
        parser.add_argument("file", metavar="FILE", help="or - for standard input")
        parser.add_argument("--format", default="isnad-jsonl", choices=[one.name for one in IMPORTS])
        parser.add_argument("--user", default="", metavar="NAME", help="in whose name; else the first administrator's")
        parser.add_argument(
            "--labels", default="", metavar="LABEL=PART,…", help="what a project's own labels stand for: source, cue, …"
        )
        parser.add_argument("--dry-run", action="store_true", help="do everything, report it, and store nothing")
        parser.add_argument("--json", action="store_true", help="print the whole report as JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        actor = member(options["workspace"], options["user"])
        try:
            with progress() as bar, named(labels_for(options["format"], options["labels"])):
                report = import_records(
                    actor=actor,
                    incoming=import_format(options["format"]).read(_pieces(options["file"], bar)),
                    dry_run=options["dry_run"],
                    progress=lambda done, total: bar(done, total, "records"),
                ).as_dict()
        except KeyboardInterrupt:
            kept = "nothing is stored" if options["dry_run"] else "what was stored stays; run it again to go on"
            raise CommandError(f"broken off: {kept}", returncode=INTERRUPTED) from None
        except DomainError as error:
            raise CommandError(f"{error.rule}: {error.detail}") from None
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        self._tell(report, as_json=options["json"])
        if report["refused_total"]:
            sys.exit(SOME_REFUSED)

    def _tell(self, report: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
            return
        made = "would be made" if report["dry_run"] else "made"
        for words, key in ((made, "created"), ("there already", "unchanged"), ("held back", "held_back")):
            for noun, number in report[key].items():
                self.stdout.write(f"{number} × {noun} {words}")
        for title, key in (("made to fit", "adjusted"), ("refused", "refused")):
            for one in report[key]:
                where = one["place"] or f"line {one['line']}"
                which = f"{one['type']} {one['id']}".strip()
                self.stderr.write(": ".join(filter(None, (title, where, which, one["rule"], one["detail"]))))
            if (hidden := report[f"{key}_total"] - len(report[key])) > 0:
                self.stderr.write(f"{title}: {hidden} more")


def _pieces(place: str, bar: Bar) -> Iterator[bytes]:
    if place == "-":
        yield from _read(sys.stdin.buffer, 0, bar)
        return
    path = Path(place)
    with path.open("rb") as file:
        yield from _read(file, path.stat().st_size, bar)


def _read(file: BinaryIO, size: int, bar: Bar) -> Iterator[bytes]:
    done = 0
    while piece := file.read(PIECE):
        done += len(piece)
        bar(done, size, "bytes")
        yield piece
