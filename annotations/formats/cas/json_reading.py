"""Reads UIMA JSON CAS into plain values, one document in memory."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from annotations.corpus import read_object
from annotations.errors import MalformedError
from annotations.formats.cas import types
from annotations.formats.cas.structures import Cas, Ref, Refs, Structure, Value, View
from annotations.formats.cas.type_systems import TypeSystem, type_system_of_json

MAX_STRUCTURES = 1_000_000
_ARRAYS = (types.STRUCTURES, types.STRINGS, types.INTEGERS)


def read_json(pieces: Iterable[bytes], known: TypeSystem) -> Cas:
    """The CAS of a file; `known` understands it where it brings no types of its own.

    Raises MalformedError: as `read_object` does, `cas.not_json_cas`, `cas.too_large`, `cas.type_system`, `cas.no_id`,
    `cas.id_twice`, `cas.feature`, `cas.views`.
    """
    found = read_object(b"".join(pieces).removeprefix(b"\xef\xbb\xbf"))
    listed = found.get("%FEATURE_STRUCTURES")
    if isinstance(listed, dict):  # an earlier form: by id
        listed = [{"%ID": int(key) if key.isdecimal() else key, **one} for key, one in listed.items()
                  if isinstance(one, dict)]  # fmt: skip
    if not isinstance(listed, list):
        raise MalformedError("cas.not_json_cas", "%FEATURE_STRUCTURES must be a list", field="%FEATURE_STRUCTURES")
    if len(listed) > MAX_STRUCTURES:
        raise MalformedError("cas.too_large", f"a CAS may have at most {MAX_STRUCTURES} structures")
    if found.get("%TYPES"):
        known = type_system_of_json(found["%TYPES"])
    return _Assembled(listed, known).cas(found.get("%VIEWS"))


class _Assembled:
    def __init__(self, listed: list[Any], known: TypeSystem) -> None:
        self.known = known
        self.views: dict[int, View] = {}
        self.arrays: dict[int, Value] = {}
        self.found: dict[int, dict[str, Any]] = {}
        for number, one in enumerate(listed):
            self._sort(one, f"%FEATURE_STRUCTURES.{number}")

    def _sort(self, one: Any, place: str) -> None:
        if not isinstance(one, dict) or not isinstance(one.get("%TYPE"), str):
            raise MalformedError("cas.feature", "a structure is an object with a %TYPE", field=place)
        id_, name = one.get("%ID"), one["%TYPE"]
        if type(id_) is not int:
            raise MalformedError("cas.no_id", "a structure needs a number as %ID", field=f"{place}.%ID")
        if id_ in self.found or id_ in self.views or id_ in self.arrays:
            raise MalformedError("cas.id_twice", f"two structures have the id {id_}", field=f"{place}.%ID")
        if name == types.SOFA:
            text = one.get("sofaString")
            name, mime = str(one.get("sofaID", "")), str(one.get("mimeType", ""))
            self.views[id_] = View(name, id_, text if isinstance(text, str) else None, [], mime)
        elif name in _ARRAYS or name.endswith("[]"):
            self.arrays[id_] = _elements(one.get("%ELEMENTS", []), name, place)
        elif name not in types.PASSED_OVER:
            self.found[id_] = one

    def cas(self, views: Any) -> Cas:
        structures = {
            id_: Structure(
                id_, one["%TYPE"], dict(self._feature(*pair) for pair in one.items() if not pair[0].startswith("%"))
            )
            for id_, one in self.found.items()
        }
        if not isinstance(views, dict):
            raise MalformedError("cas.views", "%VIEWS must be an object of views", field="%VIEWS")
        for name, view in views.items():
            self._index(name, view)
        return Cas(list(self.views.values()), structures, self.known)

    def _index(self, name: str, view: Any) -> None:
        members = view.get("%MEMBERS") if isinstance(view, dict) else None
        if not isinstance(members, list) or any(type(one) is not int for one in members):
            raise MalformedError(
                "cas.views", "a view needs a list of numbers as %MEMBERS", field=f"%VIEWS.{name[:100]}"
            )
        sofa = view.get("%SOFA")
        if type(sofa) is int and sofa in self.views:
            self.views[sofa].members += members

    def _feature(self, key: str, value: Any) -> tuple[str, Value]:
        if key.startswith("@"):
            if value is not None and type(value) is not int:
                raise MalformedError("cas.feature", f"{key[:100]} must refer by number", field=key[:100])
            known = self.arrays.get(value) if value is not None else None
            return key[1:], known if known is not None else (None if value is None else Ref(value))
        if value is not None and not isinstance(value, (str, int, float, bool)):
            raise MalformedError("cas.feature", f"{key[:100]} must be a plain value", field=key[:100])
        return key[1:] if key[:1] in ("^", "#") else key, value


def _elements(value: Any, name: str, place: str) -> Value:
    members = value if isinstance(value, list) else []
    if all(type(one) is int or one is None for one in members):
        return [one for one in members if one is not None] if name == types.INTEGERS else Refs(tuple(members))
    if name in (types.STRINGS, f"{types.STRING}[]"):
        return [one for one in members if isinstance(one, str)]
    if name == types.STRUCTURES:
        raise MalformedError("cas.feature", "an array of structures refers to them by number", field=place)
    return None  # numbers with a fraction, Booleans: nothing here looks at them
