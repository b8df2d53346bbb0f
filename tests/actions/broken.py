"""What a refused action says, and what the history says of one that was not."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from annotations.errors import ConflictError, DeniedError, DomainError, MissingError, RuleBrokenError, StaleError
from annotations.models.base import Recorded


@contextlib.contextmanager
def broken(rule: str, field: str | None = None, kind: type[DomainError] = RuleBrokenError) -> Iterator[None]:
    """The body must be refused by the rule, at the field."""
    with pytest.raises(DomainError) as caught:
        yield
    error = caught.value
    assert (error.rule, error.field, type(error)) == (rule, field, kind), str(error)
    assert error.detail


def conflict(rule: str, field: str | None = None) -> contextlib.AbstractContextManager[None]:
    return broken(rule, field, ConflictError)


def denied(rule: str = "role.too_small") -> contextlib.AbstractContextManager[None]:
    return broken(rule, None, DeniedError)


def missing(field: str | None = None) -> contextlib.AbstractContextManager[None]:
    return broken("object.missing", field, MissingError)


@contextlib.contextmanager
def stale(current: int) -> Iterator[None]:
    with pytest.raises(StaleError) as caught:
        yield
    assert (caught.value.rule, caught.value.current) == ("revision.stale", current)


def history(row: Recorded, *columns: str) -> list[Any]:
    """The named columns of the row's past, oldest first: who wrote each revision and who ended it by default."""
    wanted = columns or ("revision", "recorded_by", "recorded_through", "superseded_by", "superseded_through")
    model: Any = apps.get_model("annotations", f"{type(row).__name__}History")
    return list(model.objects.filter(uid=row.uid).order_by("history_id").values_list(*wanted, flat=len(wanted) == 1))
