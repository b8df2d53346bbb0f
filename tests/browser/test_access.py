"""Whoever has fingers alone, needs everything larger, chose colours of their own, or is made ill by what moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, expect

from annotations.models import ArticleVersion, Attribution, Span
from tests.browser.conftest import PATIENCE
from tests.browser.desk import _POINTS, Desk
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source

ARABIC = (
    "واشنطن تهدد بغداد\nوصرح مسؤول عراقي لوكالة فرانس برس، أن “واشنطن منزعجة” 👩🏽‍👧🏽.\nوهددت وواشنطن إن الأمر انتهى."
)
ROLES = ("source", "cue", "content")
Open = Callable[..., Desk]


@pytest.fixture
def version(live: str, cast: Cast) -> ArticleVersion:
    """An article with one frame, tied to a claim."""
    editor = cast.actor("editor")
    version = make_article(editor, ARABIC, title="واشنطن تهدد", language="ar", direction="rtl")
    frame = make_frame(
        editor,
        version,
        source=find_span(editor, version, "مسؤول عراقي"),
        cue=find_span(editor, version, "صرح"),
        contents=(find_span(editor, version, "أن “واشنطن منزعجة”"),),
        speakers=(make_source(editor, "مسؤول عراقي", kind="anonymous_person"),),
    )
    make_mention(editor, make_claim(editor, "واشنطن منزعجة", language="ar"), attribution=frame)
    return version


@pytest.fixture
def seat(browser: Browser, live: str, cast: Cast, version: ArticleVersion) -> Iterator[Open]:
    """Open the workbench in a browser context as wished."""
    contexts: list[BrowserContext] = []

    def sit(**wishes: Any) -> Desk:
        contexts.append(
            browser.new_context(**{"service_workers": "block", "viewport": {"width": 1280, "height": 800}, **wishes})
        )
        contexts[-1].set_default_timeout(PATIENCE)
        desk = Desk(contexts[-1].new_page(), live, version).open(cast.annotator)
        desk.page.mouse.move(1, 1)
        desk.page.locator(".caret").wait_for(state="attached")  # the hands are there
        return desk

    yield sit
    for context in contexts:
        context.close()


def test_a_frame_is_made_by_touch_alone(seat: Open, version: ArticleVersion):
    desk = seat(viewport={"width": 390, "height": 780}, has_touch=True, is_mobile=True)
    page = desk.page

    def tap(words: str) -> None:
        x, y, to_x, _to_y = page.evaluate(_POINTS, [words, 0])
        page.touchscreen.tap((x + to_x) / 2, y)

    def selected() -> str:
        found: str = page.evaluate("String(getSelection())")
        return found

    def press(name: str) -> None:
        page.get_by_role("button", name=name, exact=True).tap()

    tap("صرح")  # what is marked is selected, and its card stands over the text
    expect(desk.selected).to_be_visible()
    desk.selected.get_by_role("button", name="Close").tap()
    tap("وواشنطن")
    assert selected() == "وواشنطن"
    tap("وواشنطن")  # again: without what is glued before it
    assert selected() == "واشنطن"
    press("Source")
    tap("وهددت")
    tap("وهددت")
    press("Cue")
    tap("الأمر")
    press("Extend")
    tap("انتهى")
    press("Content")
    press("Make the frame")
    desk.saved()
    made = Attribution.objects.get(cue__exact="هددت")
    assert made.source is not None
    assert made.source.exact == "واشنطن"
    assert Span.objects.get(pk__in=made.content_ids).exact == "الأمر انتهى"
    expect(desk.selected).to_have_attribute("data-card", str(made.uid))
    bar, card = page.locator("#bar").bounding_box(), desk.selected.bounding_box()
    assert bar is not None
    assert card is not None
    assert card["y"] + card["height"] <= bar["y"] + 1  # the card does not cover the bar
    assert desk.problems == []


def test_an_edge_is_dragged_by_a_finger(seat: Open):
    desk = seat(viewport={"width": 1024, "height": 768}, has_touch=True, is_mobile=True)
    page, span = desk.page, Span.objects.get(exact="صرح")
    page.get_by_role("button", name="Whole words").tap()  # letter by letter
    x, y, to_x, _to_y = page.evaluate(_POINTS, ["صرح", 0])
    page.touchscreen.tap((x + to_x) / 2, y)
    expect(desk.selected).to_be_visible()
    place = "(id) => document.querySelector(`.handle-start[data-span='${id}']`)?.getBoundingClientRect().toJSON()"
    box = page.wait_for_function(place, arg=str(span.uid)).json_value()  # at one look: handles are laid anew
    finger = page.context.new_cdp_session(page)
    across = [box["x"], box["x"] + 4, box["x"] + 12]  # to the right: over the letter before
    for kind, points in zip(("Start", "Move", "Move"), across, strict=True):
        down = [{"x": points, "y": box["y"] + (-4 if kind == "Start" else box["height"] / 2)}]
        finger.send("Input.dispatchTouchEvent", {"type": f"touch{kind}", "touchPoints": down})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_role("status").filter(has_text="The edge is moved.")).to_be_visible()
    desk.saved()
    span.refresh_from_db()
    assert (span.exact, Attribution.objects.get().cue_id) == ("وصرح", span.pk)
    assert desk.problems == []


def test_a_narrow_bar_marks_and_opens_over_itself_what_it_has_no_room_for(seat: Open):
    desk = seat(viewport={"width": 360, "height": 740})
    desk.select("وهددت")
    desk.page.get_by_role("button", name="Cue").click()
    desk.page.get_by_role("button", name="Make the frame").click()
    desk.saved()
    assert Attribution.objects.filter(cue__exact="وهددت").exists()
    more = desk.page.get_by_role("button", name="More", exact=True)
    more.click()
    tools = desk.page.locator("#bar-tools").get_by_role("button")
    expect(tools.first).to_be_focused()
    for tool in tools.all():
        expect(tool).to_be_in_viewport(ratio=1)
    desk.page.keyboard.press("Escape")
    expect(more).to_be_focused()
    expect(tools.first).to_be_hidden()
    cut = "[...document.querySelectorAll('#bar *')].filter((one) => one.scrollWidth > one.clientWidth + 1).length"
    assert desk.page.evaluate(cut) == 0


@pytest.mark.parametrize("size", [(640, 400, 2), (320, 256, 4)])
def test_at_two_and_four_times_the_size_nothing_is_lost(seat: Open, size: tuple[int, int, int]):
    width, height, scale = size
    desk = seat(viewport={"width": width, "height": height}, device_scale_factor=scale)
    page = desk.page
    desk.point_at("صرح")
    for summary in desk.selected.locator("summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("#bar button:visible", ".frame-card.is-selected :is(button, input, select, textarea):visible"):
        for control in page.locator(part).all():
            control.scroll_into_view_if_needed()
            expect(control).to_be_in_viewport(ratio=0.9)
    overlapping = """() => {
      const all = [...document.querySelectorAll("#bar button")].map((one) => one.getBoundingClientRect());
      const boxes = all.filter((one) => one.width);
      const meet = (a, b) =>
        a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
      return boxes.some((one, k) => boxes.slice(k + 1).some((other) => meet(one, other)));
    }"""
    assert page.evaluate(overlapping) is False
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    covered = page.evaluate(
        "(() => { const bar = document.querySelector('#bar').getBoundingClientRect();"
        " return Math.max(0, Math.min(bar.bottom, innerHeight) - Math.max(bar.top, 0)); })()"
    )
    assert covered < height / 3  # text is left to be read
    assert desk.problems == []


def _line_under(desk: Desk, role: str) -> bytes:
    """A picture of what is painted under words of this role or state, whatever the styles ask for."""
    place = """(name) => {
      for (const line of document.querySelectorAll("[data-text] .line")) {
        Object.assign(line.style, { forcedColorAdjust: "none", color: "transparent" });
      }
      document.querySelector(".handles").hidden = true;
      const box = document.querySelector(`.box-${name}`) ?? document.querySelector(`.box-${name}-1`);
      const { left, bottom, width } = box.getBoundingClientRect();
      return [Math.round(left + width / 2), Math.round(bottom) - 6];
    }"""
    x, y = desk.page.evaluate(place, role)
    return desk.page.screenshot(clip={"x": x, "y": y, "width": 16, "height": 12})


def test_colours_of_ones_own_and_nothing_that_moves(seat: Open):
    desk = seat(forced_colors="active", reduced_motion="reduce")
    page = desk.page
    plain = {role: _line_under(desk, role) for role in ROLES}
    assert len(set(plain.values())) == len(ROLES)
    desk.point_at("صرح")
    expect(page.locator(".box-selected-cue")).to_have_count(1)
    assert {_line_under(desk, f"selected-{role}") for role in ROLES}.isdisjoint(plain.values())
    desk.leave_field()
    page.keyboard.press("Escape")
    desk.point_at("صرح")
    border = """(one) => {
      const style = getComputedStyle(one);
      return [style.borderInlineStartWidth, style.borderInlineStartStyle, style.outlineStyle].join();
    }"""
    before = desk.selected.evaluate(border)
    desk.leave_field()
    page.keyboard.press("Escape")
    expect(desk.selected).to_have_count(0)
    assert page.locator(".frame-card").first.evaluate(border) != before
    page.locator(".frame-card [data-select]").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    ring = page.evaluate(
        """(() => {
          const style = getComputedStyle(document.activeElement);
          return [style.outlineStyle, parseFloat(style.outlineWidth)];
        })()"""
    )
    assert ring[0] != "none"
    assert ring[1] >= 2
    moving = """() => [document.documentElement, ...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      const seconds = (list) => list.split(",").some((time) => parseFloat(time) > 0.01);
      const isAnimated = style.animationName !== "none" && seconds(style.animationDuration);
      return isAnimated || seconds(style.transitionDuration) || style.scrollBehavior === "smooth";
    }).map((one) => one.className || one.tagName)"""
    assert page.evaluate(moving) == []
    assert desk.problems == []


def test_axe_finds_nothing_in_what_opens(seat: Open):
    desk = seat()
    page = desk.page
    axe = Axe()

    def look() -> None:
        results = axe.run(page)
        assert results.violations_count == 0, results.generate_report()

    desk.point_at("صرح")
    for summary in desk.selected.locator("summary").all():
        summary.click()
    field = desk.selected.get_by_role("combobox", name="Find or add the speaker")
    field.fill("مس")
    expect(desk.selected.get_by_role("listbox", name="Speakers")).to_be_visible()
    desk.selected.get_by_role("textbox", name="Your comment").fill("@editor من أكّد؟")
    desk.selected.get_by_role("button", name="Comment", exact=True).click()
    expect(desk.selected.locator(".thread li")).to_have_count(1)
    field.focus()
    look()
    desk.leave_field()
    for key, name in (
        ("?", "Keys of the workbench"),
        ("o", "Outline and filter"),
        ("g", "Guidelines"),
        ("Delete", "Take this away?"),
    ):
        page.keyboard.press(key)
        dialog = page.get_by_role("dialog", name=name)
        expect(dialog).to_be_visible()
        expect(dialog.locator("input, button, h3").first).to_be_attached()
        look()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
    page.keyboard.press("f")
    look()
    page.keyboard.press("Escape")
    # Two changes of one thing: somebody else's came first.
    frame = Attribution.objects.get()
    Attribution.objects.filter(pk=frame.pk).update(attitude="belief")
    page.route("**/live/**", lambda route: route.abort())
    desk.selected.get_by_label("Attitude").select_option("knowledge")
    summary = page.locator("#saves summary")
    expect(summary).to_have_text("Not saved: 1")
    summary.click()
    page.get_by_role("button", name="Decide …").click()
    expect(page.get_by_role("dialog", name="Two changes of one thing")).to_be_visible()
    look()
    page.get_by_label("Theirs").check()
    page.get_by_role("button", name="Keep what is chosen").click()
    desk.saved()
