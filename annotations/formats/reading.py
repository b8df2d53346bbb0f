"""What every import format has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from annotations.corpus import Incoming


class ImportFormat(Protocol):
    """A way to read records from a file."""

    @property
    def name(self) -> str:
        """As in addresses: isnad-jsonl."""

    @property
    def media_type(self) -> str: ...

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """What stands in the file, place by place, to be given to the action that imports records.

        Raises MalformedError where the file as a whole cannot be read, perhaps only at its end. Memory does not grow
        with the file.
        """
