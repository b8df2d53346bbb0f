"""What was written to a CAS and is read again is the same, but for what the loss report names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from annotations.corpus import CORPUS_TYPES, Document, Incoming, read_record
from annotations.formats.building import Builder
from annotations.formats.cas.build import cas_of
from annotations.formats.cas.json_reading import read_json
from annotations.formats.cas.json_writing import json_of
from annotations.formats.cas.recognising import document_of
from annotations.formats.cas.type_systems import OWN
from annotations.formats.cas.xmi_reading import read_xmi
from annotations.formats.cas.xmi_writing import xmi_of
from tests.formats.corpora import corpora
from tests.formats.documents import awkward, documents_in, held_by

FORMS = {"cas-xmi": (xmi_of, read_xmi), "cas-json": (json_of, read_json)}


def there_and_back(documents: Iterable[Document], form: str) -> list[Incoming]:
    write, read = FORMS[form]

    def foreign() -> Iterator[Any]:
        for document in documents:
            file = "".join(write(cas_of(document))).encode()
            yield document_of(read([file[:1000], file[1000:]], OWN), document.version.id)

    return list(Builder("cas").build(foreign()))


def records_of(found: list[Incoming]) -> dict[str, dict[str, Any]]:
    """By type and id; the quotation is computed by whoever stores it."""
    records: dict[str, dict[str, Any]] = {noun: {} for noun in CORPUS_TYPES}
    for one in found:
        assert one.error is None, one
        record: Any = read_record(one.noun, one.fields)
        records[one.noun][record.id] = record._replace(quotation="") if one.noun == "attribution" else record
    return records


def expected(documents: list[Document]) -> dict[str, dict[str, Any]]:
    held = held_by(documents)
    frames = {uid: frame._replace(quotation="") for uid, frame in held["attribution"].items()}
    return {**held, "attribution": frames}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=8, deadline=None)
@given(file=corpora())
def test_any_document_comes_back(form: str, file: bytes) -> None:
    documents = documents_in(file)
    assert records_of(there_and_back(documents, form)) == expected(documents)


@pytest.mark.parametrize("form", FORMS)
def test_the_awkward_document_comes_back(form: str) -> None:
    assert records_of(there_and_back(awkward(), form)) == expected(awkward())


def test_where_a_tool_dropped_the_records_the_layers_are_an_article_of_their_own() -> None:
    plain = json.loads("".join(json_of(cas_of(awkward()[0]))))
    layers = ("isnad.Span", "isnad.Attribution", "isnad.Nesting")
    plain["%FEATURE_STRUCTURES"] = [
        one
        for one in plain["%FEATURE_STRUCTURES"]
        if not one["%TYPE"].startswith("isnad.") or one["%TYPE"].endswith("Link") or one["%TYPE"] in layers
    ]
    found = list(Builder("cas").build([document_of(read_json([json.dumps(plain).encode()], OWN), "x")]))
    told = [one for one in found if one.error]  # the speaker of a frame was such a record
    assert [(one.error and one.error.rule, one.adjusted) for one in told] == [("frame.speaker_missing", True)]
    records, before = records_of([one for one in found if not one.error]), expected(awkward())
    for noun in ("article", "version", "layer", "span", "attribution"):
        assert not records[noun].keys() & before[noun].keys()
    words = {uid: one.quote["exact"] for uid, one in records["span"].items()}
    assert sorted(words.values()) == sorted(one.quote["exact"] for one in before["span"].values())
    contents = [[words[uid] for uid in one.contents] for one in records["attribution"].values()]
    known = {uid: one.quote["exact"] for uid, one in before["span"].items()}
    assert sorted(contents) == sorted([known[uid] for uid in one.contents] for one in before["attribution"].values())
    assert sum(one.parent is not None for one in records["attribution"].values()) == 1


def test_what_was_drawn_in_a_tool_has_no_id_and_goes_to_the_shared_layer() -> None:
    """As INCEpTION leaves it: no ids of ours, the frame on its cue, the pieces of a span under a name of theirs."""
    (document,) = awkward()
    cas = cas_of(document)
    plain = json.loads("".join(json_of(cas)))
    listed = plain["%FEATURE_STRUCTURES"]
    text = document.version.text
    more = len(text.encode("utf-16-le")) // 2 - len(text)
    at = lambda word: text.index(word) + more  # noqa: E731 - the only astral characters stand at its beginning
    last = max(one["%ID"] for one in listed)
    extra = [
        {"%TYPE": "isnad.Span", "@sofa": 1, "begin": at("more"), "end": at("more") + 4, "id": "a"},
        {"%TYPE": "isnad.Span", "@sofa": 1, "begin": at("Then"), "end": at("Then") + 4, "id": "a", "piece": 1},
        {"%TYPE": "isnad.ContentLink", "@target": last + 1, "role": ""},
        {"%TYPE": "isnad.ContentLink", "@target": last + 2, "role": ""},
        {"%TYPE": "uima.cas.FSArray", "%ELEMENTS": [last + 3, last + 4]},
        {"%TYPE": "isnad.Attribution", "@sofa": 1, "begin": at("no>"), "end": at("no>") + 2, "@Content": last + 5},
    ]
    listed += [{"%ID": last + number, **one} for number, one in enumerate(extra, start=1)]
    read = document_of(read_json([json.dumps(plain).encode()], OWN), "x")
    found = list(Builder("cas").build([read]))
    records, before = records_of(found), expected(awkward())
    (frame,) = [one for uid, one in records["attribution"].items() if uid not in before["attribution"]]
    spans = records["span"]
    assert spans[frame.cue].quote["exact"] == "no"
    assert [spans[uid].quote["exact"] for uid in frame.contents] == ["Then more"]
    assert records["layer"][frame.layer].kind == "shared"
