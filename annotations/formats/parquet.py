"""The corpus as Parquet tables, for DuckDB, pandas, Spark and Hugging Face datasets; docs/formats.md describes them.

`articles` has a row for each version of an article, with all that is marked in it nested inside; `attributions` a row
for each frame, flat, with the words of its parts. Every other type of record has a table of its own. A table is a
folder of parts, so that memory is bounded by a part and a large corpus can be read in parallel.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from annotations.corpus import (
    CORPUS_TYPES,
    AttributionRecord,
    Document,
    MarkedLayer,
    Record,
    Selection,
    SpanRecord,
    count,
    documents,
    keys_of,
    read,
    snapshot,
)
from annotations.formats.archive import Archive
from annotations.formats.export import in_pieces
from annotations.formats.header import header_of
from annotations.formats.losses import FILES, Losses
from annotations.formats.parquet_tables import Columns, Row, Table
from annotations.text import paragraphs

NAME = "parquet"
VERSION = 1
_NESTED = ("layer", "span", "attribution", "mention")
_IN_ARTICLES = ("article", "version", *_NESTED)
OTHERS = tuple(noun for noun in CORPUS_TYPES if noun not in _IN_ARTICLES)
"""The types that have tables of their own."""
BATCH = 500
_MOMENTS = frozenset({"at", "horizon"})
_COLUMNS: dict[str, Any] = {
    "str": "text", "int": "number", "float": "real", "bool": "flag", "list[str]": ["text"],
    "list[list[int]]": [{"start": "number", "end": "number"}],
}  # fmt: skip


def columns_of(noun: str, *left_out: str) -> dict[str, Any]:
    """The columns of a type of record. What is no plain value is JSON, but for segments and lists of texts."""
    columns: dict[str, Any] = {}
    for name, annotation in CORPUS_TYPES[noun].__annotations__.items():
        key = name.removesuffix("_")
        plain = str(getattr(annotation, "__forward_arg__", annotation)).removesuffix(" | None")
        if key not in left_out:
            columns[key] = "moment" if key in _MOMENTS or key.endswith("_at") else _COLUMNS.get(plain, "text")
    return columns


def table_of(noun: str) -> str:
    """The name of the table of a type of record: its plural."""
    return noun if noun == "progress" else f"{noun}s"


def _row(columns: Columns, record: Record) -> Row:
    return {
        key: _value(columns[key], value)
        for key, value in zip(keys_of(type(record)), record, strict=True)
        if key in columns
    }


def _value(column: Any, value: Any) -> Any:
    if value is None:
        return None
    if column == "moment":
        return datetime.fromisoformat(value)
    if column == "text" and not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(column, list) and isinstance(column[0], dict):
        return [{"start": start, "end": end} for start, end in value]
    return value


_SPAN = {**columns_of("span", "version", "quote"), "exact": "text"}
_LAYER = columns_of("layer", "version")
_FRAME = columns_of("attribution", "version")
_MENTION = columns_of("mention")
_ARTICLE = columns_of("article", "id")
_VERSION = columns_of("version", "id", "article", "number")
ARTICLES: dict[str, Any] = {
    "article": "text", "version": "text", "number": "number", **_ARTICLE, **_VERSION,
    "paragraphs": [{"start": "number", "end": "number", "kind": "text"}],
    "layers": [_LAYER], "spans": [_SPAN], "attributions": [_FRAME], "mentions": [_MENTION],
}  # fmt: skip
_PLACE = (("", "text"), ("_start", "number"), ("_end", "number"))
_PLACED = ("source", "cue", "addressee", "channel")
ATTRIBUTIONS: dict[str, Any] = {
    "id": "text", "article": "text", "version": "text", "number": "number", "title": "text", "outlet": "text",
    "language": "text", "published_at": "moment", "layer": "text", "layer_kind": "text", "annotator": "text",
    **{f"{role}{part}": kind for role in _PLACED for part, kind in _PLACE},
    "content": "text", "content_start": "number", "content_end": "number", "contents": ["text"],
    "speakers": ["text"], "speaker_names": ["text"], "speaker_kinds": ["text"], "claims": ["text"],
    "claim_statements": ["text"], "parent": "text", "depth": "number", "resolution": "text", "antecedent": "text",
    "cites": "text", "cue_kind": "text", "attitude": "text", "quotation": "text", "created_by": "text",
    "created_at": "moment",
}  # fmt: skip


class Parquet:
    """Writes an archive of Parquet files."""

    name = NAME
    media_type = "application/zip"
    suffix = ".parquet.zip"
    losses: Mapping[str, str] = FILES

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The archive in pieces. One part of a table or two are in memory at a time."""
        return in_pieces(_parts(selection))


def _parts(selection: Selection) -> Iterator[bytes]:
    archive = Archive()
    losses = Losses(Parquet.losses)
    with snapshot():
        header = header_of(selection, count(selection), name=NAME, version=VERSION)
        losses.lose_files(selection)
        loss = losses.report()
        about = {
            f"isnad.{key}": value if isinstance(value, str) else json.dumps(value) for key, value in header.items()
        }
        about["isnad.loss"] = json.dumps(loss)
        yield archive.add("header.json", json.dumps(header, ensure_ascii=False, indent=1).encode() + b"\n")
        yield from _article_tables(archive, selection, about)
        for noun in OTHERS:
            yield from _record_table(archive, selection, noun, about)
    yield archive.add("LOSS.json", losses.file())
    yield from archive.end()


def _written(archive: Archive, table: Table) -> Iterator[bytes]:
    """The rows that wait, as a file; they are compressed already."""
    path, pieces = table.part()
    return archive.stream(path, pieces, level=0)


def _article_tables(archive: Archive, selection: Selection, about: dict[str, str]) -> Iterator[bytes]:
    articles, frames = Table("articles", ARTICLES, about), Table("attributions", ATTRIBUTIONS, about)
    for document in documents(selection):
        articles.add([_article_row(document)])
        frames.add([row for layer in document.layers for row in _frame_rows(document, layer)])
        if articles.full or frames.full:
            yield from _written(archive, articles)
            yield from _written(archive, frames)
    for table in (articles, frames):
        yield from _written(archive, table)


def _record_table(archive: Archive, selection: Selection, noun: str, about: dict[str, str]) -> Iterator[bytes]:
    columns = columns_of(noun)
    table = Table(table_of(noun), columns, about)
    rows: list[Row] = []
    for record in read(selection, noun):
        rows.append(_row(columns, record))
        if len(rows) >= BATCH:
            table.add(rows)
            rows = []
        if table.full:
            yield from _written(archive, table)
    table.add(rows)
    yield from _written(archive, table)


def _article_row(document: Document) -> Row:
    article, version = document.article, document.version
    layers = document.layers
    return {
        **_row(_ARTICLE, article),
        **_row(_VERSION, version),
        "article": article.id,
        "version": version.id,
        "number": version.number,
        "paragraphs": [one._asdict() for one in paragraphs(version.text)],
        "layers": [_row(_LAYER, one.layer) for one in layers],
        "spans": [{**_row(_SPAN, span), "exact": span.quote["exact"]} for one in layers for span in one.spans.values()],
        "attributions": [_row(_FRAME, frame) for one in layers for frame in one.attributions.values()],
        "mentions": [_row(_MENTION, mention) for one in layers for mention in one.mentions.values()],
    }


def _frame_rows(document: Document, layer: MarkedLayer) -> Iterator[Row]:
    article, version = document.article, document.version
    common = {
        "article": article.id, "version": version.id, "number": version.number, "title": article.title,
        "outlet": article.outlet, "language": article.language,
        "published_at": _value("moment", article.published_at), "layer": layer.layer.id,
        "layer_kind": layer.layer.kind, "annotator": layer.layer.annotator,
    }  # fmt: skip
    claims: dict[str, list[str]] = {}
    for mention in layer.mentions.values():
        if mention.attribution:
            claims.setdefault(mention.attribution, []).append(mention.claim)
    for frame in layer.attributions.values():
        yield {**common, **_frame_row(document, layer, frame, list(dict.fromkeys(claims.get(frame.id, []))))}


def _frame_row(document: Document, layer: MarkedLayer, frame: AttributionRecord, claims: list[str]) -> Row:
    row: Row = _row(
        {key: column for key, column in _FRAME.items() if key not in (*_PLACED, "contents", "layer")}, frame
    )
    for role in _PLACED:
        row |= _placed(role, layer.spans.get(getattr(frame, role) or ""))
    contents = [layer.spans[uid] for uid in frame.contents]
    speakers = [document.sources[uid] for uid in frame.speakers]
    return {
        **row,
        "content": " … ".join(span.quote["exact"] for span in contents) or None,
        "content_start": min((span.segments[0][0] for span in contents), default=None),
        "content_end": max((span.segments[-1][1] for span in contents), default=None),
        "contents": [span.quote["exact"] for span in contents],
        "speaker_names": [source.name or source.descriptor for source in speakers],
        "speaker_kinds": [source.kind for source in speakers],
        "claims": claims,
        "claim_statements": [document.claims[uid].statement for uid in claims],
        "depth": _depth(frame, layer),
    }


def _placed(role: str, span: SpanRecord | None) -> Row:
    if span is None:
        return {}
    return {role: span.quote["exact"], f"{role}_start": span.segments[0][0], f"{role}_end": span.segments[-1][1]}


def _depth(frame: AttributionRecord, layer: MarkedLayer) -> int:
    """1 for a frame that lies in no other."""
    depth = 1
    while frame.parent is not None:
        frame = layer.attributions[frame.parent]
        depth += 1
    return depth
