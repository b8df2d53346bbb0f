"""What a CAS consists of, as plain values: feature structures by id, and the texts that annotations lie on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from annotations.formats.cas.type_systems import OWN, TypeSystem


class Ref(NamedTuple):
    """A reference to a structure."""

    id: int


class Refs(NamedTuple):
    """An array of references, each None where it refers to nothing."""

    ids: tuple[int | None, ...]


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

    `segments` are more annotations of the first view, (type, begin, end) without any feature: so many that they are
    never held, but made while they are written.
    """

    views: list[View]
    structures: dict[int, Structure]
    types: TypeSystem = OWN
    segments: Iterable[tuple[str, int, int]] = ()
