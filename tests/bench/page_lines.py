"""The workbench in Chromium, cold: bytes, requests, and the time until the spans are painted."""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.api_lines import _open_article
from tests.bench.section import Bench
from tests.bench.service import Client, Service
from tests.bench.table import times
from tests.chromium import FLAGS, find_chromium

RUNS = 5
# Where to press and to let go, to select the fifth word of the text.
_WORD = """() => {
    const walker = document.createTreeWalker(document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
    let node = walker.nextNode();
    while (node.data.split(" ").length < 8) node = walker.nextNode();
    const words = node.data.split(" ");
    const start = words.slice(0, 4).join(" ").length + 1;
    const letter = (at) => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        return range.getClientRects()[0];
    };
    node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    const [first, last] = [letter(start), letter(start + words[4].length - 1)];
    const rtl = first.left > last.left;
    return [rtl ? first.right - 1 : first.left + 1, first.top + first.height / 2, rtl ? last.left + 1 : last.right - 1];
}"""
# Resolves to the ms from the next key to the frame after which another span is painted.
_WATCH = """() => {
    const count = () => [...CSS.highlights.values()].reduce((sum, one) => sum + one.size, 0);
    globalThis.isnadShown = new Promise((resolve) => {
        document.addEventListener("keydown", () => {
            const began = performance.now();
            const before = count();
            const look = () => {
                if (count() !== before) requestAnimationFrame(() => resolve(performance.now() - began));
                else if (performance.now() - began > 10000) resolve(NaN);
                else requestAnimationFrame(look);
            };
            look();
        }, { capture: true, once: true });
    });
}"""
FRAME_MS = 16.7


def opening(bench: Bench) -> None:
    served, _limits, table, *_ = bench
    chromium = find_chromium()
    if chromium is None:
        table.add("the workbench page", "no Chromium here")
        return
    client = served.client("demo")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        for frames, repeat in ((20, 1), (1000, 4)):
            client = Client(served.host, served.port, client.token)  # the server ends what was idle for long
            version, _layer = _open_article(client, 950_000 + frames, frames=frames, repeat=repeat)
            article = client.get(f"/api/v1/versions/{version}/")["article"]
            runs = [_open(browser, served, article) for _ in range(RUNS)]
            # The browser fetches the icon of a site once: the first run has one request more.
            heaviest = max(runs, key=lambda run: int(run["requests"]))
            painted = statistics.median(run["painted"] for run in runs)
            weight = f"{heaviest['bytes'] / 1000:.0f} kB, {heaviest['requests']} requests"
            table.add(
                f"workbench page, cold, {2 * frames:,} spans",
                f"{painted:.0f} ms to painted spans, {weight}",
                f"{statistics.median(run['first'] for run in runs):.0f} ms (first text painted)",
            )
            shown = statistics.median(run["shown"] for run in runs)
            table.add(
                f"from choosing a role to the span shown, {2 * frames:,} spans",
                f"{shown:.0f} ms",
                f"{FRAME_MS} ms (one frame of the screen)",
                times(shown, FRAME_MS),
            )
        browser.close()


def _open(browser: Browser, served: Service, article: str) -> dict[str, Any]:
    """Sign in, forget the cache, open the article; what that took, in ms from the start of the navigation."""
    page = signed_in(browser, served)
    context = page.context
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    loaded: list[int] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(int(event["encodedDataLength"])))
    page.goto(f"{address(served)}/w/demo/articles/{article}/")
    result = _painted(page)
    page.wait_for_timeout(1500)  # what is fetched after painting weighs too; a page that listens is never idle
    weight = {"bytes": sum(loaded), "requests": len(loaded)}
    shown = _mark(page)
    context.close()
    return {**result, **weight, "shown": shown}


def _mark(page: Page) -> float:
    """Select a word with the mouse and press the key of a role; ms from the key to the frame that shows the span."""
    x, y, to_x = page.evaluate(_WORD)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, y, steps=3)
    page.mouse.up()
    page.evaluate(_WATCH)
    page.keyboard.press("c")
    return float(page.evaluate("globalThis.isnadShown"))


def address(served: Service) -> str:
    return f"http://{served.host}:{served.port}"


def signed_in(browser: Browser, served: Service) -> Page:
    """A page of a new context, signed in as the demo workspace's editor."""
    page = browser.new_context().new_page()
    page.goto(f"{address(served)}/sign-in/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", served.password("editor"))
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/w/**")
    return page


def _painted(page: Page) -> dict[str, float]:
    page.wait_for_selector("[data-painted]", timeout=60_000)  # its policy forbids to ask by script
    figures: dict[str, float] = page.evaluate(
        """() => ({
            painted: performance.getEntriesByName('painted')[0].startTime,
            first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
        })"""
    )
    return figures
