"""The ASGI application that the web server runs: Django behind a pool of threads, and live streams without any."""

from __future__ import annotations

import asyncio

from django.conf import settings

from project.wsgi import application as django

# isort: split
# The streams know the models, which cannot be imported before Django is set up.
from project.bridge import Bridge, Receive, Scope, Send
from project.live import LIVE, Hub, stream
from project.size import END_STREAMS, threads

bridge = Bridge(django, threads(), reading=settings.STREAM_PATIENCE)
hub: Hub | None = None


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    global hub  # noqa: PLW0603 - one for each process, made in its event loop
    if scope["type"] == "lifespan":
        hub = Hub()
        await lifespan(hub, receive, send)
    elif scope["type"] == "http":
        if hub is not None and LIVE.match(scope["path"]):
            await stream(hub, bridge, scope, receive, send)
        else:
            await bridge(scope, receive, send)


async def lifespan(hub: Hub, receive: Receive, send: Send) -> None:
    asyncio.get_running_loop().add_signal_handler(END_STREAMS, hub.end_all)
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await hub.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
        await send({"type": "lifespan.startup.complete"})
