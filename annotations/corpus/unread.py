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
from annotations.corpus.strict_json import has_keys_once, look_over, read_object
from annotations.errors import DomainError

_UID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_HEAD = re.compile(
    rb'\{"type":"(version|layer|span|attribution)","id":"(%s)","(?:article|version)":"(%s)",' % (_UID, _UID)
)
# What a frame names beyond its document is asked for before anything is stored: such a line is read at once.
_CITES_NOTHING = b'"cites":null'
_KEYS = {noun: ("type", *CORPUS_TYPES[noun]._fields) for noun in ("version", "layer", "span", "attribution")}
# A span's quote has three.
_NUMBER_OF_KEYS = {noun: len(keys) + 3 * (noun == "span") for noun, keys in _KEYS.items()}


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

    Raises what `read_object` and `read_values` raise. No key stands there twice, so the record is what its head says.
    """
    return _quickly(line) or _slowly(line)


def _quickly(line: bytes) -> tuple[str, tuple[Any, ...]] | None:
    """None where anything is out of the ordinary, so that it has to be read slowly, which says what is wrong."""
    try:
        fields = orjson.loads(line)
        look_over(fields, line)
        noun = fields["type"]
        if tuple(fields) != _KEYS.get(noun) or not has_keys_once(line, _NUMBER_OF_KEYS[noun]):
            return None
        return noun, checked_values(noun, tuple(fields.values())[1:])
    except (orjson.JSONDecodeError, DomainError, TypeError):
        return None


def _slowly(line: bytes) -> tuple[str, tuple[Any, ...]]:
    fields = read_object(line)
    noun: str = fields.pop("type")
    return noun, read_values(noun, fields)
