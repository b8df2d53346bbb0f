"""One computer, several people: who signs out leaves nothing, and nobody's work goes out under another's name."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Attribution
from tests.browser.desk import Desk
from tests.cast import Cast, make_article
from tests.waiting import wait_until

TEXT = "Officials 👩🏽‍👧🏽 told AFP that talks failed.\nTwo e\u0301missaries said the cafe\u0301 closed."
pytestmark = pytest.mark.slow
KEPT = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), ...await caches.keys()
].filter((name) => /annotator|reserve/.test(name))"""


def leave(page: Page) -> None:
    page.locator("#user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()


def unsent(desk: Desk, cue: str) -> None:
    """Mark a frame that the server fails to take."""
    desk.mark("cue", cue)
    desk.make()
    expect(desk.page.locator("#saves summary")).to_contain_text("Not saved: 1")


def test_who_signs_out_is_asked_about_what_is_unsent_and_leaves_nothing_in_any_window(
    page: Page, live: str, cast: Cast
):
    version = make_article(cast.actor("editor"), TEXT)
    one, other = Desk(page, live, version).open(cast.annotator), Desk(page.context.new_page(), live, version)
    page.context.route("**/api/v1/attributions/", lambda route: route.fulfill(status=503))
    unsent(one, "told")
    other.open()
    unsent(other, "said")
    other.mark("source", "Two e\u0301missaries")  # a draft, which lives in its window alone
    leave(page)
    question = page.get_by_role("dialog", name="Sign out")
    expect(question).to_contain_text("Changes that the server does not have yet: 2")
    expect(question.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Escape")
    expect(question).to_be_hidden()
    expect(page.locator(".frame-card")).to_have_count(1)
    leave(page)
    question.get_by_role("button", name="Throw them away and sign out").click()
    for window in (page, other.page):
        window.wait_for_url("**/sign-in/**")
        window.wait_for_load_state()
        assert window.evaluate(KEPT) == []
    page.go_back()
    page.wait_for_url("**/sign-in/**")
    expect(page.get_by_label("Password")).to_be_visible()
    assert "told AFP" not in page.content()
    assert Attribution.objects.count() == 0
    assert (one.problems, other.problems) == ([], [])


def test_another_who_signs_in_neither_sees_nor_sends_what_is_unsent_and_its_writer_finds_it_again(
    page: Page, live: str, cast: Cast
):
    version = make_article(cast.actor("editor"), TEXT)
    mine, theirs = Desk(page, live, version).open(cast.annotator), Desk(page.context.new_page(), live, version)
    page.context.route("**/api/v1/attributions/", lambda route: route.fulfill(status=503))
    unsent(mine, "told")
    mine.sign_in(cast.editor)  # in the same browser, of which this page has not heard
    page.context.unroute("**/api/v1/attributions/")
    page.locator("#saves summary").click()
    page.locator("#saves").get_by_role("button", name="Try again").click()
    expect(page.locator("#saves")).to_contain_text("You are signed out.")
    theirs.open()
    expect(page.locator("#user-menu")).to_contain_text("editor")  # by itself
    for desk in (mine, theirs):
        expect(desk.page.locator(".frame-card")).to_have_count(0)
        desk.saved()
    assert Attribution.objects.count() == 0
    theirs.page.close()
    mine.sign_in(cast.annotator)
    page.goto(f"{live}/w/desk/articles/")  # where it is told that something waits, and for what
    expect(page.locator("#unsent")).to_contain_text(f"{version.article.title} (1)")
    page.locator("#unsent").get_by_role("link").click()
    wait_until(lambda: Attribution.objects.filter(cue__exact="told").count() == Attribution.objects.count() == 1)
    mine.saved()
    expect(page.locator("#unsent")).to_be_hidden()
    assert (mine.problems, theirs.problems) == ([], [])
