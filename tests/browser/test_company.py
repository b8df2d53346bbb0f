"""Two people at one article, each in a browser of their own, over the server that holds live streams open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from annotations.actions import add_comment, add_version, delete_attribution, delete_mention, edit_article
from annotations.models import ArticleVersion, Attribution, Span, User
from tests.browser.conftest import PATIENCE
from tests.browser.desk import Desk, choose
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention
from tests.chromium import FLAGS, find_chromium
from tests.waiting import wait_until

ENGLISH = "👩🏽‍👩🏽‍👧🏽 Officials told AFP 👍🏿 that talks failed.\nTwo e\u0301missaries said the cafe\u0301 closed."
ENGLISH += " Nobody denied it."
ARABIC = "واشنطن تهدد\nوقالت المصادر إن واشنطن حَذَّرَتْ بغداد. وصرح مسؤول عراقي أن “واشنطن منزعجة”."
pytestmark = pytest.mark.slow


@pytest.fixture
def sit(browser: Browser, web: str, transactional_db: None) -> Iterator[Callable[[User, ArticleVersion], Desk]]:
    """Put a person at an article, in a browser context of their own, and wait until they hear of others."""
    contexts: list[BrowserContext] = []

    def seat(user: User, version: ArticleVersion) -> Desk:
        size: ViewportSize = {"width": 1280, "height": 800}
        contexts.append(browser.new_context(locale="en-GB", viewport=size, service_workers="block"))
        contexts[-1].set_default_timeout(PATIENCE)
        return follow(Desk(contexts[-1].new_page(), web, version).open(user))

    yield seat
    for context in contexts:
        context.close()


def follow(desk: Desk) -> Desk:
    desk.page.mouse.move(400, 400)
    desk.page.wait_for_selector("#workbench[data-live=live]")
    return desk


def undo(page: Page, key: str = "Control+z") -> None:
    page.evaluate("document.activeElement?.blur()")
    page.keyboard.press(key)


def cues(version: ArticleVersion) -> list[str]:
    return sorted(frame.cue.exact for frame in Attribution.objects.filter(version=version) if frame.cue)


def build(desk: Desk, words: str) -> None:
    desk.mark("cue", words)
    desk.make()


def test_both_edit_one_frame_and_both_make_frames(sit: Callable[[User, ArticleVersion], Desk], cast: Cast):
    version = make_article(cast.actor("editor"), ENGLISH)
    frame = make_frame(cast.actor("editor"), version, cue=find_span(cast.actor("editor"), version, "told"))
    mine, theirs = sit(cast.annotator, version), sit(cast.editor, version)
    expect(mine.page.locator("#people")).to_contain_text("editor")
    mine.select("Nobody denied")  # a selection and a place that news of others must not move
    scrolled = mine.page.evaluate("scrollY")
    choose(theirs, "told", "Attitude", "belief")
    build(theirs, "cafe\u0301 closed")
    theirs.saved()
    mine.page.locator(".frame-card", has_text="cafe\u0301 closed").wait_for()
    assert mine.page.evaluate("[String(getSelection()), scrollY]") == ["Nobody denied", scrolled]
    expect(mine.page.get_by_role("status").filter(has_text="editor")).to_be_visible()
    # Fields that do not touch go together by themselves; the other's is not sent back.
    choose(mine, "told", "Kind of cue", "verb")
    build(mine, "said")
    mine.saved()
    frame.refresh_from_db()
    assert (frame.attitude, frame.cue_kind) == ("belief", "verb")
    assert cues(version) == ["cafe\u0301 closed", "said", "told"]
    theirs.page.locator(".frame-card", has_text="said").wait_for()
    assert (mine.problems, theirs.problems) == ([], [])


def test_whoever_types_in_a_card_keeps_focus_caret_and_place(sit: Callable[[User, ArticleVersion], Desk], cast: Cast):
    editor = cast.actor("editor")
    version = make_article(editor, ENGLISH)
    frame = make_frame(editor, version, cue=find_span(editor, version, "told"))
    ties = [
        make_mention(editor, make_claim(editor, words), attribution=frame) for words in ("It failed.", "It closed.")
    ]
    mine, theirs = sit(cast.annotator, version), sit(cast.editor, version)
    page = mine.page
    mine.point_at("told")
    field = mine.selected.get_by_role("combobox", name="Find or add the claim")
    field.press_sequentially("talks")
    field.press("ArrowLeft")
    scrolled = page.evaluate("scrollY")
    build(theirs, "Officials")  # a card before it
    choose(theirs, "told", "Attitude", "belief")  # the card itself
    theirs.saved()
    page.locator(".frame-card", has_text="Officials").wait_for()
    expect(mine.selected.locator("[name=attitude]")).to_have_value("belief")
    state = "(() => { const at = document.activeElement; return [at.value, at.selectionStart, scrollY]; })()"
    assert page.evaluate(state) == ["talks", 4, scrolled]
    # What had the focus is taken away: its neighbour has it, and at last the text.
    lines = mine.selected.locator("[data-slot=mentions] li")
    lines.first.get_by_role("button").focus()
    gone = str(ties[0].uid)
    if lines.first.get_attribute("data-line") != gone:
        lines.last.get_by_role("button").focus()
    delete_mention(actor=editor, mention=ties[0], expected=None)
    expect(lines).to_have_count(1)
    assert page.evaluate("document.activeElement.closest('[data-slot=mentions]') !== null")
    delete_attribution(actor=editor, attribution=Attribution.objects.get(pk=frame.pk), expected=None)
    expect(mine.selected).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('[data-text]')")
    assert (mine.problems, theirs.problems) == ([], [])


def test_one_goes_offline_and_comes_back(sit: Callable[[User, ArticleVersion], Desk], cast: Cast):
    version = make_article(cast.actor("editor"), ENGLISH)
    frame = make_frame(cast.actor("editor"), version, cue=find_span(cast.actor("editor"), version, "told"))
    mine, theirs = sit(cast.annotator, version), sit(cast.editor, version)
    mine.page.context.set_offline(True)
    build(mine, "Nobody")
    expect(mine.page.locator("#saves summary")).to_contain_text("offline")
    undo(mine.page)
    expect(mine.page.locator(".frame-card")).to_have_count(1)
    build(mine, "Officials")
    undo(mine.page)
    undo(mine.page, "Control+Shift+z")
    expect(mine.page.locator(".frame-card")).to_have_count(2)
    build(mine, "talks failed")
    choose(mine, "talks failed", "Attitude", "knowledge")
    choose(mine, "told", "Attitude", "intention")
    expect(mine.page.locator("#saves summary")).to_contain_text("offline")
    assert {"Officials", "talks failed"} <= {text for texts in mine.painted().values() for text in texts}
    build(theirs, "said")
    choose(theirs, "told", "Attitude", "belief")
    theirs.saved()
    mine.page.context.set_offline(False)
    mine.page.locator(".frame-card", has_text="said").wait_for()
    saves = mine.page.locator("#saves")
    expect(saves.locator("summary")).to_have_text("Not saved: 1")
    saves.locator("summary").click()
    saves.get_by_role("button", name="Decide …").click()
    choice = mine.page.get_by_role("dialog", name="Two changes of one thing")
    expect(choice.get_by_role("radio").first).to_be_focused()
    choice.get_by_label("Theirs: belief").check()
    choice.get_by_role("button", name="Keep what is chosen").click()
    mine.saved()
    assert cues(version) == ["Officials", "said", "talks failed", "told"]
    assert Span.objects.filter(version=version).count() == 4
    frame.refresh_from_db()
    assert frame.attitude == "belief"
    assert Attribution.objects.get(cue__exact="talks failed").attitude == "knowledge"


def test_undo_after_anothers_change_and_after_a_reload(sit: Callable[[User, ArticleVersion], Desk], cast: Cast):
    version = make_article(cast.actor("editor"), ARABIC, language="ar", direction="rtl")
    mine, theirs = sit(cast.annotator, version), sit(cast.editor, version)
    build(mine, "حَذَّرَتْ")
    build(mine, "صرح")
    mine.saved()
    theirs.page.locator(".frame-card", has_text="صرح").wait_for()
    choose(theirs, "صرح", "Attitude", "belief")
    theirs.saved()
    mine.page.reload()
    follow(mine)
    undo(mine.page)
    question = mine.page.get_by_role("dialog", name="Undo what somebody changed since?")
    expect(question).to_contain_text("editor")
    question.get_by_label("Theirs: leave it as they made it").check()
    question.get_by_role("button", name="Keep what is chosen").click()
    expect(mine.page.locator("#bar-status")).to_contain_text("Undone.")
    assert cues(version) == ["حَذَّرَتْ", "صرح"]
    undo(mine.page)
    mine.page.locator(".frame-card", has_text="حَذَّرَتْ").wait_for(state="detached")
    assert cues(version) == ["صرح"]
    theirs.page.locator(".frame-card", has_text="حَذَّرَتْ").wait_for(state="detached")
    undo(mine.page, "Control+Shift+z")
    mine.page.locator(".frame-card", has_text="حَذَّرَتْ").wait_for()
    assert cues(version) == ["حَذَّرَتْ", "صرح"]
    mine.page.close()
    expect(theirs.page.locator("#people")).to_be_hidden()


def test_a_page_that_is_gone_back_to_is_live_as_it_was_left_and_what_it_had_to_send_is_nobodys_twice(
    browser: Browser, web: str, transactional_db: None, cast: Cast
):
    editor = cast.actor("editor")
    version = make_article(editor, "\n".join([ENGLISH] * 12))
    frame = make_frame(editor, version, cue=find_span(editor, version, "told"))
    make_mention(editor, make_claim(editor, "It failed."), attribution=frame)
    # Playwright switches off what keeps pages to go back to.
    off = ["--disable-back-forward-cache"]
    own = browser.browser_type.launch(executable_path=find_chromium(), args=FLAGS, ignore_default_args=off)
    context = own.new_context(locale="en-GB", viewport={"width": 1280, "height": 800}, service_workers="block")
    context.set_default_timeout(PATIENCE)
    desk = follow(Desk(context.new_page(), web, version).open(cast.annotator))
    page = desk.page
    page.evaluate("addEventListener('pageshow', ({ persisted }) => { document.title = `kept: ${persisted}`; })")
    desk.point_at("told")
    claim = desk.selected.get_by_role("link", name="It failed.")
    claim.focus()
    page.evaluate("scrollTo(0, 90)")
    claim.press("Enter")
    page.wait_for_url("**/claims/**")
    make_frame(editor, version, cue=find_span(editor, version, "said"))
    page.evaluate("history.back()")  # no page is loaded, for which Playwright's own would wait
    page.locator(".frame-card", has_text="said").wait_for()
    expect(page).to_have_title("kept: true")
    expect(claim).to_be_focused()
    assert page.evaluate("scrollY") == 90
    # What the server did not take yet goes on in the next window, as if the page had been closed.
    page.on("dialog", lambda dialog: dialog.accept())
    page.route("**/api/v1/attributions/", lambda route: route.fulfill(status=503))
    build(desk, "denied")
    expect(page.locator("#saves summary")).to_contain_text("Not saved: 1")
    page.get_by_role("link", name="Claims").click()
    page.wait_for_url("**/claims/")
    page.unroute("**/api/v1/attributions/")
    desk.open()
    page.locator(".frame-card", has_text="denied").wait_for()
    wait_until(lambda: cues(version) == ["denied", "said", "told"])
    page.evaluate("history.go(-2)")
    page.wait_for_selector("[data-painted][data-live=live]")
    expect(page).not_to_have_title("kept: true")  # read anew: what it held was sent
    desk.saved()
    expect(page.locator(".frame-card")).to_have_count(3)
    assert cues(version) == ["denied", "said", "told"]
    assert desk.problems == []
    own.close()


def test_two_windows_of_one_person_send_each_change_once_and_have_one_undo(
    sit: Callable[[User, ArticleVersion], Desk], cast: Cast
):
    version = make_article(cast.actor("editor"), ARABIC, language="ar", direction="rtl")
    one = sit(cast.annotator, version)
    other = follow(Desk(one.page.context.new_page(), one.live, version).open())
    one.page.route("**/api/v1/attributions/", lambda route: route.fulfill(status=503))
    build(one, "تهدد")
    expect(one.page.locator("#saves summary")).to_contain_text("Not saved: 1")
    build(other, "صرح")
    other.saved()
    one.page.locator(".frame-card", has_text="صرح").wait_for()
    other.page.reload()  # a queue whose window lives is that window's to send
    follow(other)
    expect(other.page.locator(".frame-card")).to_have_count(1)
    expect(other.page.locator("#people")).to_be_hidden()  # a person is one
    one.page.unroute("**/api/v1/attributions/")
    one.page.evaluate("dispatchEvent(new Event('online'))")  # rather than at the next try
    one.saved()
    other.page.locator(".frame-card", has_text="تهدد").wait_for()
    undo(other.page)  # the person's newest step, which the other window took
    one.page.locator(".frame-card", has_text="تهدد").wait_for(state="detached")
    undo(one.page, "Control+Shift+z")
    other.page.locator(".frame-card", has_text="تهدد").wait_for()
    assert cues(version) == ["تهدد", "صرح"]
    assert Span.objects.filter(version=version).count() == 2
    assert (one.problems, other.problems) == ([], [])


def test_what_others_do_around_the_text_is_told_beside_it(cast: Cast, sit: Callable[[User, ArticleVersion], Desk]):
    version = make_article(cast.actor("editor"), ENGLISH, language="en")
    frame = make_frame(cast.actor("editor"), version, cue=find_span(cast.actor("editor"), version, "told"))
    mine = sit(cast.annotator, version).page
    other = cast.actor("second_editor")
    edit_article(actor=other, article=version.article, expected=None, status="in_progress", assignee="annotator")
    expect(mine.get_by_label("Assigned to")).to_have_value("annotator")
    expect(mine.get_by_label("Status")).to_have_value("in_progress")
    add_comment(actor=other, target=frame.uid, body="Who told @annotator?")
    news = mine.locator("[aria-live=polite] li")
    expect(news).to_contain_text("second-editor commented: Who told @annotator?")
    news.get_by_role("button", name="Show").click()
    expect(mine.locator(".thread .called")).to_have_text("@annotator")
    add_version(actor=other, article=version.article, text=f"{ENGLISH} Not at first.", captured_how="api")
    expect(news).to_contain_text("second-editor corrected the text.")
    expect(mine.locator(".bench-text")).not_to_contain_text("Not at first.")  # nothing is replaced under the hands
    news.get_by_role("link", name="Show version 2").click()
    expect(mine.locator(".bench-text")).to_contain_text("Not at first.")
    mine.wait_for_selector("[data-painted]")
