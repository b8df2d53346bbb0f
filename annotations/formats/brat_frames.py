"""From the annotations of one brat file to spans and frames.

A frame is an event with at least one argument whose role is a frame's, or cues, sources and contents that relations
tie together (as in PARC and PolNeAR). docs/formats.md gives the rules.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from annotations.anchoring import Segment, merged
from annotations.errors import DomainError, RuleBrokenError
from annotations.formats import roles
from annotations.formats.brat_lines import Annotations, Event, Normalisation, TextBound
from annotations.formats.brat_names import CLAIM_DB, CUELESS, SOURCE_DB, shown
from annotations.formats.foreign import (
    Fields,
    ForeignFrame,
    ForeignLayer,
    ForeignMention,
    ForeignNote,
    ForeignSpan,
    Refused,
)
from annotations.formats.offsets import Covered, OffsetUnit, SourceText, unit_of

_SPOKEN = ("source", "cue", "contents", "addressee", "channel")
_ATTRIBUTES = {"resolution": "resolution", "cuekind": "cue_kind", "attitude": "attitude", "polarity": "polarity"}
_SEPARATORS = re.compile(r"[\s_-]+")
UNITS = (OffsetUnit.CODE_POINT, OffsetUnit.UTF16)


def role_of(word: str) -> str | None:
    """The field of a frame that brat's word for an argument, a type or a relation means."""
    if word.lower() in ("parent", "antecedent"):
        return word.lower()
    role = roles.role_of(word)
    return "contents" if role == "content" else role


class Framing:
    """Makes a layer of the annotations `found`; `path` names the file, `made` what is known of its keys' records."""

    def __init__(self, path: str, source: SourceText, found: Annotations, made: Mapping[str, Fields]) -> None:
        self.path = path
        self.source = source
        self.found = found
        self.made = made
        self.layer = ForeignLayer()
        self.refused: list[Refused] = []
        self.sources: dict[str, Fields] = {}
        self.claims: dict[str, Fields] = {}
        self.frames: dict[str, ForeignFrame] = {}
        self.aliases: dict[str, str] = {}  # of what is no span or frame itself: triggers, normalisations

    def framed(self) -> ForeignLayer:
        for line, error in self.found.broken:
            self.refuse(line, error)
        triggers = self._events()
        self._relations()
        self._spans(triggers)
        self._equivalences()
        self._normalisations()
        self._attributes()
        self._notes()
        self.layer.frames = list(self.frames.values())
        return self.layer

    def refuse(self, line: int, error: DomainError, *, adjusted: bool = False) -> None:
        self.refused.append(Refused(f"{self.path}:{line}", error, adjusted=adjusted))

    def _wrong(self, line: int, rule: str, detail: str) -> None:
        self.refuse(line, RuleBrokenError(f"brat.{rule}", detail))

    def _made(self, key: str) -> Fields:
        made = self.made.get(key, {})
        return dict(made) if isinstance(made, dict) else {}

    # Text-bound annotations

    def _spans(self, triggers: set[str]) -> None:
        """Every text-bound annotation that is more than a trigger is a span."""
        used = {key for frame in self.frames.values() for key in _keys_of(frame)}
        bounds = self.found.bounds
        unit = unit_of(self.source.raw, [_covered(bound) for bound in bounds.values()], UNITS, shown=shown)
        convert = self.source.converter(unit)
        unknown: set[str] = set()
        for bound in bounds.values():
            if bound.key in triggers and bound.key not in used:
                continue
            try:
                place = self.source.located(_covered(bound), unit, convert, shown=shown)
            except DomainError as error:
                self.refuse(bound.line, error)
                continue
            span = ForeignSpan(bound.key, _rejoined(self.source.text, place), f"{self.path}:{bound.line}")
            span.made = self._made(bound.key)
            self.layer.spans.append(span)
            if role_of(bound.type) is None and bound.type not in ("Span", *unknown) and bound.key not in used:
                unknown.add(bound.type)
                detail = f"{bound.type[:60]} means no part of a frame: such spans are kept without their type"
                self.refuse(bound.line, RuleBrokenError("brat.type", detail), adjusted=True)
        self._merge_spans()

    def _merge_spans(self) -> None:
        """A frame has one source, one cue, ...: several become one span in pieces."""
        spans = {span.key: span for span in self.layer.spans}
        for frame in self.frames.values():
            for role in ("source", "cue", "addressee", "channel"):
                key = getattr(frame, role)
                if key is None or "+" not in key or key in spans:
                    continue
                parts = [spans[one] for one in key.split("+") if one in spans]
                if len(parts) == key.count("+") + 1:
                    segments = list(merged([pair for part in parts for pair in part.segments]))
                    spans[key] = ForeignSpan(key, segments, frame.place)
                    self.layer.spans.append(spans[key])
                    detail = f"a frame has one {role}: {key[:60]} were put together"
                    self.refused.append(Refused(frame.place, RuleBrokenError("brat.merged", detail), adjusted=True))

    # Frames

    def _events(self) -> set[str]:
        """Frames of events; the keys of their triggers."""
        triggers = set()
        for event in self.found.events.values():
            if event.trigger not in self.found.bounds:
                self._wrong(event.line, "reference", f"the trigger {event.trigger[:60]} does not exist")
                continue
            parts = self._arguments(event)
            if not any(parts[role] for role in _SPOKEN) and role_of(event.type) is None and not _is_ours(event):
                self._wrong(event.line, "event", f"the event {event.type[:60]} has no argument of a frame")
                continue
            triggers.add(event.trigger)
            self.aliases[event.trigger] = event.key
            role = role_of(event.type)
            role = role if role in _SPOKEN else "cue"
            if event.type != CUELESS and (role != "cue" or not parts["cue"]):
                parts[role].insert(0, event.trigger)
            self._add(event.key, event.line, parts)
        return triggers

    def _arguments(self, event: Event) -> dict[str, list[str]]:
        parts: dict[str, list[str]] = defaultdict(list)
        for word, key in event.arguments:
            role = role_of(word)
            if role is None:
                self._wrong(event.line, "role", f"{word[:60]} is no role of a frame; it is left out")
            elif role in ("parent", "antecedent"):
                parts[role].append(key)
            else:
                bound = self._bound_of(key)
                if bound is None:
                    self._wrong(event.line, "reference", f"{key[:60]} does not exist; it is left out")
                else:
                    parts[role].append(bound)
        return parts

    def _bound_of(self, key: str) -> str | None:
        """The text-bound annotation of a key; of an event, its trigger."""
        event = self.found.events.get(key)
        key = event.trigger if event else key
        return key if key in self.found.bounds else None

    def _add(self, key: str, line: int, parts: Mapping[str, list[str]]) -> None:
        def one(role: str) -> str | None:
            return "+".join(dict.fromkeys(parts.get(role, ()))) or None

        frame = ForeignFrame(key, f"{self.path}:{line}", made=self._made(key))
        frame.source, frame.cue, frame.addressee, frame.channel = map(one, ("source", "cue", "addressee", "channel"))
        frame.contents = list(dict.fromkeys(parts.get("contents", ())))
        frame.parent = next(iter(parts.get("parent", ())), None)
        frame.antecedent = next(iter(parts.get("antecedent", ())), None)
        self.frames[key] = frame

    def _relations(self) -> None:
        """Cues, sources and contents that relations tie together: one frame a cue, or one a group without any."""
        tied: dict[str, list[str]] = defaultdict(list)
        lines: dict[str, int] = {}
        for relation in self.found.relations:
            ends = [self._bound_of(relation.first), self._bound_of(relation.second)]
            if None in ends:
                self._wrong(relation.line, "reference", "the relation names what does not exist")
            elif any(self._type_role(end) not in _SPOKEN for end in ends):
                self._wrong(relation.line, "relation", f"{relation.type[:60]} does not tie parts of a frame together")
            else:
                first, second = (str(end) for end in ends)
                tied[first].append(second)
                tied[second].append(first)
                for end in (first, second):
                    lines.setdefault(end, relation.line)
        for group in _groups(tied):
            cues = [key for key in group if self._type_role(key) == "cue"]
            for number, cue in enumerate(cues or [""]):
                members = group if len(cues) < 2 else [cue, *(key for key in tied[cue] if key not in cues)]
                self._add(f"{cue or group[0]}/frame{number}", lines[group[0]], self._by_role(members))

    def _type_role(self, key: str | None) -> str | None:
        return role_of(self.found.bounds[key].type) if key else None

    def _by_role(self, keys: Iterable[str]) -> dict[str, list[str]]:
        parts: dict[str, list[str]] = defaultdict(list)
        for key in keys:
            parts[str(self._type_role(key))].append(key)
        return parts

    def _equivalences(self) -> None:
        """The source of a frame that stands for the same as an earlier span has that for its antecedent."""
        for equivalence in self.found.equivalences:
            known = [key for key in equivalence.keys if key in self.found.bounds]
            known.sort(key=lambda key: self.found.bounds[key].segments)
            meant = [frame for frame in self.frames.values() if frame.source in known[1:] and not frame.antecedent]
            for frame in meant:
                frame.antecedent = known[0]
            if not meant:
                self._wrong(equivalence.line, "equivalence", "none of these is the source of a frame: it is left out")

    # What is said of spans and frames

    def _target(self, key: str) -> str | None:
        """The frame or span that a key means: that of a trigger is its frame."""
        key = self.aliases.get(key, key)
        return key if key in self.frames or key in self.found.bounds else None

    def _normalisations(self) -> None:
        for one in self.found.normalisations:
            target = self._target(one.target)
            place = f"{self.path}:{one.line}"
            if target is None:
                self._wrong(one.line, "reference", f"{one.target[:60]} does not exist")
            elif one.database == CLAIM_DB:
                self._tell(self.claims, one, one.reference, _claim(one.reference, one.words))
                mention = ForeignMention(one.key, one.reference, target, place, made=self._made(one.key))
                self.layer.mentions.append(mention)
                self.aliases[one.key] = one.key
            else:
                key = one.reference if one.database == SOURCE_DB else f"{one.database}:{one.reference}"
                frames = [frame for frame in self.frames.values() if target in (frame.key, frame.source)]
                for frame in frames:
                    frame.speakers.append(key)
                self._tell(self.sources, one, key, _source(one.database, one.reference, one.words))
                if not frames:
                    self._wrong(one.line, "normalisation", f"{one.target[:60]} is no frame and no source of one")

    def _tell(self, known: dict[str, Fields], line: Normalisation, key: str, said: Fields) -> None:
        """What the file says of a source or claim, which is what it says first."""
        if known.setdefault(key, said) != said:
            detail = f"{line.database[:60]}:{line.reference[:60]} had other words before; those were taken"
            self.refuse(line.line, RuleBrokenError("record.told_otherwise", detail), adjusted=True)

    def _attributes(self) -> None:
        mentions = defaultdict(list)
        for mention in self.layer.mentions:
            mentions[mention.target].append(mention)
        for one in self.found.attributes:
            target = self._target(one.target)
            name = _ATTRIBUTES.get(_SEPARATORS.sub("", one.type).lower())
            if target is None:
                self._wrong(one.line, "reference", f"{one.target[:60]} does not exist")
            elif one.type == "Quotation":
                continue  # computed from the text
            elif name == "polarity" and mentions[target]:
                for mention in mentions[target]:
                    mention.features.setdefault("polarity", _word(one.value))
            elif name in (None, "polarity") or target not in self.frames:
                self._wrong(one.line, "attribute", f"{one.type[:60]} says nothing of {one.target[:60]} that is kept")
            else:
                self.frames[target].features[str(name)] = _word(one.value)

    def _notes(self) -> None:
        mentions = {mention.key for mention in self.layer.mentions}
        for number, one in enumerate(self.found.notes):
            target = one.target if one.target in mentions else self._target(one.target)
            if target is None:
                self._wrong(one.line, "reference", f"{one.target[:60]} does not exist")
            else:
                made = self._made(one.key)
                body = made.pop("body", one.words)
                note = ForeignNote(f"note{number}", str(body), target, f"{self.path}:{one.line}", made=made)
                self.layer.notes.append(note)


def _keys_of(frame: ForeignFrame) -> Iterable[str]:
    for key in (frame.source, frame.cue, frame.addressee, frame.channel, frame.antecedent):
        yield from key.split("+") if key else ()
    yield from frame.contents


def _is_ours(event: Event) -> bool:
    return event.type == CUELESS


def _covered(bound: TextBound) -> Covered:
    return Covered(bound.segments, bound.words)


def _rejoined(text: str, segments: list[Segment]) -> list[Segment]:
    """Pieces between which nothing but line ends stands belong together: brat cut them."""
    whole: list[Segment] = []
    for start, end in sorted(segments):
        if whole and whole[-1][1] < start and not text[whole[-1][1] : start].strip("\n"):
            whole[-1] = (whole[-1][0], end)
        else:
            whole.append((start, end))
    return whole


def _groups(tied: Mapping[str, list[str]]) -> Iterable[list[str]]:
    """The connected groups of keys, in the order in which they came."""
    seen: set[str] = set()
    for key in tied:
        if key in seen:
            continue
        group, waiting = [], [key]
        seen.add(key)
        while waiting:
            one = waiting.pop(0)
            group.append(one)
            for other in tied[one]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        yield group


def _word(value: str) -> str:
    return _SEPARATORS.sub("_", value.strip().lower())


def _source(database: str, reference: str, words: str) -> Fields:
    known = {"id": reference} if database == SOURCE_DB else {}
    return {"kind": "named_person", "name": (words or reference)[:200], **known}


def _claim(reference: str, words: str) -> Fields:
    return {"id": reference, "statement": words or reference, "language": "und", "kind": "past_fact"}
