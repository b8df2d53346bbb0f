"""A first look at a file: one of another kind, or one that means harm, is refused while its owner still waits."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from annotations.formats.registry import import_format, labels_for
from annotations.formats.roles import named

SOON = 32 * 1024 * 1024
"""Bytes of a file that can be looked at while somebody waits; some readers have to see all of it."""


def look_first(form: str, pieces: Iterable[bytes], *, labels: str = "") -> None:
    """Read the file as far as its second record: several refusals are better shown in a table. What a whole
    reading may yet refuse is not seen.

    Raises what the format's reader and `labels_for` raise, and the one refusal of a file that holds nothing else.
    """
    with named(labels_for(form, labels)):
        first = list(islice(import_format(form).read(pieces), 2))
    if len(first) == 1 and first[0].error is not None and not first[0].adjusted:
        raise first[0].error
