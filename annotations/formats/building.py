"""From documents of a foreign format to records that the import takes.

Ids that a file does not know are derived from what it says: so the same file imported again changes nothing. A
document whose text is none is refused as a whole; of the others each mark is judged by itself
(`annotations.formats.building_layers`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from math import inf

from annotations.corpus import Incoming
from annotations.errors import DomainError, RuleBrokenError
from annotations.formats.building_layers import LayerBuilder
from annotations.formats.derived_ids import LayerIds, derived_id, no_id, told_otherwise, told_twice
from annotations.formats.foreign import Fields, ForeignDocument, ForeignLayer, Refused
from annotations.text import receive_text

_SHARED = ("source", "claim", "article", "version", "layer")
_LINE = re.compile(r"(?:^line |:)([0-9]{1,15})(?:$|,)")
MAX_TITLE = 200
NO_TITLE = "…"
"""Of a text that holds nothing that a title may consist of: control characters alone, say."""


class Builder:
    """Makes the records of one file; `format_name` keeps the ids of different formats apart."""

    def __init__(self, format_name: str) -> None:
        self.format_name = format_name
        self._number = 0
        self._seen: set[tuple[str, str]] = set()
        self._told: dict[tuple[str, str, int], int] = {}  # what was said first, by type, id and names of the fields
        self._sums: dict[str, str] = {}  # of texts by the version's id
        self._layers: dict[str, list[int]] = {}  # what each time was marked in a layer, by its id

    def build(self, documents: Iterable[ForeignDocument]) -> Iterator[Incoming]:
        """The records of the documents, and what of them is refused. Articles, versions, layers, sources and claims
        that several documents share come once.
        """
        for document in documents:
            yield from self._document(document)

    def record(self, noun: str, place: str, fields: Fields) -> Iterator[Incoming]:
        """One record, unless one of its id came before, which is told where it said something else; an id that is none
        is refused.
        """
        if not isinstance(fields["id"], str):
            yield self.refuse(Refused(place, no_id(noun)))
            return
        if noun in _SHARED:
            if not self._is_told_alike(noun, fields):
                yield self.refuse(Refused(place, told_otherwise(noun, fields["id"]), adjusted=True))
            if (noun, fields["id"]) in self._seen:
                return
            self._seen.add((noun, fields["id"]))
        self._number += 1
        yield Incoming(self._number, noun, fields, place=place)

    def _is_told_alike(self, noun: str, fields: Fields) -> bool:
        """Whether the file has said nothing else in the same fields of this record before. One that knows more fields
        of it at one place than at another (brat: its line of a source has the name alone) does not contradict itself.
        """
        said = sorted((name, repr(value)) for name, value in fields.items() if name != "text")  # its sum is compared
        names = hash(tuple(name for name, _value in said))
        return self._told.setdefault((noun, fields["id"], names), hash(tuple(said))) == hash(tuple(said))

    def refuse(self, refused: Refused) -> Incoming:
        self._number += 1
        return Incoming(self._number, "", {}, refused.error, place=refused.place, adjusted=refused.adjusted)

    def _document(self, document: ForeignDocument) -> Iterator[Incoming]:
        told = list(document.refused)
        try:
            built = self._begun(document)
        except DomainError as error:
            yield from self._tell(told)
            yield self.refuse(Refused(document.place, error))
            return
        for noun, uids, members in (
            ("source", built.sources, document.sources),
            ("claim", built.claims, document.claims),
        ):
            for key, uid in uids.items():
                yield from self.record(noun, document.place, {**members[key], "id": uid})
        yield from self.record("article", document.place, built.article)
        yield from self.record("version", document.place, built.version)
        for layer in document.layers or [ForeignLayer()]:
            yield from self._layer(built, layer, told)
        yield from self._tell(told)

    def _tell(self, told: list[Refused]) -> Iterator[Incoming]:
        """In the order of their lines, however many passes found them; then what stands in no line."""
        for refused in sorted(told, key=lambda one: _line_of(one.place)):
            yield self.refuse(refused)

    def _begun(self, document: ForeignDocument) -> _Built:
        """Its own records. Raises DomainError for what keeps the whole document out."""
        if document.error is not None:
            raise document.error
        built = _Built(self.format_name, document, _received(document.text))
        for noun, fields in (("article", built.article), ("version", built.version)):
            if not isinstance(fields["id"], str):
                raise no_id(noun)
        uid, sha256 = built.version["id"], built.version["sha256"]
        if self._sums.setdefault(uid, sha256) != sha256:
            raise RuleBrokenError("version.text_differs", "the file holds another text for this version", field="text")
        return built

    def _layer(self, built: _Built, layer: ForeignLayer, told: list[Refused]) -> Iterator[Incoming]:
        """Its records; what of it is refused is added to what is told."""
        made = LayerBuilder(built, layer)
        if not isinstance(made.fields["id"], str):
            told.append(Refused(built.document.place, no_id("layer")))
            return
        before = self._layers.setdefault(made.fields["id"], [])
        made.ids = LayerIds(made.fields["id"], len(before))
        records = list(made.records())
        yield from self.record("layer", built.document.place, made.fields)
        if made.ids.signature not in before:
            before.append(made.ids.signature)
            for noun, place, fields in records:
                yield from self.record(noun, place, fields)
        elif records:
            made.refused.append(Refused(built.document.place, told_twice(), adjusted=True))
        told += made.refused


def _line_of(place: str) -> float:
    """The number of the line, where the place tells it."""
    found = _LINE.search(place)
    return int(found[1]) if found else inf


def _received(text: str) -> str:
    receive_text(text)
    if "\r" in text:
        raise RuleBrokenError("text.carriage_return", "offsets need a text whose lines end with LF alone", field="text")
    return text


class _Built:
    """A document's own records."""

    def __init__(self, format_name: str, document: ForeignDocument, text: str) -> None:
        self.document = document
        self.text = text
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        article = derived_id(format_name, "article", document.name, sha256)
        language, direction = _language_of(text)
        lines = (line.strip() for line in text.split("\n"))
        title = next((line for line in lines if line), NO_TITLE)[:MAX_TITLE]
        self.article: Fields = {
            "id": article, "title": title, "language": language, "direction": direction, **document.article,
        }  # fmt: skip
        version = derived_id(format_name, "version", self.article["id"], sha256)
        self.version: Fields = {
            "id": version, "article": self.article["id"], "number": 1, **document.version, "text": text,
            "sha256": sha256,
        }  # fmt: skip
        self.sources = {
            key: fields.get("id") or derived_id(format_name, "source", key) for key, fields in document.sources.items()
        }
        self.claims = {
            key: fields.get("id") or derived_id(format_name, "claim", key) for key, fields in document.claims.items()
        }


def _language_of(text: str) -> tuple[str, str]:
    """A guess for a text of which nothing is known: (language, direction)."""
    arabic = sum("\u0600" <= character <= "\u06ff" for character in text)
    hebrew = sum("\u0590" <= character <= "\u05ff" for character in text)
    latin = sum(character.isascii() and character.isalpha() for character in text)
    if arabic > max(hebrew, latin):
        return "ar", "rtl"
    return ("he", "rtl") if hebrew > latin else ("und", "ltr")
