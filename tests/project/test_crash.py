"""kill -9 of the server and of PostgreSQL during writes loses no write that was acknowledged."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import psycopg
import pytest

from tests.project.conftest import Start
from tests.project.served import Served, kill_hard

WRITERS = 4
ENOUGH = 200  # acknowledged writes before the blow


class Writers:
    """Threads that insert numbers and note each one that the database has acknowledged."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self.acknowledged: list[int] = []
        self._threads = [threading.Thread(target=self._write, args=(n,), daemon=True) for n in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def _write(self, offset: int) -> None:
        number = offset
        with contextlib.suppress(psycopg.Error), self.served.connect() as connection:
            while True:
                connection.execute("INSERT INTO written VALUES (%s)", (number,))
                self.acknowledged.append(number)
                number += WRITERS

    def wait_for(self, count: int) -> None:
        deadline = time.monotonic() + 60
        while len(self.acknowledged) < count:
            assert time.monotonic() < deadline
            time.sleep(0.005)

    def wait_for_the_end(self) -> None:
        for thread in self._threads:
            thread.join(timeout=30)
            assert not thread.is_alive()


@pytest.mark.slow
@pytest.mark.parametrize("first", ["server", "database"])
def test_acknowledged_writes_survive(serve: Start, first: str):
    served = serve().wait_until_ready()
    with served.connect() as connection:
        connection.execute("CREATE TABLE written (n bigint PRIMARY KEY)")
    acknowledged: list[int] = []
    for blow in range(2):
        with served.connect() as connection:
            connection.execute("TRUNCATE written")
        writers = Writers(served)
        writers.wait_for(ENOUGH * (blow + 1))
        postmaster = served.postmaster()
        if first == "server":
            served.kill()
        kill_hard(postmaster)
        if first == "database":
            served.kill()
            # It may have been quick enough to start the database again.
            kill_hard(served.postmaster_or_none() or postmaster)
        writers.wait_for_the_end()
        acknowledged = writers.acknowledged
        served = serve().wait_until_ready()
        with served.connect() as connection:
            found = {row[0] for row in connection.execute("SELECT n FROM written")}
        assert set(acknowledged) <= found
        assert len(found) <= len(acknowledged) + WRITERS  # at most one in flight for each writer
    assert served.end() == 0


def test_the_children_of_a_killed_postgresql_do_not_write_on(serve: Start):
    served = serve().wait_until_ready()
    with served.connect() as connection:
        connection.execute("CREATE TABLE written (n bigint PRIMARY KEY)")
    busy = threading.Thread(target=_keep_busy, args=(served,), daemon=True)
    busy.start()
    time.sleep(0.5)
    os.kill(served.postmaster(), signal.SIGKILL)
    served.wait_for("PostgreSQL had stopped and was started again.")
    busy.join(timeout=30)
    assert not busy.is_alive()
    with served.connect() as connection:
        assert connection.execute("SELECT count(*) FROM written").fetchone() == (0,)
    assert served.end() == 0


def _keep_busy(served: Served) -> None:
    """One statement that goes on for longer than the test, in a transaction that is never acknowledged."""
    with contextlib.suppress(psycopg.Error), served.connect() as connection:
        connection.execute("INSERT INTO written SELECT n FROM generate_series(1, 1000000000) AS n")


@pytest.mark.slow
def test_a_kill_during_the_very_first_start_is_repaired_by_the_next(serve: Start, data: Path):
    for step in ("Making the database", "Starting PostgreSQL", "Preparing the tables"):
        served = serve()
        served.wait_for(step)
        served.kill()
        if pid := served.postmaster_or_none():
            kill_hard(pid)
    last = serve().wait_until_ready()
    assert last.end() == 0
