"""Reading a selection document by document: a version of an article with all that is marked in it.

Every type of record is read by one statement, ordered by version, through a server-side cursor; the streams are then
merged. So a corpus of any size takes a dozen statements, and memory holds one document and a few rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection

from annotations.corpus.reading import where_of
from annotations.corpus.records import (
    CORPUS_TYPES,
    ArticleRecord,
    AttributionRecord,
    ClaimRecord,
    CommentRecord,
    LayerRecord,
    MentionRecord,
    SourceRecord,
    SpanRecord,
    VersionRecord,
)
from annotations.corpus.selecting import Selection
from annotations.corpus.shape import as_of
from annotations.corpus.shapes import SHAPES

# Rows that are fetched at once. A text may be large, the others are not.
FETCHED = {"version": 1}
FETCHED_ELSE = 50


@dataclass(frozen=True, slots=True)
class MarkedLayer:
    """A layer of a version with what is marked in it, each type by id. `comments` are those on spans, frames and
    mentions of the layer.
    """

    layer: LayerRecord
    spans: dict[str, SpanRecord] = field(default_factory=dict)
    attributions: dict[str, AttributionRecord] = field(default_factory=dict)
    mentions: dict[str, MentionRecord] = field(default_factory=dict)
    comments: dict[str, CommentRecord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A version of an article, its layers (empty ones too) in the order of their ids, and the records that these refer
    to: `sources` speak in its frames, `claims` are mentioned. `comments` are those on the version and, with its newest
    version, on the article.
    """

    article: ArticleRecord
    version: VersionRecord
    layers: tuple[MarkedLayer, ...]
    sources: dict[str, SourceRecord]
    claims: dict[str, ClaimRecord]
    comments: dict[str, CommentRecord]


def documents(selection: Selection) -> Iterator[Document]:
    """The documents of the selection in the order of their versions' ids. To be iterated inside `snapshot`."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL cursor_tuple_fraction = 1")  # every row will be fetched
    streams = {noun: _Stream(selection, noun) for noun in _STATEMENTS if noun != "version"}
    try:
        for uid, version in _rows(selection, "version"):
            yield _document(version, {noun: stream.of(uid) for noun, stream in streams.items()})
    finally:
        for stream in streams.values():
            stream.close()


def _document(version: VersionRecord, found: dict[str, list[Any]]) -> Document:
    layers = {layer.id: MarkedLayer(layer) for layer in found["layer"]}
    where: dict[str, MarkedLayer] = {}  # by the id of what is marked
    for span in found["span"]:
        where[span.id] = layers[span.layer]
        where[span.id].spans[span.id] = span
    for frame in found["attribution"]:
        where[frame.id] = layers[frame.layer]
        where[frame.id].attributions[frame.id] = frame
    for mention in found["mention"]:
        where[mention.id] = where[mention.attribution or mention.span]
        where[mention.id].mentions[mention.id] = mention
    comments: dict[str, CommentRecord] = {}
    for comment in found["comment"]:
        holder = where[comment.target].comments if comment.target in where else comments
        holder[comment.id] = comment
    return Document(
        article=found["article"][0],
        version=version,
        layers=tuple(layers.values()),
        sources={source.id: source for source in found["source"]},
        claims={claim.id: claim for claim in found["claim"]},
        comments=comments,
    )


class _Stream:
    """The records of one type, asked for version by version in the order of the versions' ids."""

    def __init__(self, selection: Selection, noun: str) -> None:
        self._rows = _rows(selection, noun)
        self._next = next(self._rows, None)

    def of(self, version: str) -> list[Any]:
        found = []
        while self._next is not None and self._next[0] <= version:
            if self._next[0] == version:
                found.append(self._next[1])
            self._next = next(self._rows, None)
        return found

    def close(self) -> None:
        self._rows.close()


def _rows(selection: Selection, noun: str) -> Any:
    """(id of the version, record) of one type."""
    make: Any = CORPUS_TYPES[noun]
    # An article's metadata may hold numbers that only the slower one reads exactly.
    loads = json.loads if noun == "article" else orjson.loads
    parts = {f"{name}s": as_of(shape.model, where_of(shape, selection)) for name, shape in SHAPES.items()}
    statement = _STATEMENTS[noun].format(line=SHAPES[noun].line, **parts)
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, selection.parameters)
        while rows := cursor.fetchmany(FETCHED.get(noun, FETCHED_ELSE)):
            for version, line in rows:
                _type, *values = loads(line).values()
                yield version, make(*values)


_IN_LAYER = (
    "SELECT v.uid::text, {line} FROM {%s} t JOIN {versions} v ON v.id = t.version_id"
    " JOIN {versions} version_id ON version_id.id = t.version_id JOIN {layers} layer_id ON layer_id.id = t.layer_id"
    " ORDER BY v.uid, t.uid"
)
_MENTIONED_IN = """
    SELECT m.id, m.claim_id, m.uid, coalesce(a.version_id, s.version_id) AS version_id FROM {mentions} m
    LEFT JOIN {attributions} a ON a.id = m.attribution_id LEFT JOIN {spans} s ON s.id = m.span_id
"""
_COMMENTED = f"""
    SELECT 'version' AS type, r.uid, r.id AS version_id FROM {{versions}} r
    UNION ALL SELECT 'span', r.uid, r.version_id FROM {{spans}} r
    UNION ALL SELECT 'attribution', r.uid, r.version_id FROM {{attributions}} r
    UNION ALL SELECT 'mention', r.uid, r.version_id FROM ({_MENTIONED_IN}) r
    UNION ALL SELECT 'article', r.uid, newest.id FROM {{articles}} r JOIN (
        SELECT DISTINCT ON (n.article_id) n.article_id, n.id FROM {{versions}} n ORDER BY n.article_id, n.number DESC
    ) newest ON newest.article_id = r.id
"""
# For each type (id of the version, line) in the order of the versions; {types} are its rows as of the time, {line} its
# JSON, over a row t.
_STATEMENTS = {
    "version": "SELECT t.uid::text, {line} FROM {versions} t ORDER BY t.uid",
    "article": """
        SELECT v.uid::text, {line} FROM {articles} t JOIN {versions} v ON v.article_id = t.id ORDER BY v.uid""",
    "layer": """
        SELECT v.uid::text, {line} FROM {layers} t JOIN {versions} v ON v.id = t.version_id ORDER BY v.uid, t.uid""",
    "span": _IN_LAYER % "spans",
    "attribution": _IN_LAYER % "attributions",
    "mention": f"""
        SELECT v.uid::text, {{line}} FROM {{mentions}} t JOIN ({_MENTIONED_IN}) r ON r.id = t.id
        JOIN {{versions}} v ON v.id = r.version_id ORDER BY v.uid, t.uid""",
    "source": """
        SELECT v.uid::text, {line} FROM (
            SELECT DISTINCT f.version_id, s.id FROM {attributions} f CROSS JOIN LATERAL unnest(f.speaker_ids) s (id)
        ) named JOIN {sources} t ON t.id = named.id JOIN {versions} v ON v.id = named.version_id
        ORDER BY v.uid, t.uid""",
    "claim": f"""
        SELECT v.uid::text, {{line}} FROM (SELECT DISTINCT r.version_id, r.claim_id FROM ({_MENTIONED_IN}) r) named
        JOIN {{claims}} t ON t.id = named.claim_id JOIN {{versions}} v ON v.id = named.version_id
        ORDER BY v.uid, t.uid""",
    "comment": f"""
        SELECT v.uid::text, {{line}} FROM {{comments}} t
        JOIN ({_COMMENTED}) named ON named.type = t.target_type AND named.uid = t.target
        JOIN {{versions}} v ON v.id = named.version_id ORDER BY v.uid, t.uid""",
}
