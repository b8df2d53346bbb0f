"""`manage.py work`, as the process that it is: it works, survives the database, gives up what it holds, and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.project.served import PROJECT
from tests.waiting import PATIENCE, wait_until


@contextmanager
def worker(url: str, output: Path) -> Iterator[subprocess.Popen[bytes]]:
    with output.open("wb") as sink:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"],
            cwd=PROJECT,
            env={**os.environ, "DATABASE_URL": url},
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def address() -> str:
    """Of the test database, for a program."""
    given = connection.get_connection_params()
    host = quote(str(given.get("host") or "localhost"), safe="")
    return f"postgres://{given.get('user', '')}:{given.get('password', '')}@/{given['dbname']}?host={host}"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_works_outlives_its_connections_and_ends(tmp_path: Path) -> None:
    output = tmp_path / "said.txt"
    with psycopg.connect(address(), autocommit=True) as sql:

        def one(statement: str) -> int:
            row = sql.execute(statement).fetchone()
            return int(row[0]) if row else 0

        def add() -> None:
            sql.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                " VALUES ('default', 'queue.forget_old', '{\"timestamp\": 1}')"
            )

        def left() -> int:
            return one("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'queue.forget_old'")

        add()
        with worker(address(), output) as process:
            wait_until(lambda: left() == 0)
            others = "usename = current_user AND pid <> pg_backend_pid() AND datname = current_database()"
            for _ in range(2):
                sql.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
                time.sleep(0.2)
            connection.close()  # the test's own went with the others
            add()
            wait_until(lambda: left() == 0)
            process.send_signal(signal.SIGTERM)
            assert process.wait(PATIENCE) == 0
        assert one("SELECT count(*) FROM procrastinate_workers") == 0


def test_a_wrong_number_of_jobs_is_refused() -> None:
    with pytest.raises(CommandError, match="from 1 to 64"):
        call_command("work", "--jobs", "0")
