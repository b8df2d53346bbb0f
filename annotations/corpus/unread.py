"""Lines of the native format that are read only when the document to which they belong is stored.

Nine in ten records of a file are spans and frames. To put them where they belong takes their head alone, which stands
at the beginning of the line as it does in every export; so they are decoded once, and kept in between as they came.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import orjson

from annotations.corpus.incoming import checked_values, read_values
from annotations.corpus.records import CORPUS_TYPES
from annotations.corpus.strict_json import check_strings, read_object
from annotations.errors import DomainError, MalformedError

_UID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_HEAD = re.compile(
    rb'\{"type":"(version|layer|span|attribution)","id":"(%s)","(?:article|version)":"(%s)",' % (_UID, _UID)
)
# What a frame names beyond its document is asked for before anything is stored: such a line is read at once.
_CITES_NOTHING = b'"cites":null'
_KEYS = {noun: ("type", *CORPUS_TYPES[noun]._fields) for noun in ("version", "layer", "span", "attribution")}
# Where the two ids of a head stand in the line, by its type; no two types are of one length.
_LENGTH = 36
_PLACES = {
    noun: (
        len(f'{{"type":"{noun}","id":"'),
        len(f'{{"type":"{noun}","id":"","{"article" if noun == "version" else "version"}":"') + _LENGTH,
    )
    for noun in _KEYS
}
_CITES = CORPUS_TYPES["attribution"]._fields.index("cites")


class Head(NamedTuple):
    """Type and id of the record, and the id of the article or version in which it lies."""

    noun: str
    uid: str
    within: str


def head_of(line: bytes) -> Head | None:
    """The head of a line that need not be read yet; None for every other."""
    found = _HEAD.match(line)
    if found is None:
        return None
    noun, uid, within = found.groups()
    if noun == b"attribution" and _CITES_NOTHING not in line:
        return None
    return Head(noun.decode(), uid.decode(), within.decode())


def read_unread(line: bytes) -> tuple[str, tuple[Any, ...]]:
    """(type, values in its order) of the record on a line that has a head.

    Raises what `read_object` and `read_values` raise, and MalformedError `json.twice` where a key stands there twice,
    so that the record is another one than its head says.
    """
    noun, values = _quickly(line) or _slowly(line)
    first, second = _PLACES[noun]
    if (
        line[first : first + _LENGTH] != values[0].encode()
        or line[second : second + _LENGTH] != values[1].encode()
        or (noun == "attribution" and values[_CITES] is not None)
    ):
        raise MalformedError("json.twice", "a key stands twice in the JSON object", field="id")
    return noun, values


def _quickly(line: bytes) -> tuple[str, tuple[Any, ...]] | None:
    """None where anything is out of the ordinary, so that it has to be read slowly, which says what is wrong."""
    try:
        fields = orjson.loads(line)
        if b"\\u" in line:
            check_strings(fields)
        noun = fields["type"]
        if tuple(fields) != _KEYS.get(noun):
            return None
        return noun, checked_values(noun, tuple(fields.values())[1:])
    except (orjson.JSONDecodeError, DomainError, TypeError):
        return None


def _slowly(line: bytes) -> tuple[str, tuple[Any, ...]]:
    fields = read_object(line)
    noun = fields.pop("type")
    head = head_of(line)
    if head is None or noun != head.noun:
        raise MalformedError("json.twice", "a key stands twice in the JSON object", field="type")
    return head.noun, read_values(head.noun, fields)
