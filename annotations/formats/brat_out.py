"""brat standoff out: a ZIP archive of .txt and .ann files; docs/formats.md describes the mapping.

A frame is an event: its trigger lies over the cue, its arguments name its spans. A frame without a cue is an event of
another type, whose trigger lies over its source or else its first content. brat's offsets are code points.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_noop as _

from annotations.anchoring import Segment
from annotations.corpus import (
    AttributionRecord,
    Document,
    MarkedLayer,
    MentionRecord,
    Selection,
    SpanRecord,
    count,
    documents,
    snapshot,
)
from annotations.formats.archive import Archive
from annotations.formats.beside import (
    BESIDE,
    beside,
    comment_fields,
    compact,
    document_fields,
    fields_of,
    made_of,
    note_fields,
)
from annotations.formats.brat_names import (
    ANTECEDENT,
    ATTRIBUTES,
    CLAIM_DB,
    CUELESS,
    EVENT,
    HEADER,
    LONE,
    LOSS,
    PARENT,
    REGISTRY,
    ROLES,
    SOURCE_DB,
    annotation_conf,
    shown,
    visual_conf,
)
from annotations.formats.header import header_of
from annotations.formats.losses import FILES, Losses

NAME = "brat"
VERSION = 1
LOSSES = {
    "segments_at_line_end": _(
        "brat splits a span at line ends: two segments with nothing but line ends between them cannot be told from one,"
        " and come back as one"
    ),
    "comment": _("brat shows notes on spans and frames only; the comments on other things are carried beside them"),
    **dict.fromkeys(BESIDE, _("brat has no place for these records beyond their names; registry.jsonl carries them")),
    **FILES,
}
_ROLE_FIELDS = ("source", "cue", "contents", "addressee", "channel")


def write(selection: Selection) -> Iterator[bytes]:
    """The archive in pieces."""
    archive = Archive()
    losses = Losses(LOSSES)
    with snapshot():
        counts = count(selection)
        header = header_of(selection, counts, name=NAME, version=VERSION)
        yield archive.add(HEADER, _json(header))
        yield archive.add("annotation.conf", annotation_conf().encode())
        yield archive.add("visual.conf", visual_conf().encode())
        for noun in BESIDE:
            losses.lose(noun, number=counts[noun])
        losses.lose_files(selection)
        noted = 0
        for document in documents(selection):
            for place, layer in enumerate(document.layers or [None]):
                written = _Layer(document, layer, losses, first=place == 0)
                noted += len(layer.comments) if layer else 0
                path = f"{document.article.id}/{document.version.number}-{written.name}"
                yield archive.add(f"{path}.txt", document.version.text.encode())
                yield archive.add(f"{path}.ann", "".join(written.lines).encode())
                yield archive.add(f"{path}.json", compact(written.beside).encode() + b"\n")
        yield from archive.stream(REGISTRY, beside(selection))
        losses.lose("comment", number=counts["comment"] - noted)
        yield archive.add(LOSS, losses.file())
        yield from archive.end()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def pieces_of(text: str, segments: Sequence[Sequence[int]]) -> list[Segment]:
    """The segments cut at line ends, as brat wants them."""
    pieces = []
    for start, end in segments:
        at = start
        for part in text[start:end].split("\n"):
            if part:
                pieces.append((at, at + len(part)))
            at += len(part) + 1
    return pieces


class _Layer:
    """The lines of one .ann file, and what stands beside them."""

    def __init__(self, document: Document, layer: MarkedLayer | None, losses: Losses, *, first: bool) -> None:
        self.document = document
        self.text = document.version.text
        self.losses = losses
        self.lines: list[str] = []
        self.made: dict[str, Any] = {}
        self.numbers = dict.fromkeys("TEAN#", 0)
        self.keys: dict[str, str] = {}  # brat's by ours
        self.name = f"{layer.layer.kind}-{layer.layer.id}" if layer else "unmarked"
        self.beside = {**document_fields(document), "made": self.made}
        if first:
            self.beside["comments"] = note_fields(document)
        if layer:
            self.beside["layer"] = fields_of(layer.layer)
            self._write(layer)

    def _write(self, layer: MarkedLayer) -> None:
        types = _types(layer)
        for span in sorted(layer.spans.values(), key=lambda one: (one.segments, one.id)):
            self._span(span, types.get(span.id, LONE))
        frames = sorted(layer.attributions.values(), key=lambda one: self._order(layer, one))
        for frame in frames:
            self.keys[frame.id] = self._next("E")
        for frame in frames:
            self._frame(layer, frame)
        for mention in layer.mentions.values():
            self._mention(mention)
        for comment in layer.comments.values():
            key = self._line("#", f"AnnotatorNotes {self.keys[comment.target]}\t{shown(comment.body)}")
            self.made[key] = comment_fields(comment)
            if "\n" in comment.body:
                self.made[key]["body"] = comment.body

    def _order(self, layer: MarkedLayer, frame: AttributionRecord) -> tuple[list[list[int]], str]:
        span = layer.spans.get(frame.cue or frame.source or (frame.contents or [""])[0])
        return (span.segments if span else [], frame.id)

    def _next(self, kind: str) -> str:
        self.numbers[kind] += 1
        return f"{kind}{self.numbers[kind]}"

    def _line(self, kind: str, rest: str, *, key: str | None = None) -> str:
        key = key or self._next(kind)
        self.lines.append(f"{key}\t{rest}\n")
        return key

    def _bound(self, type_name: str, segments: Sequence[Sequence[int]]) -> str:
        """A text-bound annotation; its key."""
        pieces = pieces_of(self.text, segments)
        offsets = ";".join(f"{start} {end}" for start, end in pieces)
        words = " ".join(self.text[start:end] for start, end in pieces)
        return self._line("T", f"{type_name} {offsets}\t{words}")

    def _span(self, span: SpanRecord, type_name: str) -> None:
        key = self.keys[span.id] = self._bound(type_name, span.segments)
        self.made[key] = made_of(span, "carried_from")
        ends = zip(span.segments, span.segments[1:], strict=False)
        if any(before[1] < after[0] and not self.text[before[1] : after[0]].strip("\n") for before, after in ends):
            self.losses.lose("segments_at_line_end", span.id)

    def _frame(self, layer: MarkedLayer, frame: AttributionRecord) -> None:
        key = self.keys[frame.id]
        type_name = EVENT if frame.cue else CUELESS
        over = frame.cue or frame.source or frame.contents[0]
        trigger = self._bound(type_name, layer.spans[over].segments)
        arguments = []
        for role, name in zip(ROLES, _ROLE_FIELDS, strict=True):
            value = getattr(frame, name)
            for number, uid in enumerate(value if isinstance(value, list) else [value], start=1):
                if uid is not None:
                    arguments.append(f"{role}{number if number > 1 else ''}:{self.keys[uid]}")
        arguments += [
            f"{role}:{self.keys[uid]}" for role, uid in ((PARENT, frame.parent), (ANTECEDENT, frame.antecedent)) if uid
        ]
        self._line("E", " ".join([f"{type_name}:{trigger}", *arguments]), key=key)
        self.made[key] = made_of(frame, "cites")
        for name in ("resolution", "cue_kind", "attitude", "quotation"):
            if value := getattr(frame, name):
                self._line("A", f"{ATTRIBUTES[name]} {key} {value}")
        for uid in frame.speakers:
            source = self.document.sources[uid]
            self._line("N", f"Reference {key} {SOURCE_DB}:{uid}\t{shown(source.name or source.descriptor)}")

    def _mention(self, mention: MentionRecord) -> None:
        target = self.keys[mention.attribution or mention.span or ""]
        claim = self.document.claims[mention.claim]
        key = self._line("N", f"Reference {target} {CLAIM_DB}:{claim.id}\t{shown(claim.statement)}")
        self.keys[mention.id] = key
        self.made[key] = made_of(mention, "polarity", "credibility")
        self._line("A", f"{ATTRIBUTES['polarity']} {target} {mention.polarity}")


def _types(layer: MarkedLayer) -> dict[str, str]:
    """The type of each span: the first role that it has in any frame."""
    found: dict[str, str] = {}
    for role, name in reversed(list(zip(ROLES, _ROLE_FIELDS, strict=True))):
        for frame in layer.attributions.values():
            value = getattr(frame, name)
            for uid in value if isinstance(value, list) else [value]:
                if uid is not None:
                    found[uid] = role
    return found
