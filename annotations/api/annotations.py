"""All annotations of one version, in one snapshot, by a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from annotations.api import shapes
from annotations.errors import MissingError
from annotations.models import ArticleVersion, Attribution, Layer, Mention, Source, Span, Workspace

Shape = dict[str, Any]


@contextmanager
def snapshot() -> Iterator[None]:
    """Let several queries see one state of the database. Inside another transaction, that one's isolation holds."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def annotations_of(workspace: Workspace, version: UUID, *, layer: UUID | None = None) -> Shape:
    """`layers, spans, attributions, mentions`, and the `sources` and `claims` that they refer to.

    Raise MissingError for a version that is not of this workspace, or a layer that is not of this version.
    """
    with snapshot():
        return _read(workspace, version, layer)


def _read(workspace: Workspace, version: UUID, layer: UUID | None) -> Shape:
    layers = _layers(workspace, version, layer)
    keys = list(layers)
    names = {key: str(shape["id"]) for key, shape in layers.items()}
    here = str(version)
    span_rows = list(Span.objects.filter(layer_id__in=keys).order_by("pk").values_list(
        "pk", "layer_id", "carried_from__uid", *shapes.SPAN_COLUMNS
    ))  # fmt: skip
    frame_rows = list(Attribution.objects.filter(layer_id__in=keys).order_by("pk").values_list(
        *shapes.FRAME_COLUMNS, "layer_id"
    ))  # fmt: skip
    sources = _sources({key for row in frame_rows for key in row[8]})
    mentions, claims = _mentions(keys)
    # From here on nothing is asked of the database.
    spans = {row[0]: str(row[3]) for row in span_rows}
    frames = {row[0]: str(row[1]) for row in frame_rows}
    speakers = {key: shape["id"] for key, shape in sources.items()}
    return {
        "version": here,
        "layers": list(layers.values()),
        "spans": [shapes.span(row, here, names[row[1]], str(row[2]) if row[2] else None) for row in span_rows],
        "attributions": [shapes.frame(row, here, names[row[18]], spans, frames, speakers) for row in frame_rows],
        "mentions": mentions,
        "sources": list(sources.values()),
        "claims": claims,
    }


def _layers(workspace: Workspace, version: UUID, layer: UUID | None) -> dict[int, Shape]:
    here = Layer.objects.filter(workspace=workspace, version__uid=version, version__workspace=workspace).order_by("pk")
    rows = here if layer is None else here.filter(uid=layer)
    shown = {row[0]: shapes.layer(row[1:]) for row in rows.values_list("pk", *shapes.LAYER_COLUMNS)}
    if not shown:
        known = ArticleVersion.objects.filter(workspace=workspace, uid=version).exists()
        missing = f"layer {layer} in this version" if known else f"version {version} in this workspace"
        raise MissingError("object.missing", f"there is no {missing}")
    return shown


def _sources(keys: set[int]) -> dict[int, Shape]:
    if not keys:
        return {}
    rows = Source.objects.filter(pk__in=keys).order_by("pk").values_list("pk", *shapes.SOURCE_COLUMNS)
    return {row[0]: shapes.source(row[1:]) for row in rows}


def _mentions(layers: list[int]) -> tuple[list[Shape], list[Shape]]:
    """The mentions that lie in the layers, and their claims, each once."""
    columns = ("pk", *shapes.MENTION_COLUMNS, *(f"claim__{column}" for column in shapes.CLAIM_COLUMNS))
    # Not one condition with OR: each half goes by its own index.
    of_frames = Mention.objects.filter(attribution__layer_id__in=layers).values_list(*columns)
    of_spans = Mention.objects.filter(span__layer_id__in=layers).values_list(*columns)
    mentions: list[Shape] = []
    claims: dict[UUID, tuple[Any, ...]] = {}
    end = 1 + len(shapes.MENTION_COLUMNS)
    for row in of_frames.union(of_spans, all=True).order_by("pk"):
        mentions.append(shapes.mention(row[1:end]))
        claims.setdefault(row[end], row[end:])
    return mentions, [shapes.claim(row) for row in claims.values()]
