"""From documents of a foreign format to records that the import takes.

Ids that a file does not know are derived from what it says: so the same file imported again changes nothing. Each
part is judged here by itself; one that breaks a rule is refused at its place and what stands on it with it, and the
rest of the document goes in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from annotations.anchoring import (
    MAX_DEPTH,
    Segments,
    check_nesting,
    check_shape,
    merged,
    quote_of,
)
from annotations.corpus import Incoming
from annotations.errors import DomainError, RuleBrokenError
from annotations.formats.derived_ids import LayerIds, derived_id, no_id, told_twice
from annotations.formats.foreign import (
    Fields,
    ForeignDocument,
    ForeignFrame,
    ForeignLayer,
    ForeignMention,
    ForeignNote,
    ForeignSpan,
    Refused,
)
from annotations.formats.offsets import clean_segments
from annotations.text import receive_text
from annotations.vocabulary import Attitude, CueKind, MentionPolarity, Resolution

_CHOICES: Mapping[str, Any] = {
    "resolution": Resolution, "cue_kind": CueKind, "attitude": Attitude, "polarity": MentionPolarity,
}  # fmt: skip
_ROLES = ("source", "cue", "addressee", "channel")
_SHARED = ("source", "claim", "article", "version", "layer")
MAX_TITLE = 200


class Builder:
    """Makes the records of one file; `format_name` keeps the ids of different formats apart."""

    def __init__(self, format_name: str) -> None:
        self.format_name = format_name
        self._number = 0
        self._seen: set[tuple[str, str]] = set()
        self._sums: dict[str, str] = {}  # of texts by the version's id
        self._layers: dict[str, list[int]] = {}  # what each time was marked in a layer, by its id

    def build(self, documents: Iterable[ForeignDocument]) -> Iterator[Incoming]:
        """The records of the documents, and what of them is refused. Articles, versions, layers, sources and claims
        that several documents share come once.
        """
        for document in documents:
            yield from self._document(document)

    def record(self, noun: str, place: str, fields: Fields) -> Iterator[Incoming]:
        """One record, unless one of its id came before; an id that is none is refused."""
        if not isinstance(fields["id"], str):
            yield self.refuse(Refused(place, no_id(noun)))
            return
        key = (noun, fields["id"])
        if key not in self._seen:
            if noun in _SHARED:
                self._seen.add(key)
            self._number += 1
            yield Incoming(self._number, noun, fields, place=place)

    def refuse(self, refused: Refused) -> Incoming:
        self._number += 1
        return Incoming(self._number, "", {}, refused.error, place=refused.place, adjusted=refused.adjusted)

    def _document(self, document: ForeignDocument) -> Iterator[Incoming]:
        error = document.error
        text = ""
        if error is None:
            try:
                text = _received(document.text)
            except DomainError as wrong:
                error = wrong
        for refused in document.refused:
            yield self.refuse(refused)
        if error is not None:
            yield self.refuse(Refused(document.place, error))
            return
        built = _Built(self.format_name, document, text)
        error = self._fault_of(built)
        if error is not None:
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
            yield from self._layer(built, layer)

    def _fault_of(self, built: _Built) -> DomainError | None:
        """What keeps the whole document out, for all that its text is one."""
        for noun, fields in (("article", built.article), ("version", built.version)):
            if not isinstance(fields["id"], str):
                return no_id(noun)
        uid, sha256 = built.version["id"], built.version["sha256"]
        if self._sums.setdefault(uid, sha256) != sha256:
            return RuleBrokenError(
                "version.text_differs", "the file holds another text for this version", field="text"
            )
        return None

    def _layer(self, built: _Built, layer: ForeignLayer) -> Iterator[Incoming]:
        made = _LayerBuilder(built, layer)
        if not isinstance(made.fields["id"], str):
            yield self.refuse(Refused(built.document.place, no_id("layer")))
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
        for refused in made.refused:
            yield self.refuse(refused)


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
        title = next(line.strip() for line in text.split("\n") if line.strip())[:MAX_TITLE]
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


class _LayerBuilder:
    """The records of one layer."""

    def __init__(self, built: _Built, layer: ForeignLayer) -> None:
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

    # Spans

    def _span(self, span: ForeignSpan) -> Iterator[tuple[str, str, Fields]]:
        try:
            place = self._segments(span)
        except DomainError as error:
            self.refused.append(Refused(span.place, error))
            return
        if span.key in self.span_ids:
            twice = RuleBrokenError("span.key_twice", f"another span is called {span.key[:100]}")
            self.refused.append(Refused(span.place, twice))
            return
        yield self._placed(span, place)

    def _placed(self, span: ForeignSpan, place: Segments) -> tuple[str, str, Fields]:
        uid = self.ids.of(span.made.get("id"), "span", repr(place))
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
        uid = self.ids.of(foreign.made.get("id"), "frame", said, repr([self.places[key] for key in contents]))
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
        if target is None or claim is None:
            detail = f"{mention.target[:100]} is no frame or span here, or {mention.claim[:100]} no claim"
            self.refused.append(Refused(mention.place, RuleBrokenError("mention.target_missing", detail)))
            return
        noun, uid = target
        own = self.ids.of(mention.made.get("id"), "mention", claim, uid)
        self.targets.setdefault(mention.key, ("mention", own))
        known = self._features(mention.place, mention.features)
        yield "mention", mention.place, {**known, **mention.made, "id": own, "claim": claim, noun: uid}

    def _note(self, note: ForeignNote) -> Iterator[tuple[str, str, Fields]]:
        whole = ("article", self.built.article["id"]) if note.on_article else ("version", self.common["version"])
        target = self.targets.get(note.target) if note.target is not None else whole
        if target is None or not note.body.strip():
            detail = f"{(note.target or '')[:100]} is no frame or span here, or the note is empty"
            self.refused.append(Refused(note.place, RuleBrokenError("comment.target_missing", detail)))
            return
        noun, uid = target
        own = self.ids.of(note.made.get("id"), "comment", uid, note.body)
        yield "comment", note.place, {**note.made, "id": own, "target": uid, "target_type": noun, "body": note.body}
