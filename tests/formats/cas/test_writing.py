"""What is written loads with DKPro's own library and lies where it should."""

from __future__ import annotations

import io
import json

import pytest
from cassis import Cas, load_cas_from_json, load_cas_from_xmi, load_typesystem
from hypothesis import given, settings
from lxml import etree

from annotations.corpus import Document
from annotations.formats.cas.build import cas_of
from annotations.formats.cas.json_writing import json_of
from annotations.formats.cas.replaced import NO_XML, STAND_IN
from annotations.formats.cas.types import DKPRO, SLOTS, type_system_xml
from annotations.formats.cas.xmi_writing import xmi_of
from annotations.text import sentences, tokens
from tests.formats.corpora import corpora
from tests.formats.documents import awkward, documents_in

FORMS = ("xmi", "json")
SEGMENTATION = f"{DKPRO}segmentation.type"
TYPES = load_typesystem(io.BytesIO(type_system_xml()))


def loaded(document: Document, form: str) -> Cas:
    """As DKPro's library reads it."""
    cas = cas_of(document)
    if form == "json":
        return load_cas_from_json("".join(json_of(cas)))
    return load_cas_from_xmi("".join(xmi_of(cas)), typesystem=TYPES)


def shown(text: str, form: str) -> str:
    return NO_XML.sub(STAND_IN, text) if form == "xmi" else text


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=6, deadline=None)
@given(file=corpora())
def test_every_span_covers_its_words(form: str, file: bytes) -> None:
    for document in documents_in(file):
        cas = loaded(document, form)
        text = document.version.text
        assert cas.sofa_string == shown(text, form)
        for name, places in (("Sentence", sentences(text)), ("Token", tokens(text))):
            found = [one.get_covered_text() for one in cas.select(f"{SEGMENTATION}.{name}")]
            assert found == [shown(text[start:end], form) for start, end in places]
        spans = [span for layer in document.layers for span in layer.spans.values()]
        pieces = {(one.id, one.piece): one.get_covered_text() for one in cas.select("isnad.Span")}
        assert pieces == {
            (span.id, piece): shown(text[start:end], form)
            for span in spans
            for piece, (start, end) in enumerate(span.segments)
        }


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=5, deadline=None)
@given(file=corpora())
def test_every_frame_links_to_its_parts(form: str, file: bytes) -> None:
    for document in documents_in(file):
        cas = loaded(document, form)
        frames = {frame.id: frame for layer in document.layers for frame in layer.attributions.values()}
        found = {one.id: one for one in cas.select("isnad.Attribution")}
        assert found.keys() == frames.keys()
        for uid, frame in frames.items():
            wanted = {role: [getattr(frame, role)] for role in SLOTS if role != "content" and getattr(frame, role)}
            if frame.contents:
                wanted["content"] = frame.contents
            linked = {
                role: list(dict.fromkeys(link.target.id for link in found[uid][slot].elements))
                for role, slot in SLOTS.items()
                if found[uid][slot]
            }
            assert linked == wanted
        nested = {one.Dependent.id: one.Governor.id for one in cas.select("isnad.Nesting")}
        assert nested == {uid: frame.parent for uid, frame in frames.items() if frame.parent}


@pytest.mark.parametrize("form", FORMS)
def test_a_frame_lies_on_its_cue_else_on_its_source_else_on_its_content(form: str) -> None:
    (document,) = awkward()
    cas = loaded(document, form)
    places = {(one.anchor, one.get_covered_text()) for one in cas.select("isnad.Attribution")}
    assert places == {("cue", "قالت"), ("cue", "أعلنت"), ("content", "nothing & <no>")}
    for relation in cas.select("isnad.Nesting"):
        assert (relation.begin, relation.end) == (relation.Dependent.begin, relation.Dependent.end)


@pytest.mark.parametrize("form", FORMS)
def test_the_document_says_what_it_is(form: str) -> None:
    (document,) = awkward()
    cas = loaded(document, form)
    (about,) = cas.select(f"{DKPRO}metadata.type.DocumentMetaData")
    assert (about.documentTitle, about.documentId, about.language) == ('A & B\n"C"', document.version.id, "ar")
    (article,) = cas.select("isnad.Article")
    assert json.loads(article.metadata) == document.article.metadata
    assert [one.kind for one in cas.select("isnad.Layer")] == [one.layer.kind for one in document.layers]
    (version,) = cas.select("isnad.Version")
    assert version.sha256 == document.version.sha256


def test_what_xml_cannot_hold_is_told() -> None:
    (document,) = awkward()
    cas = loaded(document, "xmi")
    (replaced,) = cas.select("isnad.Replaced")
    assert replaced.owner is None
    assert replaced.characters.elements == [7]
    assert cas.sofa_string.replace(STAND_IN, "\x07") == document.version.text
    assert loaded(document, "json").select("isnad.Replaced") == []


def test_the_same_document_gives_the_same_bytes() -> None:
    for write in (xmi_of, json_of):
        first, second = ("".join(write(cas_of(awkward()[0]))) for _ in range(2))
        assert first == second


def test_the_layers_are_such_as_inception_can_show() -> None:
    """A span layer has plain features, lists of strings and slots; a slot's link has a role and a target; a relation
    has a Governor and a Dependent of one type."""
    root = etree.fromstring(type_system_xml())
    space = {"u": "http://uima.apache.org/resourceSpecifier"}
    features = {
        one.findtext("u:name", namespaces=space): {
            feature.findtext("u:name", namespaces=space): (
                feature.findtext("u:rangeTypeName", namespaces=space),
                feature.findtext("u:elementType", namespaces=space),
            )
            for feature in one.iterfind("u:features/u:featureDescription", space)
        }
        for one in root.iterfind("u:types/u:typeDescription", space)
    }
    plain = {"uima.cas.String", "uima.cas.Integer", "uima.cas.StringArray"}
    for layer in ("isnad.Span", "isnad.Attribution"):
        for range_, element in features[layer].values():
            if range_ not in plain:
                assert range_ == "uima.cas.FSArray"
                assert set(features[element]) == {"role", "target"}
    ends = {name: range_ for name, (range_, _) in features["isnad.Nesting"].items() if range_ not in plain}
    assert ends == {"Governor": "isnad.Attribution", "Dependent": "isnad.Attribution"}
