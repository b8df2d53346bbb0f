"""The ASGI application that the web server runs: Django behind a pool of threads, and live streams without any."""

from __future__ import annotations

import asyncio
import logging
import os

from django.conf import settings

from project.wsgi import application as django

# isort: split
# The streams know the models, which cannot be imported before Django is set up.
from project.bridge import Bridge, Receive, Scope, Send
from project.live import LIVE, Hub, stream
from project.size import END_STREAMS, threads

SETTLED = 1.5  # seconds without a request, after which a worker that is to stop has nothing left to do
CLOSED = 5.0  # seconds in which it lets go of the database

logger = logging.getLogger(__name__)
bridge = Bridge(django, threads(), reading=settings.STREAM_PATIENCE)
hub: Hub | None = None
underway = 0  # requests that are being answered


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    global hub, underway  # noqa: PLW0603 - one of each for each process, made in its event loop
    if scope["type"] == "lifespan":
        hub = Hub()
        await lifespan(hub, receive, send)
    elif scope["type"] == "http":
        underway += 1
        try:
            if hub is not None and LIVE.match(scope["path"]):
                await stream(hub, bridge, scope, receive, send)
            else:
                await bridge(scope, receive, send)
        finally:
            underway -= 1


async def lifespan(hub: Hub, receive: Receive, send: Send) -> None:
    loop = asyncio.get_running_loop()
    leaving: list[asyncio.Task[None]] = []

    def end() -> None:
        hub.end_all()
        leaving.append(loop.create_task(leave_when_settled(hub)))

    loop.add_signal_handler(END_STREAMS, end)
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await hub.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send({"type": "lifespan.startup.complete"})


async def leave_when_settled(hub: Hub) -> None:
    """End this process once it answers nobody. Usually the server has ended it before; but it waits for a connection
    that has sent only the beginning of a request, until the process has to be killed.
    """
    idle = 0.0
    while idle < SETTLED:
        await asyncio.sleep(0.1)
        idle = 0.0 if underway else idle + 0.1
    try:
        await asyncio.wait_for(hub.close(), CLOSED)
    except Exception:  # it ends whatever became of that: nobody is left who could be told
        logger.exception("The streams could not be closed within %s seconds; this worker ends all the same.", CLOSED)
    os._exit(0)
