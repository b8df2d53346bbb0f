"""Untrusted JSON, decoded strictly: what comes out can be stored, and is what stood there."""

from __future__ import annotations

import json
import re
from math import isfinite
from typing import Any

import orjson

from annotations.errors import MalformedError, RuleBrokenError

MAX_VALUES = 4_000_000
"""The most values that one JSON is trusted to hold: an empty list takes two bytes there, and many in memory."""

_STRINGS = {str}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _no_number(name: str) -> Any:
    raise ValueError(f"{name[:40]} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _no_number(digits)


_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite)


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object on the line.

    Raises MalformedError `json.not_utf8`, `json.malformed`, `json.too_deep`, `json.too_many` or `json.not_object`, and
    RuleBrokenError `text.nul` or `text.lone_surrogate` for strings that cannot be stored.
    """
    if len(line) > MAX_VALUES and sum(line.count(mark) for mark in (b",", b"[", b"{")) > MAX_VALUES:
        raise MalformedError("json.too_many", f"the JSON may hold more than {MAX_VALUES} values")
    try:
        quickly = orjson.loads(line)
    except orjson.JSONDecodeError:
        return _read_object(line)  # which says what is wrong
    if type(quickly) is not dict or _has_numbers_inside(quickly):
        return _read_object(line)
    if b"\\u" in line:  # only an escape can bring them in: the bytes were UTF-8, and JSON holds no raw NUL
        check_strings(quickly)
    return quickly


def _has_numbers_inside(found: dict[str, Any]) -> bool:
    """The quick reader makes a float of an integer beyond 64 bits. No field of a record is one, but inside a JSON
    object anything may stand, and has to come out again as it came.
    """
    kinds = set(map(type, found.values()))
    if float in kinds:
        return True
    return dict in kinds and any(
        type(value) is dict and not set(map(type, value.values())) <= _STRINGS for value in found.values()
    )


def _read_object(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise MalformedError("json.not_utf8", f"not UTF-8 at byte {error.start} of the line") from None
    try:
        found = _DECODER.decode(text)
    except RecursionError:
        raise MalformedError("json.too_deep", "the JSON is nested too deeply") from None
    except ValueError as error:
        raise MalformedError("json.malformed", f"no JSON: {str(error)[:200]}") from None
    if not isinstance(found, dict):
        raise MalformedError("json.not_object", "a line must hold one JSON object")
    if "\\u" in text:
        check_strings(found)
    return found


def check_strings(found: object) -> None:
    """Raise RuleBrokenError `text.nul` or `text.lone_surrogate` where a string anywhere in it cannot be stored."""
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [*value, *value.values()]
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str) and (bad := _UNSTORABLE.search(value)):
            rule = "text.nul" if bad[0] == "\0" else "text.lone_surrogate"
            raise RuleBrokenError(rule, f"a string holds U+{ord(bad[0]):04X}, which cannot be stored")
