"""JSON bodies, read by the table of the resource."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from annotations.actions import clean_own_uid
from annotations.api.resources import Resource
from annotations.errors import DomainError, MalformedError, ManyErrors, RuleBrokenError

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Body(NamedTuple):
    """The client's own id, if it sent one, and the fields that may be written. Their values are not checked yet."""

    uid: UUID | None
    fields: dict[str, Any]


def object_of(value: object) -> dict[str, Any]:
    """The JSON object that a body must be."""
    if not isinstance(value, dict):
        raise MalformedError("body.not_object", "the body must be a JSON object")
    return value


def uid_of(value: object, field: str) -> UUID:
    """A UUID in a body; MalformedError ``field.uuid`` when it is none."""
    if isinstance(value, str) and _UUID.fullmatch(value):
        return UUID(value)
    raise MalformedError("field.uuid", f"{field} must be a UUID", field=field)


def optional_uid(value: object, field: str) -> UUID | None:
    return None if value is None else uid_of(value, field)


def read_new(value: object, resource: Resource, *, also: tuple[str, ...] = ()) -> Body:
    """The body of a creation. Raise for unknown fields and for required ones that are missing.

    What a client can only have read (`revision`, `created_at`, …) is ignored, so that an object can be sent as it was
    read; the id that it chooses must be a UUID of version 7 (`field.uuid_version`).
    """
    given = object_of(value)
    writable = {*resource.taken(creating=True), *also}
    faults = _unknown(given, resource, also)
    faults += [
        _required(name)
        for name in resource.taken(creating=True)
        if resource.fields[name].required and name not in given
    ]
    if faults:
        raise _together(faults)
    return Body(
        clean_own_uid(optional_uid(given.get("id"), "id")), {name: given[name] for name in given if name in writable}
    )


def read_change(
    value: object, resource: Resource, *, uid: UUID, current: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """The body of a PATCH. A field that cannot be written may be sent back as it was read, and not otherwise.

    `current` gives the object as it is answered; it is called only where there is something to compare.
    """
    given = object_of(value)
    if faults := _unknown(given, resource, ()):
        raise _together(faults)
    if given.get("id") is not None and uid_of(given["id"], "id") != uid:
        raise RuleBrokenError("field.read_only", "the id of an object never changes", field="id")
    writable = resource.taken(creating=False)
    others = [name for name in given if name not in writable and name != "id"]
    if others:
        present = current()
        for name in others:
            if name not in present or given[name] != present[name]:
                raise RuleBrokenError("field.read_only", f"{name} cannot be changed here", field=name)
    return {name: given[name] for name in given if name in writable}


def read_fields(value: object, known: tuple[str, ...], *, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The body of an operation that is no resource."""
    given = object_of(value)
    faults: list[DomainError] = [_unknown_field(name) for name in given if name not in known]
    faults += [_required(name) for name in required if name not in given]
    if faults:
        raise _together(faults)
    return given


def _unknown(given: dict[str, Any], resource: Resource, also: tuple[str, ...]) -> list[DomainError]:
    return [_unknown_field(name) for name in given if name not in resource.fields and name not in also]


def _unknown_field(name: str) -> DomainError:
    return RuleBrokenError("field.unknown", f"there is no field {name[:100]!r} to write", field=name[:100])


def _required(name: str) -> DomainError:
    return RuleBrokenError("field.required", f"{name} is required", field=name)


def _together(faults: list[DomainError]) -> DomainError:
    return faults[0] if len(faults) == 1 else ManyErrors(faults[:20])
