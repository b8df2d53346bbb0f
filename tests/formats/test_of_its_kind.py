"""A file of another kind is refused whole, with what is wrong at its first place; dirt in one of its kind is told."""

from __future__ import annotations

import pytest

from annotations.errors import MalformedError
from tests.formats.cas.test_recognising import json_cas, xmi, zipped
from tests.formats.foreign_files import read, refused_in, texts_in

OTHERS = {
    "a page": b"<!DOCTYPE html>\n<p>He said so.</p>\n",
    "a table": b"id,text\n1,He said so.\n2,She denied it.\n",
    "a picture": b"\x89PNG\r\n\x1a\n\x00\xff\xfe\n\xff\n",
    "a list": b"[1,\n2]\n",
}
LABELLED = ("doccano", "conll", "cas-json")


@pytest.mark.parametrize("form", LABELLED)
@pytest.mark.parametrize("other", OTHERS)
def test_a_file_of_another_kind(form: str, other: str) -> None:
    with pytest.raises(MalformedError) as refused:
        read(form, OTHERS[other], piece=7)
    assert (refused.value.rule, refused.value.field) == ("file.other_kind", "file")
    assert refused.value.detail.startswith(f"nothing in the file can be read as {form}; ")


@pytest.mark.parametrize(
    ("form", "file", "why"),
    [
        ("cas-xmi", b"<TEI/>", "file.xmi: the root must be xmi:XMI, not TEI"),
        ("cas-xmi", b'<?xml version="1.0" encoding="utf-7"?><a/>', "file.xmi: XML in the encoding 'utf-7' is not read"),
        ("cas-json", b"{}", "file.json: %FEATURE_STRUCTURES must be a list"),
        ("label-studio", b'[1, "a"]', "task 1: one JSON object must stand here"),
        ("doccano", b'{"content":"a"}\n{"content":"b"}\n', "line 1: a line needs its text as text or data"),
        ("conll", b"id,text\n", "line 1: the line has 1 columns (apart by tabs), the file 5"),
    ],
)
def test_its_first_fault_is_named(form: str, file: bytes, why: str) -> None:
    with pytest.raises(MalformedError) as refused:
        read(form, file)
    assert refused.value.detail.startswith(f"nothing in the file can be read as {form}; {why}")


@pytest.mark.parametrize(
    ("form", "file", "refused"),
    [
        ("doccano", b'x\n{"text":" "}\n', [("json.malformed", "line 1"), ("text.empty", "line 2")]),
        ("doccano", b'x\n{"text":"a"}\ny\n', [("json.malformed", "line 1"), ("json.malformed", "line 3")]),
        ("label-studio", b'[1,{"data":{"text":"a"}}]', [("json.not_object", "task 1")]),
        ("conll", b"1\ta\tO\tO\tO\n2\tb\tO\tO\n", [("conll.columns", "line 2")]),
        ("cas-xmi", xmi(text=" ").encode(), [("text.empty", "file.xmi")]),
        ("cas-json", zipped({"a.json": "{", "b.json": "["}), [("json.malformed", f"{one}.json") for one in "ab"]),
        ("cas-json", zipped({"a.json": "{", "b.json": json_cas({})}), [("json.malformed", "a.json")]),
    ],
)
def test_dirt_in_a_file_of_its_kind_is_told_place_by_place(
    form: str, file: bytes, refused: list[tuple[str, str]]
) -> None:
    assert refused_in(read(form, file)) == refused


def test_lines_of_conll_that_are_no_tokens_are_told_alone() -> None:
    """No text is missed that nothing has begun."""
    found = read("conll", b"# newdoc id = a\n1\ta\tO\tO\tO\n# newdoc id = b\nno token\n")
    assert (texts_in(found), refused_in(found)) == (["a"], [("conll.columns", "line 4")])
