"""Reads doccano's JSON Lines: a text on each line with labelled pieces and, in the newer shape, relations.

The older shape has `label` or `labels`: [[start, end, name], …]. The newer has `entities` with ids and `relations`
between them. doccano counts code points, or graphemes where a project says so, and its clients have counted UTF-16; the
file says neither which nor the words that were marked. So the unit is taken under which most pieces of a text begin and
end at whole characters and not in white space; where nothing decides, code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annotations.corpus import Incoming, read_object
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats.building import Builder
from annotations.formats.foreign import ForeignDocument, ForeignNote, Refused
from annotations.formats.jsonl_lines import lines_of
from annotations.formats.of_its_kind import of_its_kind
from annotations.formats.offsets import Covered, OffsetUnit, SourceText, unit_of
from annotations.formats.roles import Link, Mark, layer_of

NAME = "doccano"
UNITS = (OffsetUnit.CODE_POINT, OffsetUnit.GRAPHEME, OffsetUnit.UTF16)
"""What offsets may count; where nothing decides, the first."""
_TEXTS = ("text", "data")
_COMMENTS = ("Comments", "comments")
_LISTS = ("label", "labels", "entities", "annotations")


class Doccano:
    """Reads doccano's JSON Lines."""

    name = NAME
    media_type = "application/x-ndjson"

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """The records of every line; one that cannot be read is refused by its number.

        Raises MalformedError `file.line_too_long`, `file.empty` and `file.other_kind`.
        """
        return of_its_kind(NAME, Builder(NAME).build(_documents(pieces)))


def _documents(pieces: Iterable[bytes]) -> Iterator[ForeignDocument]:
    found = False
    for number, line in enumerate(lines_of(pieces), start=1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            found = True
            yield _document(line.removeprefix(b"\xef\xbb\xbf"), f"line {number}")
    if not found:
        raise MalformedError("file.empty", "the file is empty", field="file")


def _document(line: bytes, place: str) -> ForeignDocument:
    try:
        return _Line(read_object(line), place).document()
    except DomainError as error:
        return ForeignDocument(place, "", place, error=error)


class _Line:
    """One text with what is marked in it."""

    def __init__(self, found: dict[str, Any], place: str) -> None:
        self.found = found
        self.place = place
        self.refused: list[Refused] = []
        raw = next((found[key] for key in _TEXTS if isinstance(found.get(key), str)), None)
        if raw is None:
            raise MalformedError("doccano.text", "a line needs its text as text or data", field="text")
        self.source = SourceText(raw)

    def document(self) -> ForeignDocument:
        pieces = [piece for key in _LISTS for piece in self._pieces(key)]
        layer, refused = layer_of(self._marks(pieces), self._links())
        layer.notes = list(self._notes())
        known = self.found.get("id")
        return ForeignDocument(
            str(known)[:100] if isinstance(known, (str, int)) else "", self.source.text, self.place,
            article=self._article(), layers=[layer], refused=self.refused + refused,
        )  # fmt: skip

    def _article(self) -> dict[str, Any]:
        """What a person wrote beside the text stays with the article."""
        key = "meta" if self.found.get("meta") else "metadata"
        meta = self.found.get(key)
        if meta and not isinstance(meta, dict):
            self._refuse(key, "doccano.meta", f"{key} must be an object: it is left out")
            return {}
        return {"metadata": {NAME: meta}} if meta else {}

    def _list(self, key: str) -> list[Any]:
        """What the list holds; another value is told, unless it is empty and says nothing."""
        value = self.found.get(key)
        if value and not isinstance(value, list):
            self._refuse(key, "doccano.list", f"{key} must be a list: it is left out")
        return value if isinstance(value, list) else []

    def _notes(self) -> Iterator[ForeignNote]:
        bodies = [(f"{key}.{number}", one) for key in _COMMENTS for number, one in enumerate(self._list(key))]
        for number, (place, body) in enumerate(bodies):
            if isinstance(body, str):
                yield ForeignNote(f"comment {number}", body, place=self.place)
            else:
                self._refuse(place, "doccano.comment", "a comment is a text")

    def _refuse(self, place: str, rule: str, detail: str) -> None:
        self.refused.append(Refused(f"{self.place}, {place}", RuleBrokenError(rule, detail, field=place)))

    def _pieces(self, key: str) -> Iterator[tuple[str, str, str, int, int]]:
        """(key, place, label, start, end) of every piece of a list, whichever shape it has."""
        for number, one in enumerate(self._list(key)):
            place = f"{key}.{number}"
            if isinstance(one, list) and len(one) == 3:
                start, end, label = one
                name = place
            elif isinstance(one, dict):
                start, end, label = (one.get(name) for name in ("start_offset", "end_offset", "label"))
                name = str(one["id"])[:100] if isinstance(one.get("id"), (str, int)) else place
            else:
                self._refuse(place, "doccano.piece", "a piece is [start, end, label] or an object with offsets")
                continue
            if type(start) is not int or type(end) is not int:
                self._refuse(place, "doccano.offset", "start and end must be whole numbers")
            else:
                yield name, place, str(label)[:200], start, end

    def _marks(self, pieces: list[tuple[str, str, str, int, int]]) -> Iterator[Mark]:
        unit = unit_of(self.source.raw, [Covered([(start, end)]) for *_, start, end in pieces], UNITS)
        convert = self.source.converter(unit)
        for key, place, label, start, end in pieces:
            try:
                segment = (convert(start), convert(end))
            except DomainError as error:
                self.refused.append(Refused(f"{self.place}, {place}", error))
                continue
            yield Mark(key, label, [segment], f"{self.place}, {place}")

    def _links(self) -> Iterator[Link]:
        for number, one in enumerate(self._list("relations")):
            place = f"relations.{number}"
            if isinstance(one, dict) and all(isinstance(one.get(end), (str, int)) for end in ("from_id", "to_id")):
                label = str(one.get("type", ""))[:200]
                yield Link(str(one["from_id"])[:100], str(one["to_id"])[:100], label, f"{self.place}, {place}")
            else:
                self._refuse(place, "doccano.relation", "a relation is an object with from_id and to_id")
