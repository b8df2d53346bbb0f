"""Untrusted JSON: one object a line, in which everything can be stored and nothing breaks what looks at it later."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.corpus import read_object, strict_json
from annotations.corpus.strict_json import MAX_NESTING
from annotations.errors import DomainError

storable = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**25), 10**25) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(storable, max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(storable, max_size=5), inner, max_size=3),
    max_leaves=9,
)  # fmt: skip


def nested(depth: int, inner: str = "1") -> str:
    """An object in which lists nest, so that `depth` things open one within another, those of `inner` not counted."""
    return '{"a":' + "[" * (depth - 1) + inner + "]" * (depth - 1) + "}"


def rule_of(line: bytes) -> str:
    with pytest.raises(DomainError) as refused:
        read_object(line)
    return refused.value.rule


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text(storable, max_size=5), values, max_size=4), st.booleans())
def test_an_object_comes_out_as_it_stood_there(found: dict[str, Any], escaped: bool) -> None:
    line = json.dumps(found, ensure_ascii=escaped).encode()
    top = {key: value for key, value in found.items() if type(value) is not list}
    assert {key: value for key, value in read_object(line).items() if key in top} == top


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"", "json.malformed"), (b"{", "json.malformed"), (b'{"a":1}x', "json.malformed"),
        (b"{'a':1}", "json.malformed"), (b"[]", "json.not_object"), (b"null", "json.not_object"),
        (b'"a"', "json.not_object"), (b"1", "json.not_object"),
        (b'{"a":NaN}', "json.malformed"), (b'{"a":-Infinity}', "json.malformed"), (b'{"a":1e999}', "json.malformed"),
        (b'{"a":' + b"9" * 5000 + b"}", "json.malformed"), (b'{"a":"\xff"}', "json.not_utf8"),
        (b'{"a":"\xed\xa0\x80"}', "json.not_utf8"), (b'{"a":"\\ud83d"}', "text.lone_surrogate"),
        (b'{"a":[{"\\u0000":1}]}', "text.nul"), (b'{"a":["x",["\\udc00"]]}', "text.lone_surrogate"),
        (b'{"a":"\x00"}', "json.malformed"),
    ],
)  # fmt: skip
def test_what_is_refused(line: bytes, rule: str) -> None:
    assert rule_of(line) == rule


@pytest.mark.parametrize("inner", ["1", '"x"', '{"b":1.5}', '"\\u0041"'])
def test_nesting_is_bounded_whatever_lies_innermost(inner: str) -> None:
    room = MAX_NESTING - inner.count("{")
    assert read_object(nested(room, inner).encode())
    for depth in (room + 1, 240, 800, 5000):
        assert rule_of(nested(depth, inner).encode()) == "json.too_deep"


def test_brackets_in_strings_and_beside_one_another_do_not_nest() -> None:
    wide = {"a": "[" * 500, "b": [[0, 1]] * 500, "c": [{}] * 200}
    assert read_object(json.dumps(wide).encode()) == wide


def test_values_are_counted_before_they_take_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_json, "MAX_VALUES", 50)
    assert rule_of(b'{"a":[' + b",".join([b"[]"] * 50) + b"]}") == "json.too_many"
    assert len(read_object(b'{"a":"' + b"x" * 100 + b'"}')["a"]) == 100


@pytest.mark.parametrize(
    "line", ['{"a":%s}', '{"a":{"b":%s}}', '{"a":{"b":{"c":[%s]}}}', '{"a":"x","b":{"c":%s,"d":"y"}}']
)
@pytest.mark.parametrize("number", [str(2**64 + 1), str(-(2**64) - 1), "1.5", "9007199254740993"])
def test_numbers_come_out_as_they_came_wherever_they_stand(line: str, number: str) -> None:
    """A reader that makes a float of a whole number beyond 64 bits would change it."""
    told = line % number
    assert json.dumps(read_object(told.encode()), separators=(",", ":")) == told
