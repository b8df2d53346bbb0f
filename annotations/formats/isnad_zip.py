"""isnad-zip: an archive of the corpus as isnad-jsonl, and of the files of its exhibits by the sums of what is in them.

Files that no exhibit names are not taken, and a file is believed only when its sum is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as _

from annotations.corpus import Incoming, Selection, snapshot
from annotations.corpus.exhibit_files import files_named, place_of
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats.archive import Archive
from annotations.formats.export import in_pieces
from annotations.formats.guard import Limits, Unpacked, unpacked
from annotations.formats.isnad_jsonl import IsnadJsonl
from annotations.formats.losses import Losses
from annotations.models import Workspace

NAME = "isnad-zip"
LINES = "corpus.isnad.jsonl"
LOSS = "LOSS.json"
LOSSES = {"file": _("these exhibits name a file that is not kept here")}
LIMITS = Limits(file=2 * 1024**3, total=16 * 1024**3, packed=2 * 1024**3)
_PATH = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_READ = 256 * 1024


class IsnadZip:
    """Writes and reads isnad-zip."""

    name = NAME
    media_type = "application/zip"
    suffix = ".isnad.zip"
    losses: Mapping[str, str] = LOSSES

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The archive in pieces, of which one is in memory."""
        return in_pieces(_archive(selection))

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """The records, then the files that they name.

        Raises what an isnad-jsonl and an archive that cannot be trusted raise, and MalformedError `file.no_corpus`.
        """
        with unpacked(pieces, LIMITS) as archive:
            if LINES not in archive:
                raise MalformedError("file.no_corpus", f"the archive holds no {LINES}", field="file")
            named: dict[str, str] = {}
            number = 0
            for incoming in IsnadJsonl().read(archive.pieces(LINES)):
                number = max(number, incoming.line)
                if incoming.noun == "exhibit":
                    _note(named, incoming.fields)
                yield incoming
            yield from _files(archive, named, number)


def _archive(selection: Selection) -> Iterator[bytes]:
    archive = Archive()
    losses = Losses(LOSSES)
    yield from archive.stream(LINES, IsnadJsonl(with_files=True).export(selection))
    workspace = Workspace.objects.values_list("uid", flat=True).get(pk=selection.workspace)
    with snapshot():
        for sha256, exhibit in files_named(selection):
            place = place_of(workspace, sha256)
            if place.is_file():
                # Stored, not packed: most are packed already, and one that packs too well would look like a bomb.
                yield from archive.stream(f"files/{sha256[:2]}/{sha256}", _bytes(place), level=0)
            else:
                losses.lose("file", exhibit)
    yield archive.add(LOSS, losses.file())
    yield from archive.end()


def _note(named: dict[str, str], fields: Mapping[str, Any]) -> None:
    sha256, uid = fields.get("sha256"), fields.get("id")
    if isinstance(sha256, str) and re.fullmatch("[0-9a-f]{64}", sha256) and isinstance(uid, str):
        named.setdefault(sha256, uid)


def _bytes(place: Path) -> Iterator[bytes]:
    with place.open("rb") as file:
        while piece := file.read(_READ):
            yield piece


def _files(archive: Unpacked, named: dict[str, str], number: int) -> Iterator[Incoming]:
    """The files of the archive, after the lines; then what exhibits name that is not there."""
    found: set[str] = set()
    for path in archive.names:
        if path in (LINES, LOSS):
            continue
        number += 1
        match = _PATH.fullmatch(path)
        error: DomainError | None = None
        if match is None:
            error = RuleBrokenError("file.unknown", "this is no part of an isnad-zip, and left out")
        elif match[2] not in named:
            error = RuleBrokenError("file.unnamed", "no exhibit of the archive names this file")
        if match is None or error is not None:
            yield Incoming(number, "", {}, error, path)
            continue
        found.add(match[2])
        fields = {"id": named[match[2]], "sha256": match[2]}
        yield Incoming(number, "", fields, place=path, content=partial(archive.pieces, path))
    for sha256 in sorted(named.keys() - found):
        number += 1
        error = RuleBrokenError("exhibit.file_missing", "the exhibit's file is not in the archive", field="sha256")
        yield Incoming(number, "", {"id": named[sha256]}, error, f"files/{sha256[:2]}/{sha256}", adjusted=True)
