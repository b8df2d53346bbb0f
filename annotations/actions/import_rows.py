"""Checks one incoming record and turns it into a row; the record's references become internal ids."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from annotations.actions import articles, claims, mentions, sources
from annotations.actions.fields import MAX_BODY, clean_choice, clean_text, clean_time
from annotations.actions.frame_rules import MAX_DEPTH, Places, check_nesting, check_shape
from annotations.anchoring import Segments, flatten, quote_of, read_segments
from annotations.corpus import (
    ArticleRecord,
    AttributionRecord,
    ClaimRecord,
    CommentRecord,
    LayerRecord,
    MentionRecord,
    SourceRecord,
    SpanRecord,
    TransitionRecord,
    VersionRecord,
)
from annotations.errors import RuleBrokenError
from annotations.models.base import MAX_USERNAME
from annotations.text import Quoted, check_segments, fold_plain, quotation_type, quoted
from annotations.vocabulary import Attitude, Capture, CueKind, LayerKind, Resolution, TargetType, Workflow

Row = dict[str, Any]


class Frame(NamedTuple):
    """As much of a frame as its rules look at; `pk` and the keys are internal ids."""

    pk: int
    source_id: int | None
    cue_id: int | None
    addressee_id: int | None
    channel_id: int | None
    content_ids: list[int]
    depth: int

    @property
    def keys(self) -> list[int]:
        single = (self.source_id, self.cue_id, self.addressee_id, self.channel_id)
        return [key for key in single if key is not None] + self.content_ids


@dataclass(slots=True)
class Text:
    """The text of a version that is being imported."""

    body: str
    quotations: Sequence[Quoted] | None = None

    def quoted(self) -> Sequence[Quoted]:
        if self.quotations is None:
            self.quotations = quoted(self.body)
        return self.quotations


@dataclass(slots=True)
class Known:
    """Internal ids by type and uid, and what the rules need of the documents at hand."""

    ids: dict[str, dict[str, int]] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    layer_of_span: dict[int, str] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)

    def key(self, noun: str, uid: str, name: str) -> int:
        found = self.ids.get(noun, {}).get(uid)
        if found is None:
            raise RuleBrokenError(f"{noun}.missing", f"there is no {noun} {uid[:100]} here", field=name)
        return found

    def key_or_none(self, noun: str, uid: str | None, name: str) -> int | None:
        return None if uid is None else self.key(noun, uid, name)


def made(record: Any) -> Row:
    """Who made it and when, as the record says."""
    return {
        "created_by": clean_text(record.created_by, "created_by", max_length=MAX_USERNAME),
        "created_at": clean_time(record.created_at, "created_at") or datetime.now(UTC),
    }


def _cleaned(record: Any, cleaners: Mapping[str, Callable[[object], Any]]) -> Row:
    return {name: clean(getattr(record, name)) for name, clean in cleaners.items()}


def source_row(_known: Known, record: SourceRecord) -> Row:
    row = _cleaned(record, sources.CLEANERS)
    if not row["name"].strip() and not row["descriptor"].strip():
        raise RuleBrokenError("source.nameless", "a source needs a name, or the words that describe it", field="name")
    words = " ".join([row["name"], row["descriptor"], row["affiliation"], row["rank"]])
    return {**row, "folded": fold_plain(words), **made(record)}


def article_row(_known: Known, record: ArticleRecord) -> Row:
    row = _cleaned(record, articles.CLEANERS)
    return {**row, "metadata": json.dumps(row["metadata"]), **made(record)}


def version_row(known: Known, record: VersionRecord) -> Row:
    body = articles.read_text(record.text)
    if body != record.text:
        raise RuleBrokenError(
            "text.carriage_return", "a stored text has no BOM and no CR; offsets would shift", field="text"
        )
    if articles.sha256_of(body) != record.sha256:
        raise RuleBrokenError("version.sha256", "the sum does not fit the text", field="sha256")
    if isinstance(record.number, bool) or not 1 <= record.number <= 1_000_000:
        raise RuleBrokenError("version.number", "versions are numbered from 1", field="number")
    captured_at = clean_time(record.captured_at, "captured_at") or datetime.now(UTC)
    captured_by = clean_text(record.captured_by, "captured_by", max_length=MAX_USERNAME)
    row = {
        "article_id": known.key("article", record.article, "article"),
        "number": record.number,
        "text": body,
        "sha256": record.sha256,
        "captured_at": captured_at,
        "captured_how": clean_choice(record.captured_how, "captured_how", Capture),
        "captured_by": captured_by,
        "note": clean_text(record.note, "note", max_length=2000),
        "created_by": captured_by,
        "created_at": captured_at,
    }
    known.texts[record.id] = Text(body)
    return row


def layer_row(known: Known, record: LayerRecord) -> Row:
    return {
        "version_id": known.key("version", record.version, "version"),
        "kind": clean_choice(record.kind, "kind", LayerKind),
        "annotator": clean_text(record.annotator, "annotator", max_length=MAX_USERNAME),
        "name": clean_text(record.name, "name", max_length=100),
        **made(record),
    }


def span_row(known: Known, record: SpanRecord) -> Row:
    version, layer = known.key("version", record.version, "version"), known.key("layer", record.layer, "layer")
    text = known.texts[record.version].body
    place = read_segments(record.segments, length=len(text))
    check_segments(text, place)
    quote = quote_of(text, place)
    if record.quote != {"exact": quote.exact, "prefix": quote.prefix, "suffix": quote.suffix}:
        raise RuleBrokenError("span.quote", "the quote is not what stands at the offsets", field="quote")
    return {
        "version_id": version,
        "layer_id": layer,
        "segments": flatten(place),
        "exact": quote.exact,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "carried_from_id": known.key_or_none("span", record.carried_from, "carried_from"),
        **made(record),
    }


def frame_row(known: Known, key: int, record: AttributionRecord) -> Row:
    """Checks every rule of a frame; a parent must have been checked before."""
    known.key("layer", record.layer, "layer")
    parts = {
        role: _span_in_layer(known, getattr(record, role), record.layer, role)
        for role in ("source", "cue", "addressee", "channel")
    }
    contents = [
        _span_in_layer(known, uid, record.layer, f"contents.{place}") or 0 for place, uid in enumerate(record.contents)
    ]
    parent = _parent(known, record)
    frame = Frame(
        key, parts["source"], parts["cue"], parts["addressee"], parts["channel"], contents,
        parent.depth + 1 if parent else 1,
    )  # fmt: skip
    check_shape(frame, known.places)
    if parent is not None:
        if frame.depth > MAX_DEPTH:
            raise RuleBrokenError("frame.too_deep", f"frames nest at most {MAX_DEPTH} deep", field="parent")
        check_nesting(frame.keys, parent, known.places)
    known.frames[record.id] = frame
    return {
        "version_id": known.key("version", record.version, "version"),
        "layer_id": known.key("layer", record.layer, "layer"),
        **{f"{role}_id": span for role, span in parts.items()},
        "content_ids": contents,
        "speaker_ids": [known.key("source", uid, f"speakers.{n}") for n, uid in enumerate(record.speakers)],
        "parent_id": parent.pk if parent else None,
        "resolution": clean_choice(record.resolution, "resolution", Resolution, blank=True),
        **_antecedent(known, record),
        "cue_kind": clean_choice(record.cue_kind, "cue_kind", CueKind, blank=True),
        "attitude": clean_choice(record.attitude, "attitude", Attitude, blank=True),
        "quotation": _quotation(known, frame, record.version),
        **made(record),
    }


def _span_in_layer(known: Known, uid: str | None, layer: str, name: str) -> int | None:
    if uid is None:
        return None
    key = known.key("span", uid, name)
    if known.layer_of_span.get(key) != layer:
        role = name.split(".", maxsplit=1)[0].removesuffix("s")
        raise RuleBrokenError(f"frame.{role}_outside_layer", f"the span {uid} lies in another layer", field=name)
    return key


def _parent(known: Known, record: AttributionRecord) -> Frame | None:
    if record.parent is None:
        return None
    found = known.frames.get(record.parent)
    if found is None:
        raise RuleBrokenError("attribution.missing", f"there is no frame {record.parent[:100]} here", field="parent")
    return found


def _antecedent(known: Known, record: AttributionRecord) -> Row:
    uid = record.antecedent
    frame = known.ids.get("attribution", {}).get(uid) if uid else None
    span = known.ids.get("span", {}).get(uid) if uid and frame is None else None
    if uid and frame is None and span is None:
        raise RuleBrokenError("attribution.missing", f"there is no frame or span {uid[:100]} here", field="antecedent")
    return {"antecedent_frame_id": frame, "antecedent_span_id": span}


def _quotation(known: Known, frame: Frame, version: str) -> str:
    text = known.texts[version]
    contents: list[Any] = [segment for key in frame.content_ids for segment in known.places[key]]
    cue: Segments = known.places[frame.cue_id] if frame.cue_id else ()
    return quotation_type(text.body, contents, cue=cue, within=text.quoted()) if contents else "none"


def claim_row(_known: Known, record: ClaimRecord) -> Row:
    row = _cleaned(record, claims.CLEANERS)
    words = " \n".join([row["statement"], *row["translations"].values()])
    return {
        **row,
        "translations": json.dumps(row["translations"], ensure_ascii=False),
        "workflow": clean_choice(record.workflow, "workflow", Workflow),
        "folded": fold_plain(words),
        **made(record),
    }


def mention_row(known: Known, record: MentionRecord) -> Row:
    if (record.attribution is None) == (record.span is None):
        raise RuleBrokenError("mention.one_target", "a mention names either an attribution or a span", field="span")
    return {
        "claim_id": known.key("claim", record.claim, "claim"),
        "attribution_id": known.key_or_none("attribution", record.attribution, "attribution"),
        "span_id": known.key_or_none("span", record.span, "span"),
        **_cleaned(record, mentions.CLEANERS),
        **made(record),
    }


def transition_row(known: Known, record: TransitionRecord) -> Row:
    return {
        "claim_id": known.key("claim", record.claim, "claim"),
        "from_workflow": clean_choice(record.from_, "from", Workflow),
        "to_workflow": clean_choice(record.to, "to", Workflow),
        "reason": clean_text(record.reason, "reason", max_length=5000),
        "created_by": clean_text(record.by, "by", max_length=MAX_USERNAME),
        "created_at": clean_time(record.at, "at") or datetime.now(UTC),
    }


def comment_row(known: Known, record: CommentRecord) -> Row:
    kind = clean_choice(record.target_type, "target_type", TargetType)
    known.key(kind, record.target, "target")
    return {
        "target_type": kind,
        "target": record.target,
        "body": clean_text(record.body, "body", max_length=MAX_BODY, required=True),
        "resolved": record.resolved,
        "resolved_by": "",
        **made(record),
    }
