"""Lines of untrusted files, cut from pieces of bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotations.errors import MalformedError

MAX_LINE = 32 * 1024 * 1024
"""The longest line that is read, in bytes: more than the longest text takes, escaped throughout."""


def lines_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of a file, each with its newline (the last one perhaps without), however it was cut into pieces.

    Raises MalformedError `file.line_too_long`.
    """
    for block in blocks_of(pieces):
        yield from lines_in(block)


def lines_in(block: bytes) -> Iterator[bytes]:
    """The lines of a block, each as it stands there."""
    *whole, rest = block.split(b"\n")
    for line in whole:
        yield line + b"\n"
    if rest:
        yield rest


def blocks_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The file cut at ends of lines, about as long as its pieces; only the last block may end without a newline.

    Raises MalformedError `file.line_too_long`.
    """
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if end:
            yield b"".join([*held, piece[:end]])
            held, size = [], 0
        if end < len(piece):
            held.append(piece[end:])
            size += len(piece) - end
        if size > MAX_LINE:
            raise MalformedError("file.line_too_long", f"a line has more than {MAX_LINE} bytes")
    if held:
        yield b"".join(held)
