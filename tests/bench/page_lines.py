"""The workbench in Chromium, cold: bytes, requests, and the time until the spans are painted."""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.api_lines import _open_article
from tests.bench.section import Bench
from tests.bench.service import Service
from tests.chromium import FLAGS, find_chromium

RUNS = 5
FRAME_MS = 16.7


def opening(bench: Bench) -> None:
    served, _limits, table, _articles = bench
    chromium = find_chromium()
    if chromium is None:
        table.add("the workbench page", "no Chromium here")
        return
    client = served.client("demo")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        for frames, repeat in ((20, 1), (1000, 4)):
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
        browser.close()


def _open(browser: Browser, served: Service, article: str) -> dict[str, Any]:
    """Sign in, forget the cache, open the article; what that took, in ms from the start of the navigation."""
    context = browser.new_context()
    page = context.new_page()
    base = f"http://{served.host}:{served.port}"
    page.goto(f"{base}/sign-in/")
    page.fill("[name=username]", "editor")
    page.fill("[name=password]", served.password("editor"))
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/w/**")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    loaded: list[int] = []
    session.on("Network.loadingFinished", lambda event: loaded.append(int(event["encodedDataLength"])))
    page.goto(f"{base}/w/demo/articles/{article}/")
    result = _painted(page)
    page.wait_for_load_state("networkidle")  # what is fetched after painting weighs too
    context.close()
    return {**result, "bytes": sum(loaded), "requests": len(loaded)}


def _painted(page: Page) -> dict[str, float]:
    page.wait_for_function("performance.getEntriesByName('painted').length > 0", timeout=60_000)
    figures: dict[str, float] = page.evaluate(
        """() => ({
            painted: performance.getEntriesByName('painted')[0].startTime,
            first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
        })"""
    )
    return figures
