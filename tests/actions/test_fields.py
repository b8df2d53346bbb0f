"""Single values, as every action takes them: a refusal says its field and rule, what is taken comes out whole."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.actions.fields import (
    MAX_METADATA,
    clean_choice,
    clean_flag,
    clean_language,
    clean_metadata,
    clean_own_uid,
    clean_text,
    clean_time,
    clean_url,
    clean_whole_number,
    refuse_unknown,
)
from annotations.errors import DomainError
from annotations.models.identity import uuid7
from annotations.vocabulary import ClaimKind, Role, Workflow

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.binary(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
CLEANERS: dict[str, Callable[[Any], Any]] = {
    "text": lambda value: clean_text(value, "f", max_length=10),
    "choice": lambda value: clean_choice(value, "f", Workflow),
    "blank choice": lambda value: clean_choice(value, "f", Workflow, blank=True),
    "language": lambda value: clean_language(value, "f"),
    "url": lambda value: clean_url(value, "f"),
    "time": lambda value: clean_time(value, "f"),
    "metadata": lambda value: clean_metadata(value, "f"),
    "flag": lambda value: clean_flag(value, "f"),
    "number": lambda value: clean_whole_number(value, "f", least=1, most=6),
}


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def rule_of(clean: Callable[..., Any], *given: Any, **named: Any) -> str:
    """The rule by which the value is refused; the refusal names the field."""
    with pytest.raises(DomainError) as refused:
        clean(*given, **named)
    assert refused.value.field == "f"
    return refused.value.rule


@pytest.mark.parametrize("name", CLEANERS)
@settings(max_examples=40, deadline=None)
@given(value=anything)
def test_any_value_is_taken_or_refused_by_its_field_and_taken_again_as_it_was_taken(name: str, value: Any) -> None:
    try:
        taken = CLEANERS[name](value)
    except DomainError as error:
        told = error.field
    else:
        told = "f" if CLEANERS[name](taken) == taken else "taken otherwise"
    assert told == "f"


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (7, "field.not_text"), (None, "field.not_text"), (b"x", "field.not_text"), ("a\0", "text.nul"),
        ("\ud83d", "text.lone_surrogate"), ("x" * 11, "field.too_long"), ("", "field.required"),
        (" \n\u00a0\u2003", "field.required"),
    ],
)  # fmt: skip
def test_texts_that_are_refused(value: object, rule: str) -> None:
    assert rule_of(clean_text, value, "f", max_length=10, required=True) == rule


def test_a_text_may_be_as_long_as_it_may_in_code_points() -> None:
    assert clean_text("𝒜" * 10, "f", max_length=10) == "𝒜" * 10
    assert clean_text(" ع\u202e ", "f", max_length=10, required=True) == " ع\u202e ", "nothing in it is changed"


@pytest.mark.parametrize("tag", ["ar", "en", "zh-Hant", "ar-EG", "sr-Latn-RS", "tlh"])
def test_languages(tag: str) -> None:
    assert clean_language(tag, "f") == tag


@pytest.mark.parametrize(
    "tag",
    ["", "a", "ar\n", "ar ", "ar_EG", "ar-", "-ar", "عربي", "abcdefghi", "ar-123456789", "en\0", "x" * 36, "１２"],
)
def test_what_is_no_language(tag: str) -> None:
    assert rule_of(clean_language, tag, "f") in ("field.language", "text.nul", "field.too_long")


def test_choices_are_read_with_spaces_and_hyphens() -> None:
    for spelt in ("in_review", "in review", " in-review ", "in - review"):
        assert clean_choice(spelt, "f", Workflow) == "in_review"
    assert clean_choice(None, "f", Workflow, blank=True) == clean_choice("", "f", Workflow, blank=True) == ""
    for value in (None, "", "IN_REVIEW", "in__review", 1, True, ["draft"], {"draft": 1}, "draft\0"):
        assert rule_of(clean_choice, value, "f", Workflow) == "field.choice", value
    assert rule_of(clean_choice, "", "f", Role) == "field.choice"
    assert {clean_choice(str(kind.label).lower(), "f", ClaimKind) for kind in ClaimKind} == set(ClaimKind.values)


@pytest.mark.parametrize("address", ["", "http://a", "https://مثال.إختبار/مسار?س=1#x", "HTTPS://EXAMPLE.ORG", "http://[::1]:80/"])
def test_addresses(address: str) -> None:
    assert clean_url(address, "f") == address


@pytest.mark.parametrize(
    "address",
    [
        "example.org", "//example.org", "ftp://example.org", "javascript:alert(1)", "http://", "http:///path",
        "http://exa mple.org", "http://example.org/\n", " http://example.org", "http://[::1", "data:text/html,x",
        "https://a/\u2028", "mailto:a@b.c",
    ],
)  # fmt: skip
def test_what_is_no_address(address: str) -> None:
    assert rule_of(clean_url, address, "f") == "field.url"


def test_times_come_out_in_utc() -> None:
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert clean_time("2026-03-01T15:00:00+03:00", "f") == noon
    assert clean_time("2026-03-01T12:00:00Z", "f") == noon
    assert clean_time(noon.astimezone(timezone(timedelta(hours=-11))), "f") == noon
    assert clean_time(None, "f") is clean_time("", "f") is None


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-01T12:00:00", "2026-03-01", "noon", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00", "2026-03-01T12:00:00Z\n", 1767225600, True, datetime(2026, 3, 1), [],
    ],
)  # fmt: skip
def test_what_is_no_moment(value: object) -> None:
    assert rule_of(clean_time, value, "f") == "field.time"


@pytest.mark.parametrize("value", [0, 7, -1, True, False, 3.0, "3", 10**400, [3]])
def test_what_is_no_number_within_the_limits(value: object) -> None:
    assert rule_of(clean_whole_number, value, "f", least=1, most=6) == "field.number"


def test_numbers_at_the_limits_and_none() -> None:
    assert [clean_whole_number(value, "f", least=1, most=6) for value in (None, 1, 6)] == [None, 1, 6]


@pytest.mark.parametrize("value", [0, 1, None, "true", []])
def test_a_flag_is_true_or_false_and_nothing_like_it(value: object) -> None:
    assert rule_of(clean_flag, value, "f") == "field.boolean"


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ([], "field.not_object"), ("{}", "field.not_object"), ({"a": "x" * MAX_METADATA}, "field.too_long"),
        ({"a": math.inf}, "field.number"), ({"a": [math.nan]}, "field.number"), ({"a": nested(64)}, "field.too_deep"),
        ({"a": nested(5000)}, "field.too_deep"), ({"a": [{"b": "\0"}]}, "text.nul"),
        ({"\0": 1}, "text.nul"), ({"a": ("\udc00",)}, "text.lone_surrogate"),
    ],
)  # fmt: skip
def test_metadata_that_is_refused(value: object, rule: str) -> None:
    assert rule_of(clean_metadata, value, "f") == rule


def test_metadata_as_deep_as_it_may_be() -> None:
    assert clean_metadata({"a": nested(62)}, "f") == {"a": nested(62)}


def test_an_id_that_a_client_chose_is_of_version_seven() -> None:
    own = uuid7()
    assert clean_own_uid(own, "f") == own
    assert clean_own_uid(None, "f") is None
    microsoft = UUID(int=own.int | 1 << 62 | 1 << 63)
    for value in (uuid4(), UUID(int=0), UUID(int=2**128 - 1), microsoft):
        assert rule_of(clean_own_uid, value, "f") == "field.uuid_version"


def test_fields_that_are_not_there_are_named() -> None:
    refuse_unknown({"a": 1}, {"a": 0, "b": 0})
    with pytest.raises(DomainError) as refused:
        refuse_unknown({"a": 1, "colour": 2}, {"a": 0})
    assert (refused.value.rule, refused.value.field) == ("field.unknown", "colour")
