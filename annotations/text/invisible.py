"""Characters that a reader cannot see, and that can make a text say something else than it shows."""

import re
import unicodedata
from typing import Final, Literal, NamedTuple

FlagKind = Literal["bidi_control", "invisible"]

BIDI_CONTROLS: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Embeddings, overrides and isolates: they reorder what is shown."""

INVISIBLES: Final = "\u200b\u200e\u200f\u061c\ufeff"
"""Zero width space and no-break space, and the directional marks."""

_FLAGGED: Final = re.compile(f"[{BIDI_CONTROLS}{INVISIBLES}]")


def isolated(name: object) -> str:
    """The name with marks around it (FSI, PDI), for a sentence of another direction: neither turns the other round."""
    return f"\u2068{name}\u2069"


class Flag(NamedTuple):
    """One such character: its offset in code points, its code point as ``U+202E``, its Unicode name, its kind."""

    offset: int
    code_point: str
    name: str
    kind: FlagKind


def _describe(characters: str, kind: FlagKind) -> dict[str, tuple[str, str, FlagKind]]:
    return {one: (f"U+{ord(one):04X}", unicodedata.name(one), kind) for one in characters}


_KNOWN: Final = _describe(BIDI_CONTROLS, "bidi_control") | _describe(INVISIBLES, "invisible")


def flags(text: str) -> list[Flag]:
    """Return every bidi control and invisible character of `text`, in order. The text itself stays as it is."""
    return [Flag(found.start(), *_KNOWN[found.group()]) for found in _FLAGGED.finditer(text)]
