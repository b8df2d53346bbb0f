"""What the database refuses of comments."""

from __future__ import annotations

import pytest

from annotations.models import uuid7
from annotations.vocabulary import TargetType
from tests.models.rows import World, delete, uid_of, update, value
from tests.models.rules import refused, refuses

EXISTS = "comment.d_target_exists"


@pytest.mark.parametrize("kind", TargetType.values)
def test_a_comment_is_on_an_object_of_the_workspace(world: World, kind: str) -> None:
    table = "articleversion" if kind == TargetType.VERSION else kind
    target = uid_of(table, world.one_of(table))
    assert world.add("comment", target_type=kind, target=target)
    with refused("comment.target_missing"):
        world.other.add("comment", target_type=kind, target=target)
    others = "article" if kind != TargetType.ARTICLE else "claim"
    with refused("comment.target_missing"):
        world.add("comment", target_type=others, target=target)


@refuses("comment.target_missing", EXISTS)
def test_the_target_exists(world: World) -> None:
    world.add("comment", target=uuid7())


@refuses("comment.target_type")
def test_a_target_has_a_known_type(world: World) -> None:
    world.add("comment", target_type="weather", target=uid_of("article", world.article))


@refuses("row.identity", "comment.a_stamp")
def test_a_comment_does_not_go_over_to_another_object(world: World) -> None:
    update("comment", world.one_of("comment"), target=uuid7())


@refuses("comment.body_empty")
def test_a_comment_says_something(world: World) -> None:
    world.add("comment", target=uid_of("claim", world.claim()), body="")


@refuses("comment.duplicate_id")
def test_a_comment_id_is_given_once(world: World) -> None:
    first = world.one_of("comment")
    world.add("comment", target=uid_of("claim", world.claim()), uid=uid_of("comment", first))


def test_a_comment_stays_when_its_target_goes(world: World) -> None:
    claim = world.claim()
    comment = world.add("comment", target=uid_of("claim", claim))
    delete("claim", claim)
    update("comment", comment, resolved=True)
    assert value("SELECT resolved FROM annotations_comment WHERE id = %s", comment) is True
