"""The bridge between the server and Django: clients that stop, leave or lie, and applications that fail."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import OperationalError

from project import spool
from project.bridge import PIECE, Bridge, Environ, Message, gathered

SCOPE = {
    "type": "http", "method": "POST", "path": "/api/x/", "query_string": b"a=1", "http_version": "1.1", "headers": [],
    "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1),
}  # fmt: skip
LEFT: Message = {"type": "http.disconnect"}
STOPPED = object()


def request(*pieces: bytes, then: Any = None) -> list[Any]:
    """What the server has to say: the body in pieces, all of them whole unless something comes `then`."""
    messages: list[Any] = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces or (b"",)]
    if then is None:
        messages[-1]["more_body"] = False
        return messages
    return [*messages, then]


class Client:
    """Stands for the server and whoever is behind it: `takes` so many messages, then it leaves or stops."""

    def __init__(self, sent: list[Any], *, takes: int = 10**9, stops: bool = False) -> None:
        self.sent, self.takes, self.stops = sent, takes, stops
        self.got: list[Message] = []

    async def receive(self) -> Message:
        message = self.sent.pop(0) if self.sent else LEFT
        if message is STOPPED:
            await asyncio.Event().wait()
        return message

    async def send(self, message: Message) -> None:
        if len(self.got) >= self.takes:
            if self.stops:
                await asyncio.Event().wait()
            raise RuntimeError("transport closed")
        self.got.append(message)

    @property
    def status(self) -> int | None:
        return self.got[0]["status"] if self.got else None

    @property
    def body(self) -> bytes:
        return b"".join(one.get("body", b"") for one in self.got[1:])


class Streaming:
    """An answer in pieces that notes how many were asked for, and whether it was closed."""

    streaming = True

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.pieces = iter(pieces)
        self.drawn = 0
        self.closed = threading.Event()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.drawn += 1
            yield piece

    def close(self) -> None:
        self.closed.set()


def application(answer: Any, *, status: str = "200 OK") -> Any:
    def called(environ: Environ, start_response: Any) -> Any:
        found = answer(environ) if callable(answer) else answer
        start_response(status, [("Content-Type", "text/plain")])
        return found

    return called


def echo(environ: Environ) -> list[bytes]:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return [environ["wsgi.input"].read(length)]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: where a browser was driven before, this one has a loop that goes on running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def ask(bridge: Bridge, client: Client, **scope: Any) -> Client:
    async def asked() -> None:
        await bridge({**SCOPE, **scope}, client.receive, client.send)

    run(asked())
    return client


def failing(error: Exception) -> Callable[[Environ], Any]:
    def fail(_environ: Environ) -> Any:
        raise error

    return fail


def after(pieces: Iterable[bytes], error: Exception) -> Iterator[bytes]:
    yield from pieces
    raise error


@pytest.fixture(autouse=True)
def _logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="project.bridge")


def test_a_whole_answer_goes_out_whole() -> None:
    headers = [(b"content-length", b"5")]
    client = ask(Bridge(application(echo), 1), Client(request(b"he", b"llo")), headers=headers)
    assert (client.status, client.body, len(client.got)) == (200, b"hello", 2)


@pytest.mark.parametrize("pieces", [(b"he", b"llo"), (b"hello",)])
def test_a_body_without_a_length_is_measured(pieces: tuple[bytes, ...]) -> None:
    """As in chunks: `curl -T -`. WSGI would read nothing of it."""
    client = ask(Bridge(application(echo), 1), Client(request(*pieces)), headers=[(b"transfer-encoding", b"chunked")])
    assert (client.status, client.body) == (200, b"hello")


def test_a_body_without_a_length_that_does_not_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool.with_length, "__kwdefaults__", {"largest": 10})
    client = ask(Bridge(application(echo), 1), Client(request(b"x" * 6, b"x" * 6)))
    assert (client.status, json.loads(client.body)["rule"]) == (413, "request.too_large")


def test_no_body_is_no_body() -> None:
    seen: list[Environ] = []

    def seeing(environ: Environ) -> list[bytes]:
        seen.append(environ)
        return []

    ask(Bridge(application(seeing), 1), Client(request()))
    assert "CONTENT_LENGTH" not in seen[0]


def test_a_client_that_left_before_it_asked_costs_nothing() -> None:
    called: list[Environ] = []
    client = ask(Bridge(application(called.append), 1), Client([LEFT]))
    assert (called, client.got) == ([], [])


@pytest.mark.parametrize("sent", [b"half", b"x" * PIECE])
def test_an_upload_that_broke_off_is_no_whole_one(sent: bytes) -> None:
    read: list[bytes] = []

    def reading(environ: Environ) -> list[bytes]:
        read.append(environ["wsgi.input"].read(1_000_000))
        return [b"stored"]

    client = ask(
        Bridge(application(reading), 1), Client(request(sent, then=LEFT)), headers=[(b"content-length", b"1000000")]
    )
    assert read == []
    assert client.got == []


def test_a_small_upload_that_stops_takes_no_thread() -> None:
    called: list[Environ] = []
    bridge = Bridge(application(called.append), 1, sending=0.05)
    client = ask(bridge, Client(request(b"half", then=STOPPED)), headers=[(b"content-length", b"10")])
    assert (client.status, json.loads(client.body)["rule"]) == (408, "request.broken_off")
    assert called == []


def test_a_large_upload_that_stops_gives_its_thread_back(caplog: pytest.LogCaptureFixture) -> None:
    bridge = Bridge(application(echo), 1, sending=0.05)
    ask(bridge, Client(request(b"x" * PIECE, then=STOPPED)), headers=[(b"content-length", b"1000000")])
    assert "the client stopped" in caplog.text
    assert ask(bridge, Client(request())).status == 200


def test_a_stream_is_drawn_no_faster_than_it_is_read() -> None:
    answer = Streaming(b"x" * PIECE for _ in range(100))
    client = ask(Bridge(application(answer), 1, reading=0.05), Client(request(), takes=4, stops=True))
    assert len(client.got) == 4
    assert answer.drawn < 8
    assert answer.closed.is_set()


def test_a_stream_whose_reader_left_is_closed() -> None:
    answer = Streaming(b"x" * PIECE for _ in range(100))
    bridge = Bridge(application(answer), 1)
    client = ask(bridge, Client(request(), takes=5))
    assert (len(client.got), answer.closed.is_set()) == (5, True)
    assert answer.drawn < 9
    assert ask(Bridge(application([b"ok"]), 1), Client(request())).body == b"ok"


def test_a_stream_to_its_end() -> None:
    answer = Streaming([b"a" * PIECE, b"b" * PIECE, b"c"])
    client = ask(Bridge(application(answer), 1), Client(request()))
    assert client.body == b"a" * PIECE + b"b" * PIECE + b"c"
    assert [one.get("more_body") for one in client.got[1:]] == [True, True, True, False]
    assert answer.closed.is_set()


@pytest.mark.parametrize(
    ("path", "kind"), [("/api/x/", b"application/problem+json"), ("/demo/", b"text/html; charset=utf-8")]
)
@pytest.mark.parametrize(
    ("error", "status"), [(OperationalError("gone"), 503), (RuntimeError("a fault"), 500), (MemoryError(), 500)]
)
def test_what_fails_is_logged_and_answered(
    caplog: pytest.LogCaptureFixture, path: str, kind: bytes, error: Exception, status: int
) -> None:
    client = ask(Bridge(application(failing(error)), 1), Client(request()), path=path)
    headers = dict(client.got[0]["headers"])
    assert (client.status, headers[b"content-type"]) == (status, kind)
    assert int(headers[b"content-length"]) == len(client.body)
    assert (b"retry-after" in headers) is (status == 503)
    assert [(one.levelname, one.exc_info is not None) for one in caplog.records] == [("ERROR", True)]
    assert type(error).__name__ in caplog.text
    if kind.endswith(b"json"):
        assert json.loads(client.body)["status"] == status


def test_a_stream_that_fails_before_it_has_begun_is_answered() -> None:
    answer = Streaming(after([b"a"], OperationalError("gone")))
    client = ask(Bridge(application(answer), 1), Client(request()))
    assert (client.status, json.loads(client.body)["rule"]) == (503, "database.unavailable")
    assert answer.closed.is_set()


def test_a_stream_that_fails_in_the_middle_breaks_off(caplog: pytest.LogCaptureFixture) -> None:
    answer = Streaming(after([b"x" * PIECE] * 3, OperationalError("gone")))
    client = Client(request())
    with pytest.raises(OperationalError):
        ask(Bridge(application(answer), 1), client)
    assert client.status == 200
    assert all(one["more_body"] for one in client.got[1:]), "an end would make it look whole"
    assert answer.closed.is_set()
    assert "OperationalError" in caplog.text


def test_an_answer_survives_what_tidying_up_does(caplog: pytest.LogCaptureFixture) -> None:
    class Whole(list[bytes]):
        streaming = False

        def close(self) -> None:
            raise OperationalError("gone")

    client = ask(Bridge(application(Whole([b"done"])), 1), Client(request()))
    assert (client.status, client.body) == (200, b"done")
    assert "closing an answer failed" in caplog.text


def test_who_waits_too_long_for_a_thread_is_told(caplog: pytest.LogCaptureFixture) -> None:
    let_go, begun = threading.Event(), threading.Event()

    def slow(_environ: Environ) -> list[bytes]:
        begun.set()
        let_go.wait(20)
        return [b"late"]

    bridge = Bridge(application(slow), 1, wait=0.05)
    first, second = Client(request()), Client(request())

    async def both() -> None:
        one = asyncio.create_task(bridge(SCOPE, first.receive, first.send))
        await asyncio.to_thread(begun.wait)
        await bridge(SCOPE, second.receive, second.send)
        let_go.set()
        await one
        third = Client(request())
        await bridge(SCOPE, third.receive, third.send)
        assert third.body == b"late"

    run(both())
    assert (second.status, json.loads(second.body)["rule"]) == (503, "server.busy")
    assert first.body == b"late"
    assert "no thread became free" in caplog.text


def test_no_thread_at_all_is_told(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(*_arguments: Any) -> None:
        raise RuntimeError("can't start new thread")

    bridge = Bridge(application([b"x"]), 1)
    monkeypatch.setattr(bridge.pool, "submit", refuse)
    assert ask(bridge, Client(request())).status == 503
    assert "can't start new thread" in caplog.text
    monkeypatch.undo()
    assert ask(bridge, Client(request())).body == b"x"


def test_many_at_once_each_get_their_own() -> None:
    at_once: list[int] = []
    running = threading.Semaphore(0)

    def named(environ: Environ) -> list[bytes]:
        running.release()
        at_once.append(running._value)
        answer = environ["QUERY_STRING"].encode() * 1000
        running.acquire()
        return [answer]

    bridge = Bridge(application(named), 3)
    clients = {f"n={number}": Client(request()) for number in range(100)}

    async def all_of_them() -> None:
        await asyncio.gather(
            *(
                bridge({**SCOPE, "query_string": query.encode()}, client.receive, client.send)
                for query, client in clients.items()
            )
        )

    run(all_of_them())
    assert all(client.body == query.encode() * 1000 for query, client in clients.items())
    assert max(at_once) <= 3


def test_small_chunks_are_gathered() -> None:
    assert [len(piece) for piece in gathered([b"x" * 1000] * 600)] == [263_000, 263_000, 74_000]
