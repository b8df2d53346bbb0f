"""Who is called by name in a comment: `@name`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

# Not inside an address of mail; but Arabic glues a preposition to the sign.
_CALL = re.compile(r"(?<![A-Za-z0-9._+@-])@([\w.@+-]{1,150})")


def called_in(body: str, names: Collection[str]) -> list[str]:
    """Those of the user names that the text calls, in its order, each once. A name may hold @ . + - _ and end before
    the punctuation that follows it.
    """
    found: dict[str, None] = {}
    for match in _CALL.finditer(body):
        name = match[1]
        while name and name not in names:
            name = name[:-1] if name[-1] in ".@+-" else ""
        if name:
            found[name] = None
    return list(found)


def parted(body: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each looks like a call: `@` with a name behind it, whoever bears it."""
    end = 0
    for match in _CALL.finditer(body):
        if match.start() > end:
            yield body[end : match.start()], False
        end = match.end() - len(match[1]) + len(match[1].rstrip(".@+-"))
        yield body[match.start() : end], True
    if end < len(body):
        yield body[end:], False
