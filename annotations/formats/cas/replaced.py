"""Characters that XML cannot hold: which they are, and how they come back to their places."""

from __future__ import annotations

import re
from typing import TypeAlias

from annotations.anchoring import Utf16Map
from annotations.errors import DomainError
from annotations.formats.cas import types
from annotations.formats.cas.structures import Cas, Ref

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even as a reference. (There are no surrogates: intake refuses them.)"""
STAND_IN = "\ufffd"

Replacements: TypeAlias = dict[tuple[int | None, str], list[tuple[int, str]]]
"""(offset in UTF-16, character) by structure (None for the text) and feature."""


def replacements_of(cas: Cas) -> Replacements:
    """What the file says of them; whatever is malformed in it is passed over."""
    found: Replacements = {}
    for structure in cas.structures.values():
        if structure.type != types.REPLACED:
            continue
        owner, feature = structure.features.get("owner"), structure.features.get("feature")
        offsets, characters = structure.features.get("offsets"), structure.features.get("characters")
        if isinstance(feature, str) and isinstance(offsets, list) and isinstance(characters, list):
            pairs = [
                (offset, chr(code))
                for offset, code in zip(offsets, characters, strict=False)
                if type(offset) is int and type(code) is int and 0 < code < 0x10000 and NO_XML.match(chr(code))
            ]
            found.setdefault((owner.id if isinstance(owner, Ref) else None, feature), []).extend(pairs)
    return found


def put_back(text: str, pairs: list[tuple[int, str]]) -> str:
    """The text with its characters where a stand-in keeps their place."""
    if not pairs:
        return text
    units = Utf16Map(text)
    letters = list(text)
    for offset, character in pairs:
        try:
            place = units.from_utf16(offset)
        except DomainError:
            continue
        if letters[place : place + 1] == [STAND_IN]:
            letters[place] = character
    return "".join(letters)
