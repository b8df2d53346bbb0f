"""The lines of a brat .ann file, each by itself; after the standoff format as brat's own pages describe it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from annotations.errors import MalformedError
from annotations.formats.guard import text_file

_TEXT_BOUND = re.compile(r"(T\S+)\t(\S+) (-?\d+ -?\d+(?:;-?\d+ -?\d+)*)(?:\t(.*))?", re.DOTALL)
_EVENT = re.compile(r"(E\S+)\t([^\s:]+):(\S+)((?: +[^\s:]+:\S+)*) *")
_RELATION = re.compile(r"(R\S+)\t(\S+) +([^\s:]+):(\S+) +([^\s:]+):(\S+)\s*")
_EQUIVALENCE = re.compile(r"\*\t(\S+)((?: +\S+){2,}) *")
_ATTRIBUTE = re.compile(r"([AM]\S+)\t(\S+) (\S+)(?: +(.*?))?\s*")
_NORMALISATION = re.compile(r"(N\S+)\t(\S+) (\S+) ([^\s:]+):(\S+)(?:\t(.*))?", re.DOTALL)
_NOTE = re.compile(r"(#\S*)\t(\S+) (\S+)(?:\t(.*))?", re.DOTALL)
_NUMBER = re.compile(r"(.+?)\d*")
MAX_OFFSET = 10**9


@dataclass(slots=True)
class TextBound:
    line: int
    key: str
    type: str
    segments: list[tuple[int, int]]
    words: str | None


@dataclass(slots=True)
class Event:
    """`arguments` are (role without its number, key)."""

    line: int
    key: str
    type: str
    trigger: str
    arguments: list[tuple[str, str]]


@dataclass(slots=True)
class Relation:
    line: int
    key: str
    type: str
    first: str
    second: str


@dataclass(slots=True)
class Equivalence:
    line: int
    keys: list[str]


@dataclass(slots=True)
class Attribute:
    line: int
    type: str
    target: str
    value: str


@dataclass(slots=True)
class Normalisation:
    line: int
    key: str
    target: str
    database: str
    reference: str
    words: str


@dataclass(slots=True)
class Note:
    line: int
    key: str
    target: str
    words: str


@dataclass(slots=True)
class Annotations:
    """All that stands in one file, by key where others refer to it; `broken` are (line, what is wrong)."""

    bounds: dict[str, TextBound] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    equivalences: list[Equivalence] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    normalisations: list[Normalisation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    broken: list[tuple[int, MalformedError]] = field(default_factory=list)


def read_lines(content: bytes) -> Annotations:
    """What the file says; lines that say nothing in the format, or are no UTF-8, are kept as broken."""
    found = Annotations()
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        try:
            line = text_file(raw.removesuffix(b"\r"), "the line")
            if line.strip():
                _read_line(found, number, line)
        except MalformedError as error:
            found.broken.append((number, error))
    return found


def _read_line(found: Annotations, number: int, line: str) -> None:
    reader = _READERS.get(line[0])
    if reader is None:
        raise MalformedError("brat.line", f"no line of brat begins with {line[0]!r}")
    pattern, take = reader
    match = pattern.fullmatch(line)
    if match is None:
        raise MalformedError("brat.line", f"the line is not as lines with {line[0]!r} are: {line[:80]!r}")
    take(found, number, *match.groups())


def _own(found: Annotations, key: str) -> str:
    if key in found.bounds or key in found.events:
        raise MalformedError("brat.id_twice", f"{key[:60]} stands there twice")
    return key


def _bound(found: Annotations, line: int, key: str, type_name: str, offsets: str, words: str | None) -> None:
    segments = []
    for pair in offsets.split(";"):
        start, end = (int(one[:12]) for one in pair.split(" "))
        if max(start, end) > MAX_OFFSET:
            raise MalformedError("brat.line", "an offset is larger than any text")
        segments.append((start, end))
    found.bounds[_own(found, key)] = TextBound(line, key, type_name, segments, words)


def _event(found: Annotations, line: int, key: str, type_name: str, trigger: str, rest: str) -> None:
    arguments = []
    for one in rest.split():
        role, _, named = one.partition(":")
        arguments.append((_role(role), named))
    found.events[_own(found, key)] = Event(line, key, type_name, trigger, arguments)


def _role(role: str) -> str:
    """The role without the number that tells it from others of its kind."""
    match = _NUMBER.fullmatch(role)
    return match[1] if match else role


def _relation(found: Annotations, line: int, key: str, type_name: str, *pairs: str) -> None:
    found.relations.append(Relation(line, key, type_name, pairs[1], pairs[3]))


def _equivalence(found: Annotations, line: int, _type: str, keys: str) -> None:
    found.equivalences.append(Equivalence(line, keys.split()))


def _attribute(found: Annotations, line: int, _key: str, type_name: str, target: str, value: str | None) -> None:
    found.attributes.append(Attribute(line, type_name, target, value or ""))


def _normalisation(
    found: Annotations, line: int, key: str, _type: str, target: str, database: str, reference: str, words: str | None
) -> None:
    found.normalisations.append(Normalisation(line, key, target, database, reference, words or ""))


def _note(found: Annotations, line: int, key: str, _type: str, target: str, words: str | None) -> None:
    found.notes.append(Note(line, key, target, words or ""))


_READERS: dict[str, tuple[re.Pattern[str], Callable[..., None]]] = {
    "T": (_TEXT_BOUND, _bound),
    "E": (_EVENT, _event),
    "R": (_RELATION, _relation),
    "*": (_EQUIVALENCE, _equivalence),
    "A": (_ATTRIBUTE, _attribute),
    "M": (_ATTRIBUTE, _attribute),
    "N": (_NORMALISATION, _normalisation),
    "#": (_NOTE, _note),
}
