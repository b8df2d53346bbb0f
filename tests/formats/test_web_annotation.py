"""Web Annotation: it keeps the W3C model, selects the right text, resolves its own terms, and says what it left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from annotations.actions import add_comment, transition
from annotations.corpus import select
from annotations.formats import export_format
from annotations.formats.web_annotation import CONTEXT, LOSSES, NAMESPACE
from annotations.models import ArticleVersion
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source, make_span

SCHEMA = json.loads((Path(__file__).parent / "web_annotation.schema.json").read_text())
TEXT = 'قالت وكالة 👩‍👩‍👧: «\u202eلا\u202c» "no"\nثم قالت <script>alert(1)</script>'
OA = "http://www.w3.org/ns/oa#"
# The few terms of http://www.w3.org/ns/anno.jsonld that are emitted; the test must not fetch it.
ANNO_TERMS: dict[str, Any] = {
    "oa": OA, "as": "http://www.w3.org/ns/activitystreams#", "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "id": "@id", "type": "@type", "Annotation": "oa:Annotation", "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector", "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextualBody": "oa:TextualBody", "AnnotationCollection": "as:OrderedCollection",
    "AnnotationPage": "as:OrderedCollectionPage", "Person": "foaf:Person",
    "body": {"@type": "@id", "@id": "oa:hasBody"}, "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"}, "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"}, "highlighting": "oa:highlighting",
    "linking": "oa:linking", "commenting": "oa:commenting", "start": "oa:start", "end": "oa:end",
    "exact": "oa:exact", "prefix": "oa:prefix", "suffix": "oa:suffix", "created": "dcterms:created",
    "creator": {"@type": "@id", "@id": "dcterms:creator"}, "nickname": "foaf:nick", "value": "rdf:value",
    "format": "dc:format", "language": "dc:language", "textDirection": "oa:textDirection", "label": "rdfs:label",
    "total": "as:totalItems", "first": {"@type": "@id", "@id": "as:first"}, "startIndex": "as:startIndex",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
}  # fmt: skip


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    editor = cast.actor("editor")
    version = make_article(editor, TEXT, metadata={"invented": True})
    source, cue, content = (find_span(editor, version, words) for words in ("وكالة", "قالت", "لا"))
    speaker = make_source(editor)
    frame = make_frame(
        editor, version, source=source, cue=cue, contents=(content,), speakers=(speaker,), resolution="explicit"
    )
    claim = make_claim(editor, translations={"ar": "فشلت"})
    make_mention(editor, claim, attribution=frame)
    make_mention(editor, make_claim(editor, "Another."), span=make_span(editor, version, (0, 4), (5, 10)))
    add_comment(actor=editor, target=claim.uid, body='"<b>" or not')
    transition(actor=editor, claim=claim, to="marked")
    return version


def exported(cast: Cast, **selected: Any) -> dict[str, Any]:
    pieces = export_format("web-annotation").export(select(workspace=cast.workspace, **selected))
    document: dict[str, Any] = json.loads(b"".join(pieces))
    return document


def items(document: dict[str, Any], motivation: str) -> list[dict[str, Any]]:
    return [item for item in document["first"]["items"] if motivation in item["motivation"]]


def test_keeps_the_model(cast: Cast, version: ArticleVersion) -> None:
    Draft202012Validator(SCHEMA).validate(exported(cast))


def test_the_schema_can_fail(cast: Cast, version: ArticleVersion) -> None:
    broken = exported(cast)
    del broken["first"]["items"][0]["target"]["selector"][0]["start"]
    assert not Draft202012Validator(SCHEMA).is_valid(broken)


def test_an_empty_workspace_is_a_valid_collection(cast: Cast) -> None:
    document = exported(cast)
    Draft202012Validator(SCHEMA).validate(document)
    assert document["total"] == 0
    assert document["loss"] == []


def test_both_selectors_of_every_segment_select_its_text(cast: Cast, version: ArticleVersion) -> None:
    for span in items(exported(cast), "highlighting"):
        targets = span["target"] if isinstance(span["target"], list) else [span["target"]]
        for target in targets:
            position, quote = target["selector"]
            assert target["source"] == f"urn:uuid:{version.uid}"
            assert TEXT[position["start"] : position["end"]] == quote["exact"]
            assert TEXT[: position["start"]].endswith(quote.get("prefix", ""))
            assert TEXT[position["end"] :].startswith(quote.get("suffix", ""))


def test_a_discontinuous_span_has_one_target_a_segment(cast: Cast, version: ArticleVersion) -> None:
    several = [span["target"] for span in items(exported(cast), "highlighting") if isinstance(span["target"], list)]
    assert [[target["selector"][0]["start"] for target in targets] for targets in several] == [[0, 5]]


def test_a_frame_names_its_spans_by_their_roles(cast: Cast, version: ArticleVersion) -> None:
    document = exported(cast)
    quotes = {
        item["id"]: item["target"]["selector"][1]["exact"]
        for item in items(document, "highlighting")
        if isinstance(item["target"], dict)
    }
    (frame,) = items(document, "attributing")
    roles = {target["role"]: quotes[target["source"]] for target in frame["target"]}
    assert roles == {"source": "وكالة", "cue": "قالت", "content": "لا"}
    assert frame["body"]["speakers"] == [document["sources"][0]["id"]]
    assert frame["body"]["resolution"] == "explicit"


def test_mentions_and_comments_point_at_what_they_are_about(cast: Cast, version: ArticleVersion) -> None:
    document = exported(cast)
    known = {item["id"] for item in document["first"]["items"]} | {claim["id"] for claim in document["claims"]}
    for item in items(document, "mentioning") + items(document, "commenting"):
        assert item["target"] in known
    assert {item["body"]["id"] for item in items(document, "mentioning")} == {c["id"] for c in document["claims"]}


def test_says_what_it_is_and_what_it_left_out(cast: Cast, version: ArticleVersion) -> None:
    document = exported(cast)
    assert document["header"]["offset_unit"] == "code_point"
    assert document["header"]["counts"]["span"] == 4
    assert {loss["kind"]: loss["count"] for loss in document["loss"]} == {"transition": 1}
    assert all(loss["reason"] == LOSSES[loss["kind"]] for loss in document["loss"])
    assert document["total"] == len(document["first"]["items"])
    assert document["versions"][0]["sha256"] == version.sha256
    assert document["versions"][0]["text"] == TEXT
    assert {claim["statements"].get("ar") for claim in document["claims"]} == {"فشلت", None}


def test_every_id_is_a_name_of_an_object(cast: Cast, version: ArticleVersion) -> None:
    ids = [item["id"] for item in exported(cast)["first"]["items"]]
    assert len({UUID(each.removeprefix("urn:uuid:")) for each in ids}) == len(ids)


def test_the_published_context_is_the_one_in_the_file(cast: Cast) -> None:
    published = settings.BASE_DIR / "annotations/static/annotations/ns/context.jsonld"
    assert json.loads(published.read_text()) == {"@context": CONTEXT}
    assert exported(cast)["@context"][1] == CONTEXT


def test_every_term_of_the_context_is_documented() -> None:
    page = (settings.BASE_DIR / "docs/web-annotation.md").read_text()
    assert [term for term in CONTEXT if f"`{term}`" not in page] == []


def test_every_key_resolves_to_a_term(cast: Cast, version: ArticleVersion) -> None:
    known = {*ANNO_TERMS, *CONTEXT}

    def keys(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(keys, value))
        if not isinstance(value, dict):
            return set()
        opaque = ("header", "loss", "metadata", "statements", "@context")
        return set(value).union(*(keys(inner) for key, inner in value.items() if key not in opaque))

    assert keys(exported(cast)) - known == {"@context"}


def test_reads_as_linked_data(cast: Cast, version: ArticleVersion) -> None:
    document = exported(cast)
    document["@context"][0] = ANNO_TERMS
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    (frame,) = items(document, "attributing")
    name = URIRef(frame["id"])
    motives = {str(motive) for motive in graph.objects(name, URIRef(f"{OA}motivatedBy"))}
    assert motives == {f"{OA}linking", f"{NAMESPACE}attributing"}
    body = graph.value(name, URIRef(f"{OA}hasBody"))
    assert (body, RDF.type, URIRef(f"{NAMESPACE}Attribution")) in graph
    roles = {
        str(graph.value(target, URIRef(f"{NAMESPACE}role"))) for target in graph.objects(name, URIRef(f"{OA}hasTarget"))
    }
    assert roles == {"source", "cue", "content"}
    starts = {int(str(start)) for start in graph.objects(None, URIRef(f"{OA}start"))}
    assert TEXT.index("وكالة") in starts


def test_a_part_of_the_corpus_can_be_chosen(cast: Cast, version: ArticleVersion) -> None:
    editor = cast.actor("editor")
    find_span(editor, make_article(editor, "Other words"), "Other")
    assert len(items(exported(cast), "highlighting")) == 5
    chosen = exported(cast, article=version.article.uid)
    assert len(items(chosen, "highlighting")) == 4
    Draft202012Validator(SCHEMA).validate(chosen)
