"""Ids that a file does not know are derived from what it says, so that the same file gives the same ones."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any
from uuid import UUID

from annotations.errors import MalformedError, RuleBrokenError


def derived_id(*parts: object) -> str:
    """A UUID (version 8, RFC 9562) that is the same for the same parts. They may be of any type: a file of others says
    them, and whether they are what they should be is seen when the record is read.
    """
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")).digest()
    raw = int.from_bytes(digest[:16], "big")
    return str(UUID(int=raw & ~(0xF << 76) & ~(0x3 << 62) | 0x8 << 76 | 0x2 << 62))


def told_twice() -> RuleBrokenError:
    detail = "the file had this text with the same marks before; they were taken once"
    return RuleBrokenError("layer.told_twice", detail)


def told_otherwise(noun: str, uid: str) -> RuleBrokenError:
    detail = f"the file said something else of the {noun} {uid[:100]} before; that was taken"
    return RuleBrokenError("record.told_otherwise", detail)


def no_id(noun: str) -> MalformedError:
    return MalformedError("field.uuid", f"the id of the {noun} must be a UUID", field="id")


class LayerIds:
    """The ids of what is marked in a layer. `again`: how often the file had marks of this layer before, which were
    others; those of each time get ids of their own.
    """

    def __init__(self, layer: str, again: int = 0) -> None:
        self._layer = layer
        self._again = (f"again {again}",) if again else ()
        self._said: Counter[str] = Counter()

    def of(self, known: Any, *parts: object) -> Any:
        """The id that the file knows, whatever it is, else one made of what is said; what is said twice is counted."""
        said = "\x1f".join(map(str, (known or "", *parts)))
        self._said[said] += 1
        return known or derived_id(self._layer, *parts, str(self._said[said]), *self._again)

    @property
    def signature(self) -> int:
        """The same, within this process, for layers of which the same is said; 0 for an empty one."""
        return hash(frozenset(self._said.items())) if self._said else 0
