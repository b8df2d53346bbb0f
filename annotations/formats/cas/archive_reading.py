"""Every CAS in an archive, each understood by the type system beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from annotations.corpus import Incoming
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats.beside import read_beside
from annotations.formats.building import Builder
from annotations.formats.cas.json_reading import read_json
from annotations.formats.cas.recognising import document_of
from annotations.formats.cas.type_systems import OWN, TypeSystem, read_type_system
from annotations.formats.cas.xmi_reading import read_xmi
from annotations.formats.foreign import ForeignDocument, Refused
from annotations.formats.guard import MAX_FILE, MAX_TOTAL, Unpacked, unpacked
from annotations.formats.jsonl_lines import lines_of
from annotations.formats.of_its_kind import of_its_kind
from annotations.formats.pieces import at_most, begins_with

HEADER, LOSS, REGISTRY, TYPE_SYSTEM = "header.json", "LOSS.json", "registry.jsonl", "TypeSystem.xml"
_PROJECT = "exportedproject.json"
_BESIDE = frozenset({HEADER, LOSS, REGISTRY, TYPE_SYSTEM})
MAX_INNER = 10
"""Files in an archive within the archive: INCEpTION packs an annotator's CAS with its type system."""


def read_archive(pieces: Iterable[bytes], ending: str) -> Iterator[Incoming]:
    """The records of every CAS (its name has the `ending`), or of the one CAS that the file is. One that cannot be read
    is refused by its name, a file that is none is told.

    Raises what `unpacked` raises, and MalformedError `cas.none` where the archive holds no CAS, `file.other_kind` where
    the file is neither an archive nor a CAS.
    """
    builder = Builder("cas")
    is_archive, pieces = begins_with(pieces, b"PK")
    if not is_archive:
        alone = builder.build([_read(pieces, OWN, f"file{ending}")])
        yield from of_its_kind(f"cas-{ending.removeprefix('.')}", alone)
        return
    with unpacked(pieces) as archive:
        if REGISTRY in archive:
            for number, line in enumerate(lines_of(archive.pieces(REGISTRY)), start=1):
                yield from read_beside(builder, line, f"{REGISTRY}:{number}")
        reading = _Reading(archive, ending)
        yield from builder.build(reading.documents())
        for path in reading.others:
            error = RuleBrokenError("cas.file", f"this file is no CAS ({ending}): left out")
            yield builder.refuse(Refused(path, error, adjusted=True))


class _Reading:
    """Goes through an archive."""

    def __init__(self, archive: Unpacked, ending: str) -> None:
        self.archive = archive
        self.ending = ending
        self.systems: dict[str, TypeSystem] = {}
        self.others: list[str] = []
        self.unpacked = 0

    def documents(self) -> Iterator[ForeignDocument]:
        found = False
        for path in self.archive.names:
            if self.is_cas(path):
                found = True
                yield self._document(path)
            elif path.endswith(".zip"):
                found = True  # one that is refused says more than that there was none
                yield from self._inner(path)
            elif PurePosixPath(path).name not in _BESIDE:
                self.others.append(path)
        if not found:
            raise MalformedError("cas.none", f"the archive holds no file {self.ending}", field="file")

    def is_cas(self, path: str) -> bool:
        return path.endswith(self.ending) and PurePosixPath(path).name not in (*_BESIDE, _PROJECT)

    def _document(self, path: str) -> ForeignDocument:
        try:
            known = self.type_system_of(path)
        except DomainError as error:
            return _refused(path, error)
        return _read(self.archive.pieces(path), known, path)

    def type_system_of(self, path: str) -> TypeSystem:
        """Of the file's own folder, or of the nearest above that has one; Isnad's and UIMA's own where none has."""
        for folder in PurePosixPath(path).parents:
            name = str(folder / TYPE_SYSTEM)
            if name in self.archive:
                if name not in self.systems:
                    self.systems.clear()  # one at a time: a hostile archive may hold many
                    self.systems[name] = read_type_system(self.archive.pieces(name))
                return self.systems[name]
        return OWN

    def _inner(self, path: str) -> Iterator[ForeignDocument]:
        """The CAS of an archive within the archive; an archive within that is not opened."""
        try:
            with unpacked(self.archive.pieces(path)) as archive:
                inner = _Reading(archive, self.ending)
                names = [name for name in archive.names if inner.is_cas(name)]
                if len(names) != 1 or len(archive.names) > MAX_INNER:
                    detail = "an archive within the archive holds one CAS and its type system; unpack others first"
                    yield _refused(path, MalformedError("archive.nested", detail))
                    return
                known = inner.type_system_of(names[0])
                yield _read(self._counted(archive.pieces(names[0])), known, path.removesuffix(".zip") + self.ending)
        except DomainError as error:
            yield _refused(path, error)

    def _counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """All archives within the archive together are no larger than it may be itself."""
        for piece in pieces:
            self.unpacked += len(piece)
            if self.unpacked > MAX_TOTAL:
                raise RuleBrokenError("archive.too_large", f"unpacked the archives have more than {MAX_TOTAL} bytes")
            yield piece


def _read(pieces: Iterable[bytes], known: TypeSystem, path: str) -> ForeignDocument:
    reading = read_xmi if path.endswith(".xmi") else read_json
    try:
        return document_of(reading(at_most(pieces, MAX_FILE), known), path)
    except DomainError as error:
        return _refused(path, error)


def _refused(path: str, error: DomainError) -> ForeignDocument:
    return ForeignDocument(path, "", path, error=error)
