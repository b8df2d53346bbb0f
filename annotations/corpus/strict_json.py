"""Untrusted JSON, decoded strictly: what comes out can be stored, and is what stood there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any

import orjson

from annotations.errors import MalformedError, RuleBrokenError

MAX_VALUES = 4_000_000
"""The most values that one JSON is trusted to hold: an empty list takes two bytes there, and many in memory."""
MAX_NESTING = 100
"""How deep objects and lists may nest in a JSON. No format nests a tenth of it, and what looks at values may recur."""
MAX_FIELD = 200
"""Of the names that lead to a fault, in characters."""

_STRINGS = {str}
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _no_number(name: str) -> Any:
    raise ValueError(f"{name[:40]} is no number of JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if isfinite(number) else _no_number(digits)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = _UNSTORABLE.sub("\ufffd", next(name for name in names if names.count(name) > 1)[:100])
        detail = f"the key {twice!r} stands in one object more than once"
        raise MalformedError("json.duplicate_key", detail, field=twice)
    return found


_DECODER = json.JSONDecoder(parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_once)


def read_json(text: str) -> Any:
    """Whatever the JSON holds that stands in a file of another format; its strings are looked at where they go.

    Raises MalformedError `json.malformed` or `json.too_deep`.
    """
    found = _decoded(text)
    for _string in _strings(found):
        pass
    return found


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object on the line.

    Raises MalformedError `json.not_utf8`, `json.malformed`, `json.too_deep`, `json.too_many`, `json.not_object`, or
    `json.duplicate_key` (nobody could say which of the two values was meant); and RuleBrokenError `text.nul` or
    `text.lone_surrogate` for strings that cannot be stored.
    """
    if len(line) > MAX_VALUES and sum(line.count(mark) for mark in (b",", b"[", b"{")) > MAX_VALUES:
        raise MalformedError("json.too_many", f"the JSON may hold more than {MAX_VALUES} values")
    try:
        quickly = orjson.loads(line)
    except orjson.JSONDecodeError:
        return _read_object(line)  # which says what is wrong
    if type(quickly) is not dict or _has_numbers_inside(quickly) or not has_keys_once(line, _keys_in(quickly)):
        return _read_object(line)
    look_over(quickly, line)
    return quickly


def has_keys_once(line: bytes, keys: int) -> bool:
    """Whether the JSON on the line surely has no more than so many keys, as many as came out of it: there are no more
    colons behind quotes, and no blank stands before any. Such marks within a text make it uncertain.
    """
    return (
        line.count(b'":') == keys
        and b" :" not in line
        and b"\t" not in line
        and b"\r" not in line
        and line.find(b"\n", 0, -1) < 0
    )


def _keys_in(found: dict[str, Any]) -> int:
    """How many keys there are, but for what lies deeper than in a member."""
    return len(found) + sum(len(value) for value in found.values() if type(value) is dict)


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


def _decoded(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        # Of integers beyond its limit Python tells how a program could raise that.
        why = "a number has too many digits" if "integer string conversion" in str(error) else str(error)[:200]
        raise MalformedError("json.malformed", f"no JSON: {why}") from None


def _read_object(line: bytes) -> dict[str, Any]:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        raise MalformedError("json.not_utf8", f"not UTF-8 at byte {error.start} of the line") from None
    found = _decoded(text)
    if not isinstance(found, dict):
        raise MalformedError("json.not_object", "one JSON object must stand here")
    look_over(found, line)
    return found


def _too_deep() -> MalformedError:
    return MalformedError("json.too_deep", f"the JSON is nested too deeply: at most {MAX_NESTING} deep is read")


def look_over(found: object, line: bytes) -> None:
    """Raise RuleBrokenError `text.nul` or `text.lone_surrogate` where a string anywhere in what was read from the line
    cannot be stored, and MalformedError `json.too_deep`.

    Only an escape can bring such strings in: the bytes were UTF-8, and JSON holds no raw NUL.
    """
    if b"\\u" not in line and line.count(b"[") + line.count(b"{") <= MAX_NESTING:
        return
    for text in _strings(found):
        if bad := _UNSTORABLE.search(text):
            rule = "text.nul" if bad[0] == "\0" else "text.lone_surrogate"
            detail = f"a string holds U+{ord(bad[0]):04X}, which cannot be stored"
            raise RuleBrokenError(rule, detail, field=_way_to(text, found))


def _strings(found: object) -> Iterator[str]:
    """Every string in it, keys too. Raises MalformedError `json.too_deep`."""
    waiting = [(found, 1)]
    while waiting:
        value, depth = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            if depth > MAX_NESTING:
                raise _too_deep()
            inner = (one for pair in value.items() for one in pair) if isinstance(value, dict) else value
            waiting += [(one, depth + 1) for one in inner]


def _way_to(text: str, found: object) -> str | None:
    """The names and numbers that lead to the string in what was read, with points between (Comments.0); to the object
    whose key it is. None for a key of the whole.
    """
    waiting: list[tuple[object, tuple[str, ...]]] = [(found, ())]
    while waiting:
        value, way = waiting.pop()
        if value is text or (isinstance(value, dict) and any(key is text for key in value)):
            return _UNSTORABLE.sub("\ufffd", ".".join(way))[:MAX_FIELD] or None
        inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        waiting += [(one, (*way, str(name)[:MAX_FIELD])) for name, one in inner]
    return None
