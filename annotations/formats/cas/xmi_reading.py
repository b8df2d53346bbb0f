"""Reads XMI (the XML of UIMA CAS) into plain values, one document in memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from annotations.errors import MalformedError
from annotations.formats.cas import types
from annotations.formats.cas.structures import Cas, Ref, Refs, Structure, Value, View
from annotations.formats.cas.type_systems import TypeSystem, is_primitive
from annotations.formats.safe_xml import parse_xml

MAX_STRUCTURES = 1_000_000
_XMI = "{http://www.omg.org/XMI}"
_SPACE = re.compile(r"\{http:///(.*)\.ecore\}(.*)")
_WHOLE = re.compile(r"-?[0-9]{1,12}")


def read_xmi(pieces: Iterable[bytes], known: TypeSystem) -> Cas:
    """The CAS of a file, whose features are understood by the type system.

    Raises MalformedError: as `parse_xml` does, `cas.not_xmi`, `cas.too_large`, `cas.no_id`, `cas.id_twice`,
    `cas.reference` (no number where a structure is named).
    """
    target = _Elements()
    parse_xml(pieces, target)
    if not target.rooted:
        raise MalformedError("cas.not_xmi", "the file holds no xmi:XMI")
    return _Assembled(target, known).cas()


class _Elements:
    """Gathers the elements below the root as (id, type, attributes, children's texts)."""

    def __init__(self) -> None:
        self.rooted = False
        self.depth = 0
        self.found: list[tuple[str, str, dict[str, str | list[str]]]] = []
        self.names: dict[str, str] = {}
        self.current: dict[str, str | list[str]] = {}
        self.text: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            if tag != f"{_XMI}XMI":
                raise MalformedError("cas.not_xmi", f"the root must be xmi:XMI, not {tag[:100]}")
            self.rooted = True
        elif self.depth == 2:
            self.current = {key: value for key, value in attributes.items() if not key.startswith("{")}
            name = self.names.get(tag) or self.names.setdefault(tag, _type_of(tag))
            if name not in types.PASSED_OVER:
                self.found.append((attributes.get(f"{_XMI}id", ""), name, self.current))
            if len(self.found) > MAX_STRUCTURES:
                raise MalformedError("cas.too_large", f"a CAS may have at most {MAX_STRUCTURES} structures")
        else:
            self.text.clear()

    def data(self, text: str) -> None:
        if self.depth >= 3:
            self.text.append(text)

    def end(self, tag: str) -> None:
        if self.depth == 3:
            members = self.current.setdefault(tag, [])
            if isinstance(members, list):
                members.append("".join(self.text))
        self.depth -= 1


def _type_of(tag: str) -> str:
    found = _SPACE.fullmatch(tag)
    if found is None:
        return tag
    package = found[1].replace("/", ".")
    return found[2] if package == "uima.noNamespace" else f"{package}.{found[2]}"


class _Assembled:
    def __init__(self, target: _Elements, known: TypeSystem) -> None:
        self.known = known
        self.elements = target.found
        self.structures: dict[int, Structure] = {}
        self.views: dict[int, View] = {}

    def cas(self) -> Cas:
        members: list[tuple[int, list[int]]] = []
        for id_, name, attributes in self.elements:
            if name == "uima.cas.View":
                if "sofa" not in attributes:
                    continue  # what is indexed in a view that has no text, nor anything else
                members.append((_id(attributes.get("sofa"), "sofa"), _ids(attributes.get("members", ""), "members")))
            elif name == types.SOFA:
                self._add_sofa(_id(id_, "xmi:id"), attributes)
            elif name != "uima.cas.NULL":
                self._add(_id(id_, "xmi:id"), name, attributes)
        for sofa, ids in members:
            if sofa in self.views:
                self.views[sofa].members += ids
        unknown = frozenset(one.type for one in self.structures.values() if not self.known.knows(one.type))
        return Cas(list(self.views.values()), self.structures, self.known, undescribed=unknown)

    def _add_sofa(self, id_: int, attributes: Mapping[str, str | list[str]]) -> None:
        text = attributes.get("sofaString")
        name, mime = str(attributes.get("sofaID", "")), str(attributes.get("mimeType", ""))
        self.views[id_] = View(name, id_, text if isinstance(text, str) else None, [], mime)

    def _add(self, id_: int, name: str, attributes: Mapping[str, str | list[str]]) -> None:
        if id_ in self.structures or id_ in self.views:
            raise MalformedError("cas.id_twice", f"two structures have the id {id_}", field=str(id_))
        features = self.known.features(name)
        if not features and "begin" in attributes:  # of a type that nothing describes its place can still be read
            features = self.known.features(types.ANNOTATION)
        values = {key: _value(features[key].range if key in features else "", key, value)
                  for key, value in attributes.items()}  # fmt: skip
        self.structures[id_] = Structure(id_, name, values)


def _value(range_: str, key: str, value: str | list[str]) -> Value:
    if isinstance(value, list):
        return [int(one) for one in value if _WHOLE.fullmatch(one)] if range_ == types.INTEGERS else value
    if range_ in ("uima.cas.Integer", "uima.cas.Long", "uima.cas.Short", "uima.cas.Byte"):
        return int(value) if _WHOLE.fullmatch(value) else value
    if range_ == types.BOOLEAN:
        return value == "true"
    if is_primitive(range_) or not range_:
        return value
    if range_ == types.STRUCTURES:
        return Refs(tuple(one or None for one in _ids(value, key)))
    if range_ == types.INTEGERS:
        return _ids(value, key)
    if range_ == types.STRINGS and not _WHOLE.fullmatch(value):
        return []
    return Ref(int(value)) if _WHOLE.fullmatch(value) else value


def _id(value: str | list[str] | None, key: str) -> int:
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise MalformedError("cas.no_id", f"{key} must be a number, not {str(value)[:40]}", field=key)
    return int(value)


def _ids(value: str | list[str], key: str) -> list[int]:
    words = value.split() if isinstance(value, str) else value
    for one in words:
        if not _WHOLE.fullmatch(one):
            raise MalformedError("cas.reference", f"{key} must name structures by number, not {one[:40]}", field=key)
    return [int(one) for one in words]
