"""The lines of one type of a large corpus, written by two backends of PostgreSQL side by side.

Writing the JSON of a row is most of an export's work, and one backend works on one processor. The ids are cut into
runs; each backend writes every second run, up to AHEAD bytes ahead of the reader. Both see the same snapshot.
"""

from __future__ import annotations

import os
import select
import threading
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from django.db import connection

from annotations.corpus.copying import SETTINGS, copied

AHEAD = 6 * 1024 * 1024
"""Bytes that a backend may have written that nobody has read yet."""
LOOK = 1.0
"""Seconds after which a backend that waits for its reader looks whether there still is one."""
_END = b""
# Backends that help: one export a process may have one, the others do without.
_helpers = threading.BoundedSemaphore(1)


@contextmanager
def helper() -> Iterator[psycopg.Connection[Any] | None]:
    """Another connection that sees what this one's transaction sees; None where there can be none now.

    There is none inside a savepoint: what this transaction has written already nobody else can see.
    """
    if connection.savepoint_ids or connection.settings_dict["OPTIONS"].get("assume_role"):
        yield None
        return
    if not _helpers.acquire(blocking=False):
        yield None
        return
    try:
        made = _connected()
        try:
            yield made
        finally:
            if made is not None:
                made.close()
    finally:
        _helpers.release()


def _connected() -> psycopg.Connection[Any] | None:
    # Not out of the pool: a thread that waits for a second one while all others do the same would wait for ever.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
    try:
        made = psycopg.connect(**connection.get_connection_params())
    except psycopg.OperationalError:
        return None
    made.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    made.read_only = True
    made.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")
    made.execute(SETTINGS)
    return made


def by_two(other: psycopg.Connection[Any], statements: Sequence[str], parameters: Mapping[str, Any]) -> Iterator[bytes]:
    """The values of the statements, one statement after the other. `other` and the present connection are busy until
    the iteration ends.

    If the present connection is cut, the other one ends too. Raises what either raises.
    """
    ours = connection.connection
    with (
        closing(_Backend(ours, ours, statements[::2], parameters)) as first,
        closing(_Backend(other, ours, statements[1::2], parameters)) as second,
    ):
        for place in range(len(statements)):
            yield from (second if place % 2 else first).run()


class _Backend:
    """A connection that works through its statements in a thread of its own."""

    def __init__(self, raw: Any, read_through: Any, statements: Sequence[str], parameters: Mapping[str, Any]) -> None:
        """`read_through`: the connection that is cut when nobody reads any more."""
        self._raw = raw
        self._statements = statements
        self._parameters = parameters
        self._watched = os.dup(read_through.fileno())
        self._pieces: deque[bytes | BaseException] = deque()
        self._ahead = 0
        self._changed = threading.Condition()
        self._unwanted = False
        self._thread = threading.Thread(target=self._work, name="side-by-side", daemon=True)
        self._thread.start()

    def run(self) -> Iterator[bytes]:
        """The values of the next statement."""
        while (piece := self._taken()) != _END:
            yield piece

    def close(self) -> None:
        """End the work, wherever it is."""
        with self._changed:
            self._unwanted = True
            self._changed.notify_all()
        self._thread.join()
        os.close(self._watched)

    def _taken(self) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._pieces)
            piece = self._pieces.popleft()
            if isinstance(piece, BaseException):
                raise piece
            self._ahead -= len(piece)
            self._changed.notify_all()
        return piece

    def _work(self) -> None:
        try:
            with self._raw.cursor() as cursor:
                for statement in self._statements:
                    with closing(copied(cursor, statement, self._parameters)) as pieces:  # type: ignore[type-var]
                        if not all(map(self._put, pieces)):
                            return
                    if not self._put(_END):
                        return
        except BaseException as error:  # noqa: BLE001 - whoever reads raises it
            with self._changed:
                self._pieces.append(error)
                self._changed.notify_all()

    def _put(self, piece: bytes) -> bool:
        """Whether it is still wanted. Waits until the reader is near."""
        with self._changed:
            while self._ahead > AHEAD and not self._unwanted:
                if not self._changed.wait(LOOK) and self._is_cut():
                    # Nobody will read on; the snapshot that this connection holds would hinder the database for ever.
                    self._raw.close()
                    raise psycopg.OperationalError("the reader's connection was cut")
            self._pieces.append(piece)
            self._ahead += len(piece)
            self._changed.notify_all()
            return not self._unwanted

    def _is_cut(self) -> bool:
        poll = select.poll()
        poll.register(self._watched, select.POLLHUP | select.POLLERR)
        return bool(poll.poll(0))
