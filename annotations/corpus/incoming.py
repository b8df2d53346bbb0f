"""Records that come from outside, before anybody knows whether they can be stored."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, NoReturn

from annotations.corpus.records import CORPUS_TYPES, Record, keys_of
from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.models import Workspace

_UID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOTHING = type(None)
_STRINGS = {str}
# What JSON may hold where a record is annotated so; the second is the type of a list's members.
_TYPES: dict[str, tuple[frozenset[type], type | None]] = {
    "str": (frozenset({str}), None),
    "str | None": (frozenset({str, _NOTHING}), None),
    "int": (frozenset({int}), None),
    "int | None": (frozenset({int, _NOTHING}), None),
    "bool": (frozenset({bool}), None),
    "float | None": (frozenset({float, int, _NOTHING}), None),
    "list[str]": (frozenset({list}), str),
    "list[list[int]]": (frozenset({list}), None),
    "dict[str, str]": (frozenset({dict}), None),
    "dict[str, Any]": (frozenset({dict}), None),
}
_ANNOTATIONS = {
    noun: tuple(str(getattr(one, "__forward_arg__", one)) for one in record.__annotations__.values())
    for noun, record in CORPUS_TYPES.items()
}
_KEYS = {noun: tuple(keys_of(record)) for noun, record in CORPUS_TYPES.items()}
_CHECKS = {noun: tuple(_TYPES[one] for one in annotations) for noun, annotations in _ANNOTATIONS.items()}
# The types of whole records that were found right: there are only as many as fields that may be null allow.
_ACCEPTED: dict[str, set[tuple[type, ...]]] = {noun: set() for noun in CORPUS_TYPES}
# Where lists of strings stand.
_LISTS = {noun: tuple(n for n, (_, member) in enumerate(checks) if member) for noun, checks in _CHECKS.items()}
_DEFAULTS = {
    noun: {key.removesuffix("_"): value for key, value in record._field_defaults.items()}
    for noun, record in CORPUS_TYPES.items()
}


class Head(NamedTuple):
    """Type and id of a record, and the id of the article or version in which it lies."""

    noun: str
    uid: str
    within: str


Unread = tuple[int, tuple[str, str, str], bytes]
"""The number of a line, its head (as Head has it), and the line with its newline."""


class Incoming(NamedTuple):
    """What stands in one place of an incoming file: the fields of a record of the type `noun`, or what is wrong
    there. A record without `error` has fields; `read_record` says whether they make one.

    `line` is the number of the line, or of the element in a file that has no lines; no two are alike. `place` says it
    in the words of the format (a file in an archive and its line, the path of an element). With `adjusted` the error
    kept nothing out: something was made to fit, and the error says what. `wanting` is asked instead, where what stands
    there can only be read beside what a workspace has. With `content` it is no record but the file of an exhibit, whose
    id and sum (`sha256`) stand in the fields; asked for before the next is, in pieces. With `unread` it is a run of
    lines that nobody has read but for their heads, and no record (annotations.corpus.unread).
    """

    line: int
    noun: str
    fields: Mapping[str, Any]
    error: DomainError | None = None
    place: str = ""
    adjusted: bool = False
    wanting: Callable[[Workspace], Iterator[Incoming]] | None = None
    content: Callable[[], Iterator[bytes]] | None = None
    unread: Sequence[Unread] = ()


def stated_twice(noun: str, uid: str, where: str, *, later: bool = False) -> RuleBrokenError:
    """What is wrong with a record whose id another one has before it in the file (or `later`), at the place `where`."""
    told = f"has the id {uid[:100]} later" if later else f"had the id {uid[:100]} before"
    return RuleBrokenError("record.twice", f"another {noun} {told}, at {where}", field="id")


def is_uid(value: str) -> bool:
    """Whether this is a UUID in its canonical form."""
    return _UID.fullmatch(value) is not None


def read_record(noun: str, fields: Mapping[str, Any]) -> Record:
    """The record of these fields; those with a default may be missing. Raises what `read_values` raises."""
    make: Any = CORPUS_TYPES[noun]
    record: Record = make(*read_values(noun, fields))
    return record


def read_values(noun: str, fields: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of the record of these fields, in its order; those with a default may be missing.

    Raises MalformedError `record.unknown_field`, `record.missing_field`, `record.field_type` or `field.uuid`, which
    names the field.
    """
    keys = _KEYS[noun]
    if tuple(fields) != keys:
        fields = _completed(noun, fields)
    return checked_values(noun, tuple(fields.values()))


def checked_values(noun: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values, all of them and in the order of the record, if each has the type that it must have.

    Raises MalformedError `record.field_type` or `field.uuid`.
    """
    check_types(noun, values)
    if not is_uid(values[0]):
        raise MalformedError("field.uuid", "id must be a UUID in lower case", field="id")
    return values


def check_types(noun: str, values: tuple[Any, ...]) -> None:
    """Raise MalformedError `record.field_type` unless each value has the type that it must have."""
    types = tuple(map(type, values))
    if types not in _ACCEPTED[noun]:
        _check_types(noun, values)
        _ACCEPTED[noun].add(types)
    for place in _LISTS[noun]:
        if not set(map(type, values[place])) <= _STRINGS:
            _refuse_type(noun, place)


def _check_types(noun: str, values: tuple[Any, ...]) -> None:
    for place, (allowed, _member) in enumerate(_CHECKS[noun]):
        if type(values[place]) not in allowed:
            _refuse_type(noun, place)


def _refuse_type(noun: str, place: int) -> NoReturn:
    key = _KEYS[noun][place]
    raise MalformedError("record.field_type", f"{key} must be {_ANNOTATIONS[noun][place]}", field=key)


def _completed(noun: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in their order, with the defaults of those that are missing."""
    for key in fields:
        if key not in _KEYS[noun]:
            raise MalformedError("record.unknown_field", f"a {noun} has no field {key[:100]}", field=key[:100])
    whole = {**_DEFAULTS[noun], **fields}
    for key in _KEYS[noun]:
        if key not in whole:
            raise MalformedError("record.missing_field", f"a {noun} needs the field {key}", field=key)
    return {key: whole[key] for key in _KEYS[noun]}
