"""The workbench in the Arabic interface, by keyboard alone: every word of it is Arabic, and what changes is said."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from annotations.models import Attribution, Claim, Comment, Mention, Source
from tests.browser.keyboard import KeyDesk
from tests.cast import Cast, make_article

TEXT = "واشنطن تهدد بغداد\nوصرح مسؤول عراقي كبير أن “واشنطن منزعجة” 👩🏽‍👧🏽."
SOURCE = "مسؤول عراقي كبير"
CLAIM = "واشنطن منزعجة من بغداد"
DATA = {"annotator", "editor", "second", "admin"}  # names that people gave themselves
ON_KEYS = {"Ctrl", "Shift", "Command", "KeyS"}  # as the sheet of keys names them
# Words in Latin letters that are seen or read out: not on keys, not what is said to be another language.
_FOREIGN = """(known) => {
  const isShown = (one) => (one.closest("select") ?? one).checkVisibility();
  const isOwn = (one) => one.closest("kbd, script, style, template, [lang]")?.matches("[lang=ar]");
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (isOwn(node.parentElement) && isShown(node.parentElement)) texts.push(node.data);
  }
  for (const one of document.body.querySelectorAll("*")) {
    if (!isOwn(one) || !isShown(one)) continue;
    texts.push(...["aria-label", "title", "placeholder", "alt"].map((name) => one.getAttribute(name) ?? ""));
  }
  return texts.flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? []).filter((word) => !known.includes(word));
}"""


class ArabicDesk(KeyDesk):
    """Whatever is done ends with a look at the words of the page."""

    def only_arabic(self) -> None:
        assert self.page.evaluate(_FOREIGN, sorted(DATA | ON_KEYS)) == []

    def heard(self, words: str) -> None:
        """The words of the interface are said in a live region."""
        live = self.page.locator(":is([role=status], [aria-live=polite]):visible")
        expect(live.filter(has_text=arabic(words))).to_have_count(1)
        self.only_arabic()


def arabic(words: str) -> str:
    with override("ar"):
        said = gettext(words)
    assert said != words
    return said


@pytest.fixture
def desk(page: Page, live: str, cast: Cast) -> ArabicDesk:
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live}])
    version = make_article(cast.actor("editor"), TEXT, title="واشنطن تهدد", language="ar", direction="rtl")
    cast.workspace.name = "المكتب"
    cast.workspace.save()
    desk = ArabicDesk(page, live, version)
    desk.open(cast.annotator)
    desk.enter_text()
    return desk


def take_words(desk: ArabicDesk, words: str) -> None:
    start = TEXT.index(words)
    desk.take([(start, start + len(words))])


def test_from_the_first_mark_to_undo(desk: ArabicDesk):
    assert desk.page.evaluate("document.documentElement.dir") == "rtl"
    desk.only_arabic()
    a_frame_is_built_and_a_mark_refused(desk)
    a_source_and_a_claim_are_made(desk)
    a_comment_is_written(desk)
    what_opens_is_arabic(desk)
    saving_fails_and_comes_back(desk)
    the_last_change_is_undone(desk)
    assert desk.problems == []


def a_frame_is_built_and_a_mark_refused(desk: ArabicDesk) -> None:
    take_words(desk, SOURCE)
    desk.press("s")
    with override("ar"):
        marked = gettext("Marked: %(role)s") % {"role": gettext("source")}
    expect(desk.page.get_by_role("status").filter(has_text=marked)).to_be_visible()
    desk.only_arabic()
    take_words(desk, "عراقي")
    desk.press("c")
    desk.heard("Source, cue and content may not overlap.")
    take_words(desk, "صرح")
    desk.press("c", "Enter")
    desk.heard("Frame made.")
    desk.saved()


def a_source_and_a_claim_are_made(desk: ArabicDesk) -> None:
    """Making the frame led into the speaker's field."""
    page, card = desk.page, desk.selected
    expect(card.get_by_role("combobox", name=arabic("Find or add the speaker"))).to_be_focused()
    page.keyboard.type(SOURCE)
    desk.press("Enter")
    form = card.get_by_role("form", name=arabic("New source"))
    words = form.get_by_label(arabic("Name, or the words that describe it"))
    expect(words).to_be_focused()
    expect(words).to_have_value(SOURCE)
    desk.only_arabic()
    desk.press("Tab", "ArrowDown")
    kind = form.get_by_label(arabic("Kind"))
    expect(kind).not_to_have_value("anonymous_person")
    chosen = kind.input_value()
    desk.press("Shift+Tab", "Enter")
    expect(card.locator("[data-slot=speakers] li")).to_contain_text(SOURCE)

    desk.press("Escape", "m")
    expect(card.get_by_role("combobox", name=arabic("Find or add the claim"))).to_be_focused()
    page.keyboard.type(CLAIM)
    desk.press("Enter")
    form = card.get_by_role("form", name=arabic("New claim"))
    expect(form.get_by_label(arabic("The claim, as one sentence"))).to_be_focused()
    desk.only_arabic()
    desk.press("Tab", "Tab", "Tab", "Tab")
    expect(form.get_by_role("button", name=arabic("Add the claim"))).to_be_focused()
    desk.press("Enter")
    expect(card.locator("[data-slot=mentions] li")).to_contain_text(CLAIM)
    desk.saved()
    frame, source, mention = Attribution.objects.get(), Source.objects.get(), Mention.objects.get()
    assert (source.name or source.descriptor, source.kind, frame.speaker_ids) == (SOURCE, chosen, [source.pk])
    assert (mention.attribution_id, mention.claim_id) == (frame.pk, Claim.objects.get(statement=CLAIM).pk)


def a_comment_is_written(desk: ArabicDesk) -> None:
    desk.press("Escape", "l")
    expect(desk.selected.get_by_role("textbox", name=arabic("Your comment; @name calls a member"))).to_be_focused()
    desk.page.keyboard.type("من أكّد؟")
    desk.press("Control+Enter")
    expect(desk.selected.locator(".thread li")).to_have_count(1)
    desk.only_arabic()
    assert Comment.objects.get().target == Attribution.objects.get().uid


def what_opens_is_arabic(desk: ArabicDesk) -> None:
    desk.press("Escape", "d", "Escape")
    desk.only_arabic()
    for key, name, inner in (
        ("?", "Keys of the workbench", "[data-sheet] input"),
        ("o", "Outline and filter", "li"),
        ("g", "Guidelines", "[data-part] *"),
        ("Delete", "Take this away?", "p"),
    ):
        desk.press(key)
        dialog = desk.page.get_by_role("dialog", name=arabic(name))
        expect(dialog).to_be_visible()
        expect(dialog.locator(inner).first).to_be_attached()
        desk.only_arabic()
        desk.press("Escape")
        expect(dialog).to_be_hidden()
    desk.press("f")
    desk.page.keyboard.type("لا أحد")
    desk.heard("Not found")
    desk.press("Escape")


def saving_fails_and_comes_back(desk: ArabicDesk) -> None:
    desk.page.route("**/api/v1/attributions/", lambda route: route.abort())
    take_words(desk, "تهدد")
    desk.press("c", "Enter")
    desk.heard("offline")
    desk.page.unroute("**/api/v1/attributions/")
    desk.heard("All saved")
    assert Attribution.objects.count() == 2


def the_last_change_is_undone(desk: ArabicDesk) -> None:
    desk.press("Escape", "Control+z")
    desk.heard("Undone.")
    expect(desk.page.locator(".frame-card")).to_have_count(1)
    assert Attribution.objects.count() == 1
