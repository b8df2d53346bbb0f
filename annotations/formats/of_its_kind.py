"""A file of which nothing can be read is refused as a whole: it is of another kind, or broken from its beginning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from annotations.corpus import Incoming
from annotations.errors import MalformedError

_UNREAD = frozenset(
    {
        "cas.not_json_cas", "cas.not_xmi", "conll.columns", "conll.comment", "conll.form", "doccano.text",
        "json.malformed", "json.not_object", "json.not_utf8", "json.too_deep", "text.not_utf8", "xml.encoding",
        "xml.malformed",
    }
)  # fmt: skip
"""What is said of lines and files that are not even what the format consists of."""


def of_its_kind(name: str, found: Iterable[Incoming]) -> Iterator[Incoming]:
    """The same; `name` is the format's.

    Raises MalformedError `file.other_kind`, with what is wrong at the first place, after the last refusal of a file
    that held nothing but lines (or a whole) that could not be read.
    """
    first: Incoming | None = None
    rest = iter(found)
    for one in rest:
        yield one
        if one.error is None or one.error.rule not in _UNREAD:
            yield from rest
            return
        first = first or one
    if first is not None and first.error is not None:
        detail = f"nothing in the file can be read as {name}; {first.place}: {first.error.detail}"
        raise MalformedError("file.other_kind", detail, field="file")
