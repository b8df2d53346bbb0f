"""Readers that stop reading: what they keep open is taken from them after a while."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator

from django.db import connection


def watched(pieces: Iterator[bytes], *, patience: float) -> Iterator[bytes]:
    """The same pieces. If the next one is not asked for within `patience` seconds, the database connection is cut.

    A reader that stops holds the query back, which costs nothing but an old snapshot that no vacuum can pass. The
    server cannot be asked to cancel then: it waits in the middle of a message. So the connection goes; whoever
    reads on after that finds the answer broken off.
    """
    done = threading.Event()
    given: list[float] = []  # when the last piece was handed out; for ever while the next one is made

    def watch(number: int) -> None:
        while not done.wait(min(patience / 4, 5)):
            if given and time.monotonic() > given[0] + patience:
                with socket.socket(fileno=number) as ours:
                    ours.shutdown(socket.SHUT_RDWR)
                return
        os.close(number)

    try:
        for piece in pieces:
            if not done.is_set() and not given and connection.connection is not None:
                copy = os.dup(connection.connection.fileno())
                threading.Thread(target=watch, args=[copy], name="stream-watch", daemon=True).start()
            given[:] = [time.monotonic()]
            yield piece
            given[:] = [float("inf")]
    finally:
        done.set()
