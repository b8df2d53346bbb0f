"""The selected frame stands out: its words, those of its next of kin, and the line to its card."""

from __future__ import annotations

import pytest
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


def test_pointing_at_other_words_of_a_frame_begins_at_the_innermost_there(page: Page, live: str, cast: Cast):
    editor = cast.actor("editor")
    version = make_article(editor, TEXT, title="واشنطن تهدد", language="ar", direction="rtl")
    outer = make_frame(editor, version, contents=(find_span(editor, version, CONTENT),))
    inner = make_frame(editor, version, cue=find_span(editor, version, "حذرت"), parent=outer)
    desk = Desk(page, live, version).open(cast.annotator)
    card = desk.selected
    for words, selected in [
        ("بدائل", outer),
        ("الأمنية", outer),  # other words of the same frame: it stays
        ("حذرت", inner),  # a frame inside the selected one
        ("لديها", outer),
        ("حذرت", inner),
        ("حذرت", outer),
    ]:
        desk.point_at(words)
        expect(card).to_have_attribute("data-card", str(selected.uid))
    desk.point_at("حذرت")
    expect(card).to_have_count(0)
    assert desk.problems == []


_EDGES = """([words, of]) => {
  const { firstChild: node } = document.querySelector(of);
  const at = node.data.indexOf(words);
  const letter = (from) => {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, from + 1);
    return range.getBoundingClientRect();
  };
  const boxes = [...words].map((_, index) => letter(at + index));
  return [Math.min(...boxes.map((box) => box.left)), Math.max(...boxes.map((box) => box.right))];
}"""


@pytest.mark.parametrize(
    ("text", "words", "language"),
    [
        ('Report\nThe minister told رويترز أمس that "taxes" would rise.', "رويترز", "en"),
        ('Report\nThe minister told رويترز أمس that "taxes" would rise.', "أمس", "en"),
        ("خبر\nوقالت Reuters News أمس إن الضرائب سترتفع.", "Reuters", "ar"),
        ("خبر\nوقالت Reuters News أمس إن الضرائب سترتفع.", "News", "ar"),
    ],
)
def test_handles_stand_at_the_edges_that_the_eye_sees_where_directions_meet(
    page: Page, live: str, cast: Cast, text: str, words: str, language: str
):
    editor = cast.actor("editor")
    version = make_article(editor, text, language=language, direction="rtl" if language == "ar" else "ltr")
    span = find_span(editor, version, words)
    desk = Desk(page, live, version).open(cast.annotator)
    desk.point_at(words)
    handles = [page.locator(f'.handle-{end}[data-span="{span.uid}"]') for end in ("start", "end")]
    stands = sorted(desk.page.evaluate("(one) => parseFloat(one.style.left)", one.element_handle()) for one in handles)
    origin = page.evaluate("document.querySelector('[data-text]').getBoundingClientRect().left")
    assert [origin + place for place in stands] == pytest.approx(page.evaluate(_EDGES, [words, "#p2"]), abs=1)


def test_what_can_be_undone_is_known_when_the_mouse_comes(page: Page, live: str, cast: Cast):
    version = make_article(cast.actor("editor"), TEXT, title="واشنطن تهدد", language="ar", direction="rtl")
    desk = Desk(page, live, version).open(cast.annotator)
    desk.mark("cue", "حذرت")
    desk.make()
    desk.saved()
    page.reload()
    page.wait_for_selector("[data-painted]")
    undo = page.get_by_role("button", name="Undo")
    undo.hover()
    expect(undo).to_have_attribute("aria-disabled", "false")
    assert desk.problems == []
