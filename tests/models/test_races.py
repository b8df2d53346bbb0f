"""Two transactions at once: each alone keeps the rules, together they would break one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from django.db import connection

from tests.models.rows import World, digest, rows, value
from tests.waiting import PATIENCE

Statement = tuple[str, tuple[object, ...]]


class Writer:
    """A connection of its own, whose statements run in a thread, because they may have to wait."""

    def __init__(self, isolation: psycopg.IsolationLevel | None = None) -> None:
        self.connection = psycopg.connect(**connection.get_connection_params())
        self.connection.isolation_level = isolation
        self.refused_by: str | None = None
        self.thread = threading.Thread()

    def start(self, query: str, *values: object, wait: bool = True) -> None:
        """Run the statement; with `wait`, until it is done."""

        def work() -> None:
            try:
                self.connection.execute(query, values)
            except psycopg.Error as error:
                self.refused_by = error.diag.constraint_name or type(error).__name__
                self.connection.rollback()

        self.thread = threading.Thread(target=work)
        self.thread.start()
        if wait:
            self.finish()

    def is_waiting(self) -> bool:
        """Whether PostgreSQL says that it waits for a lock; gives it a moment to get there."""
        query = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.thread.is_alive():
            if value(query, self.connection.info.backend_pid):
                return True
            time.sleep(0.01)
        return False

    def finish(self) -> None:
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()

    def commit(self) -> None:
        self.finish()
        self.connection.commit()


@pytest.fixture
def writer(transactional_db: None) -> Iterator[Callable[..., Writer]]:
    with ExitStack() as stack:

        def make(isolation: psycopg.IsolationLevel | None = None) -> Writer:
            made = Writer(isolation)
            stack.callback(made.connection.close)
            return made

        yield make


def race(first: Writer, second: Writer, one: Statement, two: Statement) -> str | None:
    """Run `one`, start `two`, which must wait, let `one` commit; return the rule that then refuses `two`."""
    first.start(one[0], *one[1])
    assert first.refused_by is None
    second.start(two[0], *two[1], wait=False)
    assert second.is_waiting()
    first.commit()
    second.commit()
    return second.refused_by


SET_PARENT = "UPDATE annotations_attribution SET parent_id = %s WHERE id = %s"
DELETE_SPAN = "DELETE FROM annotations_span WHERE id = %s"
DELETE_LAYER = "DELETE FROM annotations_layer WHERE id = %s"
DELETE_FRAME = "DELETE FROM annotations_attribution WHERE id = %s"
DELETE_SOURCE = "DELETE FROM annotations_source WHERE id = %s"
COPY_SPAN = (
    "INSERT INTO annotations_span (uid, layer_id, workspace_id, version_id, segments, exact, prefix, suffix)"
    " SELECT gen_random_uuid(), %s, workspace_id, version_id, segments, exact, prefix, suffix"
    " FROM annotations_span WHERE id = %s"
)
ADD_CONTENT = "UPDATE annotations_attribution SET content_ids = content_ids || %s::bigint WHERE id = %s"
ADD_SPEAKER = "UPDATE annotations_attribution SET speaker_ids = speaker_ids || %s::bigint WHERE id = %s"


def set_part(role: str) -> str:
    return f"UPDATE annotations_attribution SET {role}_id = %s WHERE id = %s"


def test_two_frames_do_not_come_to_hold_each_other(world: World, writer: Callable[..., Writer]) -> None:
    content = world.from_here("that it")
    one, two = world.frame(content_ids=[content]), world.frame(content_ids=[content])
    rule = race(writer(), writer(), (SET_PARENT, (one, two)), (SET_PARENT, (two, one)))
    assert rule == "frame.cycle"
    assert value("SELECT count(*) FROM annotations_attribution WHERE parent_id IS NOT NULL") == 1


def test_a_tower_does_not_grow_from_both_ends(world: World, writer: Callable[..., Writer]) -> None:
    """Three on two is five deep; a sixth put below meanwhile is one too many."""
    content = world.from_here("that it")
    frames = [world.frame(content_ids=[content]) for _ in range(6)]
    for above, below in ((0, 1), (2, 3), (3, 4)):
        world_parent = (frames[above], frames[below])
        rows(f"{SET_PARENT} RETURNING id", *world_parent)
    rule = race(
        writer(), writer(), (SET_PARENT, (frames[1], frames[2])), (SET_PARENT, (frames[4], frames[5]))
    )  # fmt: skip
    assert rule == "frame.too_deep"


@pytest.mark.parametrize("delete_first", [True, False])
def test_a_content_does_not_vanish_under_a_frame(
    world: World, writer: Callable[..., Writer], delete_first: bool
) -> None:
    content = world.span("Bob")
    frame = world.frame(source_id=world.span("Ann"))
    statements = (DELETE_SPAN, (content,)), (ADD_CONTENT, (content, frame))
    one, two = statements if delete_first else statements[::-1]
    rule = race(writer(), writer(), one, two)
    assert rule == ("frame.content_outside_layer" if delete_first else "span.in_use")


@pytest.mark.parametrize("delete_first", [True, False])
@pytest.mark.parametrize("role", ["source", "antecedent_span"])
def test_a_part_does_not_vanish_under_a_frame(
    world: World, writer: Callable[..., Writer], role: str, delete_first: bool
) -> None:
    part, frame = world.span("Bob"), world.frame(cue_id=world.span("Ann"))
    statements = (DELETE_SPAN, (part,)), (set_part(role), (part, frame))
    one, two = statements if delete_first else statements[::-1]
    rule = race(writer(), writer(), one, two)
    assert rule == (f"frame.{role}_outside_layer" if delete_first else "span.in_use")


@pytest.mark.parametrize("delete_first", [True, False])
@pytest.mark.parametrize("role", ["parent", "antecedent_frame"])
def test_a_frame_does_not_vanish_under_another(
    world: World, writer: Callable[..., Writer], role: str, delete_first: bool
) -> None:
    content = world.from_here("that it")
    there, frame = world.frame(content_ids=[content]), world.frame(content_ids=[content])
    statements = (DELETE_FRAME, (there,)), (set_part(role), (there, frame))
    one, two = statements if delete_first else statements[::-1]
    rule = race(writer(), writer(), one, two)
    assert rule == (f"frame.{role}_outside_layer" if delete_first else "attribution.in_use")


@pytest.mark.parametrize("delete_first", [True, False])
def test_a_span_does_not_vanish_under_what_was_carried_from_it(
    world: World, writer: Callable[..., Writer], delete_first: bool
) -> None:
    first, second = world.span("Bob"), world.span("Ann")
    carry = "UPDATE annotations_span SET carried_from_id = %s WHERE id = %s"
    statements = (DELETE_SPAN, (first,)), (carry, (first, second))
    one, two = statements if delete_first else statements[::-1]
    rule = race(writer(), writer(), one, two)
    assert rule == ("span.carried_from" if delete_first else "span.in_use")


@pytest.mark.parametrize("delete_first", [True, False])
def test_a_layer_does_not_vanish_under_what_is_marked_in_it(
    world: World, writer: Callable[..., Writer], delete_first: bool
) -> None:
    layer, span = world.own_layer(), world.span("Ann")
    statements = (DELETE_LAYER, (layer,)), (COPY_SPAN, (layer, span))
    one, two = statements if delete_first else statements[::-1]
    rule = race(writer(), writer(), one, two)
    assert rule == ("span.layer_of_other_version" if delete_first else "layer.in_use")


@pytest.mark.parametrize("isolation", [psycopg.IsolationLevel.REPEATABLE_READ, psycopg.IsolationLevel.SERIALIZABLE])
@pytest.mark.parametrize("table", ["layer", "span", "attribution"])
def test_nothing_is_deleted_by_who_sees_the_past(
    world: World, writer: Callable[..., Writer], table: str, isolation: psycopg.IsolationLevel
) -> None:
    made = {
        "layer": world.own_layer(), "span": world.span("Bob"), "attribution": world.frame(source_id=world.span("Ann")),
    }  # fmt: skip
    late = writer(isolation)
    late.start(f"DELETE FROM annotations_{table} WHERE id = %s", made[table])
    assert late.refused_by == "transaction.isolation"


@pytest.mark.parametrize("role", ["source", "parent"])
def test_a_serialisable_writer_names_nothing_that_went_meanwhile(
    world: World, writer: Callable[..., Writer], role: str
) -> None:
    content = world.from_here("that it")
    frame = world.frame(content_ids=[content])
    named = {"source": world.span("Bob"), "parent": world.frame(content_ids=[content])}[role]
    late, quick = writer(psycopg.IsolationLevel.SERIALIZABLE), writer()
    late.start("SELECT count(*) FROM annotations_attribution")
    quick.start({"source": DELETE_SPAN, "parent": DELETE_FRAME}[role], named)
    quick.commit()
    late.start(set_part(role), named, frame)
    assert late.refused_by == "SerializationFailure"


@pytest.mark.parametrize("delete_first", [True, False])
def test_a_speaker_does_not_vanish_under_a_frame(
    world: World, writer: Callable[..., Writer], delete_first: bool
) -> None:
    source = world.source()
    frame = world.frame(source_id=world.span("Ann"))
    statements = (DELETE_SOURCE, (source,)), (ADD_SPEAKER, (source, frame))
    one, two = statements if delete_first else statements[::-1]
    rule = race(writer(), writer(), one, two)
    assert rule == ("frame.speaker_missing" if delete_first else "source.in_use")


def test_a_content_does_not_shrink_while_a_child_comes(world: World, writer: Callable[..., Writer]) -> None:
    content = world.span("Ann told him")
    parent, child = world.frame(content_ids=[content]), world.frame(source_id=world.span("him"))
    shrink = (
        "UPDATE annotations_span SET segments = ARRAY[segments[1], segments[1] + 3], exact = 'Ann',"
        " suffix = (SELECT substr(text, segments[1] + 4, 32) FROM annotations_articleversion v WHERE v.id = version_id)"
        " WHERE id = %s"
    )
    rule = race(writer(), writer(), (SET_PARENT, (parent, child)), (shrink, (content,)))
    assert rule == "frame.child_outside_parent"


def test_one_text_is_not_given_one_number_twice(world: World, writer: Callable[..., Writer]) -> None:
    insert = (
        "INSERT INTO annotations_articleversion (uid, workspace_id, article_id, number, text, sha256, captured_how,"
        " captured_by, note) VALUES (gen_random_uuid(), %s, %s, 2, 'text', %s, 'api', '', '')"
    )
    statement = insert, (world.workspace, world.article, digest("text"))
    assert race(writer(), writer(), statement, statement) == "version.duplicate_number"


def test_a_repeatable_read_writes_no_frame(world: World, writer: Callable[..., Writer]) -> None:
    """It would not see what the other wrote, however long it waited."""
    late = writer(psycopg.IsolationLevel.REPEATABLE_READ)
    frame = world.frame(source_id=world.span("Ann"))
    late.start(ADD_CONTENT, world.span("Bob"), frame)
    assert late.refused_by == "transaction.isolation"


def test_a_serialisable_writer_is_told_to_try_again(world: World, writer: Callable[..., Writer]) -> None:
    content = world.from_here("that it")
    one, two = world.frame(content_ids=[content]), world.frame(content_ids=[content])
    level = psycopg.IsolationLevel.SERIALIZABLE
    first, second = writer(level), writer(level)
    second.start("SELECT count(*) FROM annotations_attribution")
    first.start(SET_PARENT, one, two)
    first.commit()
    second.start(SET_PARENT, two, one)
    if second.refused_by is None:
        with pytest.raises(psycopg.errors.SerializationFailure):
            second.connection.commit()
    else:
        assert second.refused_by == "SerializationFailure"
    assert value("SELECT count(*) FROM annotations_attribution WHERE parent_id IS NOT NULL") == 1


def test_the_history_of_a_row_runs_forwards(world: World, writer: Callable[..., Writer]) -> None:
    """A writer takes its time at its first row, waits for the second, and finds it changed after that time."""
    claim, other = world.claim(), world.claim()
    late, quick = writer(), writer()
    change = "UPDATE annotations_claim SET certainty = %s WHERE id = %s"
    late.start(change, "certain", other)
    quick.start(change, "possible", claim)
    late.start(change, "probable", claim, wait=False)
    assert late.is_waiting()
    quick.commit()
    late.commit()
    assert late.refused_by is None
    kept = rows(
        "SELECT recorded_at, superseded_at FROM annotations_claim_history WHERE id = %s ORDER BY revision", claim
    )
    now = value("SELECT recorded_at FROM annotations_claim WHERE id = %s", claim)
    assert all(start < end for start, end in kept)
    assert [end for _, end in kept] == [start for start, _ in kept[1:]] + [now]


def test_the_history_of_a_deleted_row_runs_forwards(world: World, writer: Callable[..., Writer]) -> None:
    claim, other = world.claim(), world.claim()
    late, quick = writer(), writer()
    change = "UPDATE annotations_claim SET certainty = %s WHERE id = %s"
    late.start(change, "certain", other)
    quick.start(change, "possible", claim)
    late.start("DELETE FROM annotations_claim WHERE id = %s", claim, wait=False)
    assert late.is_waiting()
    quick.commit()
    late.commit()
    query = "SELECT recorded_at < superseded_at FROM annotations_claim_history WHERE id = %s ORDER BY revision"
    assert rows(query, claim) == [(True,), (True,)]
