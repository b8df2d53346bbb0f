"""All annotations of one version, in one snapshot, by a number of queries that does not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model, QuerySet

from annotations.api import claim_shapes, shapes
from annotations.corpus.stood import stood_at
from annotations.errors import MissingError
from annotations.models import ArticleVersion, Attribution, Claim, Layer, Mention, Source, Span

Shape = dict[str, Any]
Rows = Callable[[type[Model]], QuerySet[Any]]


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


def annotations_of(
    within: Rows, version: UUID, *, layer: UUID | None = None, at: datetime | None = None
) -> Shape:
    """`layers, spans, attributions, mentions`, and the `sources` and `claims` that they refer to.

    `within` gives the rows of a workspace, of now or of the time `at`. Nothing is joined, because a join would see the
    present. Raise MissingError for a version that is not there, or a layer that is not the version's.
    """
    with snapshot():
        return _read(within, version, layer, at)


def _read(within: Rows, version: UUID, layer: UUID | None, at: datetime | None) -> Shape:
    layers = _layers(within, version, layer)
    names = {key: str(shape["id"]) for key, shape in layers.items()}
    here = str(version)
    span_rows = _in_layers(within, Span, layers, "pk", "layer_id", "carried_from_id", *shapes.SPAN_COLUMNS)
    frame_rows = _in_layers(within, Attribution, layers, *shapes.FRAME_COLUMNS, "layer_id")
    mention_rows = _mention_rows(within, layers)
    sources = _by_key(within, Source, {key for row in frame_rows for key in row[8]}, shapes.SOURCE_COLUMNS)
    claims = _claims(within, {row[2] for row in mention_rows}, at)
    carried = shapes.uids_of(Span, (row[2] for row in span_rows))
    # From here on nothing is asked of the database.
    spans = {row[0]: str(row[3]) for row in span_rows}
    frames = {row[0]: str(row[1]) for row in frame_rows}
    speakers = {key: str(row[0]) for key, row in sources.items()}
    claim_uids = {key: shape["id"] for key, shape in claims.items()}
    return {
        "version": here,
        "layers": list(layers.values()),
        "spans": [shapes.span(row, here, names[row[1]], carried.get(row[2])) for row in span_rows],
        "attributions": [shapes.frame(row, here, names[row[19]], spans, frames, speakers) for row in frame_rows],
        "mentions": [
            shapes.mention((row[1], claim_uids[row[2]], frames.get(row[3]), spans.get(row[4]), *row[5:]))
            for row in mention_rows
        ],
        "sources": [shapes.source(row) for row in sources.values()],
        "claims": list(claims.values()),
    }


def _layers(within: Rows, version: UUID, layer: UUID | None) -> dict[int, Shape]:
    # Versions are never deleted, so this join is true of every time.
    rows = within(Layer).filter(version__uid=version).order_by("pk")
    if layer is not None:
        rows = rows.filter(uid=layer)
    shown = {row[0]: shapes.layer(row[1:]) for row in rows.values_list("pk", *shapes.LAYER_COLUMNS)}
    if not shown:
        known = within(ArticleVersion).filter(uid=version).exists()
        missing = f"layer {layer} in this version" if known else f"version {version} in this workspace"
        raise MissingError("object.missing", f"there is no {missing}")
    return shown


def _in_layers(within: Rows, model: type[Model], layers: dict[int, Shape], *columns: str) -> list[tuple[Any, ...]]:
    return shapes.in_texts(within(model).filter(layer_id__in=list(layers)).order_by("pk"), *columns)


def _mention_rows(within: Rows, layers: dict[int, Shape]) -> list[tuple[Any, ...]]:
    """The mentions that lie in the layers. Not one condition with OR: each half goes by its own index."""
    columns = ("pk", "uid", "claim_id", "attribution_id", "span_id", *shapes.MENTION_COLUMNS[4:])
    halves = []
    for model, name in ((Attribution, "attribution"), (Span, "span")):
        targets = within(model).filter(layer_id__in=list(layers)).values("pk")
        halves.append(within(Mention).filter(**{f"{name}_id__in": targets}).values_list(*columns))
    return list(halves[0].union(halves[1], all=True).order_by("pk"))


def _claims(within: Rows, keys: set[int], at: datetime | None) -> dict[int, Shape]:
    if not keys:
        return {}
    rows = within(Claim).filter(pk__in=keys).order_by("pk")
    return claim_shapes.claims_by_key(rows, partial(stood_at, within), at)


def _by_key(within: Rows, model: type[Model], keys: set[int], columns: tuple[str, ...]) -> dict[int, tuple[Any, ...]]:
    if not keys:
        return {}
    rows = within(model).filter(pk__in=keys).order_by("pk").values_list("pk", *columns)
    return {row[0]: row[1:] for row in rows}
