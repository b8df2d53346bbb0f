"""What every export format has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from annotations.corpus import Selection

# What goes out at once, in bytes: large enough that the number of pieces costs nothing.
PIECE = 256 * 1024


class ExportFormat(Protocol):
    """A way to write a selection of the corpus."""

    @property
    def name(self) -> str:
        """As in addresses: isnad-jsonl."""

    @property
    def media_type(self) -> str: ...

    @property
    def suffix(self) -> str:
        """The end of a file's name, with its dot."""

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The file in pieces. Memory does not grow with the corpus; the database connection is busy until the end."""


def file_name(chosen: ExportFormat, selection: Selection) -> str:
    """What the file is called where it is saved."""
    return f"{selection.slug}-{selection.known_at:%Y%m%dT%H%M%SZ}{chosen.suffix}"


def in_pieces(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about PIECE bytes."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= PIECE:
            yield b"".join(held)
            held.clear()
            size = 0
    if held:
        yield b"".join(held)
