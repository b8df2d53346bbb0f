"""TEI: valid P5, whose pointers select the words that they should, and which says what XML could not hold."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from annotations.actions import add_comment, add_mention, transition
from annotations.corpus import select
from annotations.formats import export_format
from annotations.formats.tei import TEI
from annotations.models import Workspace
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_source, make_span
from tests.formats.corpora import corpora
from tests.formats.tei_schema import schema
from tests.formats.test_round_trip import SEEDS, new_workspace, taken_in

TEXT = '👍🏽 قالت وكالة: «لا & <b>"\nثم قالت أخرى'
ID = "{http://www.w3.org/XML/1998/namespace}id"
RANGE = re.compile(r"#string-range\((text-[0-9a-f-]{36})((?:,\d+,\d+)+)\)")


def written(workspace: Workspace) -> bytes:
    return b"".join(export_format("tei").export(select(workspace=workspace)))


def read(file: bytes) -> Any:
    """The root of the file, which must be valid, with every pointer leading to an element of it."""
    root = etree.fromstring(file)
    assert schema().validate(root), schema().error_log
    names = {element.get(ID) for element in root.iter() if element.get(ID)}
    for element in root.iter(etree.Element):
        for attribute in ("active", "passive", "corresp", "ana", "prev"):
            for named in (element.get(attribute) or "").split():
                assert named.removeprefix("#") in names, (attribute, named)
    return root


def found(root: Any, name: str) -> list[Any]:
    return list(root.iter(f"{{{TEI}}}{name}"))


def words_at(root: Any, target: str) -> str:
    """What string-range selects: characters of the element, whatever elements stand between them."""
    match = RANGE.fullmatch(target)
    assert match, target
    (text,) = ["".join(one.itertext()) for one in found(root, "ab") if one.get(ID) == match[1]]
    numbers = list(map(int, match[2].strip(",").split(",")))
    return " ".join(text[at : at + length] for at, length in zip(numbers[::2], numbers[1::2], strict=True))


def covered(root: Any) -> dict[str, str]:
    """The words of each span by its pointer; those that it says are those that it selects."""
    spans = {}
    for span in found(root, "span"):
        spans[f"#{span.get(ID)}"] = words_at(root, span.get("target"))
        assert span.text == spans[f"#{span.get(ID)}"]
    return spans


@pytest.fixture
def root(cast: Cast) -> Any:
    actor = cast.actor("editor")
    version = make_article(
        actor, TEXT, metadata={"a": ["ب"]}, published_at="2020-09-28T10:00:00Z", url="https://a.example/x?a=1&b=2"
    )
    source, cue, content = (find_span(actor, version, words) for words in ("وكالة", "قالت", '«لا & <b>"'))
    group, person = make_source(actor, "AFP & co"), make_source(actor, "مها", kind="named_person")
    outer = make_frame(
        actor, version, source=source, cue=cue, contents=(content,), speakers=(group, person), attitude="belief"
    )
    start = TEXT.index("لا")
    inner = make_span(actor, version, (start, start + 2), (start + 5, start + 8))
    other = make_article(actor, "قبل \x07 بعد")
    make_frame(actor, version, contents=(inner,), parent=outer, cites=other.article.uid)
    claim = make_claim(actor, "P < Q", translations={"ar": "ب"})
    add_mention(actor=actor, claim=claim, attribution=outer, polarity="denies", credibility=2)
    for target in (outer, version, version.article, claim, group):
        add_comment(actor=actor, target=target.uid, body="a < b?")
    transition(actor=actor, claim=claim, to="marked")
    return read(written(cast.workspace))


def test_spans_select_their_words_in_pieces_too(root: Any) -> None:
    assert sorted(covered(root).values()) == sorted(["وكالة", "قالت", '«لا & <b>"', "لا <b>"])
    assert "".join(found(root, "ab")[0].itertext()) in (TEXT, "قبل \ufffd بعد")


def test_frames_are_relations_of_spans(root: Any) -> None:
    words = covered(root)
    relations = found(root, "relation")
    (outer,) = [one for one in relations if one.get("name") == "attribution" and one.get("active")]
    assert words[outer.get("active")] == "وكالة"
    assert [words[one] for one in outer.get("passive").split()] == ['«لا & <b>"']
    own = f"#{outer.get(ID)}"
    assert [words[one.get("passive")] for one in relations if one.get("name") == "cue"] == ["قالت"]
    assert [one.get("passive") for one in relations if one.get("name") == "parent"] == [own]
    assert len([one for one in relations if one.get("name") == "speaker" and one.get("active") == own]) == 2
    (mention,) = [one for one in relations if one.get("name") == "mention"]
    assert (mention.get("type"), mention.get("subtype"), mention.get("active")) == ("denies", "credibility-2", own)


def test_features_names_and_comments(root: Any) -> None:
    features = {
        one.get("corresp"): {f.get("name"): f.findtext(f"{{{TEI}}}string") for f in one} for one in found(root, "fs")
    }
    assert {"attitude": "belief", "quotation": "mixed"}.items() <= max(features.values(), key=len).items() or any(
        one.get("attitude") == "belief" for one in features.values()
    )
    assert [one.findtext(f"{{{TEI}}}persName") for one in found(root, "person")] == ["مها"]
    assert [one.findtext(f"{{{TEI}}}orgName") for one in found(root, "org")] == ["AFP & co"]
    assert [one.text for one in found(root, "item")] == ["P < Q"]
    comments = [one for one in found(root, "note") if one.get("type") == "comment"]
    assert sorted(one.get("target").split("-")[0] for one in comments) == [
        "#claim", "#frame", "#source", "#version", "#version",
    ]  # fmt: skip


def test_the_header_says_where_a_text_comes_from(root: Any) -> None:
    (date,) = [
        one.get("when")
        for one in found(root, "date")
        if one.getparent().getparent().find(f"{{{TEI}}}sourceDesc/{{{TEI}}}bibl") is not None
    ]
    assert date == "2020-09-28T10:00:00Z"
    assert "https://a.example/x?a=1&b=2" in [one.text for one in found(root, "idno")]
    (header,) = [json.loads(one.text) for one in found(root, "p") if one.get("n") == "header"]
    assert (header["format"], header["offset_unit"], header["counts"]["attribution"]) == ("tei", "code_point", 2)
    assert {one.get("unit"): one.get("quantity") for one in found(root, "measure")}["span"] == "4"


def test_what_was_left_out_is_told_at_the_end(root: Any) -> None:
    last = root.getnext()
    assert last.target == "isnad-loss"
    lost = {one["kind"]: one["count"] for one in json.loads(last.text)["lost"]}
    assert lost["character"] == 1
    assert lost["transition"] == 1
    assert lost["cites"] == 1
    assert lost["made"] > 10


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(file=corpora())
def test_any_corpus_is_valid_and_its_spans_select_their_words(cast: Cast, file: bytes) -> None:
    workspace = new_workspace()
    taken_in(cast, workspace, file)
    made = read(written(workspace))
    assert len(covered(made)) == file.count(b'"type":"span"')


def test_the_seeds_are_valid(cast: Cast) -> None:
    workspace = new_workspace()
    taken_in(cast, workspace, SEEDS.read_bytes())
    assert len(covered(read(written(workspace)))) > 100


def test_an_empty_workspace_is_a_valid_corpus(cast: Cast) -> None:
    assert covered(read(written(cast.workspace))) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name="attribution"', 'name="an attribution"'),
        ("<ab ", "<ax "),
        ("<sourceDesc>", "<x/><sourceDesc>"),
        ("relation ", "quote "),
    ],
)
def test_the_schema_can_fail(cast: Cast, root: Any, old: str, new: str) -> None:
    file = written(cast.workspace).decode()
    assert old in file
    broken = file.replace(old, new).replace("</ab>", "</ax>" if "<ax" in new else "</ab>")
    assert not schema().validate(etree.fromstring(broken.encode()))
