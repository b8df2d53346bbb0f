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
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        for line in whole:
            yield b"".join([*held, line, b"\n"]) if held else line + b"\n"
            held, size = [], 0
        if rest:
            held.append(rest)
            size += len(rest)
        if size > MAX_LINE:
            raise MalformedError("file.line_too_long", f"a line has more than {MAX_LINE} bytes")
    if held:
        yield b"".join(held)
