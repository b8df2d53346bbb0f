"""Lines of the native format that are read only when the document to which they belong is stored.

Nine in ten records of a file are spans and frames. To put them where they belong takes their head alone, which stands
at the beginning of the line as it does in every export; so they are decoded once, and kept in between as they came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import orjson

from annotations.corpus.incoming import Head, check_types, checked_values, read_values
from annotations.corpus.records import CORPUS_TYPES
from annotations.corpus.strict_json import MAX_VALUES, has_keys_once, look_over, read_object
from annotations.errors import DomainError

_UID = rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_HEAD = re.compile(
    rb'\{"type":"(version|layer|span|attribution)","id":"(%s)","(?:article|version)":"(%s)",' % (_UID, _UID)
)
_HEADS = re.compile(f"^{_HEAD.pattern.decode()}.*\n", re.MULTILINE)
# What a frame names beyond its document is asked for before anything is stored: such a line is read at once.
_CITES_NOTHING = b'"cites":null'
_KEYS = {noun: ("type", *CORPUS_TYPES[noun]._fields) for noun in ("version", "layer", "span", "attribution")}
# A span's quote has three.
_NUMBER_OF_KEYS = {noun: len(keys) + 3 * (noun == "span") for noun, keys in _KEYS.items()}
# How the line of a mark begins, but for its id.
_BEGINNINGS = {noun: b'{"type":"%s","id":"%%b",' % noun.encode() for noun in ("span", "attribution")}
_QUOTE = (str, str, str)
MARKS = tuple(b'{"type":"%s",' % noun.encode() for noun in _BEGINNINGS)
"""What the lines of spans and frames that have a head begin with."""


def head_of(line: bytes) -> Head | None:
    """The head of a line that need not be read yet; None for every other."""
    found = _HEAD.match(line)
    if found is None:
        return None
    noun, uid, within = found.groups()
    if noun == b"attribution" and _CITES_NOTHING not in line:
        return None
    return Head(noun.decode(), uid.decode(), within.decode())


def heads_of(block: bytes) -> tuple[list[bytes], list[tuple[str, str, str]]] | None:
    """The lines of the block, with their newlines, and their heads, where all of them have one and are of one type."""
    if b"\r" in block or not block.endswith(b"\n"):
        return None
    lines = block.splitlines(keepends=True)
    # Each byte as one character: what is cut out is plain ASCII.
    heads: list[tuple[str, str, str]] = _HEADS.findall(block.decode("latin-1"))
    if not heads or len(heads) < len(lines) or len({head[0] for head in heads}) > 1:
        return None
    if heads[0][0] == "attribution" and not all(_CITES_NOTHING in line for line in lines):
        return None
    return lines, heads


def read_unread(line: bytes) -> tuple[str, tuple[Any, ...]]:
    """(type, values in its order) of the record on a line that has a head.

    Raises what `read_object` and `read_values` raise. No key stands there twice, so the record is what its head says.
    """
    return _quickly(line) or _slowly(line)


def read_marks(lines: Sequence[bytes]) -> list[tuple[str, tuple[Any, ...]]] | None:
    """As `read_unread` for each of the lines, spans and frames all of them, which come without their newlines; None
    where any is out of the ordinary: then each has to be read by itself.

    Most documents have only ordinary ones. What costs as much for all of them as for one is done once.
    """
    whole = b",".join(lines)
    if len(whole) > MAX_VALUES:
        return None
    if b"\\u" in whole or b" :" in whole or b"\t" in whole or b"\r" in whole or b"\n" in whole:
        return None
    try:
        found = orjson.loads(b"[%b]" % whole)
        if len(found) != len(lines):
            return None
        marks = [_mark(fields, line) for fields, line in zip(found, lines, strict=True)]
    except (ValueError, DomainError, LookupError, TypeError, AttributeError):
        return None
    keys = sum(_NUMBER_OF_KEYS[noun] for noun, _values in marks)
    return marks if whole.count(b'":') == keys else None


def _mark(fields: dict[str, Any], line: bytes) -> tuple[str, tuple[Any, ...]]:
    """Raises one of Python's errors for what is no span of one segment and no frame, or not what begins the line."""
    noun = fields["type"]
    values = tuple(fields.values())[1:]
    if tuple(fields) != _KEYS[noun] or not line.startswith(_BEGINNINGS[noun] % values[0].encode()):
        raise TypeError
    check_types(noun, values)
    if noun == "span":
        ((start, end),), quote = values[3:5]
        if type(start) is not int or type(end) is not int or tuple(map(type, quote.values())) != _QUOTE:
            raise TypeError
    return noun, values


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
