"""CAS files of others: which of their layers speak of attributions, and that all else is told."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

import pytest

from annotations.errors import MalformedError
from annotations.formats import import_format
from annotations.formats.cas.types import METADATA
from tests.formats.foreign_files import frames_in, read, refused_in, texts_in, words_in

TEXT = "😀 قالت بغداد إن المحادثات فشلت، وأضافت أنها تأسف"
CUSTOM = "webanno.custom"


def at(word: str, text: str = TEXT) -> dict[str, int]:
    """begin and end in UTF-16, as UIMA counts them."""
    before = len(text[: text.index(word)].encode("utf-16-le")) // 2
    return {"begin": before, "end": before + len(word.encode("utf-16-le")) // 2}


def feature(name: str, range_: str = "uima.cas.String") -> dict[str, Any]:
    return {name: {"%NAME": name, "%RANGE": range_}}


def layer(name: str, *features: dict[str, Any], above: str = "uima.tcas.Annotation") -> dict[str, Any]:
    described: dict[str, Any] = {"%NAME": name, "%SUPER_TYPE": above}
    for one in features:
        described |= one
    return {name: described}


def json_cas(types: Any, *structures: dict[str, Any], text: str = TEXT, views: Any = None) -> bytes:
    sofa = {
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "mimeType": "text",
        "sofaString": text,
    }  # fmt: skip
    listed = [sofa] + [
        {"%ID": number, **({"@sofa": 1} if "begin" in one else {}), **one}
        for number, one in enumerate(structures, start=2)
    ]
    if views is None:
        views = {"_InitialView": {"%SOFA": 1, "%MEMBERS": [one["%ID"] for one in listed[1:]]}}
    return json.dumps({"%TYPES": types, "%FEATURE_STRUCTURES": listed, "%VIEWS": views}).encode()


def zipped(files: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


SLOTTED = {
    **layer(f"{CUSTOM}.Piece", feature("kind")),
    **layer(f"{CUSTOM}.SpeechArgLink", feature("role"), feature("target", f"{CUSTOM}.Piece"), above="uima.cas.TOP"),
    **layer(f"{CUSTOM}.Speech", feature("args", f"{CUSTOM}.SpeechArgLink[]")),
    **layer("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", feature("value")),
}


def test_slots_as_inception_draws_them_with_roles_on_the_links() -> None:
    file = json_cas(
        SLOTTED,
        {"%TYPE": f"{CUSTOM}.Piece", **at("بغداد")},
        {"%TYPE": f"{CUSTOM}.Piece", **at("إن المحادثات فشلت")},
        {"%TYPE": f"{CUSTOM}.SpeechArgLink", "role": "Speaker", "@target": 2},
        {"%TYPE": f"{CUSTOM}.SpeechArgLink", "role": "content-1", "@target": 3},
        {"%TYPE": "uima.cas.FSArray", "%ELEMENTS": [4, 5]},
        {"%TYPE": f"{CUSTOM}.Speech", **at("قالت"), "@args": 6},
        {"%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", **at("بغداد"), "value": "LOC"},
        {"%TYPE": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", **at("أنها"), "value": "LOC"},
    )
    found = read("cas-json", file)
    assert frames_in(found) == [{"source": "بغداد", "cue": "قالت", "contents": ["إن المحادثات فشلت"]}]
    assert refused_in(found) == [("cas.type_unknown", "file.json#8")]
    assert "2 annotations" in next(one.error.detail for one in found if one.error)


def test_relations_between_labelled_spans() -> None:
    types = {
        **layer(f"{CUSTOM}.Part", feature("label")),
        **layer(f"{CUSTOM}.Of", feature("Governor", f"{CUSTOM}.Part"), feature("Dependent", f"{CUSTOM}.Part")),
    }
    of = {"%TYPE": f"{CUSTOM}.Of", "begin": 0, "end": 1}
    file = json_cas(
        types,
        {"%TYPE": f"{CUSTOM}.Part", "label": "SOURCE", **at("بغداد")},
        {"%TYPE": f"{CUSTOM}.Part", "label": "Cue", **at("قالت")},
        {"%TYPE": f"{CUSTOM}.Part", "label": "content", **at("إن المحادثات فشلت")},
        {"%TYPE": f"{CUSTOM}.Part", "label": "cue", **at("أضافت")},
        {"%TYPE": f"{CUSTOM}.Part", "label": "quote", **at("أنها تأسف")},
        {**of, "@Governor": 3, "@Dependent": 2},
        {**of, "@Governor": 3, "@Dependent": 4},
        {**of, "@Governor": 5, "@Dependent": 6},
        {**of, "@Governor": 5, "@Dependent": 2},
        {**of, "@Governor": 5, "@Dependent": 99},
    )
    found = read("cas-json", file)
    assert frames_in(found) == [
        {"source": "بغداد", "cue": "قالت", "contents": ["إن المحادثات فشلت"]},
        {"source": "بغداد", "cue": "أضافت", "contents": ["أنها تأسف"]},
    ]
    assert refused_in(found) == [("cas.type_unknown", "file.json#11")]


def test_references_of_a_pipeline() -> None:
    """As a Python pipeline makes them: a quotation that refers to who says it."""
    types = {
        **layer("my.Person"),
        **layer("my.Quote", feature("speaker", "my.Person"), feature("cue", "my.Person")),
    }
    file = json_cas(
        types,
        {"%TYPE": "my.Person", **at("بغداد")},
        {"%TYPE": "my.Person", **at("قالت")},
        {"%TYPE": "my.Quote", **at("إن المحادثات فشلت"), "@speaker": 2, "@cue": 3},
    )
    found = read("cas-json", file)
    assert frames_in(found) == [{"source": "بغداد", "cue": "قالت", "contents": ["إن المحادثات فشلت"]}]
    assert refused_in(found) == []


TYPE_SYSTEM = f"""<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>
<typeDescription><name>{CUSTOM}.Piece</name><supertypeName>uima.tcas.Annotation</supertypeName></typeDescription>
<typeDescription><name>{CUSTOM}.Link</name><supertypeName>uima.cas.TOP</supertypeName><features>
<featureDescription><name>role</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription>
<featureDescription><name>target</name><rangeTypeName>{CUSTOM}.Piece</rangeTypeName></featureDescription>
</features></typeDescription>
<typeDescription><name>{CUSTOM}.Speech</name><supertypeName>uima.tcas.Annotation</supertypeName><features>
<featureDescription><name>Source</name><rangeTypeName>uima.cas.FSArray</rangeTypeName>
<elementType>{CUSTOM}.Link</elementType></featureDescription>
<featureDescription><name>Content</name><rangeTypeName>uima.cas.FSArray</rangeTypeName>
<elementType>{CUSTOM}.Link</elementType></featureDescription>
</features></typeDescription></types></typeSystemDescription>"""


def xmi(*elements: str, text: str = TEXT) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">'
        f'<cas:NULL xmi:id="0"/>{"".join(elements)}'
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="{text}"/>'
        '<cas:View sofa="1" members="2 3"/></xmi:XMI>'
    )


def piece(id_: int, word: str, kind: str = "Piece", more: str = "") -> str:
    place = at(word)
    return f'<custom:{kind} xmi:id="{id_}" sofa="1" begin="{place["begin"]}" end="{place["end"]}"{more}/>'


def test_xmi_is_understood_by_the_nearest_type_system() -> None:
    """As INCEpTION exports a document: its type system beside it; two targets of a slot for contents are two."""
    file = xmi(
        piece(2, "قالت", "Speech", ' Source="5" Content="6 7"'),
        piece(3, "بغداد"),
        piece(4, "إن المحادثات فشلت"),
        piece(8, "أنها تأسف"),
        '<custom:Link xmi:id="5" target="3"/><custom:Link xmi:id="6" target="4"/>'
        '<custom:Link xmi:id="7" role="x" target="8"/>',
    )
    archive = zipped({"doc/annotator.xmi": file, "doc/TypeSystem.xml": TYPE_SYSTEM, "TypeSystem.xml": "<broken"})
    found = read("cas-xmi", archive)
    assert frames_in(found) == [{"source": "بغداد", "cue": "قالت", "contents": ["إن المحادثات فشلت", "أنها تأسف"]}]
    assert refused_in(found) == []


def test_a_project_of_inception_is_an_article_with_a_layer_for_each_annotator() -> None:
    """Its folders: a document, an annotator; the document without annotations; what a curator decided."""
    types = layer(f"{CUSTOM}.Cue")
    one, other = (json_cas(types, {"%TYPE": f"{CUSTOM}.Cue", **at(word)}) for word in ("قالت", "وأضافت"))
    files = {
        "annotation/report.txt/maha.json": one, "annotation/report.txt/omar.json": other,
        "annotation/report.txt/INITIAL_CAS.json": json_cas(types),
        "curation/report.txt/CURATION_USER.json": one, "annotation/second.txt/maha.json": one,
    }  # fmt: skip
    found = read("cas-json", zipped(files))
    assert len(texts_in(found)) == 2
    articles = {one.fields["id"]: one.fields["article"] for one in found if one.noun == "version"}
    layers = [
        (list(articles).index(one.fields["version"]), one.fields["kind"], one.fields["annotator"])
        for one in found
        if one.noun == "layer"
    ]
    assert layers == [
        (0, "shared", ""), (0, "independent", "maha"), (0, "independent", "omar"), (1, "independent", "maha"),
        (0, "adjudicated", ""),
    ]  # fmt: skip
    assert words_in(found) == ["قالت", "وأضافت", "قالت", "قالت"]


@pytest.mark.parametrize(
    ("language", "title", "expected"),
    [
        ("fa", "گزارش", {"language": "fa", "title": "گزارش"}),
        ("x-unspecified", " ", {"language": "ar", "title": TEXT}),
        (7, "a\u0007b", {"language": "ar", "title": TEXT}),
    ],
)
def test_language_and_title_are_those_of_the_metadata(language: Any, title: str, expected: dict[str, str]) -> None:
    about = {"%TYPE": METADATA, "begin": 0, "end": 5, "language": language, "documentTitle": title}
    found = read("cas-json", json_cas({}, about))
    article = next(one.fields for one in found if one.noun == "article")
    assert {key: article[key] for key in expected} == expected
    assert refused_in(found) == []


def test_the_same_file_gives_the_same_ids() -> None:
    file = json_cas(SLOTTED, {"%TYPE": "my.Cue", **at("قالت")})
    first, second = ([(one.noun, one.fields) for one in read("cas-json", file)] for _ in range(2))
    assert first == second
    assert {one.noun for one in read("cas-json", file)} >= {"article", "version", "layer", "span"}


def test_offsets_are_told_with_their_place_and_the_rest_goes_in() -> None:
    types = layer(f"{CUSTOM}.Cue")
    cue = f"{CUSTOM}.Cue"
    file = json_cas(
        types,
        {"%TYPE": cue, "begin": 1, "end": 4},
        {"%TYPE": cue, "begin": 3, "end": 10**6},
        {"%TYPE": cue, "begin": "3", "end": 4},
        {"%TYPE": cue, "begin": 7, "end": 3},
        {"%TYPE": cue, **at("قالت")},
        {"%TYPE": cue, "begin": 3, "end": 7, "@sofa": 99},
    )
    found = read("cas-json", file)
    assert refused_in(found) == [
        ("span.splits_surrogate_pair", "file.json#2"),
        ("span.out_of_text", "file.json#3"),
        ("cas.offset", "file.json#4"),
        ("cas.other_view", "file.json#7"),
        ("frame.unlinked", "file.json#5"),
        ("frame.unlinked", "file.json#6"),
        ("span.empty", "file.json#5"),
    ]
    assert words_in(found) == ["قالت"]


def test_line_ends_of_windows_become_line_feeds_and_offsets_follow() -> None:
    text = "😀 one\r\ntwo said\rthree"
    types = layer(f"{CUSTOM}.Cue")
    found = read("cas-json", json_cas(types, {"%TYPE": f"{CUSTOM}.Cue", **at("said", text)}, text=text))
    assert texts_in(found) == ["😀 one\ntwo said\nthree"]
    assert words_in(found) == ["said"]


def test_other_views_are_told() -> None:
    other = {"%ID": 90, "%TYPE": "uima.cas.Sofa", "sofaNum": 2, "sofaID": "translation", "sofaString": "no"}
    file = json.loads(json_cas({}))
    file["%FEATURE_STRUCTURES"].append(other)
    found = read("cas-json", json.dumps(file).encode())
    assert refused_in(found) == [("cas.other_view", "file.json")]
    assert texts_in(found) == [TEXT]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><xmi:XMI xmlns:xmi="http://www.omg.org/XMI"/>'
OUTSIDE = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'


@pytest.mark.parametrize(
    ("form", "file", "rule"),
    [
        ("cas-xmi", BOMB, "xml.doctype"),
        ("cas-xmi", OUTSIDE, "xml.doctype"),
        ("cas-xmi", xmi(text="&undefined;"), "xml.malformed"),
        ("cas-xmi", "<xmi:XMI xmlns:xmi='http://www.omg.org/XMI'>", "xml.malformed"),
        ("cas-xmi", "<TEI/>", "cas.not_xmi"),
        ("cas-xmi", "", "xml.malformed"),
        ("cas-xmi", b"<x a='\xff'/>", "xml.malformed"),
        ("cas-xmi", xmi(piece(2, "قالت"), piece(2, "بغداد")), "cas.id_twice"),
        ("cas-xmi", xmi('<custom:Piece xmi:id="x1"/>'), "cas.no_id"),
        ("cas-xmi", xmi('<cas:View sofa="1" members="2 many"/>'), "cas.reference"),
        ("cas-xmi", "<a>" * 300, "cas.not_xmi"),
        ("cas-xmi", xmi("<b>" * 300 + "</b>" * 300), "xml.too_deep"),
        ("cas-xmi", xmi().replace("sofaString", "sofaURI"), "cas.no_text"),
        ("cas-json", "[]", "json.not_object"),
        ("cas-json", "{}", "cas.not_json_cas"),
        ("cas-json", b'{"a":"\xff"}', "json.not_utf8"),
        ("cas-json", json_cas({}, text="a\ud800b"), "text.lone_surrogate"),
        ("cas-json", "[" * 100_000, "json.too_deep"),
        ("cas-json", '{"%FEATURE_STRUCTURES":[{"%ID":' + "9" * 5000 + "}]}", "json.malformed"),
        ("cas-json", json_cas({}, {"%TYPE": 3}), "cas.feature"),
        ("cas-json", json_cas({}, {"%TYPE": "a.B", "@x": "y"}), "cas.feature"),
        ("cas-json", json_cas({}, {"%TYPE": "a.B", "x": {"y": 1}}), "cas.feature"),
        ("cas-json", json_cas({}, {"%ID": 1, "%TYPE": "a.B"}), "cas.id_twice"),
        ("cas-json", json_cas({}, {"%ID": 1.5, "%TYPE": "a.B"}), "cas.no_id"),
        ("cas-json", json_cas({}, {"%ID": True, "%TYPE": "a.B"}), "cas.no_id"),
        ("cas-json", json_cas([1]), "cas.type_system"),
        ("cas-json", json_cas({"a": 1}), "cas.type_system"),
        ("cas-json", json_cas({}, views=1), "cas.views"),
        ("cas-json", json_cas({}, views={"a": {"%MEMBERS": ["1"]}}), "cas.views"),
        ("cas-json", json_cas({}, text="  "), "text.empty"),
    ],
)
def test_what_is_no_cas_is_refused_by_its_name(form: str, file: bytes | str, rule: str) -> None:
    content = file.encode("utf-8", "surrogatepass") if isinstance(file, str) else file
    ending = form.replace("cas-", ".")
    alone = next(import_format(form).read([content]))
    assert (alone.error and alone.error.rule, alone.place) == (rule, f"file{ending}")
    good = {"cas-xmi": xmi(), "cas-json": json_cas({})}[form]
    found = read(form, zipped({f"a/bad{ending}": content, f"b/good{ending}": good}))
    assert refused_in(found) == [(rule, f"a/bad{ending}")]
    assert texts_in(found) == [TEXT]


def test_an_archive_without_a_cas_is_refused() -> None:
    with pytest.raises(MalformedError) as refused:
        read("cas-json", zipped({"a.txt": "x"}))
    assert refused.value.rule == "cas.none"
    assert refused_in(read("cas-json", zipped({"b.zip": "PK"}))) == [("archive.no_zip", "b.zip")]


def test_an_annotators_archive_within_the_archive_is_opened_once() -> None:
    """As INCEpTION exports a project whose documents are XMI; its other files are told."""
    cue = xmi(piece(2, "قالت", "Speech", ' Source="5"'), piece(3, "بغداد"), '<custom:Link xmi:id="5" target="3"/>')
    inner = zipped({"maha.xmi": cue, "TypeSystem.xml": TYPE_SYSTEM})
    files = {
        "annotation/report.txt/maha.zip": inner, "annotation/report.txt/omar.zip": zipped({"deeper.zip": inner}),
        "annotation/report.txt/two.zip": zipped({"a.xmi": cue, "b.xmi": cue}), "annotation/report.txt/x.zip": "PK?",
        "exportedproject.json": "{}", "source/report.txt": TEXT,
    }  # fmt: skip
    found = read("cas-xmi", zipped(files))
    assert frames_in(found) == [{"source": "بغداد", "cue": "قالت", "contents": []}]
    assert {one.fields["annotator"] for one in found if one.noun == "layer"} == {"maha"}
    assert refused_in(found) == [
        ("archive.nested", "annotation/report.txt/omar.zip"),
        ("archive.nested", "annotation/report.txt/two.zip"),
        ("archive.no_zip", "annotation/report.txt/x.zip"),
        ("cas.file", "exportedproject.json"),
        ("cas.file", "source/report.txt"),
    ]


def test_a_type_system_that_cannot_be_read_refuses_what_it_describes() -> None:
    found = read("cas-xmi", zipped({"a.xmi": xmi(), "TypeSystem.xml": BOMB}))
    assert refused_in(found) == [("xml.doctype", "a.xmi")]
    found = read("cas-xmi", zipped({"a.xmi": xmi(), "TypeSystem.xml": "<x/>"}))
    assert refused_in(found) == [("cas.type_system", "a.xmi")]


def own(kind: str, words: str, **features: Any) -> dict[str, Any]:
    return {"%TYPE": f"isnad.{kind}", **at(words), **features}


def test_a_part_that_somebody_linked_to_several_spans_is_one_span() -> None:
    file = json_cas(
        {},
        own("Span", "بغداد", id="a"),
        own("Span", "أنها", id="b"),
        {"%TYPE": "isnad.SourceLink", "@target": 2},
        {"%TYPE": "isnad.SourceLink", "@target": 3},
        {"%TYPE": "uima.cas.FSArray", "%ELEMENTS": [4, 5]},
        own("Attribution", "قالت", **{"@Source": 6}),
        own("Attribution", "وأضافت", **{"@Source": 6}),
    )
    found = read("cas-json", file)
    assert refused_in(found) == []
    assert frames_in(found) == [{"source": "بغداد أنها", "cue": cue, "contents": []} for cue in ("قالت", "وأضافت")]


@pytest.mark.parametrize(
    ("structures", "rule", "place"),
    [
        ([own("Attribution", "قالت", id="f"), own("Attribution", "وأضافت", id="f")], "frame.key_twice", 3),
        ([own("Span", "قالت", id="f"), own("Attribution", "وأضافت", id="f")], "frame.key_twice", 3),
        ([own("Attribution", "قالت", **{"@Source": 3}), {"%TYPE": "uima.cas.FSArray", "%ELEMENTS": [4]},
          {"%TYPE": "isnad.SourceLink"}], "frame.span_missing", 2),
        ([{"%TYPE": "isnad.Article", "id": "a"}, {"%TYPE": "isnad.Article", "id": "b"}], "cas.record", 3),
    ],
    ids=["two frames of one name", "a frame and a span", "a slot to nothing", "two articles"],
)  # fmt: skip
def test_what_isnads_own_layers_cannot_say(structures: list[dict[str, Any]], rule: str, place: int) -> None:
    assert (rule, f"file.json#{place}") in refused_in(read("cas-json", json_cas({}, *structures)))
