"""Rows of tables become the objects that the API answers. Plain tuples and dicts: these are the hot paths.

Each function takes a queryset and keeps its order. Public ids are looked up once for all rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Expression, F, Func, Model, OuterRef, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from annotations.api.encoding import time_or_none
from annotations.models import Attribution, Claim, Source, Span
from annotations.text import time_text

Shape = dict[str, Any]
Uids = Mapping[int, str]
_BASE = ("created_by", "created_at", "revision")


def _base(row: tuple[Any, ...]) -> Shape:
    created_by, created_at, revision = row[-3:]
    return {"created_by": created_by, "created_at": _time(created_at), "revision": revision}


def _time(moment: datetime | str) -> str:
    """As it is answered; of many rows it comes so from the database (`in_texts`)."""
    return moment if isinstance(moment, str) else time_text(moment)


# What PostgreSQL tells as it is answered. It relies on TimeZone UTC and DateStyle ISO, as corpus.json_sql does.
_TOLD: Mapping[str, Expression] = {
    "uid": Cast("uid", TextField()),
    "created_at": Func(
        F("created_at"), template="replace(to_json(%(expressions)s)#>>'{}', '+00:00', 'Z')", output_field=TextField()
    ),
}


def in_texts(rows: QuerySet[Any], *columns: str) -> list[tuple[Any, ...]]:
    """`values_list`, with public ids and times as texts: of thousands of rows, making objects of them and texts of
    those again takes longer than all the rest.
    """
    return list(rows.values_list(*(_TOLD.get(column, column) for column in columns)))


def plain_text(uid: UUID | None) -> str | None:
    """A public id as text."""
    return None if uid is None else str(uid)


def uids_of(model: type[Model], keys: Iterable[int | None]) -> dict[int, str]:
    """Public ids by internal ids, also of rows that were deleted since; asks nothing where there is nothing to ask."""
    wanted = {key for key in keys if key is not None}
    found = {key: str(uid) for key, uid in _uids(model, wanted)}
    gone = wanted - set(found)
    history = model._meta.apps.get_model("annotations", f"{model.__name__}History")
    return found | {key: str(uid) for key, uid in _uids(history, gone)}


def _uids(model: type[Model], keys: set[int]) -> Iterable[tuple[int, UUID]]:
    # A history has a primary key of its own: `id` is the row's in both.
    return model._default_manager.filter(id__in=keys).values_list("id", "uid") if keys else ()


def articles(rows: QuerySet[Any], *, versions: QuerySet[Any]) -> list[Shape]:
    """`versions`: those among which each article's current one is."""
    newest = versions.filter(article=OuterRef("pk")).order_by("-number").values("uid")[:1]
    found = rows.annotate(newest=Subquery(newest)).values_list(
        "uid", "title", "language", "direction", "outlet", "url", "published_at", "credited_wire", "origin",
        "copy_of", "status", "assignee", "metadata", "newest", *_BASE,
    )  # fmt: skip
    return [
        {
            "id": str(row[0]),
            "title": row[1],
            "language": row[2],
            "direction": row[3],
            "outlet": row[4],
            "url": row[5],
            "published_at": time_or_none(row[6]),
            "credited_wire": row[7],
            "origin": row[8],
            "copy_of": plain_text(row[9]),
            "status": row[10],
            "assignee": row[11],
            "metadata": row[12],
            "current_version": plain_text(row[13]),
            **_base(row),
        }
        for row in found
    ]


def versions(rows: QuerySet[Any]) -> list[Shape]:
    """Without their texts."""
    found = rows.values_list(
        "uid",
        "article__uid",
        "number",
        "length",
        "sha256",
        "captured_at",
        "captured_how",
        "captured_by",
        "note",
        *_BASE,
    )
    return [
        {
            "id": str(row[0]),
            "article": str(row[1]),
            "number": row[2],
            "length": row[3],
            "sha256": row[4],
            "captured_at": time_text(row[5]),
            "captured_how": row[6],
            "captured_by": row[7],
            "note": row[8],
            **_base(row),
        }
        for row in found
    ]


LAYER_COLUMNS = ("uid", "version__uid", "kind", "annotator", "name", *_BASE)


def layer(row: tuple[Any, ...]) -> Shape:
    """A layer of which `row` has the LAYER_COLUMNS."""
    return {
        "id": str(row[0]),
        "version": str(row[1]),
        "kind": row[2],
        "annotator": row[3],
        "name": row[4],
        **_base(row),
    }


def layers(rows: QuerySet[Any]) -> list[Shape]:
    return [layer(row) for row in rows.values_list(*LAYER_COLUMNS)]


SPAN_COLUMNS = ("uid", "segments", "exact", "prefix", "suffix", *_BASE)


def _pairs(flat: list[int]) -> list[list[int]]:
    return [list(pair) for pair in zip(flat[::2], flat[1::2], strict=True)]


def span(row: tuple[Any, ...], version: str, layer: str, carried_from: str | None) -> Shape:
    """A span of which `row` has the SPAN_COLUMNS (more may stand before them)."""
    uid, flat, exact, prefix, suffix, created_by, created_at, revision = row[-8:]
    return {
        "id": str(uid),
        "version": version,
        "layer": layer,
        "segments": [flat] if len(flat) == 2 else _pairs(flat),
        "quote": {"exact": exact, "prefix": prefix, "suffix": suffix},
        "carried_from": carried_from,
        "created_by": created_by,
        "created_at": _time(created_at),
        "revision": revision,
    }


def spans(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows.values_list("version__uid", "layer__uid", "carried_from_id", *SPAN_COLUMNS))
    carried = uids_of(Span, (row[2] for row in found))
    return [span(row, str(row[0]), str(row[1]), carried.get(row[2])) for row in found]


FRAME_COLUMNS = (
    "pk", "uid", "source_id", "cue_id", "content_ids", "addressee_id", "channel_id", "parent_id", "speaker_ids",
    "resolution", "antecedent_frame_id", "antecedent_span_id", "cites", "cue_kind", "attitude", "quotation",
    *_BASE,
)  # fmt: skip


def frame(row: tuple[Any, ...], version: str, layer: str, spans: Uids, frames: Uids, sources: Uids) -> Shape:
    """An attribution of which `row` has the FRAME_COLUMNS, with the public ids of all that it names."""
    _, uid, source, cue, contents, addressee, channel, parent, speakers = row[:9]
    resolution, antecedent_frame, antecedent_span, cites, cue_kind, attitude, quotation = row[9:16]
    return {
        "id": str(uid),
        "version": version,
        "layer": layer,
        "source": spans.get(source),
        "cue": spans.get(cue),
        "contents": [spans[key] for key in contents],
        "addressee": spans.get(addressee),
        "channel": spans.get(channel),
        "parent": frames.get(parent),
        "speakers": [sources[key] for key in speakers],
        "resolution": resolution,
        "antecedent": frames.get(antecedent_frame) or spans.get(antecedent_span),
        "cites": plain_text(cites),
        "cue_kind": cue_kind,
        "attitude": attitude,
        "quotation": quotation,
        **_base(row[:19]),
    }


def frame_spans(row: tuple[Any, ...]) -> list[int | None]:
    """The internal ids of every span that a row of FRAME_COLUMNS names."""
    return [row[2], row[3], row[5], row[6], row[11], *row[4]]


def attributions(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows.values_list(*FRAME_COLUMNS, "version__uid", "layer__uid"))
    spans = uids_of(Span, (key for row in found for key in frame_spans(row)))
    frames = uids_of(Attribution, (key for row in found for key in (row[7], row[10])))
    sources = uids_of(Source, (key for row in found for key in row[8]))
    return [frame(row, str(row[19]), str(row[20]), spans, frames, sources) for row in found]


SOURCE_COLUMNS = (
    "uid", "kind", "name", "descriptor", "affiliation", "nationality", "rank", "relayed_by", "anonymity_reason",
    "stated_count", "reliability", *_BASE,
)  # fmt: skip


def source(row: tuple[Any, ...]) -> Shape:
    """A source of which `row` has the SOURCE_COLUMNS."""
    return _named(SOURCE_COLUMNS, row)


def sources(rows: QuerySet[Any]) -> list[Shape]:
    return [source(row) for row in rows.values_list(*SOURCE_COLUMNS)]


def _named(names: tuple[str, ...], row: tuple[Any, ...]) -> Shape:
    shape = dict(zip(names[1:], row[1:], strict=True))
    shape["created_at"] = time_text(shape["created_at"])
    return {"id": str(row[0]), **shape}


def transitions(rows: QuerySet[Any]) -> list[Shape]:
    found = list(
        rows.values_list("uid", "claim_id", "from_workflow", "to_workflow", "reason", "created_by", "created_at")
    )
    claims = uids_of(Claim, (row[1] for row in found))
    return [
        {
            "id": str(row[0]),
            "claim": claims[row[1]],
            "from": row[2],
            "to": row[3],
            "reason": row[4],
            "by": row[5],
            "at": time_text(row[6]),
        }
        for row in found
    ]


MENTION_COLUMNS = ("uid", "claim_id", "attribution_id", "span_id", "polarity", "credibility", *_BASE)


def mention(row: tuple[Any, ...]) -> Shape:
    """A mention of which `row` begins with the MENTION_COLUMNS, public ids in the place of the internal ones."""
    return {
        "id": str(row[0]),
        "claim": str(row[1]),
        "attribution": plain_text(row[2]),
        "span": plain_text(row[3]),
        "polarity": row[4],
        "credibility": row[5],
        **_base(row[:9]),
    }


def mentions(rows: QuerySet[Any]) -> list[Shape]:
    found = list(rows.values_list(*MENTION_COLUMNS))
    claims = uids_of(Claim, (row[1] for row in found))
    frames = uids_of(Attribution, (row[2] for row in found))
    spans = uids_of(Span, (row[3] for row in found))
    return [mention((row[0], claims[row[1]], frames.get(row[2]), spans.get(row[3]), *row[4:])) for row in found]


def progress(rows: QuerySet[Any]) -> list[Shape]:
    found = rows.values_list("uid", "layer__uid", "start", "state", "created_by", "created_at", "revision")
    return [
        {
            "id": str(row[0]),
            "layer": str(row[1]),
            "start": row[2],
            "state": row[3],
            "by": row[4],
            "at": time_text(row[5]),
            "revision": row[6],
        }
        for row in found
    ]


def comments(rows: QuerySet[Any]) -> list[Shape]:
    found = rows.values_list("uid", "target", "target_type", "body", "resolved", *_BASE)
    return [
        {
            "id": str(row[0]),
            "target": str(row[1]),
            "target_type": row[2],
            "body": row[3],
            "resolved": row[4],
            **_base(row),
        }
        for row in found
    ]


def webhooks(rows: QuerySet[Any]) -> list[Shape]:
    found = rows.values_list("uid", "url", "events", "active", *_BASE)
    return [{"id": str(row[0]), "url": row[1], "events": row[2], "active": row[3], **_base(row)} for row in found]


DELIVERY_COLUMNS = ("uid", "state", "changes", "attempts", "status", "error", "created_at", "tried_at", "body")


def deliveries(rows: QuerySet[Any]) -> list[Shape]:
    """`body`: the message as it is sent, parsed."""
    return [
        {
            "id": str(row[0]),
            **dict(zip(DELIVERY_COLUMNS[1:6], row[1:6], strict=True)),
            "created_at": time_text(row[6]),
            "tried_at": time_or_none(row[7]),
            "body": json.loads(row[8]),
        }
        for row in rows.values_list(*DELIVERY_COLUMNS)
    ]
