"""Whatever a CAS holds, it is taken or told: no other error, no memory without bound."""

from __future__ import annotations

import io
import json
import random
import tracemalloc
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import DomainError
from annotations.formats import import_format
from annotations.formats.cas import xmi_reading
from annotations.formats.cas.build import cas_of
from annotations.formats.cas.json_writing import json_of
from annotations.formats.cas.xmi_writing import xmi_of
from tests.formats.cas.test_recognising import TEXT, json_cas, xmi, zipped
from tests.formats.documents import awkward
from tests.formats.foreign_files import read, refused_in, texts_in
from tests.formats.test_doccano import anything

OURS = {"cas-xmi": "".join(xmi_of(cas_of(awkward()[0]))), "cas-json": "".join(json_of(cas_of(awkward()[0])))}
FEATURES = ["begin", "end", "@sofa", "id", "layer", "@Source", "@Content", "@target", "role", "@Governor", "@Dependent"]
FEATURES += [
    "speakers",
    "@speakers",
    "piece",
    "@owner",
    "feature",
    "@offsets",
    "@characters",
    "metadata",
    "target_type",
]
TYPES = ["isnad.Span", "isnad.Attribution", "isnad.Nesting", "isnad.ContentLink", "isnad.Replaced", "isnad.Article"]
TYPES += ["isnad.Version", "isnad.Mention", "isnad.Comment", "isnad.Layer", "my.Cue", "uima.cas.FSArray", "my.Link[]"]
values = st.integers(-2, 12) | st.sampled_from(["source", "cue", "", "[", "a"]) | anything
structures = st.fixed_dictionaries(
    {"%TYPE": st.sampled_from(TYPES)},
    optional={name: st.integers(-2, 12) if name.startswith("@") else values for name in FEATURES}
    | {"%ELEMENTS": st.lists(st.integers(-1, 9) | st.none() | st.text(max_size=2), max_size=4)},
)


@settings(max_examples=40, deadline=None)
@given(found=st.lists(structures, max_size=8))
def test_structures_of_any_kind(found: list[dict[str, Any]]) -> None:
    described = {"my.Cue": {"%SUPER_TYPE": "uima.tcas.Annotation", "x": {"%RANGE": "my.Link[]"}}}
    got = read("cas-json", json_cas(described, *found))
    assert texts_in(got) in ([TEXT], [])  # none where its own article cannot be one
    assert texts_in(got) or refused_in(got)


@pytest.mark.parametrize("form", OURS)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_our_own_file_with_something_changed(form: str, seed: int) -> None:
    """Numbers and words of the file are exchanged for others, or a piece of it is lost."""
    chance = random.Random(seed)  # noqa: S311 - reproducible on purpose
    text = OURS[form]
    start = chance.randrange(len(text))
    end = min(len(text), start + chance.randrange(40))
    other = chance.choice(
        ["", "0", "-1", "99999999999999999999", "null", "x", '"', "\x00", "\ud800", text[end : end + 30]]
    )
    changed = text[:start] + other + text[end:]
    try:
        got = read(form, changed)
    except DomainError as refused:
        assert refused.rule == "file.other_kind"  # noqa: PT017 - the one that may be
    else:
        assert texts_in(got) or refused_in(got)


def rules_of(form: str, file: bytes) -> list[str]:
    """The rules by which the file or things in it are refused."""
    try:
        return [rule for rule, _place in refused_in(read(form, file))]
    except DomainError as refused:
        return [refused.rule]


@pytest.mark.parametrize("form", OURS)
@settings(max_examples=40, deadline=None)
@given(noise=st.binary(max_size=60), cut=st.integers(0, 400))
def test_an_archive_of_noise(form: str, noise: bytes, cut: int) -> None:
    whole = zipped({f"a.{form.removeprefix('cas-')}": noise, "TypeSystem.xml": noise[::-1]})
    for file in (whole, whole[:cut] + noise + whole[cut:], b"PK" + noise):
        assert rules_of(form, file)


ENCODINGS = [
    "shift_jis",
    "big5",
    "latin-1",
    "utf-7",
    "utf-32",
    "utf_16_le",
    "idna",
    "punycode",
    "rot13",
    "zlib",
    "mbcs",
    "undefined",
    "iso-8859-12",
]


@pytest.mark.parametrize("encoding", [*ENCODINGS, "x" * 200])
def test_an_encoding_that_not_every_parser_reads_alike_is_refused_by_name(encoding: str) -> None:
    """At the file that says so: the others of the archive go in, but for those that this type system describes."""
    said = f'<?xml version="1.0" encoding="{encoding}"?>'
    whole = zipped({"a.xmi": xmi(), "b/b.xmi": f"{said}<a/>", "c/TypeSystem.xml": f"{said}<a/>", "c/c.xmi": xmi()})
    got = read("cas-xmi", whole)
    assert (texts_in(got), refused_in(got)) == ([TEXT], [("xml.encoding", "b/b.xmi"), ("xml.encoding", "c/c.xmi")])


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-16", "us-ascii", "ISO-8859-1", "iso-8859-6", "windows-1256"])
def test_encodings_that_are_read(encoding: str) -> None:
    text = "قال" if encoding[-1] == "6" else "He said"
    file = xmi(text=text).replace('encoding="UTF-8"', f'encoding="{encoding}"')
    assert texts_in(read("cas-xmi", file.encode(encoding))) == [text]


def test_a_bomb_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xmi", b" " * 50_000_000)
    tracemalloc.start()
    with pytest.raises(DomainError) as refused:
        list(import_format("cas-xmi").read([out.getvalue()]))
    assert refused.value.rule == "archive.bomb"
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_more_structures_or_values_than_a_text_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmi_reading, "MAX_STRUCTURES", 3)
    many = "".join(f'<custom:Piece xmi:id="{number}"/>' for number in range(2, 9))
    assert refused_in(read("cas-xmi", xmi(many))) == [("cas.too_large", "file.xmi")]
    values = '{"%FEATURE_STRUCTURES":[' + "[]," * 4_100_000 + "[]]}"
    tracemalloc.start()
    assert refused_in(read("cas-json", values)) == [("json.too_many", "file.json")]
    assert tracemalloc.get_traced_memory()[1] < 4 * len(values)
    tracemalloc.stop()


def test_types_that_inherit_from_one_another_in_a_circle() -> None:
    described = {"a.A": {"%SUPER_TYPE": "a.B"}, "a.B": {"%SUPER_TYPE": "a.A"}}
    got = read("cas-json", json_cas(described, {"%TYPE": "a.A", "begin": 0, "end": 1}))
    assert texts_in(got) == [TEXT]


def test_frames_in_a_circle_come_without_their_parents() -> None:
    plain = json.loads(OURS["cas-json"])
    frames = [one["%ID"] for one in plain["%FEATURE_STRUCTURES"] if one["%TYPE"] == "isnad.Attribution"]
    for number, (inner, outer) in enumerate(zip(frames, frames[1:] + frames[:1], strict=True), start=9000):
        relation = {"%ID": number, "%TYPE": "isnad.Nesting", "@Dependent": inner, "@Governor": outer}
        plain["%FEATURE_STRUCTURES"].append(relation)
    got = read("cas-json", json.dumps(plain))
    assert len([one for one in got if one.noun == "attribution"]) == len(frames)
    assert {rule for rule, _place in refused_in(got)} == {"frame.child_outside_parent"}
