"""brat standoff, written and read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotations.corpus import Incoming, Selection
from annotations.formats import brat_in, brat_out
from annotations.formats.export import in_pieces


class Brat:
    """A ZIP archive of .txt and .ann files."""

    name = brat_out.NAME
    media_type = "application/zip"
    suffix = ".brat.zip"
    losses: Mapping[str, str] = brat_out.LOSSES

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The archive in pieces. One document is in memory at a time."""
        return in_pieces(brat_out.write(selection))

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """The records of the archive; raises MalformedError or RuleBrokenError for an archive that is harmful."""
        return brat_in.read(pieces)
