"""What the database refuses of frames."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.models.rows import TEXT, World, move, run, uid_of, update
from tests.models.rules import refused, refuses

INSERT, UPDATE, MOVE = "attribution.d_check_insert", "attribution.d_check_update", "span.d_check_update"
BOTH = (INSERT, UPDATE)


@refuses("frame.empty")
def test_a_frame_has_a_part(world: World) -> None:
    world.frame()


@refuses("frame.empty")
def test_an_addressee_alone_is_no_frame(world: World) -> None:
    world.frame(addressee_id=world.span("him"), channel_id=world.span("Bob"))


@pytest.mark.parametrize("role", ["source_id", "cue_id"])
def test_one_part_is_enough(world: World, role: str) -> None:
    assert world.frame(**{role: world.span("Ann")})


@refuses("attribution.resolution")
def test_a_resolution_is_known(world: World) -> None:
    world.frame(source_id=world.span("Ann"), resolution="guessed")


@refuses("attribution.cue_kind")
def test_a_cue_kind_is_known(world: World) -> None:
    world.frame(source_id=world.span("Ann"), cue_kind="whistle")


@refuses("attribution.attitude")
def test_an_attitude_is_known(world: World) -> None:
    world.frame(source_id=world.span("Ann"), attitude="rude")


@refuses("attribution.quotation")
def test_a_quotation_type_is_known(world: World) -> None:
    world.frame(source_id=world.span("Ann"), quotation="")


@refuses("attribution.duplicate_id")
def test_a_frame_id_is_given_once(world: World) -> None:
    frame = world.frame(source_id=world.span("Ann"))
    world.frame(source_id=world.span("Bob"), uid=uid_of("attribution", frame))


@refuses("attribution.other_workspace", "attribution.d_check_insert")
def test_a_frame_lies_in_a_version_of_its_workspace(world: World) -> None:
    span = world.other.span("Ann")
    world.frame(source_id=span, version_id=world.other.version, layer_id=world.other.layer)


@refuses("attribution.layer_of_other_version", *BOTH)
def test_a_frame_lies_in_a_layer_of_its_version(world: World) -> None:
    version, layer = world.second_version()
    world.frame(source_id=world.span("Ann", version_id=version, layer_id=layer), layer_id=layer)


@refuses("row.identity", "attribution.a_stamp")
def test_a_frame_does_not_change_its_layer(world: World) -> None:
    layer = world.own_layer()
    frame = world.frame(source_id=world.span("Ann"))
    update("attribution", frame, layer_id=layer, source_id=world.span("Ann", layer_id=layer))


# Every part lies in the frame's own layer: one test for each, of a span in another layer of the same version.


@refuses("frame.source_outside_layer", *BOTH)
def test_a_source_lies_in_the_frames_layer(world: World) -> None:
    world.frame(source_id=world.span("Ann", layer_id=world.own_layer()))


@refuses("frame.cue_outside_layer", *BOTH)
def test_a_cue_lies_in_the_frames_layer(world: World) -> None:
    world.frame(cue_id=world.span("told", layer_id=world.own_layer()))


@refuses("frame.addressee_outside_layer", *BOTH)
def test_an_addressee_lies_in_the_frames_layer(world: World) -> None:
    world.frame(source_id=world.span("Ann"), addressee_id=world.span("him", layer_id=world.own_layer()))


@refuses("frame.channel_outside_layer", *BOTH)
def test_a_channel_lies_in_the_frames_layer(world: World) -> None:
    world.frame(source_id=world.span("Ann"), channel_id=world.span("him", layer_id=world.own_layer()))


@refuses("frame.antecedent_span_outside_layer", *BOTH)
def test_an_antecedent_span_lies_in_the_frames_layer(world: World) -> None:
    world.frame(source_id=world.span("Ann"), antecedent_span_id=world.span("him", layer_id=world.own_layer()))


@refuses("frame.antecedent_frame_outside_layer", *BOTH)
def test_an_antecedent_frame_lies_in_the_frames_layer(world: World) -> None:
    layer = world.own_layer()
    there = world.frame(source_id=world.span("Ann", layer_id=layer), layer_id=layer)
    world.frame(source_id=world.span("Ann"), antecedent_frame_id=there)


@refuses("frame.parent_outside_layer", *BOTH)
def test_a_parent_lies_in_the_frames_layer(world: World) -> None:
    layer = world.own_layer()
    there = world.frame(content_ids=[world.from_here("that Ann", layer_id=layer)], layer_id=layer)
    world.frame(source_id=world.span("Ann"), parent_id=there)


ELSEWHERE: dict[str, Callable[[World], int]] = {
    **dict.fromkeys(
        ("source", "cue", "addressee", "channel", "antecedent_span"),
        lambda world: world.span("him", layer_id=world.own_layer()),
    ),
    **dict.fromkeys(("parent", "antecedent_frame"), lambda world: world.other.frame(cue_id=world.other.span("Bob"))),
}


@pytest.mark.parametrize("role", ELSEWHERE)
def test_no_part_is_changed_for_one_from_elsewhere(world: World, role: str) -> None:
    frame = world.frame(source_id=world.span("Ann"))
    with refused(f"frame.{role}_outside_layer"):
        update("attribution", frame, **{f"{role}_id": ELSEWHERE[role](world)})


@pytest.mark.parametrize("role", ELSEWHERE)
def test_no_part_is_made_up(world: World, role: str) -> None:
    with refused(f"frame.{role}_outside_layer"):
        world.frame(content_ids=[world.span("Ann")], **{f"{role}_id": 0})


@refuses("frame.content_outside_layer", *BOTH)
def test_a_content_lies_in_the_frames_layer(world: World) -> None:
    world.frame(content_ids=[world.span("Ann", layer_id=world.own_layer())])


@refuses("frame.content_outside_layer", *BOTH)
def test_a_content_exists(world: World) -> None:
    world.frame(content_ids=[0])


@refuses("frame.content_outside_layer", *BOTH)
def test_an_added_content_exists(world: World) -> None:
    update("attribution", world.frame(source_id=world.span("Ann")), content_ids=[world.other.span("Bob")])


@refuses("frame.content_outside_layer", *BOTH)
def test_no_content_is_null(world: World) -> None:
    world.frame(source_id=world.span("Ann"), content_ids=[None])


@refuses("frame.content_twice", *BOTH)
def test_a_content_is_named_once(world: World) -> None:
    content = world.span("Ann")
    world.frame(content_ids=[content, content])


@refuses("frame.list_shape", *BOTH)
def test_contents_are_a_plain_list(world: World) -> None:
    world.frame(content_ids=[[world.span("Ann"), world.span("Bob")]])


@refuses("frame.list_shape", *BOTH)
def test_speakers_are_a_plain_list(world: World) -> None:
    world.frame(source_id=world.span("Ann"), speaker_ids=[[world.source()]])


@refuses("frame.speaker_missing", *BOTH)
def test_a_speaker_exists(world: World) -> None:
    world.frame(source_id=world.span("Ann"), speaker_ids=[0])


@refuses("frame.speaker_missing", *BOTH)
def test_a_speaker_is_of_the_workspace(world: World) -> None:
    world.frame(source_id=world.span("Ann"), speaker_ids=[world.source(), world.other.source()])


@refuses("frame.speaker_missing", *BOTH)
def test_no_speaker_is_null(world: World) -> None:
    world.frame(source_id=world.span("Ann"), speaker_ids=[None])


@refuses("frame.two_antecedents")
def test_a_frame_has_one_antecedent(world: World) -> None:
    span = world.span("Ann")
    world.frame(source_id=span, antecedent_span_id=span, antecedent_frame_id=world.frame(source_id=span))


@refuses("frame.cue_not_contiguous", *BOTH)
def test_a_cue_is_contiguous(world: World) -> None:
    world.frame(cue_id=world.span_at(5, 9, 19, 23))


@refuses("frame.cue_not_contiguous", MOVE)
def test_a_cue_stays_contiguous(world: World) -> None:
    cue = world.span("said")
    world.frame(cue_id=cue)
    move(cue, 5, 9, 19, 23)


# Parts do not overlap.


@refuses("frame.parts_overlap", *BOTH)
def test_source_and_cue_are_apart(world: World) -> None:
    world.frame(source_id=world.span("Ann told"), cue_id=world.span("told"))


@refuses("frame.parts_overlap", *BOTH)
def test_source_and_content_are_apart(world: World) -> None:
    world.frame(source_id=world.span("Ann"), content_ids=[world.span("Bob"), world.span("that Ann")])


@refuses("frame.parts_overlap", *BOTH)
def test_cue_and_content_are_apart(world: World) -> None:
    world.frame(cue_id=world.span("told him"), content_ids=[world.from_here("him")])


@refuses("frame.parts_overlap", *BOTH)
def test_a_later_segment_may_be_what_overlaps(world: World) -> None:
    bob = TEXT.index("Bob")
    world.frame(source_id=world.span("Bob"), content_ids=[world.span_at(0, 4, bob, bob + 8)])


@refuses("frame.parts_overlap", UPDATE)
def test_a_changed_cue_is_apart_from_the_source(world: World) -> None:
    update("attribution", world.frame(source_id=world.span("Ann told")), cue_id=world.span("told"))


@refuses("frame.parts_overlap", MOVE)
def test_a_moved_content_stays_apart_from_the_source(world: World) -> None:
    content = world.from_here("him")
    world.frame(source_id=world.span("Ann"), content_ids=[content])
    move(content, TEXT.index("Ann"), len(TEXT) - 1)


def test_a_source_may_stand_in_a_gap_of_the_content(world: World) -> None:
    gap = TEXT.index(" told"), TEXT.index("him")
    content = world.span_at(TEXT.index("Ann"), gap[0], gap[1], len(TEXT))
    assert world.frame(cue_id=world.span("told"), content_ids=[content])


def test_touching_is_not_overlapping(world: World) -> None:
    told = TEXT.index("told")
    assert world.frame(source_id=world.span_at(told, told + 2), content_ids=[world.span_at(told + 2, told + 4)])


@refuses("frame.contents_cross", *BOTH)
def test_contents_do_not_cross(world: World) -> None:
    world.frame(content_ids=[world.span("Ann told"), world.span("told him")])


@refuses("frame.contents_cross", MOVE)
def test_moved_contents_do_not_cross(world: World) -> None:
    inner = world.span("told")
    world.frame(content_ids=[world.span("Ann told"), inner])
    move(inner, TEXT.index("told"), TEXT.index("him") + 3)


def test_contents_may_nest_or_be_the_same_place(world: World) -> None:
    assert world.frame(content_ids=[world.from_here("Ann"), world.span("him"), world.span("him")])


def test_many_frames_are_judged_in_one_statement(world: World) -> None:
    """As COPY and bulk inserts write them: the third of three is bad."""
    good, bad = world.span("Ann"), world.span("Ann told")
    with refused("frame.parts_overlap"):
        run(
            "INSERT INTO annotations_attribution (uid, workspace_id, version_id, layer_id, source_id, content_ids,"
            " speaker_ids, resolution, cue_kind, attitude, quotation)"
            " SELECT gen_random_uuid(), %s, %s, %s, %s, ARRAY[c], '{}', '', '', '', 'none' FROM unnest(%s) AS c",
            world.workspace, world.version, world.layer, good, [world.span("Bob"), world.span("him"), bad],
        )  # fmt: skip


def test_a_statement_that_writes_no_frame_is_fine(world: World) -> None:
    run("UPDATE annotations_attribution SET attitude = 'belief' WHERE false")
    run("DELETE FROM annotations_attribution WHERE false")
    run("UPDATE annotations_span SET exact = '' WHERE false")
