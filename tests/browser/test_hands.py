"""Filling in, taking back and losing the connection, as hands do it: in Arabic and in English."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from annotations.models import Attribution, Mention, Progress, Source
from tests.browser.desk import Desk
from tests.cast import Cast, make_article, make_claim, make_source

ARABIC = "واشنطن تهدد\nوصرح مسؤول عراقي 👩🏽‍👧🏽 أن “واشنطن مُنْزَعِجَةٌ” بحسب AFP يوم 29 سبتمبر."
ENGLISH = "Officials told AFP 👍🏿 that the cafe\u0301 closed.\nNobody denied it."

SEARCHES = re.compile(r"/sources/\?")

pytestmark = pytest.mark.slow


def test_in_arabic_what_one_fills_in_is_one_step_taken_back_at_once_and_the_connection_may_go(
    page: Page, live: str, cast: Cast
):
    editor = cast.actor("editor")
    version = make_article(editor, ARABIC, language="ar", direction="rtl")
    make_source(editor, "مسؤول عراقي", kind="anonymous_person")
    make_claim(editor, "واشنطن منزعجة", language="ar")
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live}])
    desk = Desk(page, live, version).open(cast.annotator)
    desk.mark("cue", "صرح")
    desk.mark("content", "أن “واشنطن مُنْزَعِجَةٌ”")
    page.keyboard.press("Enter")
    fields = desk.selected.get_by_role("combobox")
    fields.nth(0).fill("مسؤول عراقي")
    desk.selected.locator(".pick:not(.pick-new)", has_text="مسؤول عراقي").click()
    fields.nth(1).fill("واشنطن منزعجة")
    desk.selected.locator(".pick:not(.pick-new)", has_text="واشنطن منزعجة").click()
    desk.saved()
    assert (Attribution.objects.get().speaker_ids != [], Mention.objects.count()) == (True, 1)

    held: list[Route] = []
    page.route("**/undo/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    desk.leave_field()
    for refusal in ({"rule": "undo.missing", "detail": "its claim is gone", "status": 409}, None):
        held.clear()
        page.keyboard.press("Control+z")
        expect(page.locator(".frame-card")).to_have_count(0)  # before the server has answered
        assert Attribution.objects.exists()
        while not held:
            page.wait_for_timeout(20)
        if refusal:
            held[0].fulfill(status=409, json=refusal)
            expect(page.locator("#bar-status")).to_have_text("شيء يحيل إليه هذا غير موجود هنا.")
            expect(page.locator(".frame-card")).to_have_count(1)
    held[0].continue_()
    expect(page.locator("#bar-status")).to_contain_text("إسناد")
    assert (Attribution.objects.count(), Mention.objects.count()) == (0, 0)

    height = page.locator("#bar").bounding_box()
    page.route("**/progress/", lambda route: route.abort())
    page.keyboard.press("b")
    page.locator("#saves[data-state=troubled]").wait_for()
    assert page.locator("#bar").bounding_box() == height
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("[data-painted]")
    paragraph = page.locator("[data-progress=done]")
    expect(paragraph).to_have_count(1)
    assert not Progress.objects.exists()
    page.locator("#saves summary").click()
    page.unroute("**/progress/")
    page.locator("#saves button").first.click()
    desk.saved()
    expect(page.locator(".saves-sheet")).to_be_hidden()
    assert [one.state for one in Progress.objects.all()] == ["done"]
    assert desk.problems == []


def test_in_english_what_is_typed_and_not_chosen_is_kept_and_a_name_that_is_known_is_asked_about(
    page: Page, live: str, cast: Cast
):
    editor = cast.actor("editor")
    version = make_article(editor, ENGLISH)
    known = make_source(editor, "Agence France-Presse")
    desk = Desk(page, live, version).open(cast.annotator)
    desk.mark("source", "AFP")
    page.keyboard.press("Enter")
    expect(page.locator("#bar-status")).to_have_text("Frame made. It has no cue and no content yet.")
    expect(desk.selected.locator("[data-slot=missing]")).to_be_visible()
    field = desk.selected.get_by_role("combobox", name="Find or add the speaker")
    field.fill("agence france-presse")
    note = desk.selected.locator("[data-pick=source]").get_by_text("Only typed, not chosen.")
    expect(note).to_be_visible()
    desk.leave_field()
    page.keyboard.press("Escape")
    expect(page.locator("#bar-status")).to_contain_text("it is kept on the card: agence france-presse")
    desk.saved()
    page.reload()
    page.wait_for_selector("[data-painted]")
    desk.point_at("AFP")
    expect(field).to_have_value("agence france-presse")
    desk.selected.get_by_role("button", name="Add as new source").click()
    form = desk.selected.get_by_role("form", name="New source")
    form.get_by_label("Kind").select_option("outlet")
    form.get_by_role("button", name="Add the source").click()
    question = form.get_by_role("group", name="A source of this name")
    expect(question).to_contain_text("Agence France-Presse")
    question.get_by_role("button", name="Take this one").click()
    desk.saved()
    assert (Source.objects.count(), Attribution.objects.get().speaker_ids) == (1, [known.pk])
    expect(note).to_be_hidden()
    stays_where_one_has_gone_on(desk)
    assert desk.problems == []


def stays_where_one_has_gone_on(desk: Desk) -> None:
    """A source that is added late, for the answer is slow, leaves the focus in the field that one has gone on to."""
    desk.selected.get_by_role("combobox", name="Find or add the speaker").fill("Reuters")
    desk.selected.get_by_role("button", name="Add as new source").click()
    form = desk.selected.get_by_role("form", name="New source")
    form.get_by_label("Kind").select_option("outlet")
    desk.page.route(SEARCHES, lambda _route: None)
    with desk.page.expect_request(SEARCHES):
        form.get_by_role("button", name="Add the source").click()
    claim = desk.selected.get_by_role("combobox", name="Find or add the claim")
    claim.fill("AFP carries it")
    expect(form).to_be_visible()
    desk.page.unroute(SEARCHES)  # which lets those go on that wait
    expect(form).to_be_hidden()
    expect(claim).to_be_focused()
    desk.saved()
