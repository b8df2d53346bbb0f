"""Tests that a rule of the database refuses a statement, and the list of them."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, transaction

from tests.models.rows import World, run

Breaking = Callable[[World], object]


@dataclass(frozen=True)
class Case:
    """Statements that break `rule`. `by`: the triggers (table.name) that refuse them; none for a constraint."""

    rule: str
    by: tuple[str, ...]
    name: str
    breaking: Breaking


CASES: list[Case] = []


def plain_name(constraint: str) -> str:
    """The name; of one that Django made up, the part that does not change with the columns' order."""
    return re.sub(r"_[0-9a-f]{8}_fk.*$", "_fk", constraint)


def rule_of(error: DatabaseError) -> str | None:
    """The name of the constraint that refused."""
    found = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return plain_name(found) if found else None


@contextlib.contextmanager
def refused(rule: str) -> Iterator[None]:
    """The body must be refused by the rule of this name, also where the rule waits for the end of the transaction."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():  # noqa: PT012 - the body is the caller's
        yield
        run("SET CONSTRAINTS ALL IMMEDIATE")
    assert rule_of(caught.value) == rule, str(caught.value)


def refuses(rule: str, *by: str) -> Callable[[Breaking], Callable[[World], None]]:
    """Make a test of a function that writes what the rule forbids."""

    def wrap(breaking: Breaking) -> Callable[[World], None]:
        def test(world: World) -> None:
            with refused(rule):
                breaking(world)

        test.__doc__ = breaking.__doc__
        CASES.append(Case(rule, by, breaking.__name__, breaking))
        return test

    return wrap
