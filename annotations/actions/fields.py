"""Checks of single values, the same for every action: each raises a DomainError that names the field and the rule."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import RFC_4122, UUID

from django.db.models import Choices

from annotations.errors import RuleBrokenError

Member = TypeVar("Member", bound=Choices)

_SEPARATORS = re.compile(r"[\s-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")
# BCP 47 as far as its shape goes: a language, then subtags.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
MAX_METADATA = 10_000
MAX_NESTING = 64
MAX_BODY = 100_000


def clean_own_uid(uid: UUID | None, field: str = "id") -> UUID | None:
    """The id that a client chose for what it makes: a UUID of version 7, as all ids made here are, so that ids are in
    the order of time. An import keeps whatever ids its records have.
    """
    if uid is not None and (uid.version != 7 or uid.variant != RFC_4122):
        raise RuleBrokenError("field.uuid_version", f"{field} must be a UUID of version 7", field=field)
    return uid


def clean_text(value: object, field: str, *, max_length: int, required: bool = False) -> str:
    """A string that PostgreSQL can hold, at most `max_length` code points; nothing in it is changed."""
    if not isinstance(value, str):
        raise RuleBrokenError("field.not_text", f"{field} must be a string", field=field)
    if "\x00" in value:
        raise RuleBrokenError("text.nul", f"{field} holds a NUL character", field=field)
    if _SURROGATE.search(value):
        raise RuleBrokenError("text.lone_surrogate", f"{field} holds half of a surrogate pair", field=field)
    if len(value) > max_length:
        raise RuleBrokenError(
            "field.too_long", f"{field} has {len(value)} code points; at most {max_length} are allowed", field=field
        )
    if required and not value.strip():
        raise RuleBrokenError("field.required", f"{field} must not be empty", field=field)
    return value


@cache
def _values(choices: type[Choices]) -> tuple[Any, ...]:
    """The values, which Django puts together anew at each question."""
    return tuple(choices.values)


def clean_choice(value: object, field: str, choices: type[Member], *, blank: bool = False) -> Any:
    """The member's value, or "" where that is allowed. Spaces and hyphens are read as underscores: "in review"."""
    if value in ("", None) and blank:
        return ""
    values = _values(choices)
    if isinstance(value, str) and value not in values:
        value = _SEPARATORS.sub("_", value.strip())
    if not isinstance(value, str) or value not in values:
        allowed = ", ".join(map(str, values))
        raise RuleBrokenError("field.choice", f"{field} must be one of: {allowed}", field=field)
    return choices(value).value


def clean_language(value: object, field: str = "language") -> str:
    """A language tag such as ar, en or zh-Hant."""
    tag = clean_text(value, field, max_length=35)
    if not _LANGUAGE.fullmatch(tag):
        raise RuleBrokenError("field.language", f"{field} must be a BCP 47 tag such as ar, en or zh-Hant", field=field)
    return tag


def clean_url(value: object, field: str = "url") -> str:
    """An absolute http or https address, or nothing."""
    address = clean_text(value, field, max_length=2000)
    if not address:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"\s", address):
        raise RuleBrokenError("field.url", f"{field} must be an absolute http or https address", field=field)
    return address


def clean_time(value: object, field: str) -> datetime | None:
    """A moment with its time zone, in UTC; an ISO 8601 string or a datetime."""
    if value is None or value == "":
        return None
    moment = value
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise RuleBrokenError("field.time", f"{field} must be a time with its zone (RFC 3339)", field=field)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise RuleBrokenError("field.time", f"{field} lies outside the calendar", field=field) from None


def clean_metadata(value: object, field: str = "metadata") -> dict[str, Any]:
    """A small JSON object, whose numbers are finite and whose values nest at most MAX_NESTING deep."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise RuleBrokenError("field.not_object", f"{field} must be an object", field=field)
    for inner in _strings(value, field):
        clean_text(inner, field, max_length=MAX_METADATA)
    try:
        text = json.dumps(value, ensure_ascii=False, default=str, allow_nan=False)
    except ValueError:
        raise RuleBrokenError("field.number", f"{field} holds a number beyond all bounds", field=field) from None
    clean_text(text, field, max_length=MAX_METADATA)
    return dict(value)


def _strings(value: object, field: str) -> Iterator[str]:
    """Every string in it, keys too. Not by recursion, which hostile nesting would break."""
    waiting = [(value, 1)]
    while waiting:
        one, depth = waiting.pop()
        if depth > MAX_NESTING:
            raise RuleBrokenError("field.too_deep", f"{field} nests more than {MAX_NESTING} deep", field=field)
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting += [(part, depth + 1) for pair in one.items() for part in pair]
        elif isinstance(one, list | tuple):
            waiting += [(part, depth + 1) for part in one]


def clean_flag(value: object, field: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise RuleBrokenError("field.boolean", f"{field} must be true or false", field=field)
    return value


def clean_whole_number(value: object, field: str, *, least: int, most: int) -> int | None:
    """A whole number between `least` and `most`, or None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise RuleBrokenError(
            "field.number", f"{field} must be a whole number from {least} to {most}, or null", field=field
        )
    return value


def refuse_unknown(changes: Mapping[str, object], known: Mapping[str, object]) -> None:
    """Raise for a field that the object does not have, or that nobody may change."""
    for name in changes:
        if name not in known:
            raise RuleBrokenError("field.unknown", f"there is no field {name} to write", field=name)
