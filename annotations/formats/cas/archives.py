"""cas-xmi and cas-json: an archive with a CAS for each version of an article, and the type system beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from annotations.corpus import Document, Incoming, Selection, count, documents, snapshot
from annotations.errors import DomainError, MalformedError
from annotations.formats.archive import Archive
from annotations.formats.beside import BESIDE, beside, read_beside
from annotations.formats.building import Builder
from annotations.formats.cas.build import cas_of
from annotations.formats.cas.json_reading import read_json
from annotations.formats.cas.json_writing import json_of
from annotations.formats.cas.recognising import document_of
from annotations.formats.cas.replaced import NO_XML
from annotations.formats.cas.structures import Cas
from annotations.formats.cas.type_systems import OWN, TypeSystem, read_type_system
from annotations.formats.cas.types import type_system_xml
from annotations.formats.cas.xmi_reading import read_xmi
from annotations.formats.cas.xmi_writing import xmi_of
from annotations.formats.export import in_pieces
from annotations.formats.foreign import ForeignDocument
from annotations.formats.guard import MAX_FILE, Unpacked, unpacked
from annotations.formats.header import UTF16, header_of
from annotations.formats.jsonl_lines import lines_of
from annotations.formats.losses import Losses
from annotations.formats.pieces import at_most, begins_with

VERSION = 1
HEADER, LOSS, REGISTRY, TYPE_SYSTEM = "header.json", "LOSS.json", "registry.jsonl", "TypeSystem.xml"
LOSSES = {
    "character": "XML cannot hold these control characters: U+FFFD stands for each, isnad.Replaced tells which it was",
    "comment": f"comments on sources and claims are no part of a document: {REGISTRY} carries them",
    **{
        noun: f"a {noun} is no part of a document: {REGISTRY} carries it"
        for noun in BESIDE
        if noun not in ("source", "claim")
    },
}
_NOT_CAS = frozenset({HEADER, LOSS, "exportedproject.json"})


class _CasArchive:
    """What the two have in common: `suffix` of the archive, `ending` of a CAS."""

    media_type = "application/zip"

    losses: Mapping[str, str] = LOSSES

    def __init__(self, name: str, ending: str, write: Callable[[Cas], Iterator[str]]) -> None:
        self.name = name
        self.ending = ending
        self.suffix = f".{name}.zip"
        self._write = write

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The archive in pieces. One document is in memory at a time."""
        return in_pieces(self._parts(selection))

    def _parts(self, selection: Selection) -> Iterator[bytes]:
        losses = Losses(self.losses)
        archive = Archive()
        with snapshot():
            counts = count(selection)
            header = header_of(selection, counts, name=self.name, version=VERSION, offset_unit=UTF16)
            yield archive.add(HEADER, json.dumps(header, ensure_ascii=False, indent=1).encode() + b"\n")
            yield archive.add(TYPE_SYSTEM, type_system_xml())
            for noun in LOSSES.keys() & counts.keys():
                losses.lose(noun, number=counts[noun])
            for document in documents(selection):
                self._count(document, losses)
                written = in_pieces(piece.encode() for piece in self._write(cas_of(document)))
                yield from archive.stream(f"documents/{document.version.id}{self.ending}", written)
            yield from archive.stream(REGISTRY, beside(selection))
        yield archive.add(LOSS, losses.file())
        yield from archive.end()

    def _count(self, document: Document, losses: Losses) -> None:
        """What the document holds after all, and what of it cannot be written."""
        held = len(document.comments) + sum(len(layer.comments) for layer in document.layers)
        losses.lose("comment", number=-held)
        if self.ending == ".xmi" and (found := len(NO_XML.findall(document.version.text))):
            losses.lose("character", document.version.id, number=found)

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """The records of every CAS in the archive, or of the one CAS that the file is. One that cannot be read is
        refused by its name.

        Raises what `unpacked` raises, and MalformedError `cas.none` where the archive holds no CAS.
        """
        is_archive, pieces = begins_with(pieces, b"PK")
        if not is_archive:
            yield from Builder("cas").build([self._read(pieces, OWN, f"file{self.ending}")])
            return
        builder = Builder("cas")
        with unpacked(pieces) as archive:
            if REGISTRY in archive:
                for number, line in enumerate(lines_of(archive.pieces(REGISTRY)), start=1):
                    yield from read_beside(builder, line, f"{REGISTRY}:{number}")
            yield from builder.build(self._documents(archive))

    def _documents(self, archive: Unpacked) -> Iterator[ForeignDocument]:
        found = False
        systems: dict[str, TypeSystem] = {}
        for path in archive.names:
            if path.endswith(self.ending) and PurePosixPath(path).name not in _NOT_CAS:
                found = True
                yield self._document(archive, path, systems)
            elif path.endswith(".zip"):
                error = MalformedError("archive.nested", "an archive within the archive: unpack it first")
                yield ForeignDocument(path, "", path, error=error)
        if not found:
            raise MalformedError("cas.none", f"the archive holds no file {self.ending}", field="file")

    def _document(self, archive: Unpacked, path: str, systems: dict[str, TypeSystem]) -> ForeignDocument:
        try:
            known = _type_system(archive, path, systems)
        except DomainError as error:
            return ForeignDocument(path, "", path, error=error)
        return self._read(archive.pieces(path), known, path)

    def _read(self, pieces: Iterable[bytes], known: TypeSystem, path: str) -> ForeignDocument:
        reading = read_xmi if self.ending == ".xmi" else read_json
        try:
            return document_of(reading(at_most(pieces, MAX_FILE), known), path)
        except DomainError as error:
            return ForeignDocument(path, "", path, error=error)


def _type_system(archive: Unpacked, path: str, systems: dict[str, TypeSystem]) -> TypeSystem:
    """Of the file's own folder, or of the nearest above that has one; Isnad's and UIMA's own where there is none."""
    for folder in PurePosixPath(path).parents:
        name = str(folder / TYPE_SYSTEM)
        if name in archive:
            if name not in systems:
                systems.clear()  # one at a time: a hostile archive may hold many
                systems[name] = read_type_system(archive.pieces(name))
            return systems[name]
    return OWN


class CasXmi(_CasArchive):
    """UIMA CAS as XMI."""

    def __init__(self) -> None:
        super().__init__("cas-xmi", ".xmi", xmi_of)


class CasJson(_CasArchive):
    """UIMA CAS as JSON."""

    def __init__(self) -> None:
        super().__init__("cas-json", ".json", json_of)
