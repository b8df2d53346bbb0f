"""Reads Label Studio's JSON: tasks with regions over a text and relations between them.

Tasks hold `annotations` (`completions` in old exports) and `predictions`; the smaller export (JSON-MIN) holds the
regions in a member of the task itself. A task of one annotator goes to the shared layer; of several, each to a layer of
his own; what a model predicted to a suggested one. A browser counts UTF-16, newer versions count code points: the words
of the regions decide. Regions over HTML, images or sound are refused by their type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from annotations.corpus import Incoming, read_object
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.formats.building import Builder
from annotations.formats.foreign import Fields, ForeignDocument, ForeignLayer, Refused
from annotations.formats.json_items import items_of
from annotations.formats.of_its_kind import of_its_kind
from annotations.formats.offsets import Covered, OffsetUnit, SourceText, unit_of
from annotations.formats.roles import Link, Mark, layer_of, role_of

NAME = "label-studio"
UNITS = (OffsetUnit.UTF16, OffsetUnit.CODE_POINT, OffsetUnit.GRAPHEME)
"""What offsets may count; where nothing decides, the first."""
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]{1,9}:/)?/\S+")
_LISTS = ("data", "annotations", "completions", "predictions")
Region = dict[str, Any]


class LabelStudio:
    """Reads Label Studio's JSON exports."""

    name = NAME
    media_type = "application/json"

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """The records of every task; one that cannot be read is refused by its number.

        Raises MalformedError as `items_of` does, and `file.other_kind`.
        """
        tasks = (_document(item, f"task {number}") for number, item in enumerate(items_of(pieces), start=1))
        return of_its_kind(NAME, Builder(NAME).build(tasks))


def _document(item: bytes, place: str) -> ForeignDocument:
    try:
        return _Task(read_object(item), place).document()
    except DomainError as error:
        return ForeignDocument(place, "", place, error=error)


class _Task:
    """One text with the regions that one or several people marked in it."""

    def __init__(self, task: dict[str, Any], place: str) -> None:
        self.task = task
        self.place = place
        self.refused: list[Refused] = []
        data = task.get("data")
        self.data = data if isinstance(data, dict) else {key: task[key] for key in ("text", "data") if key in task}
        self.source = SourceText(self._text())

    def _text(self) -> str:
        """`text`, or the only member of the data that is a string."""
        texts = [value for value in self.data.values() if isinstance(value, str)]
        found = self.data.get("text", texts[0] if len(texts) == 1 else None)
        if not isinstance(found, str):
            detail = "the data of a task needs its text as text, or as its only string"
            raise MalformedError("label_studio.text", detail, field="data.text")
        if _ADDRESS.fullmatch(found):
            detail = f"{found[:100]} is where a text or a picture lies, and no text"
            raise MalformedError("label_studio.text", detail, field="data.text")
        return found

    def document(self) -> ForeignDocument:
        layers = list(self._layers())
        known = self.task.get("id")
        meta = {key: value for key, value in self.data.items() if value != self.source.raw}
        return ForeignDocument(
            str(known)[:100] if isinstance(known, (str, int)) else "", self.source.text, self.place,
            article={"metadata": {NAME: meta}} if meta else {}, layers=layers, refused=self.refused,
        )  # fmt: skip

    def _refuse(self, place: str, rule: str, detail: str, *, field: str | None = None, adjusted: bool = False) -> None:
        error = RuleBrokenError(rule, detail, field=field)
        self.refused.append(Refused(f"{self.place}{place}", error, adjusted=adjusted))

    def _layers(self) -> Iterator[ForeignLayer]:
        made = self._list(self.task, "annotations", "") or self._list(self.task, "completions", "")
        done = [(number, one) for number, one in enumerate(made) if isinstance(one, dict)]
        for number in {*range(len(made))} - {number for number, _ in done}:
            self._refuse(f", annotation {number}", "label_studio.region", "an annotation is an object")
        people: set[str] = set()
        for number, one in done:
            place = f", annotation {number}"
            if one.get("was_cancelled") is True or one.get("was_canceled") is True:
                self._refuse(place, "label_studio.cancelled", "the annotator skipped this task: it is left out")
                continue
            who = _who(one.get("completed_by"))
            if who in people:
                self._refuse(place, "label_studio.annotator_twice", f"{who} has another annotation of this task")
                continue
            people.add(who)
            alone: Fields = {} if len(done) == 1 else {"kind": "independent", "annotator": who}
            yield self._layer(self._list(one, "result", place), place, alone)
        yield from self._predicted()
        smaller = [] if done or self.data is self.task.get("data") else list(self._smaller())
        if smaller:
            yield self._layer([_grown(region) for region in smaller], "", {})

    def _predicted(self) -> Iterator[ForeignLayer]:
        for number, one in enumerate(self._list(self.task, "predictions", "")):
            place = f", prediction {number}"
            if not isinstance(one, dict):
                self._refuse(place, "label_studio.region", "a prediction is an object")
            elif result := self._list(one, "result", place):
                model = f"label-studio-{one.get('model_version') or number}"[:100]
                yield self._layer(result, place, {"kind": "suggested", "annotator": model})

    def _list(self, owner: dict[str, Any], key: str, place: str) -> list[Any]:
        """What the list holds; another value is told, unless it is empty and says nothing."""
        value = owner.get(key)
        if value and not isinstance(value, list):
            self._refuse(place, "label_studio.list", f"{key} must be a list: it is left out", field=key)
        return value if isinstance(value, list) else []

    def _smaller(self) -> Iterator[Region]:
        """The regions of a task of JSON-MIN: in lists, under whatever name the labels have in their project."""
        for name, value in self.task.items():
            for number, one in enumerate(_list(value) if name not in _LISTS else []):
                if _is_small(one):
                    yield one
                else:
                    place = f", {name[:60]} {number}"
                    self._refuse(place, "label_studio.region", "a region is an object with start, end and labels")

    def _layer(self, result: list[Any], place: str, fields: Fields) -> ForeignLayer:
        regions: list[tuple[str, str, Region]] = []
        links: list[Link] = []
        for number, one in enumerate(result):
            at = f"{place}, result {number}"
            if not isinstance(one, dict):
                self._refuse(at, "label_studio.region", "a region is an object")
            elif one.get("type") == "relation":
                self._relate(one, at, links)
            elif self._is_text(one, at):
                regions.append((str(one.get("id", number))[:100], at, one))
        layer, refused = layer_of(self._marks(regions), links)
        self.refused += refused
        layer.fields = fields
        return layer

    def _is_text(self, region: Region, place: str) -> bool:
        value, type_ = region.get("value"), str(region.get("type", ""))[:60]
        if type_ != "labels" or not isinstance(value, dict):
            kind = "HTML" if type_.startswith("hypertext") else "no plain text"
            self._refuse(place, "label_studio.type", f"a region of the type {type_!r} lies over {kind}: it is left out")
            return False
        if type(value.get("start")) is not int or type(value.get("end")) is not int:
            self._refuse(place, "label_studio.offset", "start and end must be whole numbers (paths lead into HTML)")
            return False
        return True

    def _relate(self, one: Region, place: str, links: list[Link]) -> None:
        ends = [one.get(name) for name in ("from_id", "to_id")]
        if any(not isinstance(end, (str, int)) for end in ends):
            self._refuse(place, "label_studio.relation", "a relation needs from_id and to_id")
            return
        if one.get("direction") == "left":
            ends.reverse()
        label = self._label(one.get("labels"), place)
        links.append(Link(str(ends[0])[:100], str(ends[1])[:100], label, f"{self.place}{place}"))

    def _label(self, labels: Any, place: str) -> str:
        """The first that names a part of an attribution, else the first; the others are told. (Several parts that are
        the same words could be no frame: its parts do not overlap.)
        """
        names = [str(one)[:200] for one in _list(labels)]
        chosen = next((one for one in names if role_of(one)), names[0] if names else "")
        for other in dict.fromkeys(one for one in names if one != chosen):
            detail = f"of several labels {chosen[:60]!r} was taken, and {other[:60]!r} is left out"
            self._refuse(place, "label.several", detail, field="labels", adjusted=True)
        return chosen

    def _marks(self, regions: list[tuple[str, str, Region]]) -> Iterator[Mark]:
        covered = [self._covered(region["value"]) for _key, _place, region in regions]
        unit = unit_of(self.source.raw, covered, UNITS)
        convert = self.source.converter(unit)
        for (key, place, region), one in zip(regions, covered, strict=True):
            try:
                segments = self.source.located(one, unit, convert)
            except DomainError as error:
                self.refused.append(Refused(f"{self.place}{place}", error))
                continue
            label = self._label(region["value"].get("labels"), place)
            yield Mark(key, label, segments, f"{self.place}{place}")

    def _covered(self, value: dict[str, Any]) -> Covered:
        words = value.get("text")
        if isinstance(words, str) and "\\n" in words and "\\n" not in self.source.raw:
            words = words.replace("\\n", "\n")  # as some versions write a line end
        return Covered([(value["start"], value["end"])], words if isinstance(words, str) and words else None)


def _who(completed_by: Any) -> str:
    """A name for an annotator: his user name or address where the export holds it, else his number."""
    if isinstance(completed_by, dict):
        named = [completed_by.get(key) for key in ("username", "email", "id")]
        completed_by = next((one for one in named if one), None)
    if isinstance(completed_by, str) and completed_by:
        return completed_by[:100]
    return f"label-studio-{completed_by}"[:100] if isinstance(completed_by, int) else NAME


def _is_small(region: Any) -> bool:
    return isinstance(region, dict) and "start" in region and "end" in region and "labels" in region


def _grown(region: Region) -> Region:
    return {"type": "labels", "value": region, **({"id": region["id"]} if "id" in region else {})}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
