"""What is marked in one layer, read without building a model for every row: a long text has ten thousand spans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from annotations.anchoring import unflatten
from annotations.models import Attribution, Claim, Layer, Mention, Source, Span

Record = dict[str, Any]
_ROLES = ("source", "cue", "addressee", "channel")
_SOURCE = ("kind", "name", "descriptor", "affiliation", "revision")
_STANDS = ("effective", "number", "supporting_min", "supporting_max", "supporting_exact")
_FRAME = ("resolution", "cue_kind", "attitude", "quotation", "revision")


def marks_of(layer: Layer) -> dict[str, list[Record]]:
    """Spans, attributions, mentions, and the sources and claims that these refer to, each with its public id and what a
    workbench works with. Segments are [start, end] in code points. Five queries, however much is marked.
    """
    spans: dict[int, Record] = {
        pk: {"id": str(uid), "segments": [list(one) for one in unflatten(segments)], "revision": revision}
        for pk, uid, segments, revision in Span.objects.filter(layer=layer)
        .order_by("segments", "id")
        .values_list("pk", "uid", "segments", "revision")
    }
    frames = _rows(Attribution.objects.filter(layer=layer).order_by("id").values())
    speakers = {key for frame in frames for key in frame["speaker_ids"]}
    sources = {
        row["pk"]: row
        for row in _rows(Source.objects.filter(pk__in=speakers).order_by("pk").values("pk", "uid", *_SOURCE))
    }
    frame_ids = {frame["id"]: str(frame["uid"]) for frame in frames}
    span_ids = {pk: str(span["id"]) for pk, span in spans.items()}
    return {
        "spans": list(spans.values()),
        "attributions": [_frame(frame, str(layer.uid), frame_ids, span_ids, sources) for frame in frames],
        **_ties(layer),
        "sources": [_named(row) for row in sources.values()],
    }


def _frame(
    frame: Record, layer: str, frames: dict[int, str], spans: dict[int, str], sources: dict[int, Record]
) -> Record:
    return {
        "id": frames[frame["id"]],
        "layer": layer,
        **{role: spans.get(frame[f"{role}_id"]) for role in _ROLES},
        "contents": [spans[key] for key in frame["content_ids"]],
        "parent": frames.get(frame["parent_id"]),
        "speakers": [str(sources[key]["uid"]) for key in frame["speaker_ids"]],
        "antecedent": frames.get(frame["antecedent_frame_id"]) or spans.get(frame["antecedent_span_id"]),
        **{name: frame[name] for name in _FRAME},
    }


def _ties(layer: Layer) -> dict[str, list[Record]]:
    """The mentions of the layer's frames and spans, and their claims."""
    mentions = _rows(
        Mention.objects.filter(Q(attribution__layer=layer) | Q(span__layer=layer))
        .order_by("id")
        .values("uid", "claim_id", "claim__uid", "attribution__uid", "span__uid", "polarity", "revision")
    )
    claims = _rows(
        Claim.objects.filter(pk__in={mention["claim_id"] for mention in mentions})
        .order_by("pk")
        .values("pk", "uid", "statement", "kind", "workflow", "revision", *(f"standing__{name}" for name in _STANDS))
    )
    return {
        "mentions": [
            {
                "id": str(row["uid"]),
                "claim": str(row["claim__uid"]),
                "attribution": _text(row["attribution__uid"]),
                "span": _text(row["span__uid"]),
                "polarity": row["polarity"],
                "revision": row["revision"],
            }
            for row in mentions
        ],
        "claims": [
            _named({name: value for name, value in row.items() if not name.startswith("standing__")})
            | standing_record(*(row[f"standing__{name}"] for name in _STANDS))
            for row in claims
        ],
    }


def standing_record(effective: str, number: int, least: int, most: int, exact: bool) -> Record:
    """How a claim stands now, as a token beside it tells; named as the API names it."""
    return {
        "assessment": {"effective": effective, "number": number},
        "supporting": {"min": least, "max": most, "exact": exact},
    }


def _rows(values: Iterable[Any]) -> list[Record]:
    """Rows by column name; the names are checked by the test that compares both ways."""
    return list(values)


def _named(row: Record) -> Record:
    return {"id": str(row["uid"])} | {name: value for name, value in row.items() if name not in {"pk", "uid"}}


def _text(uid: object) -> str | None:
    return str(uid) if uid else None
