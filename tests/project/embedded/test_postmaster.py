"""Telling a live server from what a dead one left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from project.embedded import Cluster
from project.embedded.postmaster import find_running, is_postmaster
from tests.waiting import wait_until


@pytest.fixture
def running(cluster: Cluster) -> Cluster:
    cluster.join()
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    return cluster


def _pid(cluster: Cluster) -> int:
    found = find_running(cluster.places)
    assert found is not None
    return found.pid


def _kill(cluster: Cluster) -> list[str]:
    """kill -9, wait, and put the lock file back that the server had; its lines."""
    pid, lock = _pid(cluster), cluster.places.cluster / "postmaster.pid"
    text = lock.read_text()
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not is_postmaster(pid, cluster.places.cluster))
    lock.write_text(text)
    return text.splitlines(keepends=True)


def _starts_again(cluster: Cluster) -> bool:
    again = Cluster(cluster.places.root)
    again.join()
    with psycopg.connect(again.url) as connection:
        kept = connection.execute("SELECT n FROM kept").fetchall()
    again.leave()
    return kept == [(1,)]


def test_after_a_kill_the_lock_file_stops_nobody(running: Cluster):
    _kill(running)
    assert find_running(running.places) is None
    assert _starts_again(running)


def test_a_zombie_is_no_server(running: Cluster):
    pid = _pid(running)
    os.kill(pid, signal.SIGKILL)
    # This process started it and has not waited for it yet, so its number stays taken.
    wait_until(lambda: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z")
    assert find_running(running.places) is None
    assert _starts_again(running)


@pytest.mark.parametrize("borrower", ["this", "child", "cat"])
def test_a_number_that_another_program_has_now_is_no_server(running: Cluster, borrower: str):
    lines = _kill(running)
    command = {
        "this": ["true"],
        "child": [sys.executable, "-c", "import sys; sys.stdin.read()"],
        # names the directory, as an editor or a backup would
        "cat": ["cat", "-", str(running.places.cluster)],
    }[borrower]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as other:
        number = os.getpid() if borrower == "this" else other.pid
        (running.places.cluster / "postmaster.pid").write_text("".join([f"{number}\n", *lines[1:]]))
        assert find_running(running.places) is None
        assert _starts_again(running)
        other.communicate()


@pytest.mark.parametrize("content", ["", "\n", "no number\n", "-5\n", "0\n", "99999999999999999999\n"])
def test_a_broken_lock_file_stops_nobody(running: Cluster, content: str):
    _kill(running)
    (running.places.cluster / "postmaster.pid").write_text(content)
    assert find_running(running.places) is None
    assert _starts_again(running)


def test_the_lock_of_a_dead_socket_stops_nobody(running: Cluster):
    _kill(running)
    (running.places.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n{running.places.cluster}\n")
    assert _starts_again(running)


def test_no_server_of_another_directory_is_taken_for_this_one(running: Cluster):
    assert is_postmaster(_pid(running), running.places.cluster)
    assert not is_postmaster(_pid(running), running.places.root / "other")
    assert not is_postmaster(os.getpid(), running.places.cluster)
    assert not is_postmaster(0, running.places.cluster)
