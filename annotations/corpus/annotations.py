"""All that is marked in one version, as plain records: what a workbench needs in one answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from annotations.anchoring import unflatten
from annotations.corpus.marks import standing_record
from annotations.corpus.validity import validity_at
from annotations.models import ArticleVersion, Attribution, Claim, Layer, Mention, Source, Span
from annotations.text import time_text

Record = dict[str, Any]
_STAMPS = ("created_by", "created_at", "revision")
_SOURCE = (
    "kind", "name", "descriptor", "affiliation", "nationality", "rank", "relayed_by", "anonymity_reason",
    "stated_count", "reliability", *_STAMPS,
)  # fmt: skip
_CLAIM = (
    "statement", "language", "translations", "kind", "certainty", "polarity", "workflow", "validity", "horizon",
    "recheck_at", *_STAMPS,
)  # fmt: skip
_FRAME = ("resolution", "cue_kind", "attitude", "quotation", *_STAMPS)
_SPAN_ROLES = ("source", "cue", "addressee", "channel")


def annotations_of(version: ArticleVersion, layers: Sequence[Layer]) -> dict[str, Any]:
    """The records of the given layers of a version: layers, spans, attributions, mentions, and the sources and claims
    that these refer to. Segments are [start, end] in code points. Seven queries, however much is marked.
    """
    keys = [layer.pk for layer in layers]
    spans = list(Span.objects.filter(layer__in=keys).order_by("segments", "id"))
    frames = list(Attribution.objects.filter(layer__in=keys).order_by("id"))
    mentions = list(
        Mention.objects.filter(Q(attribution__layer__in=keys) | Q(span__layer__in=keys))
        .select_related("claim__standing", "attribution", "span")
        .order_by("id")
    )
    claims = {mention.claim_id: mention.claim for mention in mentions}
    sources = Source.objects.in_bulk({key for frame in frames for key in frame.speaker_ids})
    names = Names(layers, spans, frames, sources.values())
    return {
        "version": _text(version.uid),
        "layers": [layer_record(layer, version) for layer in layers],
        "spans": [span_record(span, version, names) for span in spans],
        "attributions": [frame_record(frame, version, names) for frame in frames],
        "mentions": [mention_record(mention) for mention in mentions],
        "sources": [_plain(source, _SOURCE) for source in sorted(sources.values(), key=lambda one: one.pk)],
        "claims": [_claim(claim) for claim in sorted(claims.values(), key=lambda one: one.pk)],
    }


class Names:
    """Public ids by internal ones, for the objects of one version."""

    def __init__(
        self, layers: Iterable[Layer], spans: Iterable[Span], frames: Iterable[Attribution], sources: Iterable[Source]
    ) -> None:
        self.layers = {one.pk: str(one.uid) for one in layers}
        self.spans = {one.pk: str(one.uid) for one in spans}
        self.frames = {one.pk: str(one.uid) for one in frames}
        self.sources = {one.pk: str(one.uid) for one in sources}


def layer_record(layer: Layer, version: ArticleVersion) -> Record:
    return {
        "id": str(layer.uid),
        "version": str(version.uid),
        **{name: getattr(layer, name) for name in ("kind", "annotator", "name")},
    }


def span_record(span: Span, version: ArticleVersion, names: Names) -> Record:
    return {
        "id": str(span.uid),
        "version": str(version.uid),
        "layer": names.layers[span.layer_id],
        "segments": [list(segment) for segment in unflatten(span.segments)],
        "quote": {"exact": span.exact, "prefix": span.prefix, "suffix": span.suffix},
        **_values(span, _STAMPS),
    }


def frame_record(frame: Attribution, version: ArticleVersion, names: Names) -> Record:
    roles = {role: names.spans.get(getattr(frame, f"{role}_id")) for role in _SPAN_ROLES}
    antecedent = names.frames.get(frame.antecedent_frame_id or 0) or names.spans.get(frame.antecedent_span_id or 0)
    return {
        "id": str(frame.uid),
        "version": str(version.uid),
        "layer": names.layers[frame.layer_id],
        **roles,
        "contents": [names.spans[key] for key in frame.content_ids],
        "parent": names.frames.get(frame.parent_id or 0),
        "speakers": [names.sources[key] for key in frame.speaker_ids],
        "antecedent": antecedent,
        **_values(frame, _FRAME),
    }


def mention_record(mention: Mention) -> Record:
    return {
        "id": str(mention.uid),
        "claim": str(mention.claim.uid),
        "attribution": _text(mention.attribution.uid) if mention.attribution else None,
        "span": _text(mention.span.uid) if mention.span else None,
        **_values(mention, ("polarity", "credibility", *_STAMPS)),
    }


def _plain(row: Source | Claim, names: Sequence[str]) -> Record:
    return {"id": str(row.uid), **_values(row, names)}


def _claim(claim: Claim) -> Record:
    row = claim.standing
    stands = standing_record(row.effective, row.number, row.supporting_min, row.supporting_max, row.supporting_exact)
    return _plain(claim, _CLAIM) | {"validity": validity_at(claim.validity, claim.horizon)} | stands


def _values(row: Any, names: Sequence[str]) -> Record:
    values = {name: getattr(row, name) for name in names}
    return {name: time_text(value) if isinstance(value, datetime) else value for name, value in values.items()}


def _text(uid: UUID) -> str:
    return str(uid)
