"""kill -9 of the server and of PostgreSQL during writes loses no write that was acknowledged."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.project.conftest import Start
from tests.project.served import PROJECT, Served, environment, kill_hard
from tests.waiting import PATIENCE, wait_until

WRITERS = 4
ENOUGH = 100  # acknowledged writes before the blow


class Writers:
    """Threads that write through the API and note each span that it has acknowledged."""

    def __init__(self, served: Served, token: str) -> None:
        self.client = Client(served, token)
        article = self.client.post("articles/", {"title": "Crash", "language": "en", "text": "word " * 5000})
        self.version = article["current_version"]
        self.acknowledged: dict[str, list[list[int]]] = {}
        self._threads = [threading.Thread(target=self._write, args=(n,), daemon=True) for n in range(WRITERS)]
        for thread in self._threads:
            thread.start()

    def _write(self, offset: int) -> None:
        with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
            for number in range(offset, 5000, WRITERS):
                segments = [[5 * number, 5 * number + 4]]
                span = self.client.post("spans/", {"version": self.version, "segments": segments})
                self.acknowledged[span["id"]] = segments

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self.acknowledged) >= count)

    def wait_for_the_end(self) -> None:
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@dataclass(frozen=True)
class Client:
    """The API of a served application."""

    served: Served
    token: str

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What was made; `ValueError` for any answer but 201."""
        return self._ask("POST", path, 201, json.dumps(body))

    def get(self, path: str) -> dict[str, Any]:
        """What is there; `ValueError` for any answer but 200."""
        return self._ask("GET", path, 200, None)

    def _ask(self, method: str, path: str, expected: int, body: str | None) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.served.port, timeout=20)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        try:
            connection.request(method, f"/api/v1/{path}", body, headers)
            answer = connection.getresponse()
            found = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status != expected:
            raise ValueError(found)
        return dict(found)


def _token(data: Path) -> str:
    command = [sys.executable, "manage.py", "token", "annotator", "--workspace", "demo", "--scope", "annotate"]
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(data), capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_acknowledged_writes_survive(serve: Start, data: Path):
    served = serve().wait_until_ready()
    token = _token(data)
    for blow, first in enumerate(("server", "database")):
        writers = Writers(served, token)
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
        served = serve().wait_until_ready()
        spans = Client(served, token).get(f"versions/{writers.version}/annotations/")["spans"]
        found = {span["id"]: span["segments"] for span in spans}
        assert writers.acknowledged.items() <= found.items()
        assert len(found) <= len(writers.acknowledged) + WRITERS  # at most one in flight for each writer
    assert served.end() == 0


@pytest.mark.slow
def test_the_children_of_a_killed_postgresql_do_not_write_on(serve: Start):
    served = serve().wait_until_ready()
    with served.connect() as connection:
        connection.execute("CREATE TABLE written (n bigint PRIMARY KEY)")
        busy = threading.Thread(target=_keep_busy, args=(served,), daemon=True)
        busy.start()
        # Rows are in the table's file, though nobody sees them.
        wait_until(lambda: connection.execute("SELECT pg_relation_size('written') > 0").fetchone() == (True,))
    os.kill(served.postmaster(), signal.SIGKILL)
    served.wait_for("PostgreSQL had stopped and was started again.")
    busy.join(PATIENCE)
    assert not busy.is_alive()
    with served.connect() as connection:
        assert connection.execute("SELECT count(*) FROM written").fetchone() == (0,)
    assert served.end() == 0


def _keep_busy(served: Served) -> None:
    """One statement that writes for longer than the test, in a transaction that is never acknowledged."""
    with contextlib.suppress(psycopg.Error), served.connect() as connection:
        connection.execute("INSERT INTO written SELECT generate_series(1, 1000000000)")


@pytest.mark.slow
def test_a_kill_during_the_very_first_start_is_repaired_by_the_next(serve_anew: Start, data: Path):
    for step in ("Making the database", "Starting PostgreSQL", "Preparing the tables"):
        served = serve_anew()
        served.wait_for(step)
        served.kill()
        if pid := served.postmaster_or_none():
            kill_hard(pid)
    last = serve_anew().wait_until_ready()
    assert last.end() == 0
