"""CoNLL, written and read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from annotations.corpus import Incoming, Selection
from annotations.formats import conll_in, conll_out
from annotations.formats.export import in_pieces


class Conll:
    """A token a line, with BIO columns."""

    name = conll_out.NAME
    media_type = "text/tab-separated-values"
    suffix = ".conll"
    losses: Mapping[str, str] = conll_out.LOSSES

    def export(self, selection: Selection) -> Iterator[bytes]:
        """The file in pieces. One document is in memory at a time."""
        return in_pieces(conll_out.write(selection))

    def read(self, pieces: Iterable[bytes]) -> Iterator[Incoming]:
        """The records of the file, document by document."""
        return conll_in.read(pieces)
