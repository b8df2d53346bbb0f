"""`make screenshots`: the pictures of docs/pictures/, taken of the demo workspace in Chromium.

The application is served with a data directory of its own, as `make run` would; nothing else is touched.
`python -m tests.screenshots --only workbench-ar-light --to /a/directory`.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.bench.service import Client, Service, service
from tests.chromium import FLAGS, find_chromium

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SIZE = (1280, 860)
WHO = "editor"


@dataclass(frozen=True, slots=True)
class Picture:
    """`page`: workbench or claim; `language`: ar or en; `theme`: light or dark."""

    page: str
    language: str
    theme: str

    @property
    def name(self) -> str:
        return f"{self.page}-{self.language}-{self.theme}"


PAGES = ("workbench", "claim")
TAKEN = tuple(
    Picture(page, language, theme) for page in PAGES for language in ("ar", "en") for theme in ("light", "dark")
)


def addresses(client: Client) -> dict[str, str]:
    """Where the pages are: the real Arabic report, and the claim that is mentioned most."""
    articles = client.get("/api/v1/articles/?page_size=500&language=ar&ordering=created_at")["results"]
    longest = max(articles, key=lambda one: client.get(f"/api/v1/versions/{one['current_version']}/")["length"])
    mentions = client.get("/api/v1/mentions/?page_size=500")["results"]
    claim, _times = Counter(one["claim"] for one in mentions).most_common(1)[0]
    return {"workbench": f"/w/demo/articles/{longest['id']}/", "claim": f"/w/demo/claims/{claim}/"}


def take(browser: Browser, served: Service, picture: Picture, address: str) -> bytes:
    """Sign in afresh, choose language and theme, open the page, and take its first screen as a PNG."""
    base = f"http://{served.host}:{served.port}"
    context = browser.new_context(viewport={"width": SIZE[0], "height": SIZE[1]}, locale=picture.language)
    for name, value in (("django_language", picture.language), ("theme", picture.theme)):
        context.add_cookies([{"name": name, "value": value, "url": base}])
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if picture.theme == "dark" else "light", reduced_motion="reduce")
    page.goto(f"{base}/sign-in/")
    page.fill("[name=username]", WHO)
    page.fill("[name=password]", served.password(WHO))
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/w/**")
    page.goto(f"{base}{address}")
    _settle(page, picture)
    taken = page.screenshot()
    context.close()
    return taken


def _settle(page: Page, picture: Picture) -> None:
    """Wait until all is there, and make sure that it is the page that was asked for."""
    if picture.page == "workbench":
        page.wait_for_selector("[data-painted]")
    page.wait_for_timeout(500)  # cards and suggestions come after the spans; a page that listens is never idle
    page.evaluate("document.fonts.ready")
    shown = page.evaluate("[document.documentElement.lang, getComputedStyle(document.documentElement).colorScheme]")
    if shown[0] != picture.language or picture.theme not in shown[1]:
        message = f"{picture.name}: the page is {shown}"
        raise RuntimeError(message)


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.screenshots", description=__doc__)
    names = [picture.name for picture in TAKEN]
    parser.add_argument("--only", nargs="+", choices=names, default=names, metavar="NAME", help=", ".join(names))
    parser.add_argument("--to", type=Path, default=PICTURES, help="the directory to write to")
    options = parser.parse_args()
    chromium = find_chromium()
    if chromium is None:
        sys.stderr.write("isnad: pictures need Chromium: install it, or name one with CHROMIUM\n")
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    with service() as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        where = addresses(served.client("demo"))
        for picture in TAKEN:
            if picture.name in options.only:
                (options.to / f"{picture.name}.png").write_bytes(take(browser, served, picture, where[picture.page]))
                sys.stdout.write(f"{picture.name}.png\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
