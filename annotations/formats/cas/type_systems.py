"""The type system of a CAS from outside: what ranges its features have, and which types are annotations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annotations.errors import MalformedError
from annotations.formats.cas import types
from annotations.formats.cas.types import Feature, TypeOf
from annotations.formats.safe_xml import parse_xml

MAX_TYPES = 20_000
MAX_DEPTH = 50
_RESOURCE = "{http://uima.apache.org/resourceSpecifier}"
_BUILT_IN = (
    TypeOf(
        types.ANNOTATION, "uima.cas.AnnotationBase", (Feature("begin", types.INTEGER), Feature("end", types.INTEGER))
    ),
    TypeOf("uima.cas.AnnotationBase", types.TOP, (Feature("sofa", types.SOFA),)),
    TypeOf(types.DOCUMENT, types.ANNOTATION, (Feature("language", types.STRING),)),
    TypeOf(types.STRUCTURES, types.TOP, (Feature("elements", types.STRUCTURES),)),
    TypeOf(types.STRINGS, types.TOP, (Feature("elements", types.STRINGS),)),
    TypeOf(types.INTEGERS, types.TOP, (Feature("elements", types.INTEGERS),)),
)  # fmt: skip
_PRIMITIVE = frozenset(
    f"uima.cas.{name}" for name in ("String", "Integer", "Boolean", "Byte", "Short", "Long", "Float", "Double")
)


def is_primitive(range_: str) -> bool:
    return range_ in _PRIMITIVE


class TypeSystem:
    """Types by name, over those that UIMA has built in and Isnad's own (a file may define these again)."""

    def __init__(self, defined: Iterable[TypeOf] = ()) -> None:
        self._types = {one.name: one for one in _BUILT_IN} | types.TYPES
        for one in defined:
            known = self._types.get(one.name)
            # A type that is defined twice has the features of both.
            self._types[one.name] = one if known is None else one._replace(features=(*known.features, *one.features))
        self._features: dict[str, Mapping[str, Feature]] = {}

    def knows(self, name: str) -> bool:
        return name in self._types

    def lineage(self, name: str) -> list[str]:
        """The type and its supertypes, as far as they are known; at most MAX_DEPTH."""
        found: list[str] = []
        while name and name not in found and len(found) < MAX_DEPTH:
            found.append(name)
            name = self._types[name].super if name in self._types else ""
        return found

    def features(self, name: str) -> Mapping[str, Feature]:
        """The features of the type, its supertypes' among them."""
        if name not in self._features:
            inherited = [self._types[one].features for one in reversed(self.lineage(name)) if one in self._types]
            self._features[name] = {one.name: one for features in inherited for one in features}
        return self._features[name]

    def is_annotation(self, name: str) -> bool:
        return types.ANNOTATION in self.lineage(name)

    def is_segmentation(self, name: str) -> bool:
        """Whether it cuts the text or tells of the document: nothing that anybody marked."""
        return any(one in _SEGMENTS for one in self.lineage(name))


_SEGMENTS = frozenset(
    {types.DOCUMENT, types.SENTENCE, types.TOKEN, types.DIV, f"{types.DKPRO}metadata.type.TagsetDescription"}
)


OWN = TypeSystem()
"""Isnad's own and UIMA's."""


def read_type_system(file: Iterable[bytes]) -> TypeSystem:
    """From a UIMA type system description. Raises MalformedError as `parse_xml` does, and `cas.type_system`."""
    target = _Description()
    parse_xml(file, target)
    return TypeSystem(target.found)


class _Description:
    """Gathers type descriptions from a stream of elements; whatever else stands there is passed over."""

    def __init__(self) -> None:
        self.found: list[TypeOf] = []
        self.path: list[str] = []
        self.text: list[str] = []
        self.type: dict[str, str] = {}
        self.feature: dict[str, str] = {}
        self.features: list[Feature] = []

    def start(self, tag: str, _attributes: Mapping[str, str]) -> None:
        name = tag.removeprefix(_RESOURCE)
        if not self.path and name != "typeSystemDescription":
            raise MalformedError("cas.type_system", f"{name[:100]} is no UIMA type system description")
        self.path.append(name)
        self.text.clear()
        if name == "typeDescription":
            self.type, self.features = {}, []
        elif name == "featureDescription":
            self.feature = {}

    def data(self, text: str) -> None:
        self.text.append(text)

    def end(self, _tag: str) -> None:
        name = self.path.pop()
        outer = self.path[-1] if self.path else ""
        if outer == "typeDescription":
            self.type[name] = "".join(self.text).strip()
        elif outer == "featureDescription":
            self.feature[name] = "".join(self.text).strip()
        if name == "featureDescription":
            self.features.append(
                Feature(*(self.feature.get(key, "") for key in ("name", "rangeTypeName", "elementType")))
            )
        elif name == "typeDescription":
            self.found.append(
                TypeOf(self.type.get("name", ""), self.type.get("supertypeName", ""), tuple(self.features))
            )
            if len(self.found) > MAX_TYPES:
                raise MalformedError("cas.type_system", f"more than {MAX_TYPES} types")
        self.text.clear()

    def close(self) -> None:
        return None


def type_system_of_json(described: Any) -> TypeSystem:
    """From %TYPES of a JSON CAS. Raises MalformedError `cas.type_system`."""
    if not isinstance(described, dict) or len(described) > MAX_TYPES:
        raise MalformedError("cas.type_system", "%TYPES must be an object of types", field="%TYPES")
    found = []
    for name, one in described.items():
        if not isinstance(one, dict):
            raise MalformedError("cas.type_system", f"the type {name[:100]} must be an object", field="%TYPES")
        features = [
            _feature(key, value) for key, value in one.items() if not key.startswith("%") and isinstance(value, dict)
        ]
        found.append(TypeOf(name, str(one.get("%SUPER_TYPE", types.TOP)), tuple(features)))
    return TypeSystem(found)


def _feature(name: str, described: dict[str, Any]) -> Feature:
    range_, element = str(described.get("%RANGE", "")), str(described.get("%ELEMENT_TYPE", ""))
    if range_.endswith("[]"):
        return Feature(name, types.STRUCTURES, range_.removesuffix("[]"))
    return Feature(name, range_, element)
