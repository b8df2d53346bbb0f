"""What the database refuses of the members whom comments name."""

from __future__ import annotations

from tests.models.rows import World, add_user, run
from tests.models.rules import refuses


def name(world: World, comment: int, user: int, workspace: int | None = None) -> None:
    run(
        "INSERT INTO annotations_naming (workspace_id, comment_id, user_id) VALUES (%s, %s, %s)",
        workspace or world.workspace,
        comment,
        user,
    )


@refuses("naming.other_workspace")
def test_a_comment_names_within_its_workspace(world: World) -> None:
    name(world, world.one_of("comment"), add_user(), world.other.workspace)


@refuses("naming.duplicate")
def test_a_comment_names_a_member_once(world: World) -> None:
    comment, user = world.one_of("comment"), add_user()
    name(world, comment, user)
    name(world, comment, user)


@refuses("annotations_naming_user_id_fk")
def test_a_comment_names_somebody(world: World) -> None:
    name(world, world.one_of("comment"), 987_654)
