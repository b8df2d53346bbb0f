"""Django's WSGI application inside an ASGI server: requests in a bounded pool of threads, whatever else is open.

Our own few lines, because the adaptors there are take an upload that broke off for a whole one, or keep a thread
for ever when a reader leaves in the middle of an answer. An answer that is whole goes out in one piece; one that
streams is drawn by its thread as fast as the client takes it, so that memory does not grow with its length.
"""

from __future__ import annotations

import asyncio
import io
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import unquote_to_bytes

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Headers = list[tuple[bytes, bytes]]
Wsgi = Callable[..., Iterable[bytes]]

PIECE = 256 * 1024  # bytes that are read from a file, or gathered of a stream, at a time


class GoneError(OSError):
    """The client left before it had sent its request whole."""


class Incoming(io.RawIOBase):
    """The body of a request as a file, for the thread that handles it. What the server has already is at hand."""

    def __init__(self, receive: Receive, first: Message, loop: asyncio.AbstractEventLoop) -> None:
        self._receive, self._loop = receive, loop
        self._piece = memoryview(b"")
        self._more = True
        self._take(first)

    def _take(self, message: Message) -> None:
        if message["type"] != "http.request":
            raise GoneError("the client left before the request was whole")
        self._piece = memoryview(message.get("body", b""))
        self._more = message.get("more_body", False)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._piece and self._more:
            coming = cast("Any", self._receive())
            self._take(asyncio.run_coroutine_threadsafe(_whole(coming), self._loop).result())
        size = min(len(buffer), len(self._piece))
        buffer[:size], self._piece = self._piece[:size], self._piece[size:]
        return size


async def _whole(coming: Awaitable[Message]) -> Message:
    return await coming


class FilePieces:
    """`wsgi.file_wrapper`: a file in large pieces."""

    def __init__(self, file: Any, _size: int = 0) -> None:
        self.file = file

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.file.read(PIECE):
            yield piece

    def close(self) -> None:
        self.file.close()


@dataclass
class Answer:
    """What the application answers: `body` where it is whole, else `rest` to be drawn in the thread that began it."""

    status: int = 500
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    def start(self) -> Message:
        return {"type": "http.response.start", "status": self.status, "headers": self.headers}


class Bridge:
    """An ASGI application that answers HTTP requests by a WSGI application, at most `threads` at once."""

    def __init__(self, application: Wsgi, threads: int) -> None:
        self.application = application
        self.pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self.ask(await self.environ(scope, receive), send)
        if answer is not None:
            await give(answer, send)

    async def environ(self, scope: Scope, receive: Receive) -> Environ:
        """The request as WSGI has it, its body not read but for what has come already."""
        incoming = Incoming(receive, await receive(), asyncio.get_running_loop())
        return environ_of(scope, io.BufferedReader(incoming, PIECE))

    async def ask(self, environ: Environ, send: Send) -> Answer | None:
        """Run the application. The answer, if it is whole; None when it streamed and has been sent."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, self._run, environ, send, loop)

    def _run(self, environ: Environ, send: Send, loop: asyncio.AbstractEventLoop) -> Answer | None:
        answer = Answer()

        def start_response(status: str, headers: list[tuple[str, str]], _failure: Any = None) -> None:
            answer.status = int(status.split(" ", 1)[0])
            answer.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]

        result = self.application(environ, start_response)
        try:
            pieces = gathered(result)
            answer.body = next(pieces, b"")
            if not getattr(result, "streaming", True):
                answer.body += b"".join(pieces)
                return answer
            second = next(pieces, None)
            if second is None:
                return answer
            self._stream(answer, pieces, second, lambda message: _wait(send(message), loop))
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        return None

    def _stream(self, answer: Answer, pieces: Iterator[bytes], second: bytes, put: Callable[[Message], None]) -> None:
        """Send piece by piece, each when the one before it is on its way. Ends quietly when the client leaves."""
        put(answer.start())
        put(_body(answer.body, more=True))
        put(_body(second, more=True))
        for piece in pieces:
            put(_body(piece, more=True))
        put(_body(b"", more=False))


def gathered(result: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about PIECE: small chunks would each cost a turn of the loop."""
    held: list[bytes] = []
    size = 0
    for chunk in result:
        held.append(chunk)
        size += len(chunk)
        if size >= PIECE:
            yield b"".join(held)
            held, size = [], 0
    if size:
        yield b"".join(held)


def _body(piece: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": piece, "more_body": more}


def _wait(sending: Awaitable[None], loop: asyncio.AbstractEventLoop) -> None:
    async def send() -> None:
        await sending

    asyncio.run_coroutine_threadsafe(send(), loop).result()


async def give(answer: Answer, send: Send) -> None:
    """Send an answer that is whole."""
    await send(answer.start())
    await send(_body(answer.body, more=False))


def environ_of(scope: Scope, body: io.BufferedReader) -> Environ:
    """The environment of PEP 3333. Bytes outside ASCII pass as Latin-1, as it demands."""
    host, port = scope.get("server") or ("localhost", 80)
    raw = scope.get("raw_path")
    path = unquote_to_bytes(raw.split(b"?", 1)[0]) if raw else scope["path"].encode()
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path.decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.file_wrapper": FilePieces,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if client := scope.get("client"):
        environ["REMOTE_ADDR"] = str(client[0])
    for raw_name, raw_value in scope["headers"]:
        name = raw_name.decode("latin-1").upper().replace("-", "_")
        name = name if name in ("CONTENT_LENGTH", "CONTENT_TYPE") else f"HTTP_{name}"
        value = raw_value.decode("latin-1")
        separator = "; " if name == "HTTP_COOKIE" else ","
        environ[name] = f"{environ[name]}{separator}{value}" if name in environ else value
    return environ
