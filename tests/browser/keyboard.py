"""A person at the workbench who has no mouse."""

from __future__ import annotations

from collections.abc import Sequence

from tests.browser.desk import Desk

FAR = 12  # code points: further than this it goes by whole words
_CARET = """() => {
  const { focusNode: node, focusOffset: index } = document.getSelection();
  const paragraph = (node?.nodeType === 3 ? node.parentElement : node)?.closest("[data-start]");
  if (!paragraph) return -1;
  const before = document.createRange();
  before.setStart(paragraph, 0);
  before.setEnd(node, index);
  return Number(paragraph.dataset.start) + [...before.toString()].length;
}"""


class KeyDesk(Desk):
    """The moves by keys alone. What the page shows is read, never touched."""

    @property
    def caret(self) -> int:
        """The code point at which the caret stands."""
        offset: int = self.page.evaluate(_CARET)
        return offset

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def enter_text(self) -> None:
        """Tab until the text has the focus."""
        for _ in range(60):
            if self.page.evaluate("document.activeElement.matches('[data-text]')"):
                self.page.locator(".caret").first.wait_for(state="attached")
                return
            self.press("Tab")
        raise AssertionError("no way into the text by Tab")

    def is_rtl(self) -> bool:
        """The direction of the paragraph with the caret."""
        found: str = self.page.evaluate(
            "getComputedStyle(document.getSelection().focusNode.parentElement.closest('[data-start]')).direction"
        )
        return found == "rtl"

    def go(self, offset: int, *, extend: bool = False) -> None:
        """To a code point, by paragraphs, by what is glued to words, and by letters where nothing else stops there."""
        shift = "Shift+" if extend else ""
        starts: list[int] = self.page.eval_on_selector_all(
            "[data-start]", "all => all.map((one) => Number(one.dataset.start))"
        )
        paragraph = max(start for start in starts if start <= offset)
        while not extend and self.caret != paragraph and not paragraph <= self.caret <= offset:
            self.press("Control+ArrowDown" if self.caret < paragraph else "Control+ArrowUp")
        onwards, back = ("Left", "Right") if self.is_rtl() else ("Right", "Left")
        edges = {"Left": "BracketLeft", "Right": "BracketRight"}
        while self.caret + FAR < offset:
            self.press(f"Control+{shift}Arrow{onwards}")
        while self.caret < offset:
            self.press(f"{shift}{edges[onwards]}")
        while self.caret > offset:
            self.press(f"{shift}Arrow{back}")
        assert self.caret == offset

    def take(self, segments: Sequence[Sequence[int]]) -> None:
        """Select the segments; those before the last are kept as pieces."""
        for number, (start, end) in enumerate(segments, start=1):
            self.go(start)
            self.go(end, extend=True)
            if number < len(segments):
                self.press("Equal")

    def take_by_arrows(self, start: int, end: int) -> None:
        """Select with arrow keys only, from the beginning of the text."""
        self.press("Control+Home", *["ArrowRight"] * start, *["Shift+ArrowRight"] * (end - start))
