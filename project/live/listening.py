"""One connection to PostgreSQL for each process, which hears what transactions announce when they commit."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import connection

CHANNELS = ("isnad_changes", "isnad_access", "isnad_where", "isnad_here")
LONGEST_PAUSE = 10.0  # seconds between two tries to connect
log = logging.getLogger(__name__)


class Listener:
    """Calls `hear(channel, payload)` for each notification, and `resume()` whenever it has begun to listen (again):
    what was announced before that has not been heard.
    """

    def __init__(self, hear: Callable[[str, str], None], resume: Callable[[], None]) -> None:
        self.hear, self.resume = hear, resume
        self._task: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()

    def start(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        pause = 0.1
        while True:
            try:
                await self._listen()
                pause = 0.1
            except psycopg.Error as error:
                if self.ready.is_set():
                    log.warning("lost the connection that listens for changes: %s", error)
                    pause = 0.1
            self.ready.clear()
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(**_parameters(), autocommit=True) as link:
            for channel in CHANNELS:
                await link.execute(f"LISTEN {channel}")
            self.ready.set()
            self.resume()
            async for told in link.notifies():
                self.hear(told.channel, told.payload)


def _parameters() -> dict[str, Any]:
    """Where Django's database is. A pooler that hands a session to others between transactions cannot be listened
    through: `LISTEN` needs a connection of its own.
    """
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port", "sslmode", "service", "passfile")
    return {**{name: given[name] for name in names if name in given}, "application_name": "isnad live"}
