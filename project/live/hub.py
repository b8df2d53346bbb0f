"""What the streams of one process share: one reading of the database for all who follow the same version."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any, TypeVar

from django.db import DatabaseError, connection

from annotations.api.live import Ticket, Topic, event, news, still_allowed
from project.live.listening import Listener
from project.live.presence import Here, Presence
from project.size import LIVE_THREADS

BEAT = 15.0  # seconds between signs of life, and between looks at who may still listen
GATHER = 0.03  # seconds in which several changes become one reading
MOST_HELD = 200  # events that a viewer may be behind before the stream is ended: it begins anew where it was
Result = TypeVar("Result")
log = logging.getLogger(__name__)


class Viewer:
    """One open stream: up to where it has been told, and what is to be sent on it, in order; None ends it."""

    def __init__(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.cursor = ticket.cursor
        self.waiting: asyncio.Queue[bytes | None] = asyncio.Queue()

    def put(self, piece: bytes) -> None:
        if self.waiting.qsize() < MOST_HELD:
            self.waiting.put_nowait(piece)
        else:
            self.end("behind")

    def tell(self, piece: bytes, cursor: datetime) -> None:
        self.cursor = max(self.cursor, cursor)
        if piece:
            self.put(piece)

    def end(self, reason: str) -> None:
        self.waiting.put_nowait(event("end", {"reason": reason}))
        self.waiting.put_nowait(None)


class Followed:
    """A topic that somebody follows."""

    def __init__(self, topic: Topic) -> None:
        self.topic = topic
        self.viewers: set[Viewer] = set()
        self.again = False
        self.reading: asyncio.Task[None] | None = None

    def tell(self, piece: bytes) -> None:
        for viewer in list(self.viewers):
            viewer.put(piece)


class Hub:
    """Everything is done in the event loop, but for reading the database, which happens in a few threads of its own:
    neither can requests keep the streams waiting nor streams the requests.
    """

    def __init__(self) -> None:
        self.closing = False
        self.process = uuid.uuid4().hex
        self.pool = ThreadPoolExecutor(max_workers=LIVE_THREADS, thread_name_prefix="live")
        self.followed: dict[Topic, Followed] = {}
        self.presence: dict[int, Presence] = {}
        self.listener = Listener(self.hear, self.resume)
        self._tasks: set[asyncio.Task[Any]] = set()
        self._beats: asyncio.Task[None] | None = None

    # Viewers come and go

    @contextlib.asynccontextmanager
    async def following(self, ticket: Ticket) -> Any:
        """Follow what the ticket names for the length of a block."""
        self._start()
        viewer = Viewer(ticket)
        if self.closing:
            viewer.end("restarting")
        topic = self.followed.setdefault(ticket.topic, Followed(ticket.topic))
        topic.viewers.add(viewer)
        self.look(topic)  # what happened between the ticket and now
        self._arrive(ticket)
        try:
            yield viewer
        finally:
            topic.viewers.discard(viewer)
            if not topic.viewers:
                self.followed.pop(ticket.topic, None)
            self._leave(ticket)

    def _start(self) -> None:
        self.listener.start()
        if self._beats is None:
            self._beats = asyncio.create_task(self._beat())

    def end_all(self) -> None:
        """End every stream, and each that comes yet; the clients come back by themselves."""
        self.closing = True
        for viewer in self._viewers():
            viewer.end("restarting")

    async def close(self) -> None:
        """Stop everything."""
        self.end_all()
        if self._beats is not None:
            self._beats.cancel()
        await self.listener.stop()

    def _viewers(self) -> Iterator[Viewer]:
        for topic in list(self.followed.values()):
            yield from list(topic.viewers)

    # What PostgreSQL announces

    def resume(self) -> None:
        """Listening has begun: look what was missed."""
        for topic in self.followed.values():
            self.look(topic)
        for version in self.presence:
            self._ask_who(version)

    def hear(self, channel: str, payload: str) -> None:
        if channel == "isnad_changes":
            workspace, _, version = payload.partition(" ")
            for topic in self.followed.values():
                if topic.topic.workspace == int(workspace) and version in ("", str(topic.topic.version)):
                    self.look(topic)
        elif channel == "isnad_access":
            self._spawn(self._check([one for one in self._viewers() if str(one.ticket.user) == payload]))
        elif channel == "isnad_where":
            self._move(json.loads(payload))
        elif channel == "isnad_here":
            self._hear_of(json.loads(payload))

    # Changes

    def look(self, topic: Followed) -> None:
        """Read what is new and tell it, soon; once more if something comes meanwhile."""
        topic.again = True
        if topic.reading is None:
            topic.reading = self._spawn(self._read(topic))

    async def _read(self, topic: Followed) -> None:
        try:
            while topic.again and topic.viewers:
                await asyncio.sleep(GATHER)
                topic.again = False
                # Whoever comes while this is read is told by the next reading, from their own cursor on.
                viewers = list(topic.viewers)
                if viewers:
                    after = min(viewer.cursor for viewer in viewers)
                    piece, cursor = await self.in_thread(news, topic.topic, after)
                    for viewer in viewers:
                        viewer.tell(piece, cursor)
        except DatabaseError as error:
            log.warning("could not read what changed: %s", error)
            self._later(topic)
        finally:
            topic.reading = None

    def _later(self, topic: Followed) -> None:
        asyncio.get_running_loop().call_later(1.0, self.look, topic)

    # Who is here

    def _arrive(self, ticket: Ticket) -> None:
        if not ticket.viewer:
            return
        version = ticket.topic.version
        is_first = version not in self.presence
        here = self.presence.setdefault(version, Presence())
        here.own[ticket.viewer] = Here(ticket.viewer, ticket.username, ticket.name)
        if is_first:
            self._ask_who(version)
        self._tell_others([(version, here.own[ticket.viewer], False)])
        self._show(version)

    def _leave(self, ticket: Ticket) -> None:
        here = self.presence.get(ticket.topic.version)
        left = here.own.pop(ticket.viewer, None) if here else None
        if here is None or left is None:
            return
        self._tell_others([(ticket.topic.version, left, True)])
        if not here.own:
            del self.presence[ticket.topic.version]
        self._show(ticket.topic.version)

    def _move(self, where: dict[str, Any]) -> None:
        """Somebody says on which frame they are; believed if that window is theirs."""
        for viewer in self._viewers():
            if viewer.ticket.viewer == where["viewer"] and viewer.ticket.user == where["user"]:
                version = viewer.ticket.topic.version
                here = self.presence[version].own[where["viewer"]]
                here.frame = where["frame"]
                self._tell_others([(version, here, False)])
                self._show(version)

    def _ask_who(self, version: int) -> None:
        self._notify("isnad_here", [{"process": self.process, "version": version, "asks": True}])

    def _tell_others(self, windows: Iterable[tuple[int, Here, bool]]) -> None:
        self._notify(
            "isnad_here",
            [
                {"process": self.process, "version": version, "gone": gone, **here.shown()}
                for version, here, gone in windows
            ],
        )

    def _hear_of(self, message: dict[str, Any]) -> None:
        here = self.presence.get(message["version"])
        if message["process"] == self.process or here is None:
            return
        if message.get("asks"):
            self._tell_others((message["version"], one, False) for one in list(here.own.values()))
        elif here.told(message):
            self._show(message["version"])

    def _show(self, version: int) -> None:
        """Tell the viewers of a version who is here; once for all that happens in a moment."""
        here = self.presence.get(version)
        if here is None or here.changed:
            return
        here.changed = True
        asyncio.get_running_loop().call_later(GATHER, self._show_now, version)

    def _show_now(self, version: int) -> None:
        here = self.presence.get(version)
        if here is None:
            return
        here.changed = False
        piece = event("here", here.shown())
        for topic in self.followed.values():
            if topic.topic.version == version:
                topic.tell(piece)

    def _notify(self, channel: str, messages: Iterable[dict[str, Any]]) -> None:
        payloads = [json.dumps(message, separators=(",", ":")) for message in messages]
        if payloads:
            self._spawn(self._quietly(_send, channel, payloads))

    # Signs of life

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            for viewer in self._viewers():
                viewer.put(b": beat\n\n")
            await self._check(list(self._viewers()))
            for version, here in list(self.presence.items()):
                self._tell_others((version, one, False) for one in list(here.own.values()))
                if here.sweep():
                    self._show(version)

    async def _check(self, viewers: list[Viewer]) -> None:
        """End the streams of those who may not listen any more."""
        if not viewers:
            return
        allowed = await self._quietly(still_allowed, [one.ticket for one in viewers])
        for viewer in viewers:
            if allowed is not None and viewer.ticket not in allowed:
                viewer.end("not_allowed")

    # Threads

    async def in_thread(self, work: Callable[..., Result], *arguments: Any) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self.pool, _with_database, work, arguments)

    async def _quietly(self, work: Callable[..., Result], *arguments: Any) -> Result | None:
        try:
            return await self.in_thread(work, *arguments)
        except DatabaseError as error:
            log.warning("the live streams cannot use the database: %s", error)
            return None

    def _spawn(self, work: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _with_database(work: Callable[..., Result], arguments: tuple[Any, ...]) -> Result:
    """Run it; give the connection back to the pool, or away if it broke."""
    try:
        return work(*arguments)
    finally:
        connection.close()


def _send(channel: str, payloads: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, payload) FROM unnest(%s::text[]) AS payload", [channel, payloads])
