"""From the layers of a foreign document to records: spans, frames, and what is said of them.

Each mark is judged here by itself; one that breaks a rule is refused at its place and what stands on it with it, and
the rest of the layer goes in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from annotations.anchoring import MAX_DEPTH, Segments, check_nesting, check_shape, merged, quote_of
from annotations.corpus import stated_twice
from annotations.errors import DomainError, RuleBrokenError
from annotations.formats.derived_ids import LayerIds, derived_id
from annotations.formats.foreign import (
    Fields,
    ForeignFrame,
    ForeignLayer,
    ForeignMention,
    ForeignNote,
    ForeignSpan,
    Refused,
)
from annotations.formats.offsets import clean_segments
from annotations.vocabulary import Attitude, CueKind, MentionPolarity, Resolution

_CHOICES: Mapping[str, Any] = {
    "resolution": Resolution, "cue_kind": CueKind, "attitude": Attitude, "polarity": MentionPolarity,
}  # fmt: skip
_ROLES = ("source", "cue", "addressee", "channel")


class Built(Protocol):
    """What a layer needs of its document: the text, the records, the ids of sources and claims by key."""

    text: str
    article: Fields
    version: Fields
    sources: dict[str, Any]
    claims: dict[str, Any]


@dataclass(slots=True)
class _Frame:
    """A frame on its way: its spans as segments' keys, as the rules of frames want them."""

    foreign: ForeignFrame
    id: str
    source_id: str | None
    cue_id: str | None
    content_ids: list[str]
    others: list[str]
    parent: _Frame | None = None

    @property
    def spans(self) -> list[str]:
        return [key for key in (self.source_id, self.cue_id) if key] + self.content_ids + self.others

    @property
    def depth(self) -> int:
        depth, frame = 1, self.parent
        while frame is not None and depth <= MAX_DEPTH:
            depth, frame = depth + 1, frame.parent
        return depth


class LayerBuilder:
    """The records of one layer."""

    def __init__(self, built: Built, layer: ForeignLayer) -> None:
        self.built = built
        self.layer = layer
        self.refused: list[Refused] = []
        self.places: dict[str, Segments] = {}
        self.span_ids: dict[str, str] = {}  # by key
        self.frames: dict[str, _Frame] = {}  # by key
        self.targets: dict[str, tuple[str, str]] = {}  # key: (noun, id)
        self._shortened: list[tuple[str, str, Fields]] = []
        version = built.version["id"]
        kind, annotator = layer.fields.get("kind", "shared"), layer.fields.get("annotator", "")
        own = derived_id("layer", version, kind, annotator)
        self.fields: Fields = {"id": own, "version": version, "kind": kind, "annotator": annotator, **layer.fields}
        self.common: Fields = {"version": version, "layer": self.fields["id"]}
        self.ids = LayerIds(self.fields["id"])
        self._stated: dict[tuple[str, str], str] = {}  # where the file says an id

    def records(self) -> Iterator[tuple[str, str, Fields]]:
        """(noun, place, fields)"""
        for span in self.layer.spans:
            yield from self._span(span)
        for foreign in self.layer.frames:
            self._lay_out(foreign)
        yield from self._shortened
        for frame in self.frames.values():
            self._nest(frame)
        for frame in self.frames.values():
            self._check_depth(frame)
        for frame in self.frames.values():
            yield "attribution", frame.foreign.place, self._frame_fields(frame)
        for mention in self.layer.mentions:
            yield from self._mention(mention)
        for note in self.layer.notes:
            yield from self._note(note)

    def _adjust(self, place: str, rule: str, detail: str, field: str | None = None) -> None:
        self.refused.append(Refused(place, RuleBrokenError(rule, detail, field=field), adjusted=True))

    def _id(self, noun: str, place: str, made: Fields, *parts: object) -> Any:
        """The id that the file states, else a derived one. Raise RuleBrokenError `record.twice`."""
        known = made.get("id")
        if isinstance(known, str):
            if (noun, known) in self._stated:
                raise stated_twice(noun, known, self._stated[noun, known])
            self._stated[noun, known] = place
        return self.ids.of(known, *parts)

    # Spans

    def _span(self, span: ForeignSpan) -> Iterator[tuple[str, str, Fields]]:
        try:
            place = self._segments(span)
            if span.key in self.span_ids:
                raise RuleBrokenError("span.key_twice", f"another span is called {span.key[:100]}")
            yield self._placed(span, place)
        except DomainError as error:
            self.refused.append(Refused(span.place, error))

    def _placed(self, span: ForeignSpan, place: Segments) -> tuple[str, str, Fields]:
        uid = self._id("span", span.place, span.made, "span", repr(place))
        self.span_ids[span.key], self.places[span.key] = uid, place
        self.targets[span.key] = ("span", uid)
        quote = quote_of(self.built.text, place)
        fields = {
            **span.made, "id": uid, **self.common, "segments": [list(one) for one in place],
            "quote": {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix},
        }  # fmt: skip
        return "span", span.place, fields

    def _segments(self, span: ForeignSpan) -> Segments:
        place, trimmed = clean_segments(self.built.text, span.segments)
        if trimmed:
            self.refused.append(Refused(span.place, trimmed, adjusted=True))
        return place

    # Frames

    def _lay_out(self, foreign: ForeignFrame) -> None:
        try:
            self._check_named(foreign)
            frame = self._frame(foreign)
            check_shape(frame, self.places)
        except DomainError as error:
            self.refused.append(Refused(foreign.place, error))
            return
        self.frames[foreign.key] = frame
        self.targets[foreign.key] = ("attribution", frame.id)

    def _check_named(self, foreign: ForeignFrame) -> None:
        if foreign.key in self.targets:
            raise RuleBrokenError("frame.key_twice", f"something else is called {foreign.key[:100]}")
        for role in (*_ROLES, "contents"):
            named = getattr(foreign, role)
            for key in named if isinstance(named, list) else [named]:
                if key is not None and key not in self.span_ids:
                    detail = f"{key[:100]} is no span here, or was refused itself"
                    raise RuleBrokenError("frame.span_missing", detail, field=role)

    def _frame(self, foreign: ForeignFrame) -> _Frame:
        contents = list(dict.fromkeys(foreign.contents))
        if foreign.cue is not None and len(self.places[foreign.cue]) > 1:
            self._shorten_cue(foreign, foreign.cue)
        roles = {role: getattr(foreign, role) for role in _ROLES}
        said = repr([(role, key and self.places[key]) for role, key in roles.items()])
        parts = ("frame", said, repr([self.places[key] for key in contents]))
        uid = self._id("attribution", foreign.place, foreign.made, *parts)
        others = [key for key in (foreign.addressee, foreign.channel) if key]
        return _Frame(foreign, uid, foreign.source, foreign.cue, contents, others)

    def _shorten_cue(self, foreign: ForeignFrame, cue: str) -> None:
        """A cue is one piece here: the longest of several becomes a span of its own."""
        pieces = merged(self.places[cue])
        longest = max(pieces, key=lambda piece: piece[1] - piece[0])
        foreign.cue = f"{cue}/cue"
        if foreign.cue not in self.span_ids:
            self._shortened.append(self._placed(ForeignSpan(foreign.cue, [longest], foreign.place), (longest,)))
        detail = "a cue is one contiguous span: the longest piece was taken"
        self._adjust(foreign.place, "frame.cue_not_contiguous", detail, "cue")

    def _nest(self, frame: _Frame) -> None:
        """Tie the frame to the one that it lies in, if it lies in it."""
        key = frame.foreign.parent
        if key is None:
            return
        parent = self.frames.get(key)
        try:
            if parent is None:
                raise RuleBrokenError("frame.parent_missing", f"{key[:100]} is no frame here, or was refused itself")
            check_nesting(frame.spans, parent, self.places)
            frame.parent = parent
        except DomainError as error:
            self._adjust(frame.foreign.place, error.rule, f"taken in without its parent: {error.detail}", "parent")

    def _check_depth(self, frame: _Frame) -> None:
        """A circle of frames is endlessly deep."""
        if frame.depth > MAX_DEPTH:
            frame.parent = None
            detail = f"taken in without its parent: frames nest at most {MAX_DEPTH} deep, and in no circle"
            self._adjust(frame.foreign.place, "frame.too_deep", detail, "parent")

    def _frame_fields(self, frame: _Frame) -> Fields:
        foreign = frame.foreign
        antecedent = self.targets.get(foreign.antecedent or "")
        if foreign.antecedent and (antecedent is None or antecedent[1] == frame.id):
            detail = f"taken in without its antecedent: {foreign.antecedent[:100]} is no frame or span here"
            self._adjust(foreign.place, "frame.antecedent_missing", detail, "antecedent")
            antecedent = None
        for key in foreign.speakers:
            if key not in self.built.sources:
                detail = f"taken in without a speaker: {key[:100]} is no source here"
                self._adjust(foreign.place, "frame.speaker_missing", detail, "speakers")
        return {
            **self._features(foreign.place, foreign.features),
            **foreign.made,
            "id": frame.id,
            **self.common,
            **{role: self.span_ids.get(getattr(foreign, role) or "") for role in _ROLES},
            "contents": [self.span_ids[key] for key in frame.content_ids],
            "parent": frame.parent and frame.parent.id,
            "antecedent": antecedent and antecedent[1],
            "speakers": [self.built.sources[key] for key in foreign.speakers if key in self.built.sources],
        }

    def _features(self, place: str, features: Fields) -> Fields:
        """Those of the vocabulary; another word is left out and told."""
        known = {}
        for name, value in features.items():
            choices = _CHOICES.get(name)
            if choices is None or value in choices.values:
                known[name] = value
            elif value:
                self._adjust(
                    place, f"attribution.{name}", f"{name} {str(value)[:60]!r} is not known and left out", name
                )
        return known

    # What is said of them

    def _mention(self, mention: ForeignMention) -> Iterator[tuple[str, str, Fields]]:
        target = self.targets.get(mention.target)
        claim = self.built.claims.get(mention.claim)
        try:
            if target is None or claim is None:
                detail = f"{mention.target[:100]} is no frame or span here, or {mention.claim[:100]} no claim"
                raise RuleBrokenError("mention.target_missing", detail)
            noun, uid = target
            own = self._id("mention", mention.place, mention.made, claim, uid)
        except DomainError as error:
            self.refused.append(Refused(mention.place, error))
            return
        self.targets.setdefault(mention.key, ("mention", own))
        known = self._features(mention.place, mention.features)
        yield "mention", mention.place, {**known, **mention.made, "id": own, "claim": claim, noun: uid}

    def _note(self, note: ForeignNote) -> Iterator[tuple[str, str, Fields]]:
        whole = ("article", self.built.article["id"]) if note.on_article else ("version", self.common["version"])
        target = self.targets.get(note.target) if note.target is not None else whole
        try:
            if target is None or not note.body.strip():
                detail = f"{(note.target or '')[:100]} is no frame or span here, or the note is empty"
                raise RuleBrokenError("comment.target_missing", detail)
            noun, uid = target
            own = self._id("comment", note.place, note.made, uid, note.body)
        except DomainError as error:
            self.refused.append(Refused(note.place, error))
            return
        yield "comment", note.place, {**note.made, "id": own, "target": uid, "target_type": noun, "body": note.body}
