"""Label Studio's exports: tasks, completions, the smaller form; and what lies over no plain text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import MalformedError
from tests.formats.foreign_files import frames_in, read, refused_in, texts_in, words_in
from tests.formats.test_doccano import anything, at, code_points, utf16

TEXT = "😀 قالت بغداد إن المحادثات فشلت\nوأضافت أنها تأسف"
FRAME = [{"source": "بغداد", "cue": "قالت", "contents": ["المحادثات فشلت"]}]


def region(uid: str, label: str, word: str, unit: Any = utf16, **more: Any) -> dict[str, Any]:
    start, end = at(word, unit, TEXT)
    value = {"start": start, "end": end, "text": word, "labels": [label], **more}
    return {"id": uid, "from_name": "label", "to_name": "text", "type": "labels", "value": value, "origin": "manual"}


def relation(first: str, second: str, *labels: str, direction: str = "right") -> dict[str, Any]:
    return {"from_id": first, "to_id": second, "type": "relation", "direction": direction, "labels": list(labels)}


def task(*results: list[Any], text: str = TEXT, key: str = "annotations", **more: Any) -> dict[str, Any]:
    made = [{"id": number, "completed_by": number, "result": result} for number, result in enumerate(results, start=1)]
    return {"id": 42, "data": {"text": text}, key: made, "predictions": [], **more}


def parts(unit: Any = utf16) -> list[Any]:
    return [
        region("a", "Source", "بغداد", unit), region("b", "Cue", "قالت", unit),
        region("c", "Content", "المحادثات فشلت", unit), relation("b", "a"), relation("c", "b", direction="left"),
    ]  # fmt: skip


@pytest.mark.parametrize("key", ["annotations", "completions"])
@pytest.mark.parametrize("unit", [utf16, code_points])
def test_tasks_of_both_ages_in_both_units(key: str, unit: Any) -> None:
    found = read("label-studio", json.dumps([task(parts(unit), key=key)]))
    assert (frames_in(found), refused_in(found), texts_in(found)) == (FRAME, [], [TEXT])
    assert [one.fields["kind"] for one in found if one.noun == "layer"] == ["shared"]


def test_several_annotators_have_a_layer_each_and_a_model_a_suggested_one() -> None:
    predicted = {"model_version": "v3", "result": [region("p", "Source", "بغداد")]}
    both = task(parts(), [region("z", "Cue", "أضافت")], predictions=[predicted])
    both["annotations"][0]["completed_by"] = {"id": 3, "email": "maha@example.org"}
    found = read("label-studio", json.dumps([both]))
    layers = [(one.fields["kind"], one.fields["annotator"]) for one in found if one.noun == "layer"]
    assert layers == [
        ("independent", "maha@example.org"), ("independent", "label-studio-2"), ("suggested", "label-studio-v3"),
    ]  # fmt: skip
    assert frames_in(found) == FRAME
    assert [rule for rule, _place in refused_in(found)] == ["frame.unlinked"] * 2


def test_the_smaller_export() -> None:
    pieces = [("source", "بغداد"), ("cue", "قالت"), ("content", "المحادثات فشلت")]
    marked = [region(str(n), label, word)["value"] for n, (label, word) in enumerate(pieces)]
    small: dict[str, Any] = {"id": 1, "text": TEXT, "label": marked, "annotator": 1}
    found = read("label-studio", json.dumps([small]))
    assert (frames_in(found), refused_in(found)) == (FRAME, [])
    marked.insert(0, [0, 2, "source"])
    found = read("label-studio", json.dumps([small, {"data": {"text": "ok", "tags": [1]}, "annotations": [7]}]))
    assert frames_in(found) == FRAME
    assert refused_in(found) == [
        ("label_studio.region", "task 1, label 0"), ("label_studio.region", "task 2, annotation 0"),
    ]  # fmt: skip


def test_a_line_end_in_the_words_of_a_region_as_some_versions_write_it() -> None:
    marked = region("a", "Content", "فشلت\nوأضافت")
    for words in ("فشلت\nوأضافت", "فشلت\\nوأضافت"):
        marked["value"]["text"] = words
        assert words_in(read("label-studio", json.dumps([task([marked])]))) == ["فشلت\nوأضافت"]


def test_html_images_and_paths_are_refused_by_name_and_the_rest_goes_in() -> None:
    html = {**region("h", "Source", "بغداد"), "type": "hypertextlabels"}
    path = region("p", "Source", "بغداد", start="/div[1]/text()[1]")
    box = {"id": "i", "type": "rectanglelabels", "value": {"x": 1, "rectanglelabels": ["Source"]}}
    wrong = region("w", "Source", "بغداد", text="واشنطن")
    many = region("m", "Source", "قالت", labels=["PER", "Cue"])
    none = region("n", "Source", "أضافت", labels=None)
    lost = relation("a", "nobody")
    result = [html, path, box, wrong, many, none, lost, "x", {"type": "relation"}, {"type": "choices", "value": {}}]
    found = read("label-studio", json.dumps([task(result)]))
    assert sorted(refused_in(found)) == sorted(
        [
            ("label_studio.type", "task 1, annotation 0, result 0"),
            ("label_studio.offset", "task 1, annotation 0, result 1"),
            ("label_studio.type", "task 1, annotation 0, result 2"),
            ("span.words", "task 1, annotation 0, result 3"),
            ("label.unknown", "task 1, annotation 0, result 5"),
            ("link.end_missing", "task 1, annotation 0, result 6"),
            ("label_studio.region", "task 1, annotation 0, result 7"),
            ("label_studio.relation", "task 1, annotation 0, result 8"),
            ("label_studio.type", "task 1, annotation 0, result 9"),
            ("label.several", "task 1, annotation 0, result 4"),
            ("frame.unlinked", "task 1, annotation 0, result 4"),
        ]
    )
    assert words_in(found) == ["قالت"]


def test_of_several_labels_the_others_are_told() -> None:
    marked = parts()
    marked[0]["value"]["labels"] = ["PER", "Source", "Cue", "Source", 7]
    marked[3]["labels"] = ["source", "by"]
    found = read("label-studio", json.dumps([task(marked)]))
    assert frames_in(found) == FRAME
    told = [(one.error.detail, one.place, one.adjusted) for one in found if one.error]
    place = "task 1, annotation 0, result"
    assert told == [
        ("of several labels 'source' was taken, and 'by' is left out", f"{place} 3", True),
        *[(f"of several labels 'Source' was taken, and {one!r} is left out", f"{place} 0", True)
          for one in ("PER", "Cue", "7")],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("members", "rule", "place"),
    [
        ({"annotations": "x"}, "label_studio.list", ""),
        ({"annotations": [{"result": "x"}]}, "label_studio.list", ", annotation 0"),
        ({"predictions": "z"}, "label_studio.list", ""),
        ({"predictions": [{"result": {"id": "p"}}]}, "label_studio.list", ", prediction 0"),
        ({"predictions": [5]}, "label_studio.region", ", prediction 0"),
    ],
    ids=str,
)
def test_a_member_of_another_kind_is_told_and_the_text_goes_in(members: Any, rule: str, place: str) -> None:
    found = read("label-studio", json.dumps([{**task(), **members}]))
    assert refused_in(found) == [(rule, f"task 1{place}")]
    assert texts_in(found) == [TEXT]


def test_what_an_annotator_skipped_and_what_he_did_twice() -> None:
    skipped = task([region("a", "Source", "بغداد")], [region("b", "Cue", "قالت")], [region("c", "Cue", "قالت")])
    skipped["annotations"][0]["was_cancelled"] = True
    skipped["annotations"][2]["completed_by"] = 2
    found = read("label-studio", json.dumps([skipped]))
    assert ("label_studio.cancelled", "task 1, annotation 0") in refused_in(found)
    assert ("label_studio.annotator_twice", "task 1, annotation 2") in refused_in(found)
    assert words_in(found) == ["قالت"]


def test_the_text_under_another_name_and_what_else_the_data_holds() -> None:
    named = task(parts())
    named["data"] = {"article": TEXT, "number": 7}
    found = read("label-studio", json.dumps([named]))
    assert (texts_in(found), frames_in(found)) == ([TEXT], FRAME)
    article = next(one.fields for one in found if one.noun == "article")
    assert article["metadata"] == {"label-studio": {"number": 7}}
    two = {**named, "data": {"a": "x", "b": "y"}}
    assert refused_in(read("label-studio", json.dumps([two, named]))) == [("label_studio.text", "task 1")]


@pytest.mark.parametrize(
    ("content", "rule"),
    [(b"", "file.empty"), (b"PK\x03\x04", "json.malformed"), (b'[{"id":1}', "json.malformed")],
)
def test_what_is_no_json_is_refused(content: bytes, rule: str) -> None:
    with pytest.raises(MalformedError) as refused:
        read("label-studio", content)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("member", "rule"),
    [
        (b'{"data":{"text":"\xff"}}', "json.not_utf8"),
        (b'{"data":{"text":"\\udc00"}}', "text.lone_surrogate"),
        (b"7", "json.not_object"),
        (b"{x}", "json.malformed"),
        (b'{"data":7}', "label_studio.text"),
        (b'{"data":{"text":" "}}', "text.empty"),
        (b'{"data":{"image":"/data/upload/1.jpg"}}', "label_studio.text"),
        (b'{"data":{"text":"s3://texts/1.txt"}}', "label_studio.text"),
        (b"[" * 50_000 + b"]" * 50_000, "json.too_deep"),
    ],
)
def test_a_task_that_cannot_be_read_is_refused_by_its_number(member: bytes, rule: str) -> None:
    content = b"[" + member + b"," + json.dumps(task(parts())).encode() + b"]"
    found = read("label-studio", content, piece=1000)
    assert refused_in(found) == [(rule, "task 1")]
    assert frames_in(found) == FRAME


KEYS = ["text", "data", "annotations", "completions", "predictions", "label", "id", "result", "value", "type", "start"]
tasks = st.recursive(
    anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=25, deadline=None)
@given(members=st.dictionaries(st.sampled_from(KEYS), tasks), result=st.lists(tasks, max_size=3))
def test_whatever_a_task_holds_is_taken_or_told(members: dict[str, Any], result: list[Any]) -> None:
    whole = {**task(result), **members}
    content = json.dumps([whole, task(parts())])
    found = read("label-studio", content)
    assert frames_in(found)[-1:] == FRAME
    assert all(one.error is None or one.place.startswith("task 1") for one in found)
