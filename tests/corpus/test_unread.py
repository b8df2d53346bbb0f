"""A line that is read late is read as one that is read at once; what its head does not tell is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.corpus import MARKS, head_of, read_marks, read_object, read_unread, read_values
from annotations.errors import DomainError, MalformedError
from tests.bench.corpus import document

SPAN: dict[str, Any] = {
    "type": "span", "id": "01900000-0000-7000-8000-000000000001", "version": "01900000-0000-7000-8000-000000000002",
    "layer": "01900000-0000-7000-8000-000000000003", "segments": [[0, 2]],
    "quote": {"exact": "قا", "prefix": "", "suffix": "ل"}, "carried_from": None, "created_by": "", "created_at": None,
}  # fmt: skip


def line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def test_a_record_read_late_has_the_values_of_one_read_at_once() -> None:
    found = [record for records in document(1, frames=2).values() for record in records]
    heads = [head_of(line(record)) for record in found]
    assert [head.noun if head else "" for head in heads] == [
        "",
        "version",
        "layer",
        *["span"] * 4,
        *["attribution"] * 2,
    ]
    for record, head in zip(found[1:], heads[1:], strict=True):
        assert head is not None
        fields = read_object(line(record))
        noun = fields.pop("type")
        assert read_unread(line(record)) == (noun, read_values(noun, fields))


@pytest.mark.parametrize(
    "record",
    [
        {"id": SPAN["id"], **SPAN},
        {**SPAN, "type": "claim"},
        {**SPAN, "id": SPAN["id"].upper().replace("0", "A")},
        {**SPAN, "version": None},
    ],
)
def test_what_does_not_begin_with_its_head_is_read_at_once(record: dict[str, Any]) -> None:
    assert head_of(line(record)) is None


def test_a_frame_that_cites_is_read_at_once() -> None:
    frame = document(1, frames=1)["attribution"][0]
    assert head_of(line(frame)) is not None
    assert head_of(line({**frame, "cites": SPAN["id"]})) is None
    assert head_of(line({key: value for key, value in frame.items() if key != "cites"})) is None


def test_fields_in_another_order_or_missing_are_read_all_the_same() -> None:
    turned = {key: SPAN[key] for key in ("type", "id", "version", "quote", "layer", "segments")}
    assert read_unread(line(turned)) == read_unread(line(SPAN))


@pytest.mark.parametrize(
    "again",
    [
        b'"id":"01900000-0000-7000-8000-000000000009"',
        b'"version":"01900000-0000-7000-8000-000000000009"',
        b'"type":"layer"',
        b'"type":"claim"',
        b'"type":7',
        b'"created_by":""',
        b'"created_by" \t:"x"',
        b'"created\\u005fby":"x"',
    ],
)
def test_a_line_that_says_twice_what_it_is_is_refused(again: bytes) -> None:
    with pytest.raises(MalformedError) as caught:
        read_unread(line(SPAN).replace(b"}\n", b"," + again + b"}\n"))
    assert caught.value.rule == "json.duplicate_key"


def test_a_frame_cannot_hide_what_it_cites() -> None:
    frame = document(1, frames=1)["attribution"][0]
    twice = line(frame).replace(b"}\n", b',"cites":"%s"}\n' % SPAN["id"].encode())
    head = head_of(twice)
    assert head is not None
    with pytest.raises(MalformedError) as caught:
        read_unread(twice)
    assert (caught.value.rule, caught.value.field) == ("json.duplicate_key", "cites")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b"}\n", b"\n", "json.malformed"),
        (b"[[0,2]]", b"[[0,NaN]]", "json.malformed"),
        (b"[[0,2]]", b"[[0,1e999]]", "json.malformed"),
        ("قا".encode(), b"\\ud800", "text.lone_surrogate"),
        ("قا".encode(), b"\\u0000", "text.nul"),
        ("قا".encode(), b"\xff", "json.not_utf8"),
        (b'"segments":[[0,2]]', b'"segments":2', "record.field_type"),
        (b'"carried_from"', b'"carried"', "record.unknown_field"),
    ],
)
def test_what_is_wrong_with_a_line_is_told_as_when_read_at_once(old: bytes, new: bytes, rule: str) -> None:
    broken = line(SPAN).replace(old, new)
    assert broken != line(SPAN)
    with pytest.raises(DomainError) as caught:
        read_unread(broken)
    assert caught.value.rule == rule


def marks() -> list[bytes]:
    """The lines of the spans and frames of a document, as a spool hands them out."""
    found = document(1, frames=3)
    return [line(record)[:-1] for noun in ("span", "attribution") for record in found[noun]]


def test_marks_that_are_read_together_are_what_each_is_by_itself() -> None:
    lines = marks()
    assert all(one.startswith(MARKS) for one in lines)
    assert read_marks(lines) == [read_unread(one) for one in lines]
    assert read_marks([]) == []


FIRST, SECOND = (SPAN["id"][:-1] + digit for digit in "45")


@pytest.mark.parametrize(
    "odd",
    [
        [line({**SPAN, "segments": [[0, 2], [3, 4]]})],
        [line({**SPAN, "segments": [[0, True]]})],
        [line({**SPAN, "segments": [[[0], 2]]})],
        [line({**SPAN, "segments": [7]})],
        [line({**SPAN, "segments": []})],
        [line({**SPAN, "quote": {"exact": "قا", "prefix": ""}})],
        [line({**SPAN, "quote": {"exact": "قا", "prefix": "", "suffix": {"a": 1}}})],
        [line({**SPAN, "layer": 7})],
        [line({key: value for key, value in SPAN.items() if key != "carried_from"})],
        [line({**SPAN, "quote": {"exact": 'so":', "prefix": "", "suffix": ""}})],
        [line(SPAN).replace("قا".encode(), b"\\ud800")],
        [line(SPAN).replace(b"}\n", b',"layer":"x"}\n')],
        [line(SPAN).replace(b'"layer":', b'"layer" :')],
        [line(SPAN).replace("قا".encode(), b"\xff")],
        [b'{"type":"span",7}\n'],
        [b"[]\n"],
        [b"7\n"],
        # Lines that make sense only together, and as many records as there are lines.
        [
            line({**SPAN, "id": FIRST}).replace(b"[[0,2]]", b"[[0,2]"),
            line({**SPAN, "id": SECOND}).replace(b"}\n", b"]}\n"),
            line(SPAN)[:-1] + b"," + line(SPAN),
        ],
        [line({**SPAN, "id": FIRST})[:-1] + b"," + line({**SPAN, "id": SECOND}), b" \n"],
    ],
)
def test_marks_of_which_one_is_out_of_the_ordinary_are_not_read_together(odd: list[bytes]) -> None:
    assert read_marks([*marks(), *(one[:-1] for one in odd)]) is None
