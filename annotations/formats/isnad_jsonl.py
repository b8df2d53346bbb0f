"""isnad-jsonl, the native format: JSON Lines, one record a line, lossless, always in the same order.

A header, the records by type and then by id, and an end with the SHA-256 of all lines before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from annotations.corpus import CORPUS_TYPES, Selection, count, lines, snapshot
from annotations.formats.export import in_pieces
from annotations.formats.header import header_of

NAME = "isnad-jsonl"
VERSION = 1


class IsnadJsonl:
    """Writes and reads isnad-jsonl."""

    name = NAME
    media_type = "application/jsonl"
    suffix = ".isnad.jsonl"

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The file in pieces of whole lines."""
        digest = hashlib.sha256()
        for piece in in_pieces(_lines(selection)):
            digest.update(piece)
            yield piece
        yield line_of({"type": "end", "sha256": digest.hexdigest()})


def _lines(selection: Selection) -> Iterator[bytes]:
    with snapshot():
        header = header_of(selection, count(selection), name=NAME, version=VERSION)
        yield line_of({"type": "header", **header})
        for record_type in CORPUS_TYPES:
            yield from lines(selection, record_type)


def line_of(record: dict[str, Any]) -> bytes:
    """One line of compact JSON in UTF-8, with its newline."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
