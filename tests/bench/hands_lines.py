"""The workbench under a hand: from a key to painted words, and the script time of each action in a long text."""

from __future__ import annotations

import statistics
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.corpus import document, lines
from tests.bench.page_lines import FRAME_MS, address, signed_in
from tests.bench.section import Bench
from tests.bench.table import times
from tests.chromium import FLAGS, find_chromium

ROUNDS = 5
LONG = {"frames": 5000, "repeat": 272}  # 10,000 spans on 1.2 million code points
SHORT = {"frames": 20, "repeat": 1}
ACTIONS = {
    "move by word": "Control+ArrowLeft",
    "move by letter": "ArrowLeft",
    "move by paragraph": "Control+ArrowDown",
    "select a word": "Control+Shift+ArrowLeft",
    "mark a cue": "c",
    "make the frame": "Enter",
    "back into the text": "Escape",
    "next frame": "j",
    "let go of it": "Escape",
    "undo": "Control+z",
    "redo": "Control+y",
    "let go of what came back": "Escape",
}
_FRAME = "new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)))"
_PAINTED = """() => new Promise((done) => {
  const name = "draft-cue";
  addEventListener("keydown", (event) => {
    const told = () => done(performance.now() - event.timeStamp);
    const look = () => (CSS.highlights.get(name).size ? requestAnimationFrame(told) : setTimeout(look));
    look();
  }, { once: true, capture: true });
})"""


def marking(bench: Bench) -> None:
    """Lines for opening and working in the short and in the long text."""
    chromium = find_chromium()
    if chromium is None:
        bench.table.add("the workbench under a hand", "no Chromium here")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        page = signed_in(browser, bench.served)
        _open(bench, page, 960_001, SHORT)
        painted = statistics.median(_selection_to_painted(page) for _ in range(ROUNDS))
        bench.table.add(
            "selection to painted span", f"{painted:.1f} ms", f"{FRAME_MS} ms (one frame)", times(painted, FRAME_MS)
        )
        opened = _open(bench, page, 960_002, LONG)
        bench.table.add(
            "workbench page, 10,000 spans, 1.2 million code points",
            f"{opened['painted']:.0f} ms to painted spans",
            f"{opened['first']:.0f} ms (first text painted)",
        )
        _actions(bench, page)
        browser.close()


def _open(bench: Bench, page: Page, number: int, size: dict[str, int]) -> dict[str, float]:
    """Import the article, open it, and go into its text; milliseconds from the start of the navigation."""
    made = document(number, **size)
    client = bench.served.client("demo")
    client.send("POST", "/api/v1/import/isnad-jsonl/", b"".join(lines([made])), "application/x-ndjson")
    page.goto(f"{address(bench.served)}/w/demo/articles/{made['article'][0]['id']}/", wait_until="commit")
    page.wait_for_selector("[data-painted]", timeout=120_000)
    page.focus("[data-text]")
    page.wait_for_selector(".caret", state="attached", timeout=60_000)
    found: dict[str, float] = page.evaluate(
        """() => ({ painted: performance.getEntriesByName("painted")[0].startTime,
                    first: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0 })"""
    )
    return found


def _selection_to_painted(page: Page) -> float:
    """Select a word by key and mark it: milliseconds from the key to the frame that shows it."""
    page.keyboard.press("Control+ArrowLeft")
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.evaluate(f"window.painted = ({_PAINTED})(); null")
    page.keyboard.press("c")
    took = float(page.evaluate("window.painted"))
    page.keyboard.press("Escape")
    page.evaluate(_FRAME)
    return took


def _actions(bench: Bench, page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    spent: dict[str, list[float]] = {name: [] for name in ACTIONS}
    for _ in range(ROUNDS):
        for name, key in ACTIONS.items():
            before = _script(session)
            page.keyboard.press(key)
            page.evaluate(_FRAME)
            spent[name].append(_script(session) - before)
    for name, figures in spent.items():
        middle = statistics.median(figures)
        bench.table.add(
            f"script time in the long text: {name}",
            f"{middle:.1f} ms",
            f"{FRAME_MS} ms (one frame)",
            times(middle, FRAME_MS),
        )


def _script(session: CDPSession) -> float:
    """Milliseconds of script so far, by the browser's own count."""
    metrics: list[dict[str, Any]] = session.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in metrics if one["name"] == "ScriptDuration")
