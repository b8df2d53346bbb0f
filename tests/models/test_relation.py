"""What the database refuses of the relations between sources."""

from __future__ import annotations

from typing import Any

import pytest

from tests.models.rows import World, run, uid_of, update, value
from tests.models.rules import refused, refuses

WITHDRAWN: dict[str, Any] = {
    "withdrawn_at": "2026-01-01T00:00:00Z", "withdrawn_by": "ann", "withdrawn_reason": "a mistake",
}  # fmt: skip


def relate(world: World, kind: str, a: int, b: int, **columns: object) -> int:
    return world.add("sourcerelation", kind=kind, a_id=a, b_id=b, **columns)


def four(world: World) -> list[int]:
    return [world.source(name=name) for name in ("Ann", "Bob", "Eve", "Max")]


@refuses("relation.kind")
def test_a_relation_is_of_a_known_kind(world: World) -> None:
    relate(world, "similar", *four(world)[:2])


@refuses("relation.itself")
def test_nobody_is_related_to_themselves(world: World) -> None:
    ann = world.source()
    relate(world, "same", ann, ann)


@refuses("relation.reason_empty")
def test_a_relation_has_a_reason(world: World) -> None:
    relate(world, "same", *four(world)[:2], reason="")


@refuses("relation.withdrawn")
def test_a_withdrawal_has_a_reason(world: World) -> None:
    relate(world, "same", *four(world)[:2], **{**WITHDRAWN, "withdrawn_reason": ""})


@refuses("relation.withdrawn")
def test_a_reason_of_withdrawal_needs_a_withdrawal(world: World) -> None:
    relate(world, "same", *four(world)[:2], withdrawn_reason="a mistake")


@refuses("relation.duplicate")
def test_the_same_is_not_said_twice_in_either_order(world: World) -> None:
    a, b, *_ = four(world)
    relate(world, "same", a, b)
    relate(world, "same", b, a)


def test_what_was_withdrawn_may_be_said_again(world: World) -> None:
    a, b, *_ = four(world)
    first = relate(world, "same", a, b, **WITHDRAWN)
    assert relate(world, "distinct", a, b) != first


@refuses("relation.contradiction", "sourcerelation.d_check_relations")
def test_the_same_are_not_different(world: World) -> None:
    a, b, *_ = four(world)
    relate(world, "same", a, b)
    relate(world, "distinct", b, a)


@refuses("relation.contradiction", "sourcerelation.d_check_relations")
def test_nor_through_others(world: World) -> None:
    a, b, c, d = four(world)
    relate(world, "same", a, b)
    relate(world, "same", d, c)
    relate(world, "distinct", a, d)
    relate(world, "same", c, b)


@refuses("relation.contradiction", "sourcerelation.d_check_restated")
def test_nor_by_saying_again_what_was_withdrawn(world: World) -> None:
    a, b, *_ = four(world)
    key = relate(world, "same", a, b, **WITHDRAWN)
    relate(world, "distinct", a, b)
    update("sourcerelation", key, withdrawn_at=None, withdrawn_by="", withdrawn_reason="")


def test_many_statements_at_once_are_judged_together(world: World) -> None:
    a, b, c, _ = four(world)
    rows = "SELECT %s, gen_random_uuid(), k, x, y, 'r', '', '' FROM (VALUES ('same', {0}, {1}), ('distinct', {1}, {2}),"
    query = (rows + " ('same', {0}, {2})) AS v (k, x, y)").format(a, b, c)
    columns = "workspace_id, uid, kind, a_id, b_id, reason, withdrawn_by, withdrawn_reason"
    with refused("relation.contradiction"):
        run(f"INSERT INTO annotations_sourcerelation ({columns}) {query}", world.workspace)
    assert value("SELECT count(*) FROM annotations_sourcerelation") == 0


@refuses("relation.a_of_other_workspace")
def test_the_first_is_of_the_workspace(world: World) -> None:
    relate(world, "same", world.other.source(), world.source())


@refuses("relation.b_of_other_workspace")
def test_the_second_is_of_the_workspace(world: World) -> None:
    relate(world, "same", world.source(), world.other.source())


@refuses("sourcerelation.duplicate_id")
def test_a_relation_id_is_given_once(world: World) -> None:
    a, b, c, _ = four(world)
    first = relate(world, "same", a, b)
    relate(world, "same", b, c, uid=uid_of("sourcerelation", first))


@pytest.mark.parametrize("column", ["kind", "a_id", "b_id"])
def test_what_a_relation_says_never_changes(world: World, column: str) -> None:
    a, b, c, _ = four(world)
    key = relate(world, "same", a, b)
    with refused("row.identity"):
        update("sourcerelation", key, **{column: "distinct" if column == "kind" else c})
