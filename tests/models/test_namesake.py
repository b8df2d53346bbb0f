"""What the database refuses of dismissals; a name waits to be read whenever it comes in or changes."""

from __future__ import annotations

import pytest

from tests.models.rows import World, insert, rows, uid_of, update
from tests.models.rules import refuses

pytestmark = pytest.mark.django_db


def dismiss(world: World, a: int, b: int, **columns: object) -> int:
    return world.add("sourcedismissal", a_id=a, b_id=b, **columns)


@refuses("dismissal.itself")
def test_a_source_is_itself(world: World) -> None:
    here = world.source()
    dismiss(world, here, here)


@refuses("dismissal.duplicate")
def test_nobody_is_asked_twice_not_to_ask(world: World) -> None:
    a, b = world.source(), world.source()
    dismiss(world, a, b)
    dismiss(world, b, a)


@refuses("dismissal.a_of_other_workspace")
def test_a_lies_in_the_workspace(world: World) -> None:
    dismiss(world, world.other.source(), world.source())


@refuses("dismissal.b_of_other_workspace")
def test_b_lies_in_the_workspace(world: World) -> None:
    dismiss(world, world.source(), world.other.source())


@refuses("sourcedismissal.duplicate_id")
def test_a_dismissal_id_is_given_once(world: World) -> None:
    first = dismiss(world, world.source(), world.source())
    dismiss(world, world.source(), world.source(), uid=uid_of("sourcedismissal", first))


def waiting(key: int) -> bool:
    return bool(rows("SELECT waiting FROM annotations_sourcename WHERE source_id = %s", key)[0][0])


def test_a_name_waits_when_it_comes_in_and_when_it_changes(world: World) -> None:
    key = insert("source", workspace_id=world.workspace, name="مقتدى الصدر")
    assert waiting(key)
    rows("UPDATE annotations_sourcename SET waiting = false WHERE source_id = %s RETURNING 1", key)
    update("source", key, rank="sayyid")
    assert not waiting(key)
    update("source", key, name="Moqtada al-Sadr")
    assert waiting(key)
