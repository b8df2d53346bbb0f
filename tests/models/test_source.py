"""What the database refuses of the registry of sources."""

from __future__ import annotations

from tests.models.rows import World, delete, uid_of, update, value
from tests.models.rules import refuses


@refuses("source.kind")
def test_a_source_has_a_known_kind(world: World) -> None:
    world.source(kind="ghost")


@refuses("source.reliability")
def test_a_grade_is_a_to_f(world: World) -> None:
    world.source(reliability="G")


@refuses("source.nameless")
def test_a_source_has_a_name_or_is_described(world: World) -> None:
    world.source(name="", descriptor="")


def test_a_description_is_enough(world: World) -> None:
    assert world.source(name="", descriptor="an official")


@refuses("source.stated_count")
def test_at_least_one_person_is_stated(world: World) -> None:
    world.source(stated_count=0)


@refuses("annotations_source_stated_count_check")
def test_a_count_is_not_negative(world: World) -> None:
    world.source(stated_count=-1)


@refuses("source.duplicate_id")
def test_a_source_id_is_given_once(world: World) -> None:
    world.source(uid=uid_of("source", world.source()))


@refuses("source.in_use", "source.d_check_delete")
def test_a_speaker_is_not_deleted(world: World) -> None:
    source = world.source()
    world.frame(source_id=world.span("Ann"), speaker_ids=[world.source(), source])
    delete("source", source)


def test_a_source_that_no_longer_speaks_may_go(world: World) -> None:
    source = world.source()
    frame = world.frame(source_id=world.span("Ann"), speaker_ids=[source])
    update("attribution", frame, speaker_ids=[])
    delete("source", source)
    assert value("SELECT count(*) FROM annotations_source") == 0
