"""One request for a live stream, from the question to the end."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from annotations.api.live import TICKET
from project.bridge import Bridge, Receive, Scope, Send, give
from project.live.hub import Hub, Viewer

LIVE: Final = re.compile(r"^/api/v1/versions/[0-9a-fA-F-]{36}/live/\Z")
_NOT_OF_A_STREAM = (b"content-length", b"content-encoding")


async def stream(hub: Hub, bridge: Bridge, scope: Scope, receive: Receive, send: Send) -> None:
    """Django answers first, as to any request: who asks, whether they may, what they missed. If it hands out a ticket,
    the answer goes on from there, without a thread, until one side ends it.
    """
    environ = await bridge.environ(scope, receive, send)
    if environ is None:
        return
    environ.pop("HTTP_ACCEPT_ENCODING", None)  # compressing would hold events back
    answer = await bridge.ask(environ, send)
    ticket = environ.get(TICKET)
    if answer is None or ticket is None or scope["method"] != "GET":
        if answer is not None:
            await give(answer, send)
        return
    answer.headers = [header for header in answer.headers if header[0] not in _NOT_OF_A_STREAM]
    await send(answer.start())
    await send({"type": "http.response.body", "body": answer.body, "more_body": True})
    async with hub.following(ticket) as viewer:
        leaving = asyncio.ensure_future(_left(receive))
        sending = asyncio.ensure_future(_send_all(viewer, send))
        try:
            await asyncio.wait((leaving, sending), return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
            sending.cancel()
    if sending.done() and not sending.cancelled() and sending.exception() is None:
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_all(viewer: Viewer, send: Send) -> None:
    while (piece := await viewer.waiting.get()) is not None:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
