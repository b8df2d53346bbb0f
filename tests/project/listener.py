"""A client of a live stream: a thread that reads events as they come."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from tests.waiting import PATIENCE


@dataclass(frozen=True)
class Event:
    name: str
    cursor: str
    content: Any


class Listener:
    """Opens the stream of a version; `events` grows until the server ends it or `close` is called."""

    def __init__(self, port: int, version: str, headers: dict[str, str], *, last: str = "") -> None:
        self.viewer = str(uuid4())
        self.events: list[Event] = []
        self.ended = threading.Event()
        self._came = threading.Condition()
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        more = {"Last-Event-ID": last} if last else {}
        path = f"/api/v1/versions/{version}/live/?viewer={self.viewer}"
        self._connection.request("GET", path, headers={**headers, **more})
        self._socket: Any = self._connection.sock
        self.answer = self._connection.getresponse()
        self.status = self.answer.status
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        name = cursor = data = ""
        try:
            while line := self.answer.readline():
                text = line.decode().rstrip("\n")
                field, _, value = text.partition(": ")
                if field == "event":
                    name = value
                elif field == "id":
                    cursor = value
                elif field == "data":
                    data = value
                elif not text and data:
                    with self._came:
                        self.events.append(Event(name, cursor, json.loads(data)))
                        self._came.notify_all()
                    name = data = ""
        except (OSError, http.client.HTTPException, ValueError):
            pass
        self.ended.set()
        with self._came:
            self._came.notify_all()

    def wait(self, wanted: Any) -> Event:
        """The first event for which `wanted(event)` holds, past or to come."""
        deadline = time.monotonic() + PATIENCE
        with self._came:
            while True:
                for event in self.events:
                    if wanted(event):
                        return event
                left = deadline - time.monotonic()
                if left <= 0 or self.ended.is_set():
                    raise AssertionError([(one.name, one.content) for one in self.events])
                self._came.wait(left)

    def changes(self) -> list[dict[str, Any]]:
        return [event.content for event in list(self.events) if event.name == "changes"]

    def told_of(self, kind: str, uid: str) -> Event:
        """The event that first brought this object."""
        return self.wait(lambda event: event.name == "changes" and uid in {one["id"] for one in event.content[kind]})

    def here(self, *names: str) -> Event:
        """The event that says that exactly these are here."""
        return self.wait(
            lambda event: event.name == "here" and sorted(one["username"] for one in event.content) == sorted(names)
        )

    def close(self) -> None:
        """Leave without a word, as a browser that dies."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(PATIENCE)
        self._connection.close()
