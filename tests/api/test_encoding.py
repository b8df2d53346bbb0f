"""JSON of the API, in and out: what cannot be stored is refused by its field, and nothing breaks what looks at it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from django.utils.translation import gettext_lazy, override
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.api.encoding import MAX_NESTING, from_json, time_or_none, to_json
from annotations.errors import DomainError, ManyErrors

storable = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(storable, max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(storable, max_size=5), inner, max_size=3),
    max_leaves=9,
)  # fmt: skip


def refused(body: bytes) -> list[tuple[str, str | None]]:
    """(rule, field) of each fault that is told."""
    with pytest.raises(DomainError) as caught:
        from_json(body)
    error = caught.value
    return [(one.rule, one.field) for one in (error.errors if isinstance(error, ManyErrors) else [error])]


@settings(max_examples=40, deadline=None)
@given(values, st.booleans())
def test_what_is_sent_is_what_is_read(value: Any, escaped: bool) -> None:
    assert from_json(json.dumps(value, ensure_ascii=escaped).encode()) == value
    assert from_json(to_json(value)) == value


def test_a_body_may_begin_with_a_bom() -> None:
    assert from_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def test_what_no_text_may_hold_is_told_by_its_field_and_in_order() -> None:
    body = b'{"a":["x","\\u0000"],"b":{"c":"\\ud83d"},"d\\udc00":1}'
    assert refused(body) == [("text.nul", "a.1"), ("text.lone_surrogate", "b.c"), ("text.lone_surrogate", None)]
    assert refused(b'"\\u0000"') == [("text.nul", None)]
    assert len(refused(b"[" + b",".join([b'"\\u0000"'] * 50) + b"]")) == 20
    assert from_json(b'"\\ud83d\\ude00 \\\\u0000"') == "😀 \\u0000"


@pytest.mark.parametrize("inner", [b"1", b'"\\u0000"', b'"[["'])
def test_nesting_is_bounded_whatever_lies_innermost(inner: bytes) -> None:
    deep = b"[" * MAX_NESTING + (b"1" if b"\\u" in inner else inner) + b"]" * MAX_NESTING
    assert from_json(deep)
    for depth in (MAX_NESTING + 1, 500, 900, 950, 980, 20_000):
        assert refused(b"[" * depth + inner + b"]" * depth) == [("json.malformed", None)]


def test_a_key_that_stands_twice_is_shown_as_far_as_it_can_be() -> None:
    assert refused(b'{"a":{"b\\u0000":1,"b\\u0000":2}}') == [("json.duplicate_key", "b\ufffd")]
    assert refused(b'{"\\ud800":1,"\\ud800":1}') == [("json.duplicate_key", "\ufffd")]
    assert refused(b'{"' + b"k" * 500 + b'":1,"' + b"k" * 500 + b'":1}') == [("json.duplicate_key", "k" * 100)]


def test_times_ids_and_labels_are_written_as_text() -> None:
    noon = datetime(2026, 3, 1, 15, 0, 0, 500_000, tzinfo=timezone(timedelta(hours=3)))
    uid = UUID("0190f5a0-0000-7000-8000-000000000000")
    with override("ar"):
        written = json.loads(to_json({"at": noon, "id": uid, "label": gettext_lazy("Articles")}))
    assert written == {"at": "2026-03-01T12:00:00.5Z", "id": str(uid), "label": "المقالات"}
    assert to_json("نص") == '"نص"'.encode()
    assert to_json("\ud83d") == b'"?"', "what slipped in once is no fault of who reads"
    assert (time_or_none(None), time_or_none(datetime(2026, 1, 1, tzinfo=UTC))) == (None, "2026-01-01T00:00:00Z")
    assert to_json([2**70, float("nan"), {"a": float("inf")}]) == b"[1180591620717411303424,null,{\"a\":null}]"
    for number in (float("nan"), float("inf")):
        assert to_json(number) == b"null", "JSON has no such number, and nothing that is stored is one"


def test_what_the_quick_writer_does_not_take_is_written_all_the_same() -> None:
    whole = {"large": 1 << 70, "small": -(1 << 70), "text": "ن\u2028\x7f\t", 7: [True, None]}
    assert json.loads(to_json(whole)) == {**{key: whole[key] for key in ("large", "small", "text")}, "7": [True, None]}
