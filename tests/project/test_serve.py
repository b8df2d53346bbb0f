"""`make run`, but for the virtual environment: first start, second start, the end, and what stands in the way."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from project.data import demo_passwords
from project.embedded.postmaster import find_running
from tests.chromium import find_chromium
from tests.project.conftest import Start
from tests.project.served import PROJECT, Served, descendants, environment, free_port, kill_hard
from tests.waiting import PATIENCE, wait_until

# As `make run` starts it on a machine with two processors.
ALL = {"ISNAD_WORKERS": "2", "ISNAD_JOBS": "1"}
# What a cold workbench may cost on an article with so many spans: until they are painted, until hands can work, and
# with what is fetched last, to be there without a connection.
SPANS, PAINTED, HANDS, WHOLE = 40, (7, 104_000), (10, 148_000), (11, 151_500)


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
def test_a_first_start_can_be_ended_and_says_what_it_does_and_a_second_keeps_everything(serve_anew: Start, data: Path):
    hashed = {"ISNAD_STATICFILES_BACKEND": "project.static.HashedStatic", **ALL}
    ended = serve_anew(**hashed)
    ended.wait_for("Preparing the tables")
    assert ended.end() == 0
    assert find_running(ended.cluster.places) is None

    first = serve_anew(**hashed).wait_until_ready()
    for step in ("Making the database", "Starting PostgreSQL"):
        assert step in ended.said
    for step in ("Starting PostgreSQL", "Preparing the tables", "Collecting static files"):
        assert step in first.said
    passwords = demo_passwords(data)
    for user, password in passwords.items():
        assert re.search(rf"^  {user} +{re.escape(password)}$", first.said, re.MULTILINE)
    assert first.url + "/" in first.said
    assert answers(first.url) == 200
    if find_chromium():
        a_workbench_is_light(first, passwords["annotator"])
    with first.connect() as connection:
        connection.execute("CREATE TABLE mine AS SELECT 42 AS n")
    ends_cleanly(first, signal.SIGHUP)
    assert "Traceback" not in first.said
    a_second_start_keeps_everything(serve_anew(port=first.port, **hashed), passwords)


def a_second_start_keeps_everything(second: Served, passwords: dict[str, str]) -> None:
    second.wait_until_ready()
    for step in ("Making the database", "Preparing the tables", "Collecting static files", "Seeding"):
        assert step not in second.said
    assert demo_passwords(second.cluster.places.root) == passwords
    with second.connect() as connection:
        assert connection.execute("SELECT n FROM mine").fetchone() == (42,)
    assert second.end() == 0


def a_workbench_is_light(served: Served, password: str) -> None:
    """The article of the seed with the most spans, in Arabic under an English interface, which wants the most fonts."""
    with served.connect() as connection:
        row = connection.execute(
            "SELECT a.uid, count(*) FROM annotations_span s JOIN annotations_articleversion v ON v.id = s.version_id"
            " JOIN annotations_article a ON a.id = v.article_id WHERE a.language = 'ar' GROUP BY a.uid ORDER BY 2 DESC"
        ).fetchone()
    assert row is not None
    assert row[1] >= SPANS
    command = [sys.executable, "-m", "tests.project.cold", served.url, "annotator", password, str(row[0])]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr
    cost = json.loads(done.stdout)
    cost["hands"] = [(name, size) for name, size in cost["whole"] if "/thread." not in name]
    for part, (requests, most) in (("painted", PAINTED), ("hands", HANDS), ("whole", WHOLE)):
        told = "\n".join(f"{size} {name}" for name, size in cost[part])
        assert len(cost[part]) <= requests, told
        assert sum(size for _name, size in cost[part]) <= most, told


@pytest.mark.slow
def test_whoever_dies_is_replaced_and_in_the_end_all_end(serve: Start):
    """As `make run` starts it: web server with two workers, process for jobs, database."""
    served = serve(**ALL).wait_until_ready()

    for worker in descendants(_found(served, "project.web")):
        kill_hard(worker)
    wait_until(lambda: answers(served.url) == 200)

    jobs = _found(served, "project.work")
    kill_hard(jobs)
    wait_until(lambda: _found(served, "project.work") not in (0, jobs), told=lambda: served.said)

    kill_hard(served.postmaster())
    served.wait_for("PostgreSQL had stopped and was started again.")
    wait_until(lambda: answers(served.url) == 200)
    with socket.create_connection(("127.0.0.1", served.port)) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: ")  # a request that never becomes whole keeps nobody from ending
        ends_cleanly(served, signal.SIGINT)
    assert "refused to gracefully stop" not in served.said


@pytest.mark.slow
def test_no_process_outlives_one_that_was_killed(serve: Start, data: Path):
    for victim in ("project.serve", "project.web"):
        served = serve(ISNAD_JOBS="1").wait_until_ready()
        family = [served.process.pid, *descendants(served.process.pid)]
        postmaster = served.postmaster()
        ours = [pid for pid in family if pid not in {postmaster, *descendants(postmaster)}]
        kill_hard(next(pid for pid in ours if victim in _command(pid)))
        served.process.wait(PATIENCE)
        wait_until(lambda ours=ours: not any(_alive(pid) for pid in ours), told=lambda one=served: one.said)  # type: ignore[misc]

    served = serve().wait_until_ready()
    assert not _found(served, "project.work")  # it was to have no process for jobs
    for name in ("secret-key", "demo-accounts.txt", "postgres.log"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600
    # As a command does that somebody runs meanwhile: it keeps the database.
    served.cluster.join()
    pid = served.postmaster()
    assert served.end(signal.SIGTERM) == 0
    assert "Traceback" not in served.said
    assert served.postmaster() == pid
    served.cluster.leave()
    assert find_running(served.cluster.places) is None


def ends_cleanly(served: Served, kind: signal.Signals) -> None:
    """Everything has ended in good order, PostgreSQL last, and nothing is left."""
    family, before = descendants(served.process.pid), len(served.said)
    assert family
    assert served.end(kind) == 0
    assert "Traceback" not in served.said[before:]
    assert find_running(served.cluster.places) is None
    assert not (served.cluster.places.cluster / "postmaster.pid").exists()
    assert [pid for pid in family if _alive(pid)] == []
    assert "database system is shut down" in served.cluster.places.log.read_text().splitlines()[-1]


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


@pytest.fixture
def external(database_url: str) -> Iterator[str]:
    """Address of an empty database on a server that this application has not started."""
    name = f"external_{os.getpid()}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_an_external_database_is_prepared_and_served_and_no_other_is_started(
    serve_anew: Start, data: Path, external: str
):
    served = serve_anew(DATABASE_URL=external).wait_until_ready()
    for step in ("Preparing the tables", "Seeding the demo workspace"):
        assert step in served.said
    for step in ("Making the database", "Starting PostgreSQL"):
        assert step not in served.said
    assert answers(served.url) == 200
    assert find_running(served.cluster.places) is None
    assert not (data / "postgres").exists()
    with psycopg.connect(external, autocommit=True) as connection:
        slugs = connection.execute("SELECT slug FROM annotations_workspace").fetchall()
        users = connection.execute("SELECT username FROM annotations_user").fetchall()
    assert slugs == [("demo",)]
    assert {name for (name,) in users} >= set(demo_passwords(data))
    assert served.end() == 0
    with psycopg.connect(external) as connection:  # the server is not ours to stop
        assert connection.execute("SELECT count(*) > 0 FROM annotations_article").fetchone() == (True,)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_directory_that_cannot_be_written_to(data: Path):
    data.mkdir(mode=0o500)
    assert "ISNAD_DATA" in refused(data)


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def _alive(pid: int) -> bool:
    return bool(_command(pid))


def _found(served: Served, module: str) -> int:
    """The process of the application that runs `module`; 0 if there is none."""
    return next((pid for pid in descendants(served.process.pid) if module in _command(pid)), 0)
