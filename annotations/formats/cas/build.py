"""A document of the corpus as a CAS: segmentation, layers, and the records that these refer to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from annotations.anchoring import Utf16Map
from annotations.corpus import AttributionRecord, Document, Record, SpanRecord, keys_of
from annotations.formats.cas import types
from annotations.formats.cas.structures import Cas, Ref, Refs, Structure, Value, View
from annotations.text import each_token, paragraphs, sentences

SOFA_ID = 1
_SOFA = Ref(SOFA_ID)
ROLES = ("source", "cue", "content", "addressee", "channel")
_FRAME_FEATURES = (
    "resolution", "cue_kind", "attitude", "quotation", "antecedent", "cites", "created_by", "created_at",
)  # fmt: skip
# Where a frame without a cue lies: on the first of these that it has.
ANCHORS = ("cue", "source", "content", "addressee", "channel")


def cas_of(document: Document) -> Cas:
    """The CAS of a document; the same document gives the same ids."""
    return _Builder(document).made()


class _Segments:
    """The sentences and tokens of a text, in UTF-16."""

    def __init__(self, text: str, units: Utf16Map) -> None:
        self.text = text
        self.units = units

    def __iter__(self) -> Iterator[tuple[str, Iterator[tuple[int, int]]]]:
        whole = sentences(self.text)
        yield types.SENTENCE, self.units.each_to_utf16(whole)
        yield types.TOKEN, self.units.each_to_utf16(each_token(self.text, whole))


class _Builder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.version.text
        self.units = Utf16Map(self.text)
        self.structures: dict[int, Structure] = {}
        self.members: list[int] = []
        self.pieces: dict[str, list[int]] = {}  # by span
        self.places: dict[str, list[list[int]]] = {}
        self.frames: dict[str, int] = {}

    def made(self) -> Cas:
        self._segment()
        self._add_records()
        for layer in self.document.layers:
            for span in layer.spans.values():
                self._add_span(span)
        for layer in self.document.layers:
            for frame in layer.attributions.values():
                self._add_frame(frame)
        for layer in self.document.layers:
            for frame in layer.attributions.values():
                self._nest(frame)
        view = View("_InitialView", SOFA_ID, self.text, self.members)
        return Cas([view], self.structures, segments=_Segments(self.text, self.units))

    def _add(self, name: str, features: dict[str, Value], *, member: bool = True) -> int:
        key = SOFA_ID + 1 + len(self.structures)
        self.structures[key] = Structure(key, name, features)
        if member:
            self.members.append(key)
        return key

    def _annotate(self, name: str, start: int, end: int, features: dict[str, Value] | None = None) -> int:
        """`start` and `end` in code points."""
        to_utf16 = self.units.to_utf16
        place: dict[str, Value] = {"sofa": _SOFA, "begin": to_utf16(start), "end": to_utf16(end)}
        if features:
            place |= features
        return self._add(name, place)

    def _segment(self) -> None:
        article, version = self.document.article, self.document.version
        about: dict[str, Value] = {
            "language": article.language or "x-unspecified",
            "documentTitle": article.title,
            "documentId": version.id,
            "documentUri": article.url or None,
        }
        self._annotate(types.METADATA, 0, len(self.text), about)
        for start, end, kind in paragraphs(self.text):
            name = types.PARAGRAPH if kind == "paragraph" else types.HEADING
            self._annotate(name, start, end, {"divType": kind})

    def _add_records(self) -> None:
        document = self.document
        layers = document.layers
        everything: Iterable[tuple[str, Iterable[Record]]] = (
            ("article", [document.article]),
            ("version", [document.version]),
            ("layer", [one.layer for one in layers]),
            ("source", document.sources.values()),
            ("claim", document.claims.values()),
            ("mention", chain.from_iterable(one.mentions.values() for one in layers)),
            (
                "comment",
                chain(document.comments.values(), chain.from_iterable(one.comments.values() for one in layers)),
            ),
        )
        for noun, records in everything:
            for record in records:
                self._add(types.record_type(noun), dict(_fields(noun, record)))

    def _add_span(self, span: SpanRecord) -> None:
        self.places[span.id] = span.segments
        self.pieces[span.id] = [
            self._annotate(
                types.SPAN, start, end,
                {
                    "id": span.id, "layer": span.layer, "carried_from": span.carried_from,
                    "created_by": span.created_by, "created_at": span.created_at, "piece": piece,
                },
            )
            for piece, (start, end) in enumerate(span.segments)
        ]  # fmt: skip

    def _add_frame(self, frame: AttributionRecord) -> None:
        parts = {role: frame.contents if role == "content" else _single(frame, role) for role in ROLES}
        anchor = next((role for role in ANCHORS if parts[role]), "")
        start, end = self.places[parts[anchor][0]][0] if anchor else (0, 0)
        features: dict[str, Value] = {"id": frame.id, "layer": frame.layer, "anchor": anchor}
        features |= {name: getattr(frame, name) for name in _FRAME_FEATURES}
        features["speakers"] = frame.speakers
        for role, spans in parts.items():
            links = [
                self._add(types.link_of(role), {"role": role, "target": Ref(piece)}, member=False)
                for span in spans
                for piece in self.pieces[span]
            ]
            if links:
                features[types.SLOTS[role]] = Refs(tuple(links))
        self.frames[frame.id] = self._annotate(types.ATTRIBUTION, start, end, features)

    def _nest(self, frame: AttributionRecord) -> None:
        """A relation lies where its dependent does."""
        if frame.parent is None:
            return
        inner, outer = self.frames[frame.id], self.frames[frame.parent]
        place = {name: self.structures[inner].features[name] for name in ("sofa", "begin", "end")}
        self._add(types.NESTING, {**place, "Dependent": Ref(inner), "Governor": Ref(outer)})


def _single(frame: AttributionRecord, role: str) -> list[str]:
    span = getattr(frame, role)
    return [span] if span else []


def _fields(noun: str, record: Record) -> Iterator[tuple[str, Value]]:
    features = types.record_features(noun)
    for key, value in zip(keys_of(type(record)), record, strict=True):
        if key in features:
            plain: Any = json.dumps(value, ensure_ascii=False) if types.is_json(noun, key) else value
            yield key, plain
