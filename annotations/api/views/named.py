"""Objects that a body names by their public ids."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from annotations.api.base import ApiView
from annotations.api.bodies import optional_uid
from annotations.errors import RuleBrokenError


def named(view: ApiView, model: type[Model], value: Any, field: str, *related: str, required: bool = False) -> Any:
    """The object of this id, or None for null. Raise RuleBrokenError where the workspace has none of that id."""
    uid = optional_uid(value, field)
    if uid is None:
        if required:
            raise RuleBrokenError("field.required", f"{field} is required", field=field)
        return None
    rows = view.within(model).filter(uid=uid)
    found = (rows.select_related(*related) if related else rows).first()
    if found is None:
        raise RuleBrokenError(f"{field}.missing", f"there is no {field} {uid} in this workspace", field=field)
    return found
