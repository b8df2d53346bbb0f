"""What the database refuses of the progress with paragraphs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.models.rows import World, digest, uid_of, value
from tests.models.rules import refused, refuses

TWO = "One line.\n\u2003\n\nAnother 👩🏽‍👧 line."


def say(world: World, **columns: Any) -> int:
    return world.add("progress", **{"version_id": world.version, "layer_id": world.layer, **columns})


@refuses("progress.other_workspace")
def test_progress_is_made_in_a_layer_of_its_workspace(world: World) -> None:
    say(world, workspace_id=world.other.workspace)


@refuses("progress.layer_of_other_version")
def test_progress_is_made_in_a_layer_of_its_version(world: World) -> None:
    _version, layer = world.second_version()
    say(world, layer_id=layer)


@refuses("progress.duplicate")
def test_a_paragraph_has_one_state_in_a_layer(world: World) -> None:
    say(world)
    say(world, state="looked")


@refuses("progress.duplicate_id")
def test_a_public_id_is_given_once(world: World) -> None:
    say(world, uid=uid_of("progress", say(world)), layer_id=world.own_layer())


@refuses("progress.state")
def test_a_paragraph_was_looked_at_or_is_done(world: World) -> None:
    say(world, state="open")


@refuses("progress.paragraph", "progress.d_check_insert")
def test_a_state_belongs_to_where_a_paragraph_begins(world: World) -> None:
    say(world, start=1)


@pytest.mark.parametrize("start", [-1, 9, TWO.index("\u2003"), TWO.index("Another") - 1, TWO.index("line."), 10_000])
def test_no_paragraph_begins_elsewhere(world: World, start: int) -> None:
    version = world.add_version(TWO, number=2, sha256=digest(TWO))
    layer = world.add("layer", version_id=version)
    with refused("progress.paragraph"):
        say(world, version_id=version, layer_id=layer, start=start)
    for begins in (0, TWO.index("Another")):
        say(world, version_id=version, layer_id=layer, start=begins)
    assert value("SELECT count(*) FROM annotations_progress WHERE layer_id = %s", layer) == 2
