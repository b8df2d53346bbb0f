"""Others' changes: how soon they are told and painted, and what an open workbench costs the server."""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import sync_playwright

from tests.bench.api_lines import _open_article
from tests.bench.corpus import variant
from tests.bench.page_lines import address, signed_in
from tests.bench.section import Bench
from tests.bench.service import Client
from tests.bench.table import median_ms, times
from tests.chromium import FLAGS, find_chromium
from tests.project.served import descendants

ARTICLE = 970_000
VIEWERS = 200
CHANGES = 10
AT_ONCE = 16  # streams that are opened at the same time: each begins as a request that takes a thread
PATIENCE = 120.0
_CHANGES = b"event: changes"
_PAINTED_AT = """([name, before]) => new Promise((painted) => {
  const look = () => CSS.highlights.get(name)?.size > before
    ? requestAnimationFrame(() => painted(Date.now())) : requestAnimationFrame(look);
  look();
})"""


def following(bench: Bench) -> None:
    client = bench.served.client("demo")
    version, _layer = _open_article(client, ARTICLE, frames=20)
    asyncio.run(_viewers(bench, client, version))
    _painted(bench, client, version)


async def _viewers(bench: Bench, client: Client, version: str) -> None:
    """Open many streams; the memory that each takes, and how soon all have been told of a change."""
    workers = descendants(bench.served.process.pid)
    told: dict[int, float] = {}
    opening = asyncio.Semaphore(AT_ONCE)

    async def listen(number: int) -> None:
        """Follow; begin anew where the server ended a stream that lagged behind, as a browser does: what happened in
        between comes with its first event.
        """
        while True:
            async with opening:
                reader = await _stream(client, version)
            ready.add(number)
            told.setdefault(number, time.perf_counter())
            rest = b""
            while piece := await reader.read(65536):
                if _CHANGES in rest + piece:
                    told.setdefault(number, time.perf_counter())
                rest = piece[-len(_CHANGES) + 1 :]  # an event may come in two pieces

    ready: set[int] = set()
    before = _memory(workers)
    tasks = [asyncio.create_task(listen(number)) for number in range(VIEWERS)]
    await _until(lambda: len(ready) == VIEWERS, tasks)
    await asyncio.sleep(2)
    bench.table.add(
        f"memory of an open workbench on the server, of {VIEWERS}", f"{(_memory(workers) - before) / VIEWERS:.0f} kB"
    )
    delays = []
    for number in range(CHANGES):
        told.clear()
        await asyncio.to_thread(_mark, client, version, number)
        begun = time.perf_counter()
        await _until(lambda: len(told) == VIEWERS, tasks)
        delays.append(1000 * (max(told.values()) - begun))
    trip = median_ms(lambda: client.get("/api/v1/workspace/")) + bench.limits.insert_span_ms()
    figure = statistics.median(delays)
    bench.table.add(
        f"change to the last of {VIEWERS} told, after its answer",
        f"{figure:.0f} ms",
        f"{trip:.1f} ms (a request and a commit)",
        times(figure, trip),
    )
    for task in tasks:
        task.cancel()


async def _stream(client: Client, version: str) -> asyncio.StreamReader:
    """An open stream of a version, from what comes after its first event on."""
    reader, writer = await asyncio.open_connection(client.host, client.port)
    path = f"/api/v1/versions/{version}/live/?viewer={uuid4()}"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {client.host}\r\nAuthorization: Bearer {client.token}\r\n\r\n".encode())
    status = await reader.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"a stream was refused: {status.decode().strip()}")
    await reader.readuntil(b"\nid: ")
    return reader


async def _until(reached: Callable[[], bool], tasks: list[asyncio.Task[None]]) -> None:
    """Wait for something that the tasks do; raise what one of them met with, or that it took too long."""
    deadline = time.monotonic() + PATIENCE
    while not reached():
        for task in tasks:
            if task.done():
                task.result()
        if time.monotonic() > deadline:
            raise RuntimeError(f"not all were told within {PATIENCE:.0f} s")
        await asyncio.sleep(0.005)


def _painted(bench: Bench, client: Client, version: str) -> None:
    """From another's request to the frame in which their span is painted in an open workbench."""
    chromium = find_chromium()
    if chromium is None:
        bench.table.add("remote change to painted", "no Chromium here")
        return
    article = client.get(f"/api/v1/versions/{version}/")["article"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        page = signed_in(browser, bench.served)
        page.goto(f"{address(bench.served)}/w/demo/articles/{article}/")
        page.mouse.move(300, 300)
        page.wait_for_selector("#workbench[data-live=live]")
        delays = []
        for number in range(CHANGES, 2 * CHANGES):
            plain = page.evaluate("CSS.highlights.get('plain')?.size ?? 0")
            page.evaluate(f"(given) => {{ window.painted = ({_PAINTED_AT})(given) }}", ["plain", plain])
            begun = time.time()
            _mark(client, version, number)
            delays.append(page.evaluate("window.painted") - 1000 * begun)
        browser.close()
    trip = median_ms(lambda: client.get("/api/v1/workspace/")) + bench.limits.insert_span_ms() + 16.7
    figure = statistics.median(delays)
    bench.table.add(
        "remote change to painted, from its request on",
        f"{figure:.0f} ms",
        f"{trip:.1f} ms (a request, a commit, a frame)",
        times(figure, trip),
    )


def _mark(client: Client, version: str, number: int) -> None:
    """Mark the letter of that number in the first lines of the article."""
    letters = [at for at, character in enumerate(variant(ARTICLE)) if character.isalpha()]
    body = {"version": version, "segments": [[letters[number], letters[number] + 1]]}
    client.send("POST", "/api/v1/spans/", json.dumps(body).encode())


def _memory(pids: list[int]) -> int:
    """Resident memory of the processes in kB."""
    return sum(_resident(Path(f"/proc/{pid}/status")) for pid in pids)


def _resident(status: Path) -> int:
    try:
        lines = status.read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
