"""What the form of a frame is filled in with, and finding in spite of a typing error."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from annotations.models import Attribution, Mention
from tests.browser.desk import Desk
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_source

TEXT = "قال مسؤول عراقي إن الحرب انتهت.\nوزعم لاحقا أن السفارة باقية."


def test_a_frame_without_a_source_goes_back_and_a_typing_error_still_finds(page: Page, live: str, cast: Cast) -> None:
    editor = cast.actor("editor")
    version = make_article(editor, TEXT, language="ar", direction="rtl")
    speaker = make_source(editor, "", descriptor="مسؤول عراقي", kind="anonymous_person")
    ministry = make_source(editor, "وزارة الخارجية العراقية", kind="named_organisation")
    alike = make_claim(editor, "السفارة الأمريكية باقية في بغداد", language="ar")
    first = make_frame(
        editor, version, source=find_span(editor, version, "مسؤول عراقي"), cue=find_span(editor, version, "قال"),
        speakers=(speaker,),
    )  # fmt: skip
    desk = Desk(page, live, version).open(cast.annotator)
    desk.mark("cue", "زعم")
    desk.mark("content", "أن السفارة باقية")
    desk.make()
    desk.saved()
    made = Attribution.objects.exclude(pk=first.pk).get()
    assert (made.antecedent_frame_id, made.resolution, made.speaker_ids) == (first.pk, "pro_drop", [])

    desk.selected.get_by_text("Parts and details").click()
    expect(desk.selected.locator("[data-slot=antecedent]")).to_have_text("مسؤول عراقي … قال")
    desk.selected.get_by_label("Goes back to").select_option("no earlier frame")
    desk.selected.get_by_label("Goes back to").select_option("مسؤول عراقي")
    desk.saved()
    made.refresh_from_db()
    assert (made.antecedent_frame_id, made.speaker_ids) == (first.pk, [speaker.pk])
    desk.leave_field()
    page.keyboard.press("Control+z")
    expect(desk.selected.locator("[data-slot=speakers] li")).to_have_count(0)
    expect(desk.selected.locator("[data-slot=antecedent]")).to_be_hidden()

    desk.selected.get_by_role("combobox", name="Find or add the claim").click()
    desk.selected.get_by_role("option", name=alike.statement).click()
    field = desk.selected.get_by_role("combobox", name="Find or add the speaker")
    field.fill("وزراة الخارجيه")
    options = page.locator(f"#{field.get_attribute('aria-controls')} [role=option]")
    expect(options.last).to_contain_text("New source")
    expect(options.first).to_contain_text(ministry.name)
    desk.selected.get_by_role("option", name=ministry.name).click()
    desk.saved()
    made.refresh_from_db()
    assert (made.antecedent_frame_id, made.speaker_ids, Mention.objects.get().claim_id) == (
        None, [ministry.pk], alike.pk,
    )  # fmt: skip
    assert desk.problems == []
