"""`manage.py` brings its own database, or joins the one that runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from project.embedded import Cluster
from project.embedded.postmaster import find_running
from tests.project.served import PROJECT, environment, free_port
from tests.waiting import PATIENCE

ASK = "from django.db import connection as c; k = c.cursor(); k.execute('SELECT %s'); print('got', *k.fetchone())"


def manage(data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *words]
    own = environment(data, **more)
    return subprocess.run(command, cwd=PROJECT, env=own, capture_output=True, text=True, check=False, timeout=PATIENCE)


def test_alone_it_starts_the_database_and_stops_it(data: Path):
    done = manage(data, "shell", "--no-imports", "-c", ASK % "1 + 1")
    assert (done.returncode, done.stdout) == (0, "got 2\n"), done.stderr
    assert find_running(Cluster(data).places) is None


def test_it_joins_the_one_that_runs_and_leaves_it_running(cluster: Cluster, data: Path):
    cluster.join()
    running = find_running(cluster.places)
    done = manage(data, "shell", "--no-imports", "-c", ASK % "current_user")
    assert (done.returncode, done.stdout) == (0, "got isnad\n"), done.stderr
    assert find_running(cluster.places) == running


@pytest.mark.slow
def test_several_at_once_share_one(data: Path):
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", ASK % "1"]
    several = [
        subprocess.Popen(command, cwd=PROJECT, env=environment(data), stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [process.communicate(timeout=PATIENCE)[0] for process in several] == ["got 1\n"] * 3
    assert find_running(Cluster(data).places) is None


def test_database_url_wins_and_nothing_is_started(data: Path, database_url: str):
    done = manage(data, "shell", "--no-imports", "-c", ASK % "current_database()", DATABASE_URL=database_url)
    assert (done.returncode, done.stdout) == (0, "got isnad\n"), done.stderr
    assert not (data / "postgres").exists()


def test_an_unreachable_database_is_one_line(data: Path):
    done = manage(data, "check", DATABASE_URL=f"postgresql://isnad@127.0.0.1:{free_port()}/isnad")
    assert done.returncode == 1
    assert done.stderr.startswith("isnad: The database that DATABASE_URL names cannot be used")
    assert "Connection refused" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_data_directory_that_is_none_is_one_line(data: Path):
    data.write_text("a file")
    done = manage(data, "check")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "ISNAD_DATA" in done.stderr


def test_help_needs_no_database(data: Path):
    assert manage(data, "help").returncode == 0
    assert not data.exists()


def test_a_database_without_tables_is_one_line(data: Path, database_url: str):
    done = manage(data, "token", "editor", "--workspace", "demo", "--scope", "read", DATABASE_URL=database_url)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "manage.py migrate" in done.stderr


@pytest.mark.slow
def test_a_failing_command_keeps_its_status_and_stops_the_database(data: Path):
    assert manage(data, "no-such-command").returncode == 1
    assert manage(data, "shell", "--no-imports", "-c", "raise SystemExit(7)").returncode == 7
    assert find_running(Cluster(data).places) is None


@pytest.mark.slow
def test_when_it_is_ended_the_database_is_stopped(data: Path):
    places = Cluster(data).places
    for kind in (signal.SIGTERM, signal.SIGINT):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", "import time; print('up'); time.sleep(60)"],
            cwd=PROJECT,
            env={**environment(data), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with process:
            assert process.stdout is not None
            assert process.stdout.readline() == "up\n"
            os.kill(process.pid, kind)
            process.wait(PATIENCE)
        assert process.returncode == 128 + kind
        assert find_running(places) is None
