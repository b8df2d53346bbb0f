"""A reader that stops reading loses its query; one that reads on notices nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psycopg
import pytest
from django.db import Error, connection

from annotations.corpus import snapshot, watched

pytestmark = pytest.mark.django_db(transaction=True)


def stream(pieces: int) -> Iterator[bytes]:
    """Pieces of a query under way."""
    query = f"COPY (SELECT repeat('x', 1000) FROM generate_series(1, {pieces})) TO STDOUT"
    with snapshot(), connection.cursor() as cursor, cursor.copy(query) as rows:
        for row in rows:
            yield bytes(row)


def test_who_reads_on_has_everything() -> None:
    assert len(list(watched(stream(100), patience=5))) == 100


def test_making_a_piece_may_take_long() -> None:
    def slow() -> Iterator[bytes]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            yield b"x"
            cursor.execute("SELECT pg_sleep(0.8)")
            yield b"x"

    assert list(watched(slow(), patience=0.5)) == [b"x", b"x"]


def test_who_stops_reading_loses_the_query() -> None:
    pieces = watched(stream(100_000), patience=0.2)
    assert len(next(pieces)) == 1001
    for thread in threading.enumerate():
        if thread.name == "stream-watch":
            thread.join()
    with pytest.raises((Error, psycopg.Error)):
        list(pieces)
    connection.close()


def test_who_goes_away_leaves_nothing_behind() -> None:
    pieces = watched(stream(100_000), patience=60)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)
