"""Frames out of labelled pieces of text and links between them, as annotation tools without frames hold them.

PARC 3 and PolNeAR call the parts of an attribution source, cue and content; others have other words for the same. A
part is known by its label, or by the label of the link that leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType

from annotations.anchoring import Segment
from annotations.errors import MalformedError, RuleBrokenError
from annotations.formats.foreign import ForeignFrame, ForeignLayer, ForeignSpan, Refused

ROLE_NAMES: dict[str, frozenset[str]] = {
    "source": frozenset({"source", "src", "speaker", "holder", "مصدر", "المصدر"}),
    "cue": frozenset({"cue", "trigger", "verb", "reportingverb", "cueword", "قرينة", "القرينة"}),
    "content": frozenset({"content", "quote", "quotation", "statement", "proposition", "مضمون", "المضمون"}),
    "addressee": frozenset({"addressee", "recipient", "audience", "hearer", "مخاطب", "المخاطب"}),
    "channel": frozenset({"channel", "medium", "قناة", "القناة"}),
}
"""The names of each part: in any case, with or without spaces, marks and a number behind."""
_ROLES = {name: role for role, names in ROLE_NAMES.items() for name in names}
_NUMBER = re.compile(r"^(.*?)[\s_\-:#.]*([0-9]{1,6})?$", re.DOTALL)
_MARKS = re.compile(r"[\W_]+")
MAX_LABEL = 200
MAX_NAMED = 100
_NOTHING: Mapping[str, str] = MappingProxyType({})
_named: ContextVar[Mapping[str, str]] = ContextVar("named", default=_NOTHING)


def read_labels(text: str) -> dict[str, str]:
    """What a project's own labels stand for, as a person writes it: `Sprecher=source, Zitat=content`; each label as it
    is compared with those of a file. Several are separated by commas or line ends.

    Raises MalformedError `labels.malformed` and RuleBrokenError `labels.part`.
    """
    found: dict[str, str] = {}
    for one in re.split(r"[,،\n]", text):
        if not one.strip():
            continue
        label, equals, part = one.rpartition("=")
        label, part = _bare(label), part.strip().casefold()
        if not equals or not label:
            detail = f"{one.strip()[:60]!r} is not LABEL=PART, a label of the file and what it stands for, as in"
            detail += f" Sprecher=source, Zitat=content, with commas between; the parts are {', '.join(ROLE_NAMES)}"
            raise MalformedError("labels.malformed", detail, field="labels")
        if len(found) >= MAX_NAMED:
            raise MalformedError("labels.malformed", f"at most {MAX_NAMED} labels can be named", field="labels")
        if part not in ROLE_NAMES:
            detail = f"{part[:60]!r} is no part of an attribution; there are: {', '.join(ROLE_NAMES)}"
            raise RuleBrokenError("labels.part", detail, field="labels")
        found[label] = part
    return found


@contextmanager
def named(labels: Mapping[str, str]) -> Iterator[None]:
    """Inside the block labels stand for what `read_labels` says, before what they usually stand for."""
    before = _named.set(labels)
    try:
        yield
    finally:
        _named.reset(before)


def role_of(label: str) -> str | None:
    """The part of a frame that the label names."""
    return _read(label)[0]


def _read(label: str) -> tuple[str | None, str]:
    """(part, number): content-2 is (content, 2)."""
    found = _NUMBER.match(label[:MAX_LABEL].strip())
    name, number = (found[1], found[2] or "") if found else (label, "")
    own = _named.get()
    whole = own.get(_bare(label[:MAX_LABEL]))
    return whole or own.get(_bare(name)) or _ROLES.get(_bare(name)), number


def _bare(label: str) -> str:
    """A label as it is compared: without case, spaces and marks."""
    return _MARKS.sub("", label).casefold()


@dataclass(slots=True)
class Mark:
    """A labelled piece of text; `segments` in code points."""

    key: str
    label: str
    segments: list[Segment]
    place: str = ""


@dataclass(slots=True)
class Link:
    """From one mark to another, by their keys. A link that names a part says what its `to` is to its `from_`."""

    from_: str
    to: str
    label: str = ""
    place: str = ""


@dataclass(slots=True)
class Parts:
    """The marks of one frame by part, each by its key."""

    place: str
    by_role: dict[str, list[str]] = field(default_factory=dict)

    def add(self, role: str, key: str) -> None:
        keys = self.by_role.setdefault(role, [])
        if key not in keys:
            keys.append(key)


def layer_of(
    marks: Iterable[Mark], links: Iterable[Link], frames: Iterable[Parts] = ()
) -> tuple[ForeignLayer, list[Refused]]:
    """The marks and links as spans and frames, and what could not be made of them; `frames` are known already.

    A cue and whatever is linked to it are a frame. A content that no cue is linked to joins the one frame of a source
    that it is linked to, else it makes a frame with its sources. Without any link, labels of one number (source-1,
    cue-1) are a frame; so are those of a text that has one source and one cue at most. Several marks of one part are
    pieces of one span, but for contents, of which a frame may have many. A mark that belongs to no frame stays a span.
    """
    return _Assembly(list(marks), list(links), list(frames)).layer()


class _Assembly:
    def __init__(self, marks: list[Mark], links: list[Link], frames: list[Parts]) -> None:
        self.refused: list[Refused] = []
        self.marks: dict[str, Mark] = {}
        for mark in marks:
            if mark.key in self.marks:
                self._refuse(mark.place, "mark.key_twice", f"another mark is called {mark.key[:100]}")
            else:
                self.marks[mark.key] = mark
        self.links = [link for link in links if self._joins(link)]
        self.roles = {key: role_of(mark.label) for key, mark in self.marks.items()}
        self._learn_from_links()
        self.frames = frames
        self.taken = {key for parts in frames for keys in parts.by_role.values() for key in keys}
        self.layer_made = ForeignLayer()
        self.spans: set[str] = set()

    def _refuse(self, place: str, rule: str, detail: str, *, adjusted: bool = False) -> None:
        self.refused.append(Refused(place, RuleBrokenError(rule, detail), adjusted=adjusted))

    def _joins(self, link: Link) -> bool:
        for key in (link.from_, link.to):
            if key not in self.marks:
                self._refuse(link.place, "link.end_missing", f"{key[:100]} is no mark here, or was refused itself")
                return False
        return True

    def _learn_from_links(self) -> None:
        """A mark whose own label says nothing is what a link calls it; where such a link begins is the cue."""
        for link in self.links:
            role = role_of(link.label)
            if role is not None:
                self.roles[link.to] = self.roles[link.to] or role
                self.roles[link.from_] = self.roles[link.from_] or ("content" if role == "cue" else "cue")

    def layer(self) -> tuple[ForeignLayer, list[Refused]]:
        for key, role in self.roles.items():
            if role is None and key not in self.taken:
                mark = self.marks[key]
                self._refuse(mark.place, "label.unknown", f"{mark.label[:60]!r} names no part of an attribution")
        if self.links:
            self._follow_links()
        else:
            self._follow_numbers()
        for number, parts in enumerate(self.frames):
            self._add_frame(f"frame-{number}", parts)
        framed = {key for parts in self.frames for keys in parts.by_role.values() for key in keys}
        for key, role in self.roles.items():
            if role is not None and key not in framed:
                mark = self.marks[key]
                self._add_span([key])
                detail = f"this {role} belongs to no frame and stays a span"
                self._refuse(mark.place, "frame.unlinked", detail, adjusted=True)
        return self.layer_made, self.refused

    def _neighbours(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {key: [] for key in self.marks}
        for link in self.links:
            if self.roles[link.from_] is None or self.roles[link.to] is None:
                continue
            found[link.from_].append(link.to)
            found[link.to].append(link.from_)
        return found

    def _follow_links(self) -> None:
        near = self._neighbours()
        of_source: dict[str, list[Parts]] = {}
        linked: set[str] = set()
        for key, mark in self.marks.items():
            if self.roles[key] == "cue" and near[key] and key not in self.taken:
                parts = Parts(mark.place)
                for other in (key, *near[key]):
                    self._put(parts, other, of_source)
                    linked.add(other)
                self.frames.append(parts)
        for key, mark in self.marks.items():
            if self.roles[key] != "content" or key in linked or not near[key]:
                continue
            frames = [parts for other in near[key] for parts in of_source.get(other, [])]
            if len(frames) == 1:
                frames[0].add("content", key)
                continue
            parts = Parts(mark.place)
            for other in (key, *near[key]):
                self._put(parts, other, {})
            self.frames.append(parts)

    def _put(self, parts: Parts, key: str, of_source: dict[str, list[Parts]]) -> None:
        role = self.roles[key]
        if role is None or (role == "cue" and "cue" in parts.by_role):
            return
        parts.add(role, key)
        if role == "source":
            of_source.setdefault(key, []).append(parts)

    def _follow_numbers(self) -> None:
        groups: dict[str, Parts] = {}
        for key, role in self.roles.items():
            if role is not None and key not in self.taken:
                mark = self.marks[key]
                groups.setdefault(_read(mark.label)[1], Parts(mark.place)).add(role, key)
        for number, parts in groups.items():
            several = any(len(parts.by_role.get(role, [])) > 1 for role in ("source", "cue"))
            if "content" in parts.by_role and len(parts.by_role) > 1 and (number or not several):
                self.frames.append(parts)

    def _add_frame(self, key: str, parts: Parts) -> None:
        frame = ForeignFrame(key, parts.place)
        for role, keys in parts.by_role.items():
            if role == "content":
                frame.contents = [self._add_span([one]) for one in keys]
            else:
                setattr(frame, role, self._add_span(keys))
        self.layer_made.frames.append(frame)

    def _add_span(self, keys: list[str]) -> str:
        """The key of the span of these marks, which is made once."""
        key = "+".join(keys)
        if key not in self.spans:
            self.spans.add(key)
            segments = united([segment for one in keys for segment in self.marks[one].segments])
            self.layer_made.spans.append(ForeignSpan(key, segments, self.marks[keys[0]].place))
        return key


def united(segments: Iterable[Segment]) -> list[Segment]:
    """The segments in order, those that overlap or touch as one."""
    found: list[Segment] = []
    for start, end in sorted(segments):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
