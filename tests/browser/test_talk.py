"""Talking things over beside the text: names to call, drafts, threads of earlier versions, the way from a call."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from annotations.actions import add_comment, add_version
from annotations.models import ArticleVersion, Attribution, Comment
from tests.browser.desk import Desk
from tests.browser.keyboard import KeyDesk
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention

TEXT = "قالَ مسؤولون 👩🏽‍👧🏽 إن الحرب انتهت.\nOfficials said café talks had failed."


@pytest.fixture(params=["en", "ar"])
def said_here(request: pytest.FixtureRequest, page: Page, live: str) -> Callable[[str], str]:
    """The interface in one of its languages; called, it says how words are there."""
    page.context.add_cookies([{"name": "django_language", "value": request.param, "url": live}])

    def say(words: str) -> str:
        with override(request.param):
            return gettext(words)

    return say


def test_comments_are_written_kept_and_found_again(page: Page, live: str, cast: Cast, said_here: Callable[[str], str]):
    one_open = f"{said_here('Open comments:')} 1"
    editor = cast.actor("editor")
    version = make_article(editor, TEXT, title="الحرب", language="ar", direction="rtl")
    make_frame(editor, version, source=find_span(editor, version, "مسؤولون"), cue=find_span(editor, version, "قالَ"))
    desk = KeyDesk(page, live, version)
    desk.open(cast.second_editor)
    desk.enter_text()
    desk.press("j", "l")
    field = desk.selected.get_by_role("textbox", name=said_here("Your comment; @name calls a member"))
    expect(field).to_be_focused()
    page.keyboard.type("@anno")
    expect(desk.selected.get_by_role("listbox", name=said_here("Members")).get_by_role("option")).to_have_text(
        ["@annotator"]
    )
    desk.press("Enter")
    page.keyboard.type("و @nobody 👍🏿")
    said = "@annotator و @nobody 👍🏿"
    expect(field).to_have_value(said)
    page.reload()
    page.wait_for_selector("[data-painted]")
    desk.enter_text()
    desk.press("j")
    expect(field).to_have_value(said)
    field.press("Control+Enter")
    thread = desk.selected.locator(".thread li")
    expect(thread.locator(".called")).to_have_text(["@annotator"])
    expect(field).to_have_value("")
    expect(page.get_by_role("button", name=one_open)).to_have_text("1")
    comment = Comment.objects.get()
    assert comment.body == said
    found_from_the_corrected_text(
        desk, cast, version, one_open, said_here("on version {number}").replace("{number}", "1")
    )
    led_to_by_the_call(desk, cast, comment)
    assert desk.problems == []


def found_from_the_corrected_text(
    desk: KeyDesk, cast: Cast, version: ArticleVersion, one_open: str, words: str
) -> None:
    editor = cast.actor("editor")
    add_version(actor=editor, article=version.article, text=f"تصحيح.\n{TEXT}", captured_how="api")
    desk.open(cast.annotator)
    desk.page.get_by_role("button", name=one_open).click()
    expect(desk.selected.locator(".thread li")).to_contain_text(words)


def led_to_by_the_call(desk: KeyDesk, cast: Cast, comment: Comment) -> None:
    """The header tells of the next comment without a new page; the page of calls leads into the thread."""
    page = desk.page
    add_comment(actor=cast.actor("editor"), target=comment.target, body="see below")
    newest = Attribution.objects.order_by("pk").last()
    assert newest is not None
    expect(page.locator(".calls-count")).to_have_text("1")
    add_comment(actor=cast.actor("editor"), target=newest.uid, body="@annotator again")
    expect(page.locator(".calls-count")).to_have_text("2")
    page.locator("#calls").click()
    page.locator(f"#naming-{comment.uid} button[value=go]").click()
    expect(page.locator(f'[data-comment="{comment.uid}"]')).to_be_focused()


def test_calls_at_a_span_and_at_a_claim_lead_there_and_into_the_text_and_back(page: Page, live: str, cast: Cast):
    editor = cast.actor("editor")
    version = make_article(editor, TEXT, title="الحرب", language="ar", direction="rtl")
    span = find_span(editor, version, "café talks")
    claim = make_claim(editor, "The talks at the café failed.")
    make_mention(editor, claim, span=span)
    add_comment(actor=editor, target=span.uid, body="@annotator which café?")
    add_comment(actor=editor, target=claim.uid, body="@annotator who says so?")
    of_span, of_claim = Comment.objects.get(target=span.uid).uid, Comment.objects.get(target=claim.uid).uid
    desk = Desk(page, live, version)
    desk.sign_in(cast.annotator)
    calls = f"{live}/w/desk/for-you/"
    page.goto(calls)
    page.locator(f"#naming-{of_span} button[value=go]").click()
    expect(page.locator(f'[data-comment="{of_span}"]')).to_be_focused()
    expect(desk.selected).to_have_attribute("data-card", str(span.uid))
    desk.shows({"selected-plain": ["café talks"]})
    page.goto(calls)
    page.locator(f"#naming-{of_claim} button[value=go]").click()
    expect(page.locator(f"#comment-{of_claim}")).to_be_in_viewport()
    page.get_by_role("link", name="In the text, version 1").click()
    expect(desk.selected).to_have_attribute("data-card", str(span.uid))
    desk.shows({"selected-plain": ["café talks"]})
    desk.leave_field()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Open comments: 1").click()
    expect(desk.selected.locator(".thread li")).to_contain_text("which café?")
    assert desk.problems == []
