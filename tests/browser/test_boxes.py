"""Painting where the browser has no highlights."""

from __future__ import annotations

from playwright.sync_api import Browser, FloatRect, Page

from annotations.models import Attribution
from tests.browser.desk import Desk
from tests.cast import Cast, find_span, make_article, make_frame

ARABIC = (
    "واشنطن تهدد بغداد\n"
    "وقالت المصادر، إن واشنطن حذرت.\n"
    "وصرح مسؤول عراقي لوكالة فرانس برس أن “واشنطن منزعجة” بحسب AFP يوم 29 سبتمبر."
)


def _letters_are_seen(page: Page, box: FloatRect) -> bool:
    """Whether what is painted there changes when the letters go."""
    colour = "(one) => document.querySelector('#p3').style.color = one"
    page.evaluate(colour, "")
    shown = page.screenshot(clip=box)
    page.evaluate(colour, "transparent")
    hidden = page.screenshot(clip=box)
    page.evaluate(colour, "")
    return shown != hidden


def test_without_the_highlight_api_boxes_are_painted_in_the_same_places(browser: Browser, live: str, cast: Cast):
    editor = cast.actor("editor")
    version = make_article(editor, ARABIC, title="واشنطن تهدد", language="ar", direction="rtl")
    make_frame(
        editor,
        version,
        source=find_span(editor, version, "مسؤول عراقي"),
        contents=(find_span(editor, version, "أن “واشنطن منزعجة” بحسب AFP يوم 29 سبتمبر"),),
    )
    context = browser.new_context(service_workers="block", viewport={"width": 1280, "height": 800})
    context.add_init_script("delete globalThis.Highlight; delete CSS.highlights;")
    desk = Desk(context.new_page(), live, version).open(cast.annotator)
    desk.mark("cue", "صرح")
    for name, words in (("source", "مسؤول عراقي"), ("draft-cue", "صرح")):
        box = desk.page.locator(f".box-{name}").first.bounding_box()
        line = desk.page.evaluate(
            """(words) => {
              const node = document.querySelector("#p3").firstChild;
              const range = document.createRange();
              range.setStart(node, node.data.indexOf(words));
              range.setEnd(node, node.data.indexOf(words) + words.length);
              const { left, top, width, height } = range.getBoundingClientRect();
              return { x: left, y: top, width, height };
            }""",
            words,
        )
        assert box is not None
        assert all(abs(box[side] - line[side]) < 1.5 for side in ("x", "y", "width", "height"))
        assert _letters_are_seen(desk.page, box)
    desk.make()
    desk.saved()
    assert Attribution.objects.count() == 2
    context.close()
