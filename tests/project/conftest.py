"""Directories for clusters, and served applications that never outlive their test."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from project.embedded import Cluster
from tests.project.served import Served

Start = Callable[..., Served]


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


@pytest.fixture
def serve(data: Path) -> Iterator[Start]:
    """Start the application on `data`, as often as wanted, one after the other."""
    started: list[Served] = []

    def start(port: int | None = None, **more: str) -> Served:
        started.append(Served(data, port=port, **more))
        return started[-1]

    yield start
    for served in started:
        served.tidy()
