"""What every command of Isnad needs before Django begins: a database that answers, and a key."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from project.data import data_directory, secret_key
from project.embedded import Cluster, check_server, start_or_join


def silent(line: str) -> None:
    """Say nothing."""


@contextmanager
def database(say: Callable[[str], None] = silent) -> Iterator[Cluster | None]:
    """A database for the length of a `with` block, its address in `DATABASE_URL`.

    An address that is set already wins and nothing is started (the block gets None); otherwise the embedded server of
    the data directory is started, or joined if it runs.

    Raises `StartError` if there is no database that can carry Isnad.
    """
    root = data_directory()
    if not os.environ.get("ISNAD_SECRET_KEY"):
        os.environ["ISNAD_SECRET_KEY"] = secret_key(root)
    url = os.environ.get("DATABASE_URL")
    if url:
        check_server(url)
        yield None
        return
    with start_or_join(root, say=say) as cluster:
        os.environ["DATABASE_URL"] = cluster.url
        try:
            check_server(cluster.url)
            yield cluster
        finally:
            del os.environ["DATABASE_URL"]
