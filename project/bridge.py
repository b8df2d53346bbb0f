"""Django's WSGI application inside an ASGI server: requests in a bounded pool of threads, whatever else is open.

Our own few lines, because the adaptors there are take an upload that broke off for a whole one, or keep a thread
for ever when a reader leaves in the middle of an answer. An answer that is whole goes out in one piece; one that
streams is drawn by its thread as fast as the client takes it, so that memory does not grow with its length.

A client that stops sending or reading loses its thread after a while. Whatever fails inside is logged and answered by
`project.refusals`: the server's own 500 says nothing to anybody.
"""

from __future__ import annotations

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, MutableMapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from project.refusals import BUSY, SLOW, TOO_LARGE, answer_to
from project.spool import BodyTooLargeError, with_length

logger = logging.getLogger(__name__)

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Environ = dict[str, Any]
Headers = list[tuple[bytes, bytes]]
Wsgi = Callable[..., Iterable[bytes]]

PIECE = 256 * 1024  # bytes that are read from a file, or gathered of a stream, at a time
WAIT = 30.0  # seconds that a request waits for a thread
SENDING = 20.0  # seconds without a byte after which an upload is given up
READING = 120.0  # the same of a download that nobody reads on


class GoneError(OSError):
    """The client left, or stopped, before it had sent its request or read its answer whole."""


class Incoming(io.RawIOBase):
    """The body of a request as a file, for the thread that handles it. What the server has already is at hand."""

    def __init__(
        self, receive: Receive, first: Message, loop: asyncio.AbstractEventLoop, *, patience: float = SENDING
    ) -> None:
        self._receive, self._loop, self._patience = receive, loop, patience
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
            self._take(_wait(self._receive(), self._loop, self._patience))
        size = min(len(buffer), len(self._piece))
        buffer[:size], self._piece = self._piece[:size], self._piece[size:]
        return size

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in it, and nothing to come."""
        return not self._piece and not self._more


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
    """An ASGI application that answers HTTP requests by a WSGI application, at most `threads` at once.

    A request waits `wait` seconds for a thread; a client may keep its thread waiting for `sending` seconds while it
    sends its request, for `reading` while it reads its answer.
    """

    def __init__(
        self, application: Wsgi, threads: int, *, wait: float = WAIT, sending: float = SENDING, reading: float = READING
    ) -> None:
        self.application = application
        self.wait, self.sending, self.reading = wait, sending, reading
        self.pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="request")
        self.free = asyncio.Semaphore(threads)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        environ = await self.environ(scope, receive, send)
        answer = None if environ is None else await self.ask(environ, send)
        if answer is not None:
            await give(answer, send)

    async def environ(self, scope: Scope, receive: Receive, send: Send) -> Environ | None:
        """The request as WSGI has it, its body not read beyond its first piece; None where the client left. A small
        body is there whole, so that a client that is slow to send one keeps no thread waiting.
        """
        try:
            async with asyncio.timeout(self.sending):
                first = await _first_piece(receive)
            incoming = Incoming(receive, first, asyncio.get_running_loop(), patience=self.sending)
        except GoneError:
            return None
        except TimeoutError:
            await give(Answer(*answer_to({"PATH_INFO": scope["path"]}, SLOW)), send)
            return None
        environ = environ_of(scope, io.BufferedReader(incoming, PIECE))
        environ["isnad.no_length"] = "CONTENT_LENGTH" not in environ and not incoming.is_empty
        return environ

    async def ask(self, environ: Environ, send: Send) -> Answer | None:
        """Run the application. The answer, if it is whole; None when it streamed and has been sent, or nobody is left
        to read it. Raises only what breaks off an answer that has begun.
        """
        try:
            async with asyncio.timeout(self.wait):
                await self.free.acquire()
        except TimeoutError:
            logger.error("no thread became free in %s s for %s", self.wait, environ["PATH_INFO"])
            return Answer(*answer_to(environ, BUSY))
        loop = asyncio.get_running_loop()
        try:
            running = self.pool.submit(self._run, environ, send, loop)
        except RuntimeError:  # no thread can be started
            self.free.release()
            logger.exception("no thread can be started for %s", environ["PATH_INFO"])
            return Answer(*answer_to(environ, BUSY))
        running.add_done_callback(lambda _done: self._release(loop))
        return await asyncio.wrap_future(running)

    def _release(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(self.free.release)

    def _run(self, environ: Environ, send: Send, loop: asyncio.AbstractEventLoop) -> Answer | None:
        begun = False

        def put(message: Message) -> None:
            nonlocal begun
            begun = True
            try:
                _wait(send(message), loop, self.reading)
            except Exception as error:
                raise GoneError("the client left before the answer was whole") from error

        try:
            if environ["isnad.no_length"]:
                environ.update(with_length(environ["wsgi.input"]))
            return self._answered(environ, put)
        except BodyTooLargeError:
            return Answer(*answer_to(environ, TOO_LARGE))
        except GoneError as gone:
            logger.info("%s: %s", environ["PATH_INFO"], gone)
            return None
        except Exception as error:
            logger.exception("%s %s failed", environ["REQUEST_METHOD"], environ["PATH_INFO"])
            if begun:
                raise  # so that the answer breaks off, and nobody takes it for whole
            return Answer(*answer_to(environ, error))

    def _answered(self, environ: Environ, put: Callable[[Message], None]) -> Answer | None:
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
            _stream(answer, pieces, second, put)
        finally:
            _close(result)
        return None


async def _first_piece(receive: Receive) -> Message:
    """The messages that bring the first PIECE bytes of a body, or all of it, as one."""
    message = await receive()
    held = [message.get("body", b"")]
    while message["type"] == "http.request" and message.get("more_body") and sum(map(len, held)) < PIECE:
        message = await receive()
        held.append(message.get("body", b""))
    return {**message, "body": b"".join(held)}


def _stream(answer: Answer, pieces: Iterator[bytes], second: bytes, put: Callable[[Message], None]) -> None:
    """Send piece by piece, each when the one before it is on its way."""
    put(answer.start())
    put(_body(answer.body, more=True))
    put(_body(second, more=True))
    for piece in pieces:
        put(_body(piece, more=True))
    put(_body(b"", more=False))


def _close(result: Iterable[bytes]) -> None:
    """What has been answered is not lost because tidying up failed."""
    try:
        getattr(result, "close", lambda: None)()
    except Exception:
        logger.exception("closing an answer failed")


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


def _wait(coming: Awaitable[Any], loop: asyncio.AbstractEventLoop, patience: float) -> Any:
    """Wait in a thread for what the loop does. Raises GoneError when that takes more than `patience` seconds."""
    waiting: Future[Any] = asyncio.run_coroutine_threadsafe(_whole(coming), loop)
    try:
        return waiting.result(patience)
    except TimeoutError:
        waiting.cancel()
        raise GoneError(f"the client stopped for {patience:g} s") from None


def _whole(coming: Awaitable[Any]) -> Coroutine[Any, Any, Any]:
    async def whole() -> Any:
        return await coming

    return whole()


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
