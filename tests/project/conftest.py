"""Directories for clusters, and served applications that never outlive their test."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from project.embedded import Cluster
from tests.project.served import Served

Start = Callable[..., Served]


@pytest.fixture(autouse=True, scope="session")
def interruptible() -> None:
    """Lets programs that tests start be interrupted, also where a shell ran the tests in the background.

    Such a shell has its jobs ignore SIGINT, and what is ignored stays so in every child.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty directory with a short path, on the same disk as the run's own."""
    root = Path(tempfile.mkdtemp(prefix="own-", dir=os.environ["ISNAD_TEST_ROOT"])).resolve()
    root.chmod(0o711)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def data(place: Path) -> Path:
    """A data directory that does not exist yet."""
    return place / "data"


@pytest.fixture
def cluster(data: Path) -> Iterator[Cluster]:
    """A durable cluster of its own, not started."""
    own = Cluster(data)
    yield own
    own.stop()


@pytest.fixture(scope="session")
def prepared() -> Path:
    """A directory with data and static files as the first start leaves them, made once for all processes of a run."""
    root = Path(os.environ["ISNAD_TEST_ROOT"])
    done = root / "prepared"
    with (root / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            unfinished = root / "preparing"
            unfinished.mkdir(mode=0o711)
            assert Served(unfinished / "data").wait_until_ready().end() == 0
            unfinished.rename(done)
    return done


def as_prepared(prepared: Path, place: Path) -> Path:
    """A data directory of one's own in `place`, on which the application has run before."""
    for part in ("data", "static"):
        subprocess.run(["cp", "-a", prepared / part, place / part], check=True)
    return place / "data"


@pytest.fixture
def serve(serve_anew: Start, prepared: Path, place: Path) -> Start:
    """Start the application, which has run before, as often as wanted, one after the other."""
    as_prepared(prepared, place)
    return serve_anew


@pytest.fixture
def serve_anew(data: Path) -> Iterator[Start]:
    """Start the application, at first on no data at all."""
    started: list[Served] = []

    def start(port: int | None = None, **more: str) -> Served:
        started.append(Served(data, port=port, **more))
        return started[-1]

    yield start
    for served in started:
        served.tidy()
