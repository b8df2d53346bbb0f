"""`make run`, but for the virtual environment: first start, second start, the end, and what stands in the way."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from project.data import demo_passwords
from project.embedded.postmaster import find_running
from tests.project.conftest import Start
from tests.project.served import PROJECT, descendants, environment, free_port, kill_hard
from tests.waiting import PATIENCE, wait_until

# As `make run` starts it on a machine with two processors.
ALL = {"ISNAD_WORKERS": "2", "ISNAD_JOBS": "1"}


def answers(url: str) -> int:
    """The status of the sign-in page; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"{url}/", timeout=PATIENCE) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def refused(data: Path, **more: str) -> str:
    """What a start that cannot succeed says: one line, with status 1."""
    done = subprocess.run(
        [sys.executable, "-m", "project.serve"],
        cwd=PROJECT,
        env=environment(data, **{"HOST": "127.0.0.1", "PORT": str(free_port()), **more}),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stderr.startswith("isnad: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


@pytest.mark.slow
def test_a_first_start_says_what_it_does_and_a_second_keeps_everything(serve_anew: Start, data: Path):
    hashed = {"ISNAD_STATICFILES_BACKEND": "project.static.HashedStatic", **ALL}
    first = serve_anew(**hashed).wait_until_ready()
    for step in ("Making the database", "Starting PostgreSQL", "Preparing the tables", "Collecting static files"):
        assert step in first.said
    passwords = demo_passwords(data)
    for user, password in passwords.items():
        assert re.search(rf"^  {user} +{re.escape(password)}$", first.said, re.MULTILINE)
    assert first.url + "/" in first.said
    assert answers(first.url) == 200
    with first.connect() as connection:
        connection.execute("CREATE TABLE mine AS SELECT 42 AS n")
    assert first.end() == 0
    assert "Traceback" not in first.said

    second = serve_anew(port=first.port, **hashed).wait_until_ready()
    for step in ("Making the database", "Preparing the tables", "Collecting static files", "Seeding"):
        assert step not in second.said
    assert demo_passwords(data) == passwords
    with second.connect() as connection:
        assert connection.execute("SELECT n FROM mine").fetchone() == (42,)
    assert second.end() == 0


@pytest.mark.parametrize(("kind", "more"), [(signal.SIGINT, ALL), (signal.SIGTERM, {}), (signal.SIGHUP, {})])
def test_it_ends_cleanly(serve: Start, kind: signal.Signals, more: dict[str, str]):
    served = serve(**more).wait_until_ready()
    family = descendants(served.process.pid)
    assert family
    assert served.end(kind) == 0
    assert find_running(served.cluster.places) is None
    assert not (served.cluster.places.cluster / "postmaster.pid").exists()
    assert [pid for pid in family if _alive(pid)] == []
    assert "Traceback" not in served.said
    assert "database system is shut down" in served.cluster.places.log.read_text()


def test_it_can_be_ended_while_it_starts(serve_anew: Start):
    served = serve_anew()
    served.wait_for("Preparing the tables")
    assert served.end() == 0
    assert find_running(served.cluster.places) is None
    assert serve_anew().wait_until_ready().end() == 0


def test_a_command_that_joined_keeps_the_database(serve: Start):
    served = serve().wait_until_ready()
    served.cluster.join()
    pid = served.postmaster()
    assert served.end() == 0
    assert served.postmaster() == pid


def test_a_database_that_dies_is_started_again(serve: Start):
    served = serve().wait_until_ready()
    kill_hard(served.postmaster())
    served.wait_for("PostgreSQL had stopped and was started again.")
    assert answers(served.url) == 200
    assert served.end() == 0


def test_a_worker_that_dies_is_replaced(serve: Start):
    served = serve().wait_until_ready()
    web = next(pid for pid in descendants(served.process.pid) if "project.web" in _command(pid))
    for worker in descendants(web):
        kill_hard(worker)
    wait_until(lambda: answers(served.url) == 200)
    assert served.end() == 0


def test_the_process_that_works_off_the_jobs_is_replaced(serve: Start):
    served = serve(ISNAD_JOBS="1").wait_until_ready()

    def worker() -> int | None:
        return next((pid for pid in descendants(served.process.pid) if "project.work" in _command(pid)), None)

    first = worker()
    assert first is not None
    kill_hard(first)
    wait_until(lambda: worker() not in (None, first), told=lambda: served.said)
    assert served.end() == 0


def test_without_jobs_no_such_process_runs(serve: Start):
    served = serve().wait_until_ready()
    assert not [pid for pid in descendants(served.process.pid) if "project.work" in _command(pid)]
    assert served.end() == 0


@pytest.mark.parametrize("victim", ["project.serve", "project.web"])
def test_no_process_outlives_one_that_was_killed(serve: Start, victim: str):
    served = serve(ISNAD_JOBS="1").wait_until_ready()
    family = [served.process.pid, *descendants(served.process.pid)]
    postmaster = served.postmaster()
    web = [pid for pid in family if pid not in {postmaster, *descendants(postmaster)}]
    kill_hard(next(pid for pid in web if victim in _command(pid)))
    served.process.wait(PATIENCE)
    wait_until(lambda: not any(_alive(pid) for pid in web if pid != served.process.pid), told=lambda: served.said)
    assert serve().wait_until_ready().end() == 0


def test_a_port_in_use(data: Path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert "is in use" in refused(data, PORT=str(listener.getsockname()[1]))
    assert not (data / "postgres").exists()


def test_data_of_another_version(data: Path):
    (data / "postgres").mkdir(parents=True)
    (data / "postgres" / "PG_VERSION").write_text("16\n")
    assert "made by PostgreSQL 16" in refused(data)


def test_an_unreachable_database(data: Path):
    assert "DATABASE_URL" in refused(data, DATABASE_URL="postgresql://isnad@127.0.0.1:1/isnad")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_that_cannot_be_written_to(data: Path):
    data.mkdir(mode=0o500)
    assert "ISNAD_DATA" in refused(data)


def test_secrets_are_private(serve: Start, data: Path):
    serve().wait_until_ready().end()
    for name in ("secret-key", "demo-accounts.txt", "postgres.log"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _alive(pid: int) -> bool:
    return bool(_command(pid))
