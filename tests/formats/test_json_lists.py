"""The lists within a large JSON object are cut into members, however the bytes arrive."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import DomainError
from annotations.formats import json_lists
from annotations.formats.json_lists import members_of

NAMES = ("sources", "claims")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('ab"\\[]{},:é', max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["items", "a", '"', "b["]), inner, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.sampled_from(["a", "b"]), values, max_size=3)


def cut(file: bytes, size: int = 7) -> list[tuple[str, Any]]:
    pieces = (file[at : at + size] for at in range(0, len(file), size))
    return [(name, json.loads(raw)) for name, raw in members_of(pieces, NAMES)]


@given(
    sources=st.lists(objects, max_size=3),
    items=st.lists(objects, max_size=3),
    size=st.integers(1, 40),
    indent=st.sampled_from([None, 1]),
)
def test_members_come_by_the_name_of_their_list(
    sources: list[Any], items: list[Any], size: int, indent: int | None
) -> None:
    whole = {"type": "x", "sources": sources, "first": {"id": 1, "items": items}, "other": [1, [2]], "claims": []}
    found = cut(json.dumps(whole, indent=indent).encode(), size)
    assert [one for name, one in found if name == "sources"] == sources
    assert [one for name, one in found if name == "items"] == items
    rest = {"type": "x", "sources": [], "first": {"id": 1, "items": []}, "other": [1, [2]], "claims": []}
    assert found[-1] == ("", rest)


def test_a_list_a_page_and_one_object_by_itself() -> None:
    assert cut(b' [{"a": 1}, {"b": [2]}] ') == [("items", {"a": 1}), ("items", {"b": [2]}), ("", [])]
    assert cut(b'{"items": [{"a": ","}]}') == [("items", {"a": ","}), ("", {"items": []})]
    assert cut(b'\xef\xbb\xbf{"items": [{"a": 1}]}', size=1) == [("items", {"a": 1}), ("", {"items": []})]
    assert cut(b'{"type": "Annotation", "target": ["x"]}') == [("", {"type": "Annotation", "target": ["x"]})]


def test_lists_of_the_same_name_deeper_in_are_left_whole() -> None:
    file = json.dumps({"a": {"b": {"items": [1]}, "sources": [2]}}).encode()
    assert cut(file) == [("", {"a": {"b": {"items": [1]}, "sources": [2]}})]


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        (b"", "file.empty"), (b"  ", "file.empty"), (b'{"items": [{}', "json.malformed"), (b"[{}]]", "json.malformed"),
        (b'{"a": "', "json.malformed"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused(file: bytes, rule: str) -> None:
    with pytest.raises(DomainError) as refused:
        cut(file)
    assert refused.value.rule == rule


def test_memory_is_bounded_by_a_member(monkeypatch: pytest.MonkeyPatch) -> None:
    def file(number: int) -> Iterator[bytes]:
        yield b'{"items": ['
        for place in range(number):
            yield (b"," if place else b"") + b'{"a": "' + b"x" * 1000 + b'"}'
        yield b"]}"

    tracemalloc.start()
    assert sum(1 for _member in members_of(file(5000), NAMES)) == 5001
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 200_000
    monkeypatch.setattr(json_lists, "MAX_LINE", 500)
    with pytest.raises(DomainError) as refused:
        list(members_of(file(1), NAMES))
    assert refused.value.rule == "file.line_too_long"
