"""What the database refuses of the log of undone steps."""

from __future__ import annotations

from uuid import uuid4

from tests.models.rows import World, add_workspace, run
from tests.models.rules import refuses


def log(world: World, layer: int, *, workspace: int | None = None, way: str = "undo", request: object = None) -> None:
    run(
        "INSERT INTO annotations_undoing (workspace_id, layer_id, username, step, at, way, request)"
        " VALUES (%s, %s, 'lina', now(), now(), %s, %s)",
        workspace or world.workspace,
        layer,
        way,
        request,
    )


@refuses("undoing.other_workspace")
def test_a_step_is_undone_in_a_layer_of_its_workspace(world: World) -> None:
    log(world, world.one_of("layer"), workspace=add_workspace())


@refuses("undoing.way")
def test_a_step_is_undone_done_again_or_left(world: World) -> None:
    log(world, world.one_of("layer"), way="half")


@refuses("undoing.duplicate_id")
def test_a_request_undoes_once(world: World) -> None:
    layer, request = world.one_of("layer"), uuid4()
    log(world, layer, request=request)
    log(world, layer, request=request)


@refuses("gesture.duplicate_stamp")
def test_a_transaction_belongs_to_one_gesture(world: World) -> None:
    for _ in range(2):
        note(world.workspace)


@refuses("annotations_gesture_workspace_id_fk")
def test_a_gesture_is_made_in_a_workspace(world: World) -> None:
    note(987_654)


def note(workspace: int) -> None:
    run(
        "INSERT INTO annotations_gesture (workspace_id, username, at, uid) VALUES (%s, 'lina', now(), %s)",
        workspace,
        uuid4(),
    )
