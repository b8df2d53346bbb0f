"""What the database refuses of frames in frames, and of frames that others rest on."""

from __future__ import annotations

import pytest

from tests.models.rows import TEXT, World, delete, move, run, update, value
from tests.models.rules import refused, refuses

INSERT, UPDATE, MOVE = "attribution.d_check_insert", "attribution.d_check_update", "span.d_check_update"
BOTH = (INSERT, UPDATE)
DELETE = "attribution.d_check_delete"


@refuses("frame.child_outside_parent", *BOTH)
def test_a_child_lies_inside_its_parents_content(world: World) -> None:
    parent = world.frame(source_id=world.span("Paul"), content_ids=[world.from_here("that Ann")])
    world.frame(source_id=world.span("said"), parent_id=parent)


@refuses("frame.child_outside_parent", *BOTH)
def test_every_part_lies_inside_the_parents_content(world: World) -> None:
    parent = world.frame(content_ids=[world.span("that Ann told him")])
    world.frame(source_id=world.span("Ann"), channel_id=world.span("Bob"), parent_id=parent)


@refuses("frame.child_outside_parent", *BOTH)
def test_a_child_lies_inside_one_content(world: World) -> None:
    parent = world.frame(content_ids=[world.span("Ann"), world.span("Bob")])
    world.frame(source_id=world.span("Ann"), addressee_id=world.span("Bob"), parent_id=parent)


@refuses("frame.child_outside_parent", *BOTH)
def test_a_parent_without_content_holds_no_child(world: World) -> None:
    world.frame(source_id=world.span("Bob"), parent_id=world.frame(source_id=world.span("Ann")))


@refuses("frame.child_outside_parent", *BOTH)
def test_a_gap_in_the_parents_content_holds_no_child(world: World) -> None:
    told, him = TEXT.index(" told"), TEXT.index("him")
    parent = world.frame(content_ids=[world.span_at(TEXT.index("Ann"), told, him, len(TEXT))])
    world.frame(cue_id=world.span("told"), parent_id=parent)


@refuses("frame.child_outside_parent", UPDATE)
def test_a_child_does_not_grow_out_of_its_parent(world: World) -> None:
    _, child = world.chain(2)
    update("attribution", child, cue_id=world.span("said"))


@refuses("frame.child_outside_parent", UPDATE)
def test_a_parent_does_not_let_go_of_its_child(world: World) -> None:
    parent, _ = world.chain(2)
    update("attribution", parent, content_ids=[])


@refuses("frame.child_outside_parent", MOVE)
def test_a_parents_content_does_not_shrink_below_its_child(world: World) -> None:
    parent, _ = world.chain(2)
    content = value("SELECT content_ids[1] FROM annotations_attribution WHERE id = %s", parent)
    move(content, TEXT.index("that Bob"), len(TEXT) - 1)


@refuses("frame.child_outside_parent", MOVE)
def test_a_childs_part_does_not_move_out(world: World) -> None:
    _, child = world.chain(2)
    move(value("SELECT source_id FROM annotations_attribution WHERE id = %s", child), 0, 4)


@refuses("frame.cycle", UPDATE)
def test_a_frame_is_not_its_own_parent(world: World) -> None:
    (frame,) = world.chain(1)
    update("attribution", frame, parent_id=frame)


@pytest.mark.parametrize("length", [2, 3, 5])
def test_no_chain_of_frames_closes(world: World, length: int) -> None:
    """All with the same content, so that nothing else is broken."""
    content = world.from_here("that it")
    frames = [world.frame(content_ids=[content])]
    for _ in range(length - 1):
        frames.append(world.frame(content_ids=[content], parent_id=frames[-1]))
    with refused("frame.cycle"):
        update("attribution", frames[0], parent_id=frames[-1])


@refuses("frame.cycle", UPDATE)
def test_two_frames_do_not_hold_each_other(world: World) -> None:
    """In one statement."""
    content = world.from_here("that it")
    one, two = world.frame(content_ids=[content]), world.frame(content_ids=[content])
    run("UPDATE annotations_attribution SET parent_id = %s + %s - id WHERE id IN (%s, %s)", one, two, one, two)


def test_five_frames_nest(world: World) -> None:
    assert len(world.chain(5)) == 5


@refuses("frame.too_deep", *BOTH)
def test_six_frames_do_not_nest(world: World) -> None:
    world.chain(6)


@refuses("frame.too_deep", UPDATE)
def test_a_tree_is_not_hung_too_deep(world: World) -> None:
    """The frame itself would be the third, its lowest descendant the sixth."""
    content = world.from_here("that it")

    def tower(height: int) -> list[int]:
        frames = [world.frame(content_ids=[content])]
        for _ in range(height - 1):
            frames.append(world.frame(content_ids=[content], parent_id=frames[-1]))
        return frames

    below = tower(4)
    update("attribution", below[0], parent_id=tower(2)[-1])


@refuses("attribution.in_use", DELETE)
def test_a_parent_is_not_deleted(world: World) -> None:
    parent, _ = world.chain(2)
    delete("attribution", parent)


@refuses("attribution.in_use", DELETE)
def test_an_antecedent_is_not_deleted(world: World) -> None:
    first = world.frame(source_id=world.span("Ann"))
    world.frame(source_id=world.span("him"), antecedent_frame_id=first)
    delete("attribution", first)


def test_a_frame_and_what_lies_in_it_go_together(world: World) -> None:
    parent, child = world.chain(2)
    run("DELETE FROM annotations_attribution WHERE id = ANY (%s)", [parent, child])
    assert value("SELECT count(*) FROM annotations_attribution WHERE id = ANY (%s)", [parent, child]) == 0


@refuses("mention.frame_of_other_workspace")
def test_a_mentioned_frame_is_not_deleted(world: World) -> None:
    frame = world.frame(source_id=world.span("Ann"))
    world.add("mention", claim_id=world.claim(), attribution_id=frame)
    delete("attribution", frame)
