"""A CAS as JSON (UIMA JSON CAS 0.4), in pieces. Every array is a structure of its own there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotations.formats.cas import types
from annotations.formats.cas.structures import Cas, Ref, Refs, Structure, Value

_dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


_TYPES = _dump(types.type_system_json())


def json_of(cas: Cas) -> Iterator[str]:
    """The file in pieces: types, structures (the texts first), views."""
    yield f'{{"%TYPES":{_TYPES},\n"%FEATURE_STRUCTURES":['
    comma = "\n"
    for view in cas.views:
        sofa = {
            "%ID": view.sofa, "%TYPE": types.SOFA, "sofaNum": 1, "sofaID": view.name, "mimeType": view.mime_type,
            "sofaString": view.text,
        }  # fmt: skip
        yield comma + _dump(sofa)
        comma = ",\n"
    last = max([*cas.structures, *(view.sofa for view in cas.views)])
    for structure in cas.structures.values():
        arrays, plain = _plain(structure, last)
        last += len(arrays)
        for one in (*arrays, plain):
            yield comma + _dump(one)
    first = last + 1
    sofa_id = cas.views[0].sofa
    for name, some in cas.numbered(last):
        head, middle = f'{comma}{{"%ID":', f',"%TYPE":"{name}","@sofa":{sofa_id},"begin":'
        last = some[-1][0]
        yield "".join([f'{head}{key}{middle}{begin},"end":{end}}}' for key, (begin, end) in some])
    views = {view.name: {"%SOFA": view.sofa, "%MEMBERS": view.members} for view in cas.views}
    views[cas.views[0].name]["%MEMBERS"] = [*cas.views[0].members, *range(first, last + 1)]
    yield f'],\n"%VIEWS":{_dump(views)}}}\n'


def _plain(structure: Structure, last: int) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The arrays of a structure, numbered on from `last`, and the structure itself."""
    arrays: list[dict[str, Any]] = []
    plain: dict[str, Any] = {"%ID": structure.id, "%TYPE": structure.type}
    for feature, value in structure.features.items():
        if value is None:
            continue
        if isinstance(value, Ref):
            plain[f"@{feature}"] = value.id
        elif isinstance(value, (Refs, list)):
            if elements := _elements(value):
                last += 1
                arrays.append({"%ID": last, "%TYPE": _array_type(value), "%ELEMENTS": elements})
                plain[f"@{feature}"] = last
        else:
            plain[feature] = value
    return arrays, plain


def _elements(value: Value) -> list[Any]:
    return list(value.ids if isinstance(value, Refs) else value) if isinstance(value, (Refs, list)) else []


def _array_type(value: Refs | list[str] | list[int]) -> str:
    if isinstance(value, Refs):
        return types.STRUCTURES
    return types.STRINGS if isinstance(value[0], str) else types.INTEGERS
