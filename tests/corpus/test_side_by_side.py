"""Lines in pieces, by one backend and by two: the same bytes, of one moment, and nothing left behind."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import sql

from annotations.actions import delete_attribution, edit_article, move_span
from annotations.corpus import CORPUS_TYPES, Selection, count, lines, pieces, reading, select, side_by_side, snapshot
from annotations.corpus.patience import watched
from annotations.corpus.side_by_side import helper
from annotations.models import Article, Attribution, Span
from tests.cast import Cast, make_article, make_cast, make_frame, make_source, make_span
from tests.waiting import wait_until

WORDS = " ".join(f"word{number:03}" for number in range(30))
RUN = 7
PIECE = 800


@pytest.fixture
def desk(transactional_db: None) -> Cast:
    """A desk with 28 spans, which are four whole runs, and 10 frames, which are not."""
    cast = make_cast()
    actor = cast.actor("editor")
    version = make_article(actor, WORDS)
    spans = [make_span(actor, version, (start, start + 7)) for start in range(0, 28 * 8, 8)]
    for place in range(10):
        make_frame(actor, version, cue=spans[2 * place], speakers=(make_source(actor, name=f"Speaker {place}"),))
    return cast


@pytest.fixture
def by_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are many."""
    monkeypatch.setattr(reading, "LARGE", 1)
    monkeypatch.setattr(reading, "RUN", RUN)
    monkeypatch.setattr(reading, "PIECE", PIECE)
    monkeypatch.setattr(side_by_side, "AHEAD", PIECE)
    monkeypatch.setattr(side_by_side, "LOOK", 0.05)


def everything(selection: Selection) -> dict[str, bytes]:
    with snapshot():
        counts = count(selection)
        return {noun: b"".join(pieces(selection, noun, counts[noun])) for noun in CORPUS_TYPES}


def line_by_line(selection: Selection) -> dict[str, bytes]:
    with snapshot():
        return {noun: b"".join(lines(selection, noun)) for noun in CORPUS_TYPES}


def spans_of(cast: Cast) -> Iterator[bytes]:
    """The pieces of the spans, under way."""
    with snapshot():
        yield from pieces(select(workspace=cast.workspace), "span", 28)


def backends() -> int:
    """How many others are connected to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "side-by-side"]


def test_pieces_are_the_lines_as_many_as_fit(desk: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PIECE", PIECE)
    selection = select(workspace=desk.workspace)
    with snapshot():
        each = list(lines(selection, "span"))
        found = list(pieces(selection, "span", 28))
    assert b"".join(found) == b"".join(each)
    assert all(piece.endswith(b"\n") for piece in found)
    assert max(map(len, found)) <= PIECE + max(map(len, each))
    assert len(found) <= len(each) / 2


def test_two_write_what_one_writes(desk: Cast, by_two: None) -> None:
    selection = select(workspace=desk.workspace)
    expected = line_by_line(selection)
    assert (expected["span"].count(b"\n"), expected["attribution"].count(b"\n")) == (28, 10)
    assert everything(selection) == expected


def test_two_write_the_past_as_it_was(desk: Cast, by_two: None) -> None:
    then = select(workspace=desk.workspace)
    before = line_by_line(then)
    actor = desk.actor("editor")
    for frame in Attribution.objects.order_by("uid")[3:8]:
        delete_attribution(actor=actor, attribution=frame, expected=None)
    for span in Span.objects.order_by("uid")[20:23]:
        move_span(actor=actor, span=span, segments=[[0, 3]], expected=None)
    edit_article(actor=actor, article=Article.objects.get(), expected=None, title="Other words")
    assert everything(then) == before
    now = select(workspace=desk.workspace)
    assert everything(now) == line_by_line(now) != before


def test_two_write_a_part_of_a_workspace(desk: Cast, by_two: None) -> None:
    make_article(desk.actor("editor"), "Another text")
    part = select(workspace=desk.workspace, article=Article.objects.earliest("id").uid)
    found = everything(part)
    assert found == line_by_line(part)
    assert found["article"].count(b"\n") == 1


def test_both_see_the_moment_at_which_the_reading_began(desk: Cast, by_two: None) -> None:
    selection = select(workspace=desk.workspace)
    expected = line_by_line(selection)["span"]
    with snapshot(), closing(pieces(selection, "span", 28)) as reading_on:  # type: ignore[type-var]
        first = next(reading_on)
        other = threading.Thread(target=_delete_all, args=[desk.workspace.pk])
        other.start()
        other.join()
        assert first + b"".join(reading_on) == expected
    assert Span.objects.count() == 0


def _delete_all(workspace: int) -> None:
    """As nobody may: without a trace in the history."""
    with psycopg.connect(**connection.get_connection_params()) as raw:
        raw.execute("SET session_replication_role = replica")
        for table in ("attribution", "span"):
            raw.execute(
                sql.SQL("DELETE FROM {} WHERE workspace_id = %s").format(sql.Identifier(f"annotations_{table}")),
                [workspace],
            )


def test_who_goes_away_ends_both(desk: Cast, by_two: None) -> None:
    before = backends()
    reading_on = spans_of(desk)
    next(reading_on)
    assert len(threads()) == 2
    reading_on.close()  # type: ignore[attr-defined]
    assert not threads()
    wait_until(lambda: backends() == before)


def test_who_stops_reading_loses_both(desk: Cast, by_two: None) -> None:
    before = backends()
    reading_on = watched(spans_of(desk), patience=0.2)
    next(reading_on)
    wait_until(lambda: not threads())
    with pytest.raises(psycopg.Error):
        list(reading_on)
    connection.close()
    wait_until(lambda: backends() == before)


def test_if_one_is_killed_the_reading_breaks_off(desk: Cast, by_two: None) -> None:
    with pytest.raises(psycopg.Error), snapshot(), helper() as other:
        list(side_by_side.by_two(_killed(other), ["SELECT 'a'", "SELECT 'b'"], {}))
    assert not threads()
    assert Span.objects.count() == 28


def _killed(other: psycopg.Connection[Any] | None) -> psycopg.Connection[Any]:
    assert other is not None
    with psycopg.connect(**connection.get_connection_params()) as raw:
        raw.execute("SELECT pg_terminate_backend(%s)", [other.info.backend_pid])
    return other


def test_one_helps_at_a_time(desk: Cast, by_two: None) -> None:
    selection = select(workspace=desk.workspace)
    expected = line_by_line(selection)
    with snapshot(), helper() as other:
        assert other is not None
        with helper() as another:
            assert another is None
        assert b"".join(pieces(selection, "span", 28)) == expected["span"]
    with snapshot(), helper() as other:
        assert other is not None


def test_nobody_helps_with_what_nobody_else_can_see(desk: Cast) -> None:
    with transaction.atomic(), snapshot(), helper() as other:
        assert other is None


def test_without_a_free_connection_one_does_it(desk: Cast, by_two: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_parameters: object) -> None:
        raise psycopg.OperationalError("too many clients already")

    selection = select(workspace=desk.workspace)
    expected = line_by_line(selection)
    monkeypatch.setattr(psycopg, "connect", full)
    assert everything(selection) == expected
