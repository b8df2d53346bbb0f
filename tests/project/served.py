"""The application served as `make run` serves it, in processes of its own, for tests that kill them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from project.embedded import Cluster
from project.embedded.postmaster import find_running
from tests.waiting import PATIENCE, wait_until

PROJECT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(data: Path, **more: str) -> dict[str, str]:
    """This process's environment, but for a data directory of one's own and no database given."""
    unwanted = ("DATABASE_URL", "ISNAD_", "HOST", "PORT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    own = {
        "ISNAD_DATA": str(data),
        "ISNAD_STATIC": str(data.parent / "static"),
        # Hashing and compressing takes seconds, and has a test of its own.
        "ISNAD_STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        # Each process imports the application, which takes seconds.
        "ISNAD_WORKERS": "1",
        "ISNAD_JOBS": "0",
    }
    return {**kept, **own, **more}


class Served:
    """`python -m project.serve` on a free port, with the data directory `data`."""

    def __init__(self, data: Path, *, port: int | None = None, **more: str) -> None:
        self.cluster = Cluster(data)
        self.port = port or free_port()
        self.output = data.parent / f"serve-{time.monotonic_ns()}.txt"
        with self.output.open("wb") as sink:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "project.serve"],
                cwd=PROJECT,
                env=environment(data, HOST="127.0.0.1", PORT=str(self.port), **more),
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def url(self) -> str:
        """Address of the web server, without a closing slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """Everything printed so far."""
        return self.output.read_text()

    def wait_for(self, words: str) -> None:
        """Wait until `words` were printed; fail if the program ends before."""
        wait_until(lambda: self.process.poll() is not None or words in self.said, told=lambda: self.said)
        assert words in self.said, self.said

    def wait_until_ready(self) -> Served:
        """Wait until the address was printed, which happens when the server answers."""
        self.wait_for("Isnad is running at")
        return self

    def end(self, kind: signal.Signals = signal.SIGINT) -> int:
        """Ask the program to end and wait for it; its exit status."""
        self.process.send_signal(kind)
        return self.process.wait(timeout=PATIENCE)

    def connect(self) -> psycopg.Connection:
        """A connection to the application's database."""
        return psycopg.connect(self.cluster.url, autocommit=True)

    def postmaster(self) -> int:
        """Process id of PostgreSQL."""
        running = find_running(self.cluster.places)
        assert running is not None, self.said
        return running.pid

    def kill(self) -> None:
        """kill -9: the program, and the web server's processes, which it started."""
        postmaster = self.postmaster_or_none() or 0
        spared = {postmaster, *(descendants(postmaster) if postmaster else [])}
        for pid in (self.process.pid, *descendants(self.process.pid)):
            if pid not in spared:
                kill_hard(pid)
        self.process.wait(timeout=PATIENCE)

    def postmaster_or_none(self) -> int | None:
        """Process id of PostgreSQL, if it runs."""
        running = find_running(self.cluster.places)
        return running.pid if running else None

    def tidy(self) -> None:
        """Leave nothing running, however the test went."""
        if self.process.poll() is None:
            self.kill()
        self.cluster.stop()


def kill_hard(pid: int) -> None:
    """kill -9, if it is still there."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def descendants(pid: int) -> list[int]:
    """Process ids of the children of `pid`, and of theirs."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            # pid (name) state parent …; the name may hold spaces and parentheses
            parent = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.parent.name))
    found: list[int] = []
    todo = [pid]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += below
    return found
