"""The selected frame stands out: its words, those of its next of kin, and the line to its card."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.cast import Cast, find_span, make_article, make_frame

CONTENT = "إن واشنطن حذرت بأنه “إذا لم تتحرك الجهات الأمنية، فإن لديها بدائل أخرى”"
TEXT = f"واشنطن تهدد بغداد\nوقالت المصادر، {CONTENT}."
# Whether a line goes from the selected card to the sheet of the text, on the height of the first of these words.
_TIED = """(words) => {
  const card = document.querySelector(".frame-card.is-selected");
  const box = card.getBoundingClientRect();
  const line = getComputedStyle(card, "::before");
  const range = document.createRange();
  const { firstChild: node } = document.querySelector("#p2");
  range.setStart(node, node.data.indexOf(words));
  range.setEnd(node, node.data.indexOf(words) + words.length);
  const place = range.getClientRects()[0];
  const sheet = document.querySelector(".bench-text").getBoundingClientRect();
  const isSeen = parseFloat(line.borderTopWidth) > 0 && line.borderTopStyle === "solid";
  const [x, y] = [box.left + card.clientLeft - parseFloat(line.width), box.top + parseFloat(line.top)];
  return isSeen && Math.abs(x - sheet.right) < 1 && place.top - 4 < y && y < place.bottom + 4;
}"""


def test_pointing_at_words_selects_the_innermost_frame_then_the_one_around_it(page: Page, live: str, cast: Cast):
    editor = cast.actor("editor")
    version = make_article(editor, TEXT, title="واشنطن تهدد", language="ar", direction="rtl")
    outer = make_frame(editor, version, contents=(find_span(editor, version, CONTENT),))
    inner = make_frame(editor, version, cue=find_span(editor, version, "حذرت"), parent=outer)
    desk = Desk(page, live, version).open(cast.annotator)
    desk.point_at("حذرت")
    expect(desk.selected).to_have_attribute("data-card", str(inner.uid))
    desk.shows({"kin-content": [CONTENT], "selected-cue": ["حذرت"]})
    page.wait_for_function(_TIED, arg="حذرت")
    desk.point_at("حذرت")
    expect(desk.selected).to_have_attribute("data-card", str(outer.uid))
    desk.shows({"selected-content": [CONTENT], "kin-cue": ["حذرت"]})
    page.wait_for_function(_TIED, arg=CONTENT)
    assert desk.problems == []
