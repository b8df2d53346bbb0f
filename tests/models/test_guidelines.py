"""What the database refuses of guidelines."""

from __future__ import annotations

from tests.models.rows import World, uid_of, update, value
from tests.models.rules import refuses


@refuses("guidelines.duplicate")
def test_a_workspace_has_one_set_of_guidelines(world: World) -> None:
    world.add("guidelines")
    world.add("guidelines")


@refuses("guidelines.body_empty")
def test_guidelines_say_something(world: World) -> None:
    world.add("guidelines", body="")


@refuses("guidelines.duplicate_id")
def test_an_id_is_given_once(world: World) -> None:
    first = world.add("guidelines")
    world.add("guidelines", uid=uid_of("guidelines", first))


@refuses("row.identity", "guidelines.a_stamp")
def test_guidelines_stay_in_their_workspace(world: World) -> None:
    update("guidelines", world.add("guidelines"), workspace_id=world.other.workspace)


def test_every_version_is_kept(world: World) -> None:
    row = world.add("guidelines", body="one")
    update("guidelines", row, body="two")
    assert value("SELECT body FROM annotations_guidelines_history WHERE id = %s", row) == "one"


@refuses("annotations_guidelin_workspace_id_fk")
def test_guidelines_are_of_a_workspace(world: World) -> None:
    world.add("guidelines", workspace_id=999_999)
