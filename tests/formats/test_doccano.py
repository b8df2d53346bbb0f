"""doccano's JSON Lines in both shapes, with the offsets of each of its clients."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import MalformedError
from annotations.text import boundaries
from tests.formats.foreign_files import frames_in, read, refused_in, texts_in, words_in

TEXT = "👩‍👩‍👧 قالت بغداد إن المحادثات فشلت 👍🏽، وأضافت أنها تأسف"
FRAME = [{"source": "بغداد", "cue": "قالت", "contents": ["المحادثات فشلت"]}]


def code_points(offset: int, text: str) -> int:
    return offset


def utf16(offset: int, text: str) -> int:
    return len(text[:offset].encode("utf-16-le")) // 2


def graphemes(offset: int, text: str) -> int:
    return boundaries(text).index(offset)


def at(word: str, unit: Any = code_points, text: str = TEXT) -> list[int]:
    start = text.index(word)
    return [unit(start, text), unit(start + len(word), text)]


def line(text: Any = TEXT, **members: Any) -> bytes:
    return json.dumps({"text": text, **members}, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def entity(uid: int, label: str, word: str, unit: Any = code_points) -> dict[str, Any]:
    start, end = at(word, unit)
    return {"id": uid, "label": label, "start_offset": start, "end_offset": end}


@pytest.mark.parametrize("key", ["label", "labels"])
def test_the_older_shape(key: str) -> None:
    marked = [[*at("بغداد"), "Source"], [*at("قالت"), "CUE"], [*at("المحادثات فشلت"), "content"]]
    members: dict[str, Any] = {key: marked}
    found = read("doccano", line(**members, id=7, meta={"desk": "politics"}))
    assert (frames_in(found), refused_in(found), texts_in(found)) == (FRAME, [], [TEXT])
    article = next(one.fields for one in found if one.noun == "article")
    assert article["metadata"] == {"doccano": {"desk": "politics"}}
    assert (article["language"], article["direction"]) == ("ar", "rtl")


@pytest.mark.parametrize("unit", [code_points, utf16, graphemes])
def test_the_newer_shape_in_every_unit(unit: Any) -> None:
    """Three pieces behind an emoji of five code points; one unit alone lets all of them begin at words."""
    entities = [entity(1, "Source", "بغداد", unit), entity(2, "Cue", "قالت", unit)]
    entities += [entity(3, "Content", "المحادثات فشلت", unit), entity(4, "Cue", "أضافت", unit)]
    entities += [entity(5, "Content", "أنها تأسف", unit)]
    relations = [
        {"id": 9, "from_id": 2, "to_id": 1, "type": "says"},
        {"id": 10, "from_id": 2, "to_id": 3, "type": ""},
        {"id": 11, "from_id": 5, "to_id": 4},
    ]
    found = read("doccano", line(id=1, entities=entities, relations=relations, Comments=["sure?"]))
    assert frames_in(found) == [*FRAME, {"cue": "أضافت", "contents": ["أنها تأسف"]}]
    assert refused_in(found) == []
    assert [one.fields["body"] for one in found if one.noun == "comment"] == ["sure?"]


def test_the_text_as_data_and_pieces_with_offsets_by_name() -> None:
    """An early export of all annotators, and a later name of the text."""
    piece = {"label": "source", "start_offset": 0, "end_offset": 4, "user": 1}
    whole = json.dumps({"data": "They said so", "annotations": [piece, {**piece, "label": 12}]}).encode()
    found = read("doccano", whole)
    assert words_in(found) == ["They"]
    assert refused_in(found) == [
        ("label.unknown", "line 1, annotations.1"), ("frame.unlinked", "line 1, annotations.0"),
    ]  # fmt: skip


def test_relations_name_the_parts_where_labels_do_not() -> None:
    entities = [entity(1, "GPE", "بغداد"), entity(2, "EVENT", "قالت"), entity(3, "X", "المحادثات فشلت")]
    relations = [{"from_id": 2, "to_id": 1, "type": "SOURCE"}, {"from_id": 2, "to_id": 3, "type": "content"}]
    assert frames_in(read("doccano", line(entities=entities, relations=relations))) == FRAME


def test_dirt_is_told_and_the_rest_goes_in() -> None:
    marked: list[Any] = [
        [*at("بغداد"), "source"], [*at("قالت"), "cue"], [*at("المحادثات فشلت"), "content"], [*at("وأضافت"), "PER"],
        ["0", 4, "cue"], [0, True, "cue"], [0, 9**15, "cue"], [-3, 2, "cue"], "x", [1, 2], [1, 3, "addressee"],
        [5, 5, "channel"], None,
    ]  # fmt: skip
    found = read("doccano", b"".join([line(label=marked), b"{\n", b"\n", line(text="  "), line(text=None), line("ok")]))
    assert sorted(refused_in(found)) == sorted(
        [
            ("label.unknown", "line 1, label.3"),
            ("doccano.offset", "line 1, label.4"),
            ("doccano.offset", "line 1, label.5"),
            ("span.out_of_text", "line 1, label.6"),
            ("span.out_of_text", "line 1, label.7"),
            ("doccano.piece", "line 1, label.8"),
            ("doccano.piece", "line 1, label.9"),
            ("span.splits_grapheme", "line 1, label.10"),
            ("span.empty", "line 1, label.11"),
            ("frame.span_missing", "line 1, label.0"),
            ("doccano.piece", "line 1, label.12"),
            ("json.malformed", "line 2"),
            ("text.empty", "line 4"),
            ("doccano.text", "line 5"),
        ]
    )
    assert texts_in(found) == [TEXT, "ok"]


@pytest.mark.parametrize(
    ("members", "rule", "place"),
    [
        ({"label": "x"}, "doccano.list", "label"),
        ({"labels": {"Source": [[0, 12]]}}, "doccano.list", "labels"),
        ({"entities": {"0": {}}}, "doccano.list", "entities"),
        ({"relations": {"from_id": 1}}, "doccano.list", "relations"),
        ({"Comments": "sure?"}, "doccano.list", "Comments"),
        ({"comments": [None, {"text": "sure?"}][1:]}, "doccano.comment", "comments.0"),
        ({"meta": None, "metadata": ["desk"]}, "doccano.meta", "metadata"),
        ({"meta": "politics"}, "doccano.meta", "meta"),
    ],
    ids=str,
)
def test_a_member_of_another_kind_is_told_and_the_text_goes_in(members: Any, rule: str, place: str) -> None:
    found = read("doccano", line(**members))
    assert refused_in(found) == [(rule, f"line 1, {place}")]
    assert texts_in(found) == [TEXT]


def test_empty_members_say_nothing() -> None:
    members: dict[str, Any] = {"label": None, "entities": [], "relations": {}, "Comments": "", "meta": []}
    assert refused_in(read("doccano", line(**members))) == []


def test_what_cannot_be_stored_is_named_by_its_field() -> None:
    for members, field in (({"Comments": ["a", "b\0"]}, "Comments.1"), ({"meta": {"a": {"b\0": 1}}}, "meta.a")):
        (refused,) = [one.error for one in read("doccano", line(**members)) if one.error]
        assert (refused.rule, refused.field) == ("text.nul", field)


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b'{"text":"\xff"}', "json.not_utf8"),
        (b'{"text":"a\\ud83d"}', "text.lone_surrogate"),
        (b'{"text":"a\\u0000"}', "text.nul"),
        (b'{"text":1}', "doccano.text"),
        (b"[]", "json.not_object"),
        (b"[" * 100_000, "json.too_deep"),
        (b'{"text":"a","id":' + b"9" * 5000 + b"}", "json.malformed"),
        (b'{"text":"a","id":NaN}', "json.malformed"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_by_its_number(content: bytes, rule: str) -> None:
    found = read("doccano", content + b"\n" + line("ok"), piece=17)
    assert refused_in(found) == [(rule, "line 1")]
    assert texts_in(found) == ["ok"]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n \r\n"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    with pytest.raises(MalformedError) as refused:
        read("doccano", content)
    assert refused.value.rule == "file.empty"


def test_the_same_text_twice_is_one_article_unless_ids_tell_them_apart() -> None:
    found = read(
        "doccano", line("one") + line("one") + line("one", id=2) + b"\xef\xbb\xbf" + line("\ufeffone\r\n", id=3)
    )
    assert texts_in(found) == ["one", "one", "one\n"]
    again = read("doccano", line("one") + line("one") + line("one", id=2) + line("\ufeffone\r\n", id=3))
    assert [one.fields["id"] for one in again if one.noun == "version"] == [
        one.fields["id"] for one in found if one.noun == "version"
    ]


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["id", "label", "x"]), inner),
    max_leaves=10,
)
KEYS = ["text", "data", "label", "labels", "entities", "relations", "annotations", "Comments", "meta", "id"]


@settings(max_examples=40, deadline=None)
@given(members=st.dictionaries(st.sampled_from(KEYS), anything), text=st.none() | st.text(max_size=20))
def test_whatever_a_line_holds_is_taken_or_told(members: dict[str, Any], text: str | None) -> None:
    if text is not None:
        members["text"] = text
    content = json.dumps(members).encode() + b"\n"
    found = read("doccano", content + line("ok"))
    assert texts_in(found)[-1:] == ["ok"]
    assert all(one.error is None or one.place.startswith("line 1") for one in found)
