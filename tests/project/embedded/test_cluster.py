"""Sharing one server: who starts it, who joins it, who stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from project.embedded import Cluster, StartError, start_or_join
from project.embedded.places import SOCKET_NAME
from project.embedded.postmaster import find_running

# A process that uses the server, says its process id, and stays until its standard input ends.
USER = """
import sys
from pathlib import Path
from project.embedded import start_or_join
from project.embedded.postmaster import find_running
with start_or_join(Path(sys.argv[1])) as cluster:
    print(find_running(cluster.places).pid, flush=True)
    sys.stdin.read()
"""


def _user(data: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", USER, str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _line(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout is not None
    return int(process.stdout.readline())


def _pid(cluster: Cluster) -> int | None:
    found = find_running(cluster.places)
    return found.pid if found else None


def test_it_is_there_for_the_block_and_gone_afterwards(data: Path):
    with start_or_join(data) as cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("isnad",)
    assert _pid(cluster) is None
    assert not (cluster.places.cluster / "postmaster.pid").exists()


def test_what_was_written_is_there_the_next_time(data: Path):
    with start_or_join(data) as cluster, psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    with start_or_join(data) as cluster, psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_the_starter_leaves_it_to_those_who_joined(cluster: Cluster, data: Path):
    with _user(data) as starter, _user(data) as joiner:
        pid = _line(starter)
        assert _line(joiner) == pid
        starter.communicate()
        assert _pid(cluster) == pid
        joiner.communicate()
        assert _pid(cluster) is None


def test_many_at_once_start_one(cluster: Cluster, data: Path):
    users = [_user(data) for _ in range(6)]
    try:
        assert len({_line(user) for user in users}) == 1
    finally:
        for user in users:
            user.communicate()
    assert _pid(cluster) is None


def test_who_is_killed_leaves_no_trace(cluster: Cluster, data: Path):
    with _user(data) as user:
        pid = _line(user)
        user.kill()
        user.wait()
    cluster.join()
    assert _pid(cluster) == pid
    cluster.leave()
    assert _pid(cluster) is None


def test_ctrl_c_at_the_terminal_does_not_reach_it(cluster: Cluster):
    cluster.join()
    pid = _pid(cluster)
    assert pid is not None
    assert os.getpgid(pid) != os.getpgid(0)


def test_it_is_revived_when_it_dies_under_its_users(cluster: Cluster):
    cluster.join()
    assert not cluster.revive()
    pid = _pid(cluster)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    while _pid(cluster) is not None:
        pass
    assert cluster.revive()
    with psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_path_too_long_for_a_socket_works(place: Path):
    data = place / ("long " * 20) / "data"
    with start_or_join(data) as cluster:
        assert not cluster.places.sockets.is_relative_to(data)
        assert (cluster.places.sockets / SOCKET_NAME).is_socket()
        with psycopg.connect(cluster.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not cluster.places.sockets.exists()


def test_a_link_in_the_place_of_the_socket_directory_is_refused(cluster: Cluster, place: Path):
    (place / "elsewhere").mkdir()
    cluster.places.sockets.symlink_to(place / "elsewhere")
    with pytest.raises(StartError, match="belongs to somebody else"):
        cluster.join()


def test_why_it_does_not_start_is_one_line(cluster: Cluster):
    cluster.join()
    cluster.leave()
    with (cluster.places.cluster / "postgresql.conf").open("a") as configuration:
        configuration.write("\nno_such_setting = 1\n")
    with pytest.raises(StartError, match=r"PostgreSQL did not start: .*postgres.log") as refusal:
        cluster.join()
    assert "\n" not in str(refusal.value)
    assert _pid(cluster) is None


def test_an_overlong_log_is_moved_aside(cluster: Cluster, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("project.embedded.cluster.LOG_BYTES", 10)
    cluster.places.log.write_text("old " * 10)
    cluster.join()
    assert "old" not in cluster.places.log.read_text()
    assert (cluster.places.root / "postgres.log.1").read_text() == "old " * 10
