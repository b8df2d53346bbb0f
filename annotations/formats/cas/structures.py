"""What a CAS consists of, as plain values: feature structures by id, and the texts that annotations lie on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, TypeAlias

from annotations.formats.cas.type_systems import OWN, TypeSystem


class Ref(NamedTuple):
    """A reference to a structure."""

    id: int


class Refs(NamedTuple):
    """An array of references, each None where it refers to nothing."""

    ids: tuple[int | None, ...]


_AT_ONCE = 500
Value: TypeAlias = str | int | float | bool | Ref | Refs | list[str] | list[int] | None


class Structure(NamedTuple):
    """`features` of an annotation include begin and end, UTF-16 code units of the text of its `sofa`."""

    id: int
    type: str
    features: Mapping[str, Value]


@dataclass(slots=True)
class View:
    """A text (None where a file has none) with the structures that are indexed with it, by id."""

    name: str
    sofa: int
    text: str | None
    members: list[int] = field(default_factory=list)
    mime_type: str = "text"


@dataclass(slots=True)
class Cas:
    """Structures in the order of the file; `types` understands them.

    `segments` are more annotations of the first view, by type (begin, end) without any feature: so many that they are
    never held, but made while they are written. `undescribed` are the types in the file of which the type system that
    was needed to understand it knows nothing.
    """

    views: list[View]
    structures: dict[int, Structure]
    types: TypeSystem = OWN
    segments: Iterable[tuple[str, Iterator[tuple[int, int]]]] = ()
    undescribed: frozenset[str] = frozenset()

    def numbered(self, last: int) -> Iterator[tuple[str, list[tuple[int, tuple[int, int]]]]]:
        """The segments, some hundred of a type at once: (type, [(id, (begin, end))]), with ids that follow `last`."""
        for name, places in self.segments:
            counted = enumerate(places, start=last + 1)
            while some := list(islice(counted, _AT_ONCE)):
                last = some[-1][0]
                yield name, some
