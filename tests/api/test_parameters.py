"""Parameters of queries: each value is read or refused by its name, and several faults are told together."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.api.parameters import (
    MAX_TEXT,
    Assignee,
    Choice,
    Flag,
    Id,
    OneOf,
    PageSize,
    Parameter,
    Text,
    Time,
    check_encoding,
    read_parameters,
)
from annotations.errors import DomainError, MalformedError, ManyErrors
from annotations.vocabulary import Workflow

DECLARED: list[Parameter] = [
    Text("q", ""), Assignee("assignee", ""), Id("id", ""), Choice("workflow", "", Workflow),
    OneOf("order", "", ("newest", "oldest")), Flag("due", ""), Time("known_at", ""), PageSize("page_size", ""),
]  # fmt: skip
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read(query: str) -> dict[str, Any]:
    return {name: value for name, value in read_parameters(QueryDict(query), DECLARED).items() if value is not None}


def refused(query: str) -> list[tuple[str, str | None]]:
    with pytest.raises(DomainError) as caught:
        read(query)
    error = caught.value
    return [(one.rule, one.field) for one in (error.errors if isinstance(error, ManyErrors) else [error])]


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("q=%D8%A8%D8%BA%D8%AF%D8%A7%D8%AF", "بغداد"), ("q=+", " "), ("assignee=me", "me"), ("assignee=@me", "@me"),
        ("assignee=nobody", "nobody"), ("workflow=in+review", "in_review"), ("workflow=in-review", "in_review"),
        ("order=oldest", "oldest"), ("due=TRUE", True), ("due=0", False), ("due=1", True), ("due=False", False),
        ("known_at=2026-03-01T12:00:00Z", NOON), ("known_at=2026-03-01T15:00:00+03:00", NOON),
        ("known_at=2026-03-01T15:00:00%2B0300", NOON), ("page_size=1", 1), ("page_size=500", 500),
        ("page_size=007", 7), ("id=0190F5A0-0000-7000-8000-000000000000", UUID(int=0x0190F5A0000070008000000000000000)),
    ],
)  # fmt: skip
def test_what_is_read(query: str, value: object) -> None:
    assert list(read(query).values()) == [value]


@pytest.mark.parametrize(
    "query",
    [
        "q=%00", f"q={'x' * (MAX_TEXT + 1)}", "assignee=them", "assignee=@", "assignee=@%0A", "assignee=%00",
        "workflow=done", "workflow=%00", "order=Oldest", "due=yes", "due=2", "known_at=2026-03-01",
        "known_at=2026-03-01T12:00:00", "known_at=now", "known_at=0001-01-01T00:00:00%2B14:00",
        "known_at=9999-12-31T23:59:59-14:00", "known_at=2026-03-01T12:00:00Z%0A", "page_size=0", "page_size=501",
        "page_size=-1", "page_size=1.5", "page_size=%D9%A1", "page_size=1%0A", "page_size=9999999999", "id=1",
        "id=%00", "id=0190f5a0-0000-7000-8000-00000000000", "id=%F0%9F%98%80",
    ],
)  # fmt: skip
def test_what_is_refused_by_its_name(query: str) -> None:
    assert refused(query) == [("parameter.malformed", query.partition("=")[0])]


def test_an_empty_value_is_none_and_all_faults_are_told_at_once() -> None:
    assert read("q=&due=&page_size=") == {}
    assert refused("colour=red&due=maybe&q=a&q=b") == [
        ("parameter.unknown", "colour"), ("parameter.malformed", "due"), ("parameter.twice", "q"),
    ]  # fmt: skip
    assert refused("x" * 300 + "=1") == [("parameter.unknown", "x" * 100)]


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from([one.name for one in DECLARED]), st.text(max_size=30), max_size=4))
def test_whatever_is_sent_is_read_or_refused(sent: dict[str, str]) -> None:
    given_query = QueryDict(mutable=True)
    given_query.update(sent)
    found: set[str | None]
    try:
        found = {*read_parameters(given_query, DECLARED)}
    except DomainError as error:
        found = {one.field for one in (error.errors if isinstance(error, ManyErrors) else [error])} & set(sent)
    assert found


@pytest.mark.parametrize("query", [b"", b"q=a&b", b"q=%D8%A8&%D8%A8=1", b"q=%&%zz=%4", "q=ب".encode()])
def test_queries_in_utf8(query: bytes) -> None:
    check_encoding(query)
    assert QueryDict(query).urlencode() is not None


@pytest.mark.parametrize(("query", "field"), [(b"a=1&q=%E8%C8", "q"), (b"q=\xff", "q"), (b"%ff=1", "\ufffd")])
def test_queries_in_other_bytes(query: bytes, field: str) -> None:
    with pytest.raises(MalformedError) as caught:
        check_encoding(query)
    assert (caught.value.rule, caught.value.field) == ("parameter.not_utf8", field)


def test_each_says_in_the_schema_what_it_takes() -> None:
    schemas = {one.name: one.schema for one in DECLARED}
    assert schemas["workflow"]["enum"] == Workflow.values
    assert (schemas["order"]["default"], schemas["order"]["enum"]) == ("newest", ["newest", "oldest"])
    assert all(read(f"page_size={schemas['page_size'][end]}") for end in ("minimum", "maximum"))
    assert read(f"q={'x' * schemas['q']['maxLength']}")
