"""What the database refuses of spans."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from annotations.models.checks import FEW
from annotations.text import WHITE_SPACE
from tests.models.rows import TEXT, World, delete, quote, rows, run, uid_of, update, value
from tests.models.rules import refused, refuses

END = len(TEXT)
INSERT, UPDATE, DELETE = "span.d_check_insert", "span.d_check_update", "span.d_check_delete"


def odd(world: World, segments: object) -> int:
    """A span with segments for which no quote can be made."""
    return world.span("Ann", segments=segments)


@refuses("span.segments_ordered")
def test_a_span_has_a_segment(world: World) -> None:
    odd(world, [])


@refuses("span.segments_ordered")
def test_segments_are_pairs(world: World) -> None:
    odd(world, [0, 4, 6])


@refuses("span.segments_ordered")
def test_a_segment_is_not_empty(world: World) -> None:
    world.span_at(4, 4)


@refuses("span.segments_ordered")
def test_a_later_segment_is_not_empty(world: World) -> None:
    world.span_at(0, 4, 9, 9, exact="Paul")


@refuses("span.segments_ordered")
def test_a_segment_does_not_run_backwards(world: World) -> None:
    world.span_at(9, 5)


@refuses("span.segments_ordered")
def test_segments_are_in_order(world: World) -> None:
    world.span_at(5, 9, 0, 4)


@refuses("span.segments_ordered")
def test_segments_are_disjoint(world: World) -> None:
    world.span_at(0, 9, 5, 14)


@refuses("span.segments_ordered")
def test_no_segment_begins_before_the_text(world: World) -> None:
    odd(world, [-1, 4])


@refuses("span.segments_ordered")
def test_no_offset_is_missing(world: World) -> None:
    odd(world, [0, None])


@refuses("span.segments_ordered")
def test_segments_count_from_one(world: World) -> None:
    """An array of PostgreSQL may begin at any index; readers would look in the wrong place."""
    odd(world, "[0:1]={15,18}")


@pytest.mark.parametrize("segments", ["{{15,18},{20,24}}", None, "{15,1e9}"])
def test_segments_are_one_flat_list(world: World, segments: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        odd(world, segments)


def test_two_segments_may_touch(world: World) -> None:
    span = world.span_at(0, 2, 2, 4)
    assert value("SELECT exact FROM annotations_span WHERE id = %s", span) == "Pa ul"


@refuses("span.out_of_text", INSERT)
def test_a_span_ends_in_the_text(world: World) -> None:
    world.span_at(END - 6, END + 1)


def test_a_span_may_be_the_whole_text(world: World) -> None:
    assert world.span_at(0, END)


@refuses("span.out_of_text", UPDATE)
def test_a_span_does_not_move_out_of_the_text(world: World) -> None:
    update("span", world.span("rains"), **quote([END - 6, END + 1]))


@refuses("span.quote", INSERT)
def test_the_quote_is_the_text(world: World) -> None:
    world.span("Ann", exact="Bob")


@refuses("span.quote", INSERT)
def test_the_quote_is_the_whole_text_of_the_span(world: World) -> None:
    world.span("Ann", exact="An")


@refuses("span.quote", INSERT)
def test_the_quote_is_no_more_than_the_span(world: World) -> None:
    world.span("Ann", exact="Ann told")


@refuses("span.quote", INSERT)
def test_segments_are_quoted_with_one_space_between(world: World) -> None:
    world.span_at(0, 4, 15, 18, exact="PaulAnn")


@refuses("span.quote", UPDATE)
def test_a_moved_span_takes_its_quote_along(world: World) -> None:
    update("span", world.span("Ann"), segments=[0, 4])


@refuses("span.quote_context", INSERT)
def test_the_context_before_is_the_text(world: World) -> None:
    world.span("Bob", prefix="x" * 32)


@refuses("span.quote_context", INSERT)
def test_the_context_before_is_whole(world: World) -> None:
    world.span("Bob", prefix="")


@refuses("span.quote_context", INSERT)
def test_the_context_after_is_the_text(world: World) -> None:
    world.span_at(0, 4, 15, 18, suffix=" tells")


def test_the_context_is_short_at_the_ends_of_the_text(world: World) -> None:
    first, last = world.span_at(0, 4), world.span_at(END - 6, END)
    assert value("SELECT prefix FROM annotations_span WHERE id = %s", first) == ""
    assert rows("SELECT suffix, length(prefix) FROM annotations_span WHERE id = %s", last) == [("", 32)]


@refuses("span.edge_whitespace")
def test_a_span_does_not_begin_with_a_space(world: World) -> None:
    world.span(" Ann")


@refuses("span.edge_whitespace")
def test_a_span_does_not_end_with_a_space(world: World) -> None:
    world.span("Ann ")


@refuses("span.edge_whitespace", INSERT)
def test_an_inner_segment_does_not_end_with_a_space(world: World) -> None:
    world.span_at(0, 5, 15, 18)


@refuses("span.edge_whitespace", INSERT)
def test_an_inner_segment_is_not_all_space(world: World) -> None:
    world.span_at(0, 4, 9, 10, 15, 18)


@pytest.mark.parametrize("space", WHITE_SPACE.replace("\r", ""), ids=ascii)
def test_every_white_space_of_unicode_counts(world: World, space: str) -> None:
    text = f"a{space}b c"
    version = world.add_version(text, number=2)
    layer = world.add("layer", version_id=version)
    where = {"version_id": version, "layer_id": layer}
    with refused("span.edge_whitespace"):
        world.add("span", **where, **quote([0, 2], text))
    with refused("span.edge_whitespace"):
        world.add("span", **where, **quote([0, 2, 4, 5], text))
    assert world.add("span", **where, **quote([0, 3], text))


def test_a_span_may_begin_inside_a_word(world: World) -> None:
    text = "وواشنطن قالت"
    version = world.add_version(text, number=2)
    layer = world.add("layer", version_id=version)
    span = world.add("span", version_id=version, layer_id=layer, **quote([1, 7], text))
    assert value("SELECT exact FROM annotations_span WHERE id = %s", span) == "واشنطن"


def insert_together(world: World, spans: list[dict[str, Any]]) -> None:
    """In one statement, as an import does."""
    places = ", ".join(["(gen_random_uuid(), %s, %s, %s, %s::int[], %s, %s, %s)"] * len(spans))
    parts = ("segments", "exact", "prefix", "suffix")
    values = [one for span in spans for one in (world.workspace, world.version, world.layer, *map(span.get, parts))]
    columns = f"uid, workspace_id, version_id, layer_id, {', '.join(parts)}"
    run(f"INSERT INTO annotations_span ({columns}) VALUES {places}", *values)


LETTERS = [quote([place, place + 1]) for place in range(END) if TEXT[place].isalpha()]


@pytest.mark.parametrize("number", [1, FEW, FEW + 1, len(LETTERS)])
def test_as_many_spans_as_there_are_come_in_together(world: World, number: int) -> None:
    insert_together(world, LETTERS[-number:])
    assert value("SELECT count(*) FROM annotations_span") == number


@pytest.mark.parametrize("number", [1, FEW, FEW + 1])
@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"exact": "#"}, "span.quote"),
        ({"prefix": "x"}, "span.quote_context"),
        ({"suffix": ""}, "span.quote_context"),
        ({"segments": [END, END + 1]}, "span.out_of_text"),
    ],
)
def test_one_of_many_spans_is_wrong(world: World, number: int, wrong: dict[str, Any], rule: str) -> None:
    with refused(rule):
        insert_together(world, [*LETTERS[1:number], {**LETTERS[0], **wrong}])


@refuses("span.duplicate_id")
def test_a_span_id_is_given_once(world: World) -> None:
    world.span("Ann", uid=uid_of("span", world.span("Bob")))


@refuses("span.other_workspace", "span.d_check_insert")
def test_a_span_lies_in_a_version_of_its_workspace(world: World) -> None:
    world.span("Ann", version_id=world.other.version, layer_id=world.other.layer)


@refuses("span.layer_of_other_version", INSERT)
def test_a_span_lies_in_a_layer_of_its_version(world: World) -> None:
    _, layer = world.second_version()
    world.span("Ann", layer_id=layer)


@refuses("span.carried_from", INSERT)
def test_a_span_is_carried_from_one_of_its_workspace(world: World) -> None:
    world.span("Ann", carried_from_id=world.other.span("Ann"))


@refuses("span.carried_from", UPDATE)
def test_where_a_span_was_carried_from_is_not_made_up(world: World) -> None:
    update("span", world.span("Ann"), carried_from_id=0)


@refuses("span.in_use", DELETE)
def test_what_a_span_was_carried_from_is_not_deleted(world: World) -> None:
    first = world.span("Ann")
    world.span("Bob", carried_from_id=first)
    delete("span", first)


@refuses("row.identity", "span.a_stamp")
def test_a_span_does_not_change_its_layer(world: World) -> None:
    update("span", world.span("Ann"), layer_id=world.own_layer())


@refuses("row.identity", "span.a_stamp")
def test_a_span_does_not_change_its_version(world: World) -> None:
    version, layer = world.second_version()
    update("span", world.span("Ann"), version_id=version, layer_id=layer)


@refuses("span.in_use", DELETE)
def test_a_content_is_not_deleted(world: World) -> None:
    content = world.span("Ann")
    world.frame(content_ids=[content])
    delete("span", content)


@pytest.mark.parametrize("role", ["source", "cue", "addressee", "channel", "antecedent_span"])
def test_a_part_of_a_frame_is_not_deleted(world: World, role: str) -> None:
    part = world.span("Ann")
    world.frame(content_ids=[world.span("Bob")], **{f"{role}_id": part})
    with refused("span.in_use"):
        delete("span", part)


@refuses("mention.span_of_other_workspace")
def test_a_mentioned_span_is_not_deleted(world: World) -> None:
    span = world.span("Ann")
    world.add("mention", claim_id=world.claim(), span_id=span)
    delete("span", span)


def test_a_span_that_nothing_uses_may_go(world: World) -> None:
    delete("span", world.span("Ann"))
    assert value("SELECT count(*) FROM annotations_span_history WHERE exact = 'Ann'") == 1


def test_many_spans_are_judged_in_one_statement(world: World) -> None:
    """One bad row among good ones is found, and nothing of the statement stays."""
    with refused("span.quote"):
        run(
            "INSERT INTO annotations_span (uid, workspace_id, version_id, layer_id, segments, exact, prefix, suffix)"
            " SELECT gen_random_uuid(), %s, %s, %s, ARRAY[0, n], substr('Paux', 1, n), '', substr(%s, n + 1, 32)"
            " FROM generate_series(1, 4) AS n",
            world.workspace, world.version, world.layer, TEXT,
        )  # fmt: skip
    assert value("SELECT count(*) FROM annotations_span WHERE layer_id = %s", world.layer) == 0
