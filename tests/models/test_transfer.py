"""What the database refuses of exports and imports in the background."""

from __future__ import annotations

from annotations.models import uuid7
from tests.models.rows import World, add_user, run
from tests.models.rules import refuses


def add(world: World, **columns: object) -> None:
    row = {"uid": uuid7(), "workspace_id": world.workspace, "user_id": add_user(), **columns}
    run(
        "INSERT INTO annotations_transfer (uid, workspace_id, user_id, kind, format, options, state, file_name, sha256,"
        " expires_at) VALUES (%s, %s, %s, 'export', 'x', '{}', 'waiting', '', '', now())",
        *row.values(),
    )


@refuses("annotations_transfer_workspace_id_fk")
def test_a_transfer_belongs_to_a_workspace(world: World) -> None:
    add(world, workspace_id=987_654)


@refuses("annotations_transfer_user_id_fk")
def test_a_transfer_is_somebodys(world: World) -> None:
    add(world, user_id=987_654)


@refuses("annotations_transfer_uid_key")
def test_a_transfer_id_is_given_once(world: World) -> None:
    uid = uuid7()
    add(world, uid=uid)
    add(world, uid=uid)
