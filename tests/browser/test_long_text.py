"""A text of 1.2 million code points with ten thousand spans opens, scrolls and is marked as any other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from annotations.models import ArticleVersion, Attribution, Span
from tests.browser.conftest import PATIENCE
from tests.browser.effort import Effort
from tests.browser.keyboard import KeyDesk
from tests.browser.long_text import make_long_article
from tests.cast import Cast

pytestmark = pytest.mark.slow
AT_REST = 20_000  # calls and turns that a scroll, a poll or a glance at what is in sight may add to any action
SHORT, LONG = {"code_points": 12_000, "spans": 100}, {"code_points": 1_200_000, "spans": 10_000}


def open_desk(page: Page, live: str, cast: Cast, version: ArticleVersion) -> tuple[KeyDesk, Effort]:
    effort = Effort(page)
    desk = KeyDesk(page, live, version)
    desk.sign_in(cast.annotator)
    page.set_default_timeout(2 * PATIENCE)
    page.goto(desk.address, wait_until="commit")
    page.wait_for_selector("[data-painted]")
    return desk, effort


def press(desk: KeyDesk, *keys: str) -> Callable[[], None]:
    """Press the keys and wait until what they changed is saved: nothing else of it is counted with the next action."""

    def pressed() -> None:
        desk.press(*keys)
        desk.saved()

    return pressed


def look_up(desk: KeyDesk, key: str, name: str) -> Callable[[], None]:
    """Go to a field that searches as one types, and back into the text."""

    def looked_up() -> None:
        desk.press(key)
        expect(desk.selected.get_by_role("combobox", name=name)).to_be_focused()
        desk.press("Escape")

    return looked_up


def take_away(desk: KeyDesk) -> None:
    desk.press("Delete")
    desk.page.get_by_role("dialog").get_by_role("button", name="Take it away").click()
    expect(desk.selected).to_have_count(0)
    desk.saved()


def turn_round(desk: KeyDesk, key: str, *, shown: int) -> Callable[[], None]:
    """Undo or redo, until the frame that it brings back or takes away is there or gone."""

    def turned() -> None:
        desk.press(key)
        expect(desk.selected).to_have_count(shown)

    return turned


def actions(desk: KeyDesk) -> dict[str, Callable[[], object]]:
    """What a hand does, in this order."""
    return {
        "word": press(desk, "Control+ArrowLeft"),
        "letter": press(desk, "ArrowLeft"),
        "paragraph": press(desk, "Control+ArrowDown"),
        "select": press(desk, "Control+Shift+ArrowLeft"),
        "mark": press(desk, "c"),
        "make": press(desk, "Enter"),
        "back": press(desk, "Escape"),
        "speaker": look_up(desk, "v", "Find or add the speaker"),
        "claim": look_up(desk, "m", "Find or add the claim"),
        "edge": press(desk, "r"),
        "resize": press(desk, "Control+Shift+ArrowLeft", "Enter"),
        "next frame": press(desk, "j"),
        "frame before": press(desk, "k"),
        "delete": lambda: take_away(desk),
        "undo": turn_round(desk, "Control+z", shown=1),
        "redo": turn_round(desk, "Control+y", shown=0),
        "next span": press(desk, "x"),
        "let go": press(desk, "Escape"),
        "paragraph done": press(desk, "b"),
        "scroll": lambda: desk.page.evaluate("scrollBy(0, 300)"),
    }


def search(desk: KeyDesk) -> None:
    desk.press("f")
    desk.page.locator("#find input").fill("told cafés")
    expect(desk.page.locator("#find [data-count]")).to_contain_text("/")


def efforts(desk: KeyDesk, effort: Effort) -> dict[str, int]:
    """What each action takes; searching for the first time reads the whole text and is left out."""
    desk.enter_text()
    desk.saved()
    found = {name: effort.of(action) for name, action in actions(desk).items()}
    search(desk)
    found["jump"] = effort.of(press(desk, "Enter"))
    desk.press("Escape")
    return found


def test_an_action_takes_no_more_among_ten_thousand_spans_than_among_a_hundred(page: Page, live: str, cast: Cast):
    few = efforts(*open_desk(page, live, cast, make_long_article(cast.actor("editor"), **SHORT)))
    version = make_long_article(cast.actor("editor"), **LONG)
    desk, effort = open_desk(page.context.new_page(), live, cast, version)
    times: dict[str, float] = desk.page.evaluate(
        """() => ({ text: performance.getEntriesByName("first-contentful-paint")[0].startTime,
                    painted: performance.getEntriesByName("painted")[0].startTime })"""
    )
    assert times["text"] < times["painted"]  # the text was there to be read before what is marked in it
    assert desk.page.locator("[data-start]").count() > 1000
    expect(desk.page.locator(".frame-card").first).to_be_visible()
    assert desk.page.locator(".frame-card").count() < 100  # only what is in sight is made
    assert sum(map(len, desk.painted().values())) < 300
    many = efforts(desk, effort)
    assert few["make"] > AT_REST  # it is counted
    grown = {name: (few[name], count) for name, count in many.items() if count > 2 * few[name] + AT_REST}
    assert grown == {}
    assert Attribution.objects.filter(version=version).count() == 5000  # one was made and taken away
    desk.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    desk.press("Control+End")
    assert desk.caret == len(version.text)
    last = max(segments[0] for segments in Span.objects.filter(version=version).values_list("segments", flat=True))
    desk.press("z")
    expect(desk.selected).to_be_visible()
    assert desk.caret == last
    assert "selected-source" in desk.painted()
    assert desk.problems == []
