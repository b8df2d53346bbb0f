"""The margin beside the text: every card can be read, what one was called to stands beside its words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from annotations.actions import add_comment
from annotations.models import ArticleVersion
from tests.browser.desk import Desk
from tests.browser.keyboard import KeyDesk
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention

SAID = ("said", "told", "warned", "added", "denied")
CROWDED = "Officials said, told, warned, added and denied it.\n" + "Much more was to be read. " * 400
_HIDDEN = """cards => cards.flatMap((card) => [card.querySelector(".card-cue"), card.querySelector(".card-speaker")])
  .filter((part) => {
    const { x, y, width, height } = part.getBoundingClientRect();
    return [1, height - 1].some((down) => !part.contains(document.elementFromPoint(x + width / 2, y + down)));
  }).map((part) => part.textContent)"""
_WORDS = """words => {
  const walker = document.createTreeWalker(document.querySelector("[data-text]"), NodeFilter.SHOW_TEXT);
  while (!walker.nextNode().data.includes(words));
  const range = document.createRange();
  range.setStart(walker.currentNode, walker.currentNode.data.indexOf(words));
  range.setEnd(walker.currentNode, range.startOffset + words.length);
  return range.getBoundingClientRect().toJSON();
}"""


@pytest.fixture
def crowded(live: str, cast: Cast) -> ArticleVersion:
    """Five frames in one line of the text, those after the first inside it, and each tied to a claim."""
    editor = cast.actor("editor")
    version = make_article(editor, CROWDED)
    claim, outer = make_claim(editor), None
    for word in SAID:
        contents = () if outer else (find_span(editor, version, CROWDED[CROWDED.index(SAID[1]) : CROWDED.index(".")]),)
        frame = make_frame(editor, version, cue=find_span(editor, version, word), contents=contents, parent=outer)
        make_mention(editor, claim, attribution=frame)
        outer = outer or frame
    return version


def test_cards_above_the_selected_one_are_read(page: Page, live: str, cast: Cast, crowded: ArticleVersion):
    desk = Desk(page, live, crowded).open(cast.annotator)
    page.locator(".frame-card").last.locator("[data-select]").click()
    expect(desk.selected.locator(".card-cue")).to_have_text(SAID[-1])
    brief = page.locator(".is-brief")
    expect(brief).to_have_count(len(SAID) - 1)
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    assert brief.evaluate_all(_HIDDEN) == []
    desk.point_at(SAID[0])
    expect(brief).to_have_count(0)


def test_who_is_called_to_a_comment_sees_its_words(page: Page, live: str, cast: Cast):
    editor = cast.actor("editor")
    filler = "Much more was to be read. " * 40
    version = make_article(editor, f"{filler}\n{filler}\nOfficials affirmed it.\n{filler}\n{filler}")
    frame = make_frame(editor, version, cue=find_span(editor, version, "affirmed"))
    comment = add_comment(actor=editor, target=frame.uid, body="Is that so?").object
    desk = Desk(page, live, version)
    desk.sign_in(cast.second_editor)
    page.goto(f"{desk.address}?comment={comment.uid}#frame-{frame.uid}")
    line = page.locator(f'[data-comment="{comment.uid}"]')
    expect(line).to_be_focused()
    expect(line).to_be_in_viewport()
    words, bar = page.evaluate(_WORDS, "affirmed"), page.locator("#bar").bounding_box()
    assert bar is not None
    assert bar["y"] + bar["height"] <= words["top"] < words["bottom"] <= 800


def test_a_key_leads_into_a_field_where_fingers_do_too(
    browser: Browser, live: str, cast: Cast, crowded: ArticleVersion
):
    page = browser.new_context(
        service_workers="block", has_touch=True, is_mobile=True, viewport={"width": 1280, "height": 800}
    ).new_page()
    desk = KeyDesk(page, live, crowded)
    desk.open(cast.annotator)
    assert not page.evaluate("matchMedia('(pointer: fine)').matches")
    desk.enter_text()
    field = desk.selected.get_by_role("combobox", name="Find or add the speaker")
    desk.take([(0, len("Officials"))])
    desk.press("s", "Enter")
    expect(field).to_be_focused()
    desk.press("Escape")
    desk.take([(CROWDED.index("it"), CROWDED.index("."))])
    desk.press("s")
    page.get_by_role("button", name="Make the frame").tap()
    expect(page.locator(".frame-card")).to_have_count(len(SAID) + 2)
    desk.saved()
    expect(field).not_to_be_focused()
