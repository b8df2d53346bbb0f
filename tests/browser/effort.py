"""How much the page's own script does for an action, by Chromium's count of calls and turns of loops: the same on any
machine at any load, and what is linear in the spans of a text shows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

SHOWN = "new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(shown))))"


class Effort:
    """Made before the page is opened: only what is compiled later is counted block by block."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session = page.context.new_cdp_session(page)
        self.session.send("Profiler.enable")
        self.session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})

    def of(self, action: Callable[[], object]) -> int:
        """Calls and turns in the workbench's modules, until what the action did is on the screen."""
        self._taken()
        action()
        self.page.evaluate(SHOWN)
        return sum(self._taken().values())

    def _taken(self) -> dict[str, int]:
        found: list[dict[str, Any]] = self.session.send("Profiler.takePreciseCoverage")["result"]
        return {
            f"{script['url']} {function['functionName']} {function['ranges'][0]['startOffset']}": sum(
                part["count"] for part in function["ranges"]
            )
            for script in found
            if "/js/workbench/" in script["url"]
            for function in script["functions"]
        }
