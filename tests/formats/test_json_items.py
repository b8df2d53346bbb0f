"""A large JSON list is cut into its members whichever way it comes in pieces."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.errors import MalformedError
from annotations.formats import json_items
from annotations.formats.json_items import items_of

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def cut(content: bytes, size: int) -> list[bytes]:
    return [content[at : at + size] for at in range(0, len(content), size)]


@settings(max_examples=40, deadline=None)
@given(members=st.lists(plain, max_size=5), size=st.integers(1, 40), indent=st.sampled_from([None, 1]))
def test_the_members_of_a_list(members: list[object], size: int, indent: int | None) -> None:
    content = json.dumps(members, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass")
    assert [json.loads(one.decode("utf-8", "surrogatepass")) for one in items_of(cut(content, size))] == members


@settings(max_examples=30, deadline=None)
@given(members=st.lists(st.dictionaries(st.text(max_size=3), plain, max_size=3), min_size=1), size=st.integers(1, 40))
def test_the_objects_of_json_lines(members: list[object], size: int) -> None:
    content = "\n".join(map(json.dumps, members)).encode()
    assert [json.loads(one) for one in items_of(cut(content, size))] == members


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("", "file.empty"), ("  \n", "file.empty"), ("x", "json.malformed"), ('"text"', "json.malformed"),
        ("[1", "json.malformed"),
        ('[{"a":"', "json.malformed"), ("[] []", "json.malformed"), ("[1]]", "json.malformed"),
        ('{"a":1', "json.malformed"), ('{"a":1}x', "json.malformed"), ('{"a":1}}', "json.malformed"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [1, 100])
def test_what_is_neither_is_refused(content: str, rule: str, size: int) -> None:
    with pytest.raises(MalformedError) as refused:
        list(items_of(cut(content.encode(), size)))
    assert refused.value.rule == rule


def test_a_member_without_end_is_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_items, "MAX_LINE", 1000)
    given_out = 0

    def endless():
        nonlocal given_out
        yield b'[{"text":"'
        while True:
            given_out += 100
            yield b"a" * 100

    with pytest.raises(MalformedError) as refused:
        list(items_of(endless()))
    assert refused.value.rule == "file.line_too_long"
    assert given_out <= 1100
