"""JSON in and out: compact going out, strict coming in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from math import isfinite
from typing import Any, Final
from uuid import UUID

import orjson

from annotations.errors import DomainError, MalformedError, ManyErrors, RuleBrokenError
from annotations.text import time_text

# Only where an escape could make one is the whole body searched for what no text may hold.
_SUSPECT_ESCAPE: Final = re.compile(rb"\\u(?:[dD][89a-fA-F]|0000)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MAX_FAULTS: Final = 20
MAX_NESTING: Final = 100
"""How deep objects and lists may nest in a body. Nothing asked for nests a tenth of it, and what reads it may recur."""


def to_json(value: Any) -> bytes:
    """Compact UTF-8 JSON. Times and UUIDs have been turned into strings before. Lone surrogates become "?", and what is
    no number null.
    """
    try:
        return orjson.dumps(value, default=_default, option=orjson.OPT_PASSTHROUGH_DATETIME)
    except TypeError:  # it takes no number beyond 64 bits, no lone surrogate, and no key but text
        return _to_json_slowly(value)


def _to_json_slowly(value: Any) -> bytes:
    numbers = _numbers_only(value)
    text = json.dumps(numbers, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_default)
    return text.encode("utf-8", "replace")


def _numbers_only(value: Any) -> Any:
    """The same, null for what is no number, as orjson has it."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _numbers_only(one) for key, one in value.items()}
    return [_numbers_only(one) for one in value] if isinstance(value, list | tuple) else value


def _default(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return time_text(value)
    # Labels are translated when they are shown.
    return str(value)


def time_or_none(moment: datetime | None) -> str | None:
    return None if moment is None else time_text(moment)


def from_json(body: bytes) -> Any:
    """Parse a JSON body. Raise MalformedError ``text.not_utf8``; ``json.malformed``, also for NaN, infinities, numbers
    of thousands of digits and endless nesting; and ``json.duplicate_key`` with the key; RuleBrokenError ``text.nul``
    and ``text.lone_surrogate`` with their fields.
    """
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MalformedError("text.not_utf8", f"the body is not UTF-8 at byte {error.start}") from None
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_float=_finite, object_pairs_hook=_once)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise MalformedError("json.malformed", f"the body is not JSON: {error}"[:300]) from None
    if _SUSPECT_ESCAPE.search(body) or body.count(b"[") + body.count(b"{") > MAX_NESTING:
        faults = list(_unstorable(value))
        if faults:
            raise faults[0] if len(faults) == 1 else ManyErrors(faults[:_MAX_FAULTS])
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys differ. Of two values for one key nobody could say which was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        shown = _SURROGATE.sub("\ufffd", twice[:100]).replace("\0", "\ufffd")
        detail = f"the key {shown!r} stands in one object more than once"
        raise MalformedError("json.duplicate_key", detail, field=shown)
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        raise ValueError("a number is too large")
    return number


def _too_deep() -> MalformedError:
    return MalformedError("json.malformed", f"the body is nested too deeply: at most {MAX_NESTING} deep is taken")


def _unstorable(body: Any) -> Iterator[DomainError]:
    """What no text may hold, with its field, in order. Not by recursion, which hostile nesting would break."""
    waiting: list[tuple[Any, str, int]] = [(body, "", 1)]
    while waiting:
        value, field, depth = waiting.pop()
        if isinstance(value, dict | list) and depth > MAX_NESTING:
            raise _too_deep()
        before = f"{field}." if field else ""
        inner: list[tuple[Any, str, int]] = []
        if isinstance(value, str):
            if "\0" in value:
                yield RuleBrokenError("text.nul", "the text holds a NUL character", field=field or None)
            elif _SURROGATE.search(value):
                detail = "the text holds half of a surrogate pair"
                yield RuleBrokenError("text.lone_surrogate", detail, field=field or None)
        elif isinstance(value, dict):
            for name, part in value.items():
                inner += [(name, field, depth), (part, f"{before}{name}", depth + 1)]
        elif isinstance(value, list):
            inner = [(part, f"{before}{place}", depth + 1) for place, part in enumerate(value)]
        waiting += reversed(inner)
