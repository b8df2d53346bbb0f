"""What a page costs whose site a browser has never seen.

A program of its own: `python -m tests.project.cold URL USER PASSWORD ARTICLE` prints JSON. Where other tests have a
browser open already, Playwright refuses to start a second time in the same process.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright

from tests.chromium import FLAGS, find_chromium

# What was asked for before the spans were painted, and the fonts, which a sheet asks for where their letters stand.
_UNTIL_PAINTED = """() => {
  const [painted] = performance.getEntriesByName("painted");
  return [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
    .filter((one) => one.startTime < painted.startTime || one.initiatorType === "css")
    .map((one) => [one.name, one.transferSize]);
}"""
_RESERVED = "performance.getEntriesByType('resource').some((one) => one.name.includes('/thread.'))"


class Cost:
    """The requests of a page and their bytes with headers over the wire, and those until it was painted."""

    def __init__(self, session: CDPSession) -> None:
        self.asked: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.painted: list[tuple[str, int]] = []
        session.send("Network.enable")
        session.on(
            "Network.requestWillBeSent", lambda one: self.asked.update({one["requestId"]: one["request"]["url"]})
        )
        session.on("Network.loadingFinished", self._weigh)

    def _weigh(self, one: dict[str, Any]) -> None:
        self.sizes[str(one["requestId"])] = int(one["encodedDataLength"])

    def under_way(self) -> bool:
        """Whether anything but the stream of changes, which never ends, is still to come."""
        return any("/live/" not in address for request, address in self.asked.items() if request not in self.sizes)

    def whole(self) -> list[tuple[str, int]]:
        """All that was asked for, with the bytes of what has ended."""
        return [(address, self.sizes.get(request, 0)) for request, address in self.asked.items()]


def workbench_cost(url: str, user: str, password: str, article: str) -> Cost:
    """Open an article in English, 1280 CSS pixels wide: what was asked for until hands can work on it."""
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS) as browser,
    ):
        page = browser.new_page(locale="en-GB")
        page.goto(f"{url}/")
        page.get_by_label("User name").fill(user)
        page.get_by_label("Password").fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/w/**")
        state = page.context.storage_state()
        cold = browser.new_page(locale="en-GB", viewport={"width": 1280, "height": 800}, storage_state=state)
        cost = Cost(cold.context.new_cdp_session(cold))
        cold.goto(f"{url}/w/demo/articles/{article}/")
        cold.wait_for_selector("[data-painted][data-live]")
        cold.evaluate("document.fonts.ready.then(() => null)")
        cold.wait_for_function(_RESERVED)  # what is fetched last, for work without a connection
        while cost.under_way():
            cold.wait_for_timeout(50)
        cost.painted = cold.evaluate(_UNTIL_PAINTED)
        return cost


if __name__ == "__main__":
    found = workbench_cost(*sys.argv[1:])
    sys.stdout.write(json.dumps({"painted": found.painted, "whole": found.whole()}))
