"""W3C Web Annotation Data Model (2017) as one JSON-LD document; docs/web-annotation.md describes it.

An AnnotationCollection with its one page embedded. Spans are annotations whose targets carry selectors; frames,
mentions and comments are annotations of those. Whatever the model has no word for stands under terms of CONTEXT.
Offsets are code points, as the model counts characters.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import orjson
from django.utils.translation import gettext_noop as _

from annotations.corpus import CORPUS_TYPES, Incoming, Selection, count, lines, snapshot
from annotations.formats import web_annotation_in
from annotations.formats.export import in_pieces
from annotations.formats.header import header_of
from annotations.formats.losses import Losses

NAME = "web-annotation"
VERSION = 1
ANNO = "http://www.w3.org/ns/anno.jsonld"
NAMESPACE = "urn:isnad:ns:"

_IRI = {"@type": "@id"}
_TIME = {"@type": "http://www.w3.org/2001/XMLSchema#dateTime"}
# The terms that are not the model's own. The same document is published as static/annotations/ns/context.jsonld.
CONTEXT: dict[str, Any] = {
    "isnad": NAMESPACE,
    "Attribution": "isnad:Attribution",
    "Claim": "isnad:Claim",
    "Source": "isnad:Source",
    "Article": "isnad:Article",
    "ArticleVersion": "isnad:ArticleVersion",
    "Layer": "isnad:Layer",
    "attributing": "isnad:attributing",
    "mentioning": "isnad:mentioning",
    "role": "isnad:role",
    "layer": {"@id": "isnad:layer", **_IRI},
    "version": {"@id": "isnad:version", **_IRI},
    "article": {"@id": "isnad:article", **_IRI},
    "parent": {"@id": "isnad:parent", **_IRI},
    "copyOf": {"@id": "isnad:copyOf", **_IRI},
    "cites": {"@id": "isnad:cites", **_IRI},
    "overtakenBy": {"@id": "isnad:overtakenBy", **_IRI},
    "happenedAt": {"@id": "isnad:happenedAt", **_TIME},
    "antecedent": {"@id": "isnad:antecedent", **_IRI},
    "speakers": {"@id": "isnad:speakers", **_IRI, "@container": "@list"},
    "carriedFrom": {"@id": "isnad:carriedFrom", **_IRI},
    "publishedAt": {"@id": "isnad:publishedAt", **_TIME},
    "capturedAt": {"@id": "isnad:capturedAt", **_TIME},
    "horizon": {"@id": "isnad:horizon", **_TIME},
    "recheckAt": {"@id": "isnad:recheckAt", **_TIME},
    "header": {"@id": "isnad:header", "@type": "@json"},
    "loss": {"@id": "isnad:loss", "@type": "@json"},
    "metadata": {"@id": "isnad:metadata", "@type": "@json"},
    "statements": {"@id": "isnad:statements", "@container": "@language"},
    **{
        term: f"isnad:{term}"
        for term in (
            "resolution", "cueKind", "attitude", "quotation", "polarity", "credibility", "kind", "name", "descriptor",
            "affiliation", "nationality", "rank", "relayedBy", "anonymityReason", "statedCount", "reliability",
            "certainty", "claimPolarity", "workflow", "validity", "validityStated", "title", "outlet", "url",
            "creditedWire", "origin", "status", "number", "sha256", "text", "capturedHow", "note", "resolved",
            "resolvedBy", "targetType", "annotator", "sources", "articles", "versions", "layers", "claims",
        )
    },
}  # fmt: skip

# The types of records that have a place here, and what comments may be about.
HELD = ("source", "article", "version", "layer", "span", "attribution", "claim", "mention", "comment")
LOSSES = {
    **{noun: _("this format has no place for these records") for noun in CORPUS_TYPES if noun not in HELD},
    "comment": _("comments on what has no place here itself are left out"),
    "translation": _("a claim has one statement a language: a translation into its own language is left out"),
}
_ROLES = ("source", "cue", "addressee", "channel")


class WebAnnotation:
    """Writes and reads Web Annotation JSON-LD."""

    name = NAME
    media_type = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    suffix = ".anno.jsonld"
    losses: Mapping[str, str] = LOSSES

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The document in pieces. One record is in memory at a time."""
        return in_pieces(_document(selection))

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """The records of the document, and the annotations of others anchored in texts of the workspace."""
        return web_annotation_in.read(pieces)


def _document(selection: Selection) -> Iterator[bytes]:
    with snapshot():
        counts = count(selection)
        losses = _losses(selection, counts)
        total = sum(counts[noun] for noun in _ANNOTATIONS) - losses.count("comment")
        opening: dict[str, Any] = {
            "@context": [ANNO, CONTEXT],
            "id": f"{NAMESPACE}export:{selection.slug}",
            "type": "AnnotationCollection",
            "label": f"Isnad: {selection.slug}",
            "header": header_of(selection, counts, name=NAME, version=VERSION),
            "loss": losses.report()["lost"],
            "total": total,
        }
        yield _json(opening)[:-1]
        for noun, (member, shape) in _RESOURCES.items():
            yield f',"{member}":['.encode()
            yield from _joined(shape(record) for record in _records(selection, noun))
            yield b"]"
        page = {"id": f"{NAMESPACE}export:{selection.slug}:page", "type": "AnnotationPage", "startIndex": 0}
        yield b',"first":' + _json(page)[:-1] + b',"items":['
        yield from _joined(
            shape(record) for noun, shape in _ANNOTATIONS.items() for record in _records(selection, noun)
        )
        yield b"]}}\n"


def _losses(selection: Selection, counts: dict[str, int]) -> Losses:
    losses = Losses(LOSSES)
    for noun in CORPUS_TYPES:
        if noun not in HELD:
            losses.lose(noun, number=counts[noun])
    for claim in map(json.loads, lines(selection, "claim")):
        if claim["language"] in claim["translations"]:
            losses.lose("translation", claim["id"])
    for comment in map(json.loads, lines(selection, "comment")):
        if comment["target_type"] not in HELD:
            losses.lose("comment", comment["id"])
    return losses


def _records(selection: Selection, noun: str) -> Iterator[dict[str, Any]]:
    # What stands in metadata comes out as it went in: the quick reader knows no integer beyond 64 bits.
    read = json.loads if noun == "article" else orjson.loads
    found = (read(line) for line in lines(selection, noun))
    return (one for one in found if noun != "comment" or one["target_type"] in HELD)


def _json(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    if "metadata" not in value:
        return orjson.dumps(value)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _joined(items: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    comma = b""
    for item in items:
        yield comma + _json(item)
        comma = b","


def iri(uid: str | None) -> str | None:
    """The name of an object outside: its id as a URN (RFC 9562)."""
    return None if uid is None else f"urn:uuid:{uid}"


def _without_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if value not in (None, "", [], {})}


def _made(record: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"created": record["created_at"]}
    if record["created_by"]:
        made["creator"] = {"type": "Person", "nickname": record["created_by"]}
    return made


def _annotation(record: dict[str, Any], motivation: Any, **fields: Any) -> dict[str, Any]:
    return {"id": iri(record["id"]), "type": "Annotation", "motivation": motivation, **_made(record), **fields}


def _span(record: dict[str, Any]) -> dict[str, Any]:
    """One target a segment; each with its position and its quote, which select the same text."""
    targets = list(_targets(record))
    layer = _without_empty({"layer": iri(record["layer"]), "carriedFrom": iri(record["carried_from"])})
    return _annotation(record, "highlighting", target=targets[0] if len(targets) == 1 else targets, **layer)


def _targets(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    quote, segments = record["quote"], record["segments"]
    offset = 0
    for place, (start, end) in enumerate(segments):
        selected = {"type": "TextQuoteSelector", "exact": quote["exact"][offset : offset + end - start]}
        if place == 0:
            selected["prefix"] = quote["prefix"]
        if place == len(segments) - 1:
            selected["suffix"] = quote["suffix"]
        offset += end - start + 1  # the quote joins its segments by one space
        position = {"type": "TextPositionSelector", "start": start, "end": end}
        source = iri(record["version"])
        yield {"type": "SpecificResource", "source": source, "selector": [position, selected]}


def _frame(record: dict[str, Any]) -> dict[str, Any]:
    """Targets are the frame's spans in their roles; the body says what the frame is."""
    parts = [(role, record[role]) for role in _ROLES if record[role]]
    parts += [("content", content) for content in record["contents"]]
    targets = [{"type": "SpecificResource", "source": iri(uid), "role": role} for role, uid in parts]
    body = _without_empty(
        {
            "speakers": [iri(uid) for uid in record["speakers"]],
            "parent": iri(record["parent"]),
            "antecedent": iri(record["antecedent"]),
            "cites": iri(record["cites"]),
            "resolution": record["resolution"],
            "cueKind": record["cue_kind"],
            "attitude": record["attitude"],
            "quotation": record["quotation"],
        }
    )
    described = {"type": "Attribution", **body}
    place = {"version": iri(record["version"]), "layer": iri(record["layer"])}
    return _annotation(record, ["linking", "attributing"], body=described, target=targets, **place)


def _mention(record: dict[str, Any]) -> dict[str, Any]:
    body = {"id": iri(record["claim"]), "type": "Claim"}
    said = _without_empty({"polarity": record["polarity"], "credibility": record["credibility"]})
    said["targetType"] = "attribution" if record["attribution"] else "span"
    return _annotation(
        record, ["linking", "mentioning"], body=body, target=iri(record["attribution"] or record["span"]), **said
    )


def _comment(record: dict[str, Any]) -> dict[str, Any]:
    body = {"type": "TextualBody", "value": record["body"], "format": "text/plain"}
    said = _without_empty({"targetType": record["target_type"], "resolvedBy": record["resolved_by"]})
    return _annotation(
        record, "commenting", body=body, target=iri(record["target"]), resolved=record["resolved"], **said
    )


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(word.capitalize() for word in tail)


def _resource(record: dict[str, Any], type_name: str, **renamed: Any) -> dict[str, Any]:
    left = {"type", "id", "created_by", "created_at", *renamed}
    fields = {_camel(key): value for key, value in record.items() if key not in left}
    made = _made(record) if "created_at" in record else {}
    own = {key: value for key, value in renamed.items() if not key.startswith("_")}
    return _without_empty({"id": iri(record["id"]), "type": type_name, **own, **fields, **made})


def _claim(record: dict[str, Any]) -> dict[str, Any]:
    statements = {**record["translations"], record["language"]: record["statement"]}
    shaped = {key: value for key, value in record.items() if key not in ("statement", "translations", "polarity")}
    named = {"claim_polarity": record["polarity"], "overtaken_by": iri(record["overtaken_by"])}
    return _resource({**shaped, **named}, "Claim", statements=statements)


def _version(record: dict[str, Any]) -> dict[str, Any]:
    creator = {"type": "Person", "nickname": record["captured_by"]} if record["captured_by"] else None
    shaped = {key: value for key, value in record.items() if key not in ("captured_by", "article")}
    return _resource(shaped, "ArticleVersion", article=iri(record["article"]), creator=creator)


def _article(record: dict[str, Any]) -> dict[str, Any]:
    shaped = {key: value for key, value in record.items() if key not in ("language", "direction")}
    own = {"language": record["language"], "textDirection": record["direction"]}
    return _resource({**shaped, "copy_of": iri(record["copy_of"])}, "Article", **own)


def _layer(record: dict[str, Any]) -> dict[str, Any]:
    shaped = {key: value for key, value in record.items() if key != "version"}
    return _resource(shaped, "Layer", version=iri(record["version"]))


def _source(record: dict[str, Any]) -> dict[str, Any]:
    return _resource(record, "Source")


Shaping = Callable[[dict[str, Any]], dict[str, Any]]

_RESOURCES: dict[str, tuple[str, Shaping]] = {
    "source": ("sources", _source),
    "article": ("articles", _article),
    "version": ("versions", _version),
    "layer": ("layers", _layer),
    "claim": ("claims", _claim),
}
_ANNOTATIONS: dict[str, Shaping] = {
    "span": _span,
    "attribution": _frame,
    "mention": _mention,
    "comment": _comment,
}
