"""Documents of a made-up corpus without a database: what `annotations.corpus.documents` would read of it."""

from __future__ import annotations

import json
from typing import Any

from annotations.corpus import CORPUS_TYPES, Document, MarkedLayer
from tests.formats.corpora import Maker, Record


def documents_in(file: bytes) -> list[Document]:
    """The documents of an isnad-jsonl file, by the ids of their versions."""
    return documents_of([json.loads(line) for line in file.splitlines()[1:-1]])


def documents_of(records: list[Record]) -> list[Document]:
    by_noun: dict[str, dict[str, Any]] = {noun: {} for noun in CORPUS_TYPES}
    for record in sorted(records, key=lambda one: str(one["id"])):
        fields = {key: value for key, value in record.items() if key != "type"}
        make: Any = CORPUS_TYPES[record["type"]]
        by_noun[record["type"]][fields["id"]] = make(**{_name(make, key): value for key, value in fields.items()})
    return [_document(version, by_noun) for version in by_noun["version"].values()]


def _name(make: Any, key: str) -> str:
    return key if key in make._fields else f"{key}_"


def _document(version: Any, by_noun: dict[str, dict[str, Any]]) -> Document:
    layers = tuple(_layer(layer, by_noun) for layer in by_noun["layer"].values() if layer.version == version.id)
    frames = [frame for layer in layers for frame in layer.attributions.values()]
    mentions = [mention for layer in layers for mention in layer.mentions.values()]
    newest = max(
        (one for one in by_noun["version"].values() if one.article == version.article), key=lambda one: one.number
    )
    targets = {version.id} | ({version.article} if newest is version else set())
    speakers = {uid for frame in frames for uid in frame.speakers}
    claims = {mention.claim for mention in mentions}
    return Document(
        article=by_noun["article"][version.article],
        version=version,
        layers=layers,
        sources={uid: one for uid, one in by_noun["source"].items() if uid in speakers},
        claims={uid: one for uid, one in by_noun["claim"].items() if uid in claims},
        comments={uid: one for uid, one in by_noun["comment"].items() if one.target in targets},
    )


def _layer(layer: Any, by_noun: dict[str, dict[str, Any]]) -> MarkedLayer:
    spans = {uid: one for uid, one in by_noun["span"].items() if one.layer == layer.id}
    frames = {uid: one for uid, one in by_noun["attribution"].items() if one.layer == layer.id}
    marked = spans.keys() | frames.keys()
    mentions = {uid: one for uid, one in by_noun["mention"].items() if (one.attribution or one.span) in marked}
    targets = marked | mentions.keys()
    comments = {uid: one for uid, one in by_noun["comment"].items() if one.target in targets}
    return MarkedLayer(layer, spans, frames, mentions, comments)


def held_by(documents: list[Document]) -> dict[str, dict[str, Any]]:
    """All records that stand in the documents, by type and id."""
    held: dict[str, dict[str, Any]] = {noun: {} for noun in CORPUS_TYPES}
    for document in documents:
        held["article"][document.article.id] = document.article
        held["version"][document.version.id] = document.version
        for noun, records in (
            ("source", document.sources), ("claim", document.claims), ("comment", document.comments),
        ):  # fmt: skip
            held[noun].update(records)
        for layer in document.layers:
            held["layer"][layer.layer.id] = layer.layer
            held["span"].update(layer.spans)
            held["attribution"].update(layer.attributions)
            held["mention"].update(layer.mentions)
            held["comment"].update(layer.comments)
    return held


def awkward() -> list[Document]:
    """One document with an emoji before everything, a span in pieces, a frame without a cue, nested frames, marks on
    marks, and an empty layer.
    """
    maker = Maker(7)
    text = "👩‍👩‍👧 قالت بغداد: «إِنَّ المحادثات، كما أعلنت واشنطن، فشلت»\nThen\x07 nothing & <no> more."
    article, version = maker.article(text, title='A & B\n"C"')
    speaker = maker.source("بغداد")
    layer = maker.layer(version)
    maker.layer(version, "independent", "annotator")

    def span(*words: str, within: Record = layer) -> Record:
        return maker.span(version, within, *((text.index(word), text.index(word) + len(word)) for word in words))

    source, cue = span("بغداد"), span("قالت")
    whole = span("«إِنَّ المحادثات، كما أعلنت واشنطن، فشلت»")
    pieces = span("إِنَّ المحادثات", "فشلت")
    inner_source, inner_cue = span("واشنطن"), span("أعلنت")
    outer = maker.frame(
        version, layer, source=source["id"], cue=cue["id"], contents=[whole["id"]], speakers=[speaker["id"]],
        cue_kind="verb",
    )  # fmt: skip
    maker.frame(
        version, layer, source=inner_source["id"], cue=inner_cue["id"], contents=[pieces["id"]], parent=outer["id"],
        antecedent=outer["id"], cites=maker.uid(),
    )  # fmt: skip
    free = maker.frame(version, layer, contents=[span("nothing & <no>")["id"]], resolution="implicit")
    maker.mention(maker.claim(), attribution=free["id"])
    maker.mention(maker.claim("لا شيء"), span=pieces["id"])
    maker.comment("attribution", outer)
    maker.comment("article", article)
    return documents_of(maker.records)
