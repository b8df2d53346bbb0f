"""Files that come in pieces: looked at from their beginning, and no longer than they may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from annotations.errors import RuleBrokenError


def begins_with(pieces: Iterable[bytes], start: bytes) -> tuple[bool, Iterator[bytes]]:
    """Whether the file begins so, and all of its pieces."""
    remaining = iter(pieces)
    head = b""
    for piece in remaining:
        head += piece
        if len(head) >= len(start):
            break
    return head.startswith(start), chain([head], remaining)


def at_most(pieces: Iterable[bytes], most: int) -> Iterator[bytes]:
    """The same pieces. Raises RuleBrokenError `file.too_large` beyond `most` bytes."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise RuleBrokenError("file.too_large", f"the file has more than {most} bytes", field="file")
        yield piece
