"""brat standoff in: a ZIP archive of .txt files, each with the .ann file beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotations.corpus import Incoming
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats.beside import members, notes_beside, read_beside
from annotations.formats.brat_frames import Framing
from annotations.formats.brat_lines import Annotations, read_lines
from annotations.formats.brat_names import CONFIGURATION, HEADER, LOSS, REGISTRY
from annotations.formats.brat_out import NAME
from annotations.formats.building import Builder
from annotations.formats.foreign import ForeignDocument, Refused
from annotations.formats.guard import Unpacked, text_file, unpacked
from annotations.formats.jsonl_lines import lines_of
from annotations.formats.offsets import SourceText


def read(pieces: Iterable[bytes]) -> Iterator[Incoming]:
    """The records of the archive; raises what `unpacked` raises, and MalformedError `brat.none` where nothing in it is
    brat's.
    """
    builder = Builder(NAME)
    with unpacked(pieces) as archive:
        if HEADER not in archive and not any(name.endswith((".txt", ".ann")) for name in archive.names):
            raise MalformedError("brat.none", "the archive holds no .txt and no .ann file", field="file")
        if REGISTRY in archive:
            for number, line in enumerate(lines_of(archive.pieces(REGISTRY)), start=1):
                yield from read_beside(builder, line, f"{REGISTRY}:{number}")
        yield from builder.build(_documents(archive))
        for name, error, adjusted in _others(archive):
            yield builder.refuse(Refused(name, error, adjusted=adjusted))


def _documents(archive: Unpacked) -> Iterator[ForeignDocument]:
    for name in archive.names:
        if name.endswith(".txt"):
            yield _document(archive, name.removesuffix(".txt"))


def _others(archive: Unpacked) -> Iterator[tuple[str, DomainError, bool]]:
    """Files that are none of a pair, and why."""
    for name in archive.names:
        stem, _, kind = name.rpartition(".")
        last = name.rsplit("/", 1)[-1]
        if kind == "ann" and f"{stem}.txt" not in archive:
            yield name, MalformedError("brat.no_text", "there is no .txt file beside this one"), False
        elif kind not in ("txt", "ann", "json") and last not in (*CONFIGURATION, HEADER, LOSS, REGISTRY):
            yield name, RuleBrokenError("brat.file", "this file is no part of a brat collection: left out"), True


def _document(archive: Unpacked, stem: str) -> ForeignDocument:
    name, path = f"{stem}.txt", f"{stem}.ann"
    document = ForeignDocument(stem, "", name)
    try:
        raw = text_file(archive.read(name), name)
        found = read_lines(archive.read(path)) if path in archive else Annotations()
    except DomainError as error:
        document.error = error
        return document
    side = f"{stem}.json"
    known: dict[str, Any] = members(archive.read(side)) if side in archive else {}
    source = SourceText(raw, keep=_fields(known, "version").get("sha256") is not None)
    framing = Framing(path, source, found, _fields(known, "made"))
    document.text = source.text
    layer = framing.framed()
    layer.fields = _fields(known, "layer")
    layer.fields.pop("version", None)
    document.layers = [layer]
    document.sources, document.claims = framing.sources, framing.claims
    document.article = _fields(known, "article")
    document.version = _fields(known, "version")
    layer.notes += notes_beside(known.get("comments"), side)
    document.refused = framing.refused
    return document


def _fields(known: dict[str, Any], name: str) -> dict[str, Any]:
    value = known.get(name)
    return dict(value) if isinstance(value, dict) else {}
