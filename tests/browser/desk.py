"""A person at the workbench: the moves that the tests are written in."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import FloatRect, Locator, Page, expect

from annotations.models import ArticleVersion, User

PATIENCE = 30.0  # seconds
_POINTS = """([words, which]) => {
  const article = document.querySelector("[data-text]");
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  let left = which;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = node.data.indexOf(words); at >= 0; at = node.data.indexOf(words, at + 1)) {
      if (left-- > 0) continue;
      node.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
      const letter = (from, to) => {
        const range = document.createRange();
        range.setStart(node, from);
        range.setEnd(node, to);
        return range.getClientRects()[0];
      };
      const first = letter(at, at + 1);
      const last = letter(at + words.length - 1, at + words.length);
      const rtl = /[\\u0590-\\u08ff]/.test(words);
      const middle = (rect) => rect.top + rect.height / 2;
      return rtl
        ? [first.right - 1, middle(first), last.left + 1, middle(last)]
        : [first.left + 1, middle(first), last.right - 1, middle(last)];
    }
  }
  throw new Error(`not in the text: ${words}`);
}"""

_PAINTED = """() => Object.fromEntries([...CSS.highlights].map(([name, highlight]) =>
  [name, [...highlight].map((range) => {
    const whole = document.createRange();
    whole.setStart(range.startContainer, range.startOffset);
    whole.setEnd(range.endContainer, range.endOffset);
    return whole.toString();
  })]).filter(([, texts]) => texts.length))"""


class Desk:
    """The workbench of one version, open in `page`."""

    def __init__(self, page: Page, live: str, version: ArticleVersion) -> None:
        self.page = page
        self.live = live
        self.version = version
        self.problems: list[str] = []
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", self._note)

    def _note(self, message: Any) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(message.text)

    @property
    def address(self) -> str:
        return f"{self.live}/w/{self.version.workspace.slug}/articles/{self.version.article.uid}/"

    def sign_in(self, user: User) -> None:
        """Put the person's session cookie into the browser."""
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.live}])

    def open(self, user: User | None = None) -> Desk:
        if user:
            self.sign_in(user)
        self.page.goto(self.address)
        self.page.wait_for_selector("[data-painted]")
        return self

    def select(self, words: str, which: int = 0) -> None:
        """Draw the mouse from the first letter of the words to their last."""
        x, y, to_x, to_y = self.page.evaluate(_POINTS, [words, which])
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move((x + to_x) / 2, (y + to_y) / 2)
        mouse.move(to_x, to_y)
        mouse.up()

    def mark(self, role: str, words: str, which: int = 0) -> None:
        """Select words and give them a role by its key."""
        self.leave_field()
        self.select(words, which)
        self.page.keyboard.press({"source": "s", "cue": "c", "content": "t", "addressee": "a", "channel": "h"}[role])

    def point_at(self, words: str, which: int = 0) -> None:
        """Click into the middle of the first letter of the words."""
        x, y, to_x, _ = self.page.evaluate(_POINTS, [words, which])
        self.page.mouse.click(x + (4 if to_x > x else -4), y)

    def leave_field(self) -> None:
        """Back into the text, as Escape leads there."""
        self.page.evaluate("document.querySelector('[data-text]').focus({ preventScroll: true })")

    def make(self) -> None:
        self.page.get_by_role("button", name="Make the frame").click()

    def saved(self) -> None:
        """Wait until every change has been taken by the server."""
        expect(self.page.locator("#saves")).to_have_attribute("data-state", "saved")

    def painted(self) -> dict[str, list[str]]:
        """The painted texts by highlight; empty highlights are left out."""
        found: dict[str, list[str]] = self.page.evaluate(_PAINTED)
        return {name: sorted(texts) for name, texts in found.items()}

    def shows(self, expected: dict[str, list[str]]) -> None:
        """Wait until exactly this is painted."""
        deadline = time.monotonic() + PATIENCE
        while self.painted() != expected and time.monotonic() < deadline:
            self.page.wait_for_timeout(30)
        assert self.painted() == expected

    def place_of(self, thing: Locator) -> FloatRect:
        """Where it lies, in CSS pixels; waits while it is drawn anew."""
        deadline = time.monotonic() + PATIENCE
        while not (place := thing.bounding_box()):
            assert time.monotonic() < deadline
            self.page.wait_for_timeout(30)
        return place

    @property
    def selected(self) -> Locator:
        """The selected card."""
        return self.page.locator(".frame-card.is-selected")

    def new_source(self, words: str, kind: str = "mixed_group") -> None:
        """Register a source for the selected frame under the words that the form proposes, or under others."""
        field = self.selected.get_by_role("combobox", name="Find or add the speaker")
        field.fill(words)
        self.selected.get_by_role("option", name="New source").click()
        form = self.selected.get_by_role("form", name="New source")
        form.get_by_label("Kind").select_option(kind)
        form.get_by_role("button", name="Add the source").click()

    def new_claim(self, statement: str) -> None:
        field = self.selected.get_by_role("combobox", name="Find or add the claim")
        field.fill(statement)
        self.selected.get_by_role("option", name="New claim").click()
        form = self.selected.get_by_role("form", name="New claim")
        form.get_by_role("button", name="Add the claim").click()


def choose(desk: Desk, words: str, field: str, value: str) -> None:
    """Change a field of the frame at these words."""
    if desk.selected.filter(has_text=words).count() == 0:
        desk.leave_field()
        desk.page.keyboard.press("Escape")
        desk.point_at(words)
    if not desk.selected.get_by_label(field).is_visible():
        desk.selected.locator("summary", has_text="Parts and details").click()
    desk.selected.get_by_label(field).select_option(value)
