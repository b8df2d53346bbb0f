"""Layers that others made in a CAS, where they speak of attributions.

Three forms are known. Slots: an annotation with links to others, where the link's role or the slot's name is a part's.
References: the same with a feature that refers to another annotation. Relations: an annotation with Governor and
Dependent, whose ends are known as parts by the names of their types or by one of their values. In the first two the
annotation's own extent is the part that its type is named after, else the cue. The names are those of
`annotations.formats.roles`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from annotations.errors import DomainError, RuleBrokenError
from annotations.formats.cas.own_layers import OWN_TYPES
from annotations.formats.cas.places import Places
from annotations.formats.cas.structures import Ref, Refs, Structure
from annotations.formats.foreign import ForeignDocument, ForeignLayer, Refused
from annotations.formats.roles import Link, Mark, Parts, layer_of, role_of

_ENDS = ("Governor", "Dependent")


class ForeignLayers:
    """Adds to a document what it finds; tells of every type that it makes nothing of, once."""

    def __init__(self, places: Places, document: ForeignDocument) -> None:
        self.places = places
        self.types = places.cas.types
        self.structures = places.cas.structures
        self.document = document
        self.marks: dict[int, Mark] = {}
        self.links: list[Link] = []
        self.frames: list[Parts] = []
        self.framed: set[int] = set()
        self.unknown: Counter[str] = Counter()
        self.first: dict[str, Structure] = {}

    def fill(self) -> None:
        found = [one for one in self.structures.values() if self._is_theirs(one)]
        relations = [one for one in found if all(isinstance(one.features.get(end), Ref) for end in _ENDS)]
        related = {id(one) for one in relations}
        for structure in found:
            if id(structure) not in related:
                self._take_slots(structure)
        for structure in relations:
            self._take_relation(structure)
        for structure in found:
            if structure.id not in self.framed and structure.id not in self.marks and id(structure) not in related:
                self._take_alone(structure)
        self._add()
        for name, number in self.unknown.items():
            detail = f"{number} annotations of the type {name[:200]} say nothing of attributions and are left out"
            place = self.places.of(self.first[name])
            self.document.refused.append(Refused(place, RuleBrokenError("cas.type_unknown", detail, field=name[:200])))

    def _is_theirs(self, structure: Structure) -> bool:
        """Annotations that somebody made: no segmentation, no metadata, nothing of Isnad's own."""
        name = structure.type
        if name in OWN_TYPES or self.types.is_segmentation(name):
            return False
        known = self.types.is_annotation(name)
        return known or (not self.types.knows(name) and "begin" in structure.features)

    def _leave(self, structure: Structure) -> None:
        self.unknown[structure.type] += 1
        self.first.setdefault(structure.type, structure)

    def _mark(self, structure: Structure, label: str) -> Mark | None:
        """The annotation as a mark; its first label stays. None (and told) where it lies nowhere."""
        if structure.id not in self.marks:
            try:
                segment = self.places.segment(structure)
            except DomainError as error:
                self.document.refused.append(Refused(self.places.of(structure), error))
                return None
            self.marks[structure.id] = Mark(str(structure.id), label, [segment], self.places.of(structure))
        return self.marks[structure.id]

    def _label(self, structure: Structure) -> str | None:
        """What part an annotation is by itself: by the name of its type, else by one of its values."""
        short = structure.type.rpartition(".")[2]
        values = [value for value in structure.features.values() if isinstance(value, str)]
        return next((name for name in (short, *values) if role_of(name)), None)

    def _parts(self, structure: Structure) -> Iterator[tuple[str, Structure]]:
        """(name of a part, annotation) of what it links or refers to."""
        for feature, value in structure.features.items():
            ids = value.ids if isinstance(value, Refs) else (value.id,) if isinstance(value, Ref) else ()
            for key in ids if feature not in ("sofa", *_ENDS) else ():
                if key is None:
                    continue
                named, other = self._led_to(feature, key)
                if other is not None:
                    yield named, other
                elif role_of(named):
                    detail = f"{named[:60]} leads to {key}, where no annotation is that could be a part: it is left out"
                    error = RuleBrokenError("cas.nowhere", detail, field=feature[:60])
                    self.document.refused.append(Refused(self.places.of(structure), error, adjusted=True))

    def _led_to(self, feature: str, key: int) -> tuple[str, Structure | None]:
        """(name of a part, annotation) that a reference leads to, by a link or at once."""
        other = self.structures.get(key)
        if other is None or "begin" in other.features:
            return feature, other
        role, target = other.features.get("role"), other.features.get("target")
        named = role if isinstance(role, str) and role_of(role) else feature
        return named, self.structures.get(target.id) if isinstance(target, Ref) else None

    def _take_slots(self, structure: Structure) -> None:
        parts = [(name, other) for name, other in self._parts(structure) if role_of(name)]
        if not parts:
            return
        own = self._label(structure) or "cue"
        frame = Parts(self.places.of(structure))
        if role_of(own) not in {role_of(name) for name, _other in parts}:
            parts.append((own, structure))
        for name, other in parts:
            mark, role = self._mark(other, name), role_of(name)
            if mark is not None and role is not None:
                frame.add(role, mark.key)
        self.frames.append(frame)
        self.framed.add(structure.id)

    def _take_relation(self, structure: Structure) -> None:
        ends = [self.structures.get(one.id) for end in _ENDS if isinstance(one := structure.features[end], Ref)]
        labels = [value for value in structure.features.values() if isinstance(value, str) and role_of(value)]
        label = labels[0] if labels else structure.type.rpartition(".")[2]
        named = [(end, self._label(end)) for end in ends if end is not None]
        if len(named) < len(_ENDS) or not (role_of(label) or all(name for _end, name in named)):
            self._leave(structure)
            return
        marks = [self._mark(end, name or "") for end, name in named]
        if marks[0] is not None and marks[1] is not None:
            self.links.append(Link(marks[0].key, marks[1].key, label, self.places.of(structure)))

    def _take_alone(self, structure: Structure) -> None:
        label = self._label(structure)
        if label is None:
            self._leave(structure)
        else:
            self._mark(structure, label)

    def _add(self) -> None:
        if not self.marks:
            return
        layer, refused = layer_of(self.marks.values(), self.links, self.frames)
        self.document.refused += refused
        shared = next((one for one in self.document.layers if one.fields.get("kind", "shared") == "shared"), None)
        if shared is None:
            shared = ForeignLayer()
            self.document.layers.append(shared)
        shared.spans += layer.spans
        shared.frames += layer.frames
