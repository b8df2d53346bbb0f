"""cas-xmi and cas-json: an archive with a CAS for each version of an article, and the type system beside them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice

from django.utils.translation import gettext_noop as _

from annotations.corpus import Document, Incoming, Selection, count, documents, snapshot
from annotations.formats.archive import Archive
from annotations.formats.beside import BESIDE, beside
from annotations.formats.cas.archive_reading import HEADER, LOSS, REGISTRY, TYPE_SYSTEM, read_archive
from annotations.formats.cas.build import cas_of
from annotations.formats.cas.json_writing import json_of
from annotations.formats.cas.replaced import NO_XML
from annotations.formats.cas.structures import Cas
from annotations.formats.cas.types import type_system_xml
from annotations.formats.cas.xmi_writing import xmi_of
from annotations.formats.export import in_pieces
from annotations.formats.header import UTF16, header_of
from annotations.formats.losses import FILES, Losses

VERSION = 1
_AT_ONCE = 1000
LOSSES = {
    "character": _(
        "XML cannot hold these control characters: U+FFFD stands for each, isnad.Replaced tells which it was"
    ),
    "comment": _("comments on sources and claims are no part of a document: registry.jsonl carries them"),
    **{
        noun: _("these records are no part of a document: registry.jsonl carries them")
        for noun in BESIDE
        if noun not in ("source", "claim")
    },
    **FILES,
}


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
            losses.lose_files(selection)
            for document in documents(selection):
                self._count(document, losses)
                written = _encoded(self._write(cas_of(document)))
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
        """The records of every CAS in the archive, or of the one that the file is; raises as `read_archive` does."""
        return read_archive(pieces, self.ending)


def _encoded(pieces: Iterator[str]) -> Iterator[bytes]:
    """UTF-8 of many small pieces, some hundred at once."""
    while some := "".join(islice(pieces, _AT_ONCE)):
        yield some.encode()


class CasXmi(_CasArchive):
    """UIMA CAS as XMI."""

    def __init__(self) -> None:
        super().__init__("cas-xmi", ".xmi", xmi_of)


class CasJson(_CasArchive):
    """UIMA CAS as JSON."""

    def __init__(self) -> None:
        super().__init__("cas-json", ".json", json_of)
