"""What opens around the text: outline, filter, comments, guidelines, reading view, layers, suggestions, handles."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from annotations.actions import write_guidelines
from annotations.models import ArticleVersion, Attribution, Comment, Layer, Progress, Span
from tests.browser.desk import Desk
from tests.browser.keyboard import KeyDesk
from tests.cast import Cast, find_span, make_article, make_frame, make_source, make_span

ARABIC = (
    "واشنطن تهدد بغداد\nوصرح مسؤول عراقي لوكالة فرانس برس، أن “واشنطن منزعجة” 👩🏽‍👧🏽.\nوَقَالَ المسؤول إن الأمر انتهى."
)


@pytest.fixture
def version(live: str, cast: Cast) -> ArticleVersion:
    """An article with one frame whose speaker is known."""
    editor = cast.actor("editor")
    version = make_article(editor, ARABIC, title="واشنطن تهدد", language="ar", direction="rtl")
    make_frame(
        editor,
        version,
        source=find_span(editor, version, "مسؤول عراقي"),
        cue=find_span(editor, version, "صرح"),
        contents=(find_span(editor, version, "أن “واشنطن منزعجة”"),),
        speakers=(make_source(editor, "مسؤول عراقي", kind="anonymous_person"),),
    )
    return version


@pytest.fixture
def desk(page: Page, live: str, cast: Cast, version: ArticleVersion) -> KeyDesk:
    desk = KeyDesk(page, live, version)
    desk.open(cast.annotator)
    desk.enter_text()
    return desk


def test_suggestions_are_shown_as_such_and_taken_over_by_key(desk: KeyDesk):
    start = ARABIC.index("قَالَ")
    desk.take([(start, start + len("قَالَ"))])
    desk.press("c")
    source = ARABIC.index("المسؤول", start)
    desk.take([(source, source + len("المسؤول"))])
    desk.press("s", "Enter", "Escape")
    hints = desk.selected.locator("[data-slot=hints] li")
    expect(hints).to_have_count(2)
    expect(hints.first).to_contain_text("مسؤول عراقي")
    assert not Attribution.objects.filter(cue_kind="verb").exists()
    desk.press("y", "y")
    expect(hints).to_have_count(0)
    desk.saved()
    made = Attribution.objects.get(resolution="anaphoric")
    first = Attribution.objects.exclude(pk=made.pk).get()
    assert (made.cue_kind, made.attitude, made.antecedent_frame_id, made.speaker_ids) == (
        "verb",
        "assertion",
        first.pk,
        first.speaker_ids,
    )
    assert desk.problems == []


def test_the_addressee_is_found_and_marked_by_one_key(desk: KeyDesk):
    desk.press("j")
    expect(desk.selected.locator("[data-slot=hints]")).to_contain_text("وكالة فرانس برس")
    desk.press("y", "y")
    desk.saved()
    frame = Attribution.objects.select_related("addressee").get()
    assert frame.addressee is not None
    assert frame.addressee.exact == "وكالة فرانس برس"


def test_the_outline_leads_to_a_paragraph_and_the_filter_leaves_out(desk: KeyDesk):
    desk.press("o")
    outline = desk.page.get_by_role("dialog", name="Outline and filter")
    expect(outline.get_by_role("listitem")).to_have_count(3)
    expect(outline.get_by_role("listitem").nth(1)).to_contain_text("1")
    expect(outline.get_by_role("listitem").nth(1).get_by_role("button").last).to_be_in_viewport(ratio=1)
    outline.get_by_label("Show").select_option("plain")
    expect(desk.page.locator(".frame-card")).to_have_count(0)
    assert desk.painted() == {}
    outline.get_by_role("listitem").nth(2).get_by_role("button").first.click()
    assert desk.caret == ARABIC.index("وَقَالَ")
    desk.page.get_by_role("button", name="Filtered: show everything").click()
    expect(desk.page.locator(".frame-card")).to_have_count(1)
    assert desk.problems == []


def test_paragraphs_are_done_by_key_in_the_margin_and_in_the_outline(desk: KeyDesk):
    first, second, third = (desk.page.locator(f"#p{number}") for number in (1, 2, 3))
    desk.press("b")
    expect(first).to_have_attribute("data-progress", "done")
    box = second.bounding_box()
    assert box is not None
    desk.page.mouse.click(box["x"] + box["width"] + 20, box["y"] + 20)  # its number: Arabic has it on the right
    expect(second).to_have_attribute("data-progress", "looked")
    desk.enter_text()
    desk.press("o")
    outline = desk.page.locator("#outline")
    expect(outline).to_contain_text("1 of 3 paragraphs done")
    outline.get_by_role("button", name="3: open").click()
    expect(outline.get_by_role("button", name="3: looked at (annotator)")).to_be_visible()
    expect(third).to_have_attribute("data-progress", "looked")
    desk.page.keyboard.press("Escape")
    desk.page.keyboard.press("Control+z")
    expect(third).not_to_have_attribute("data-progress", "looked")
    expect(desk.page.locator("#bar-status")).to_contain_text("Undone.")  # on the server, too
    starts = [0, ARABIC.index("\n") + 1]
    assert list(Progress.objects.order_by("start").values_list("start", "state")) == [
        (starts[0], "done"),
        (starts[1], "looked"),
    ]
    assert desk.problems == []


def test_comments_stand_in_the_card_and_are_resolved(desk: KeyDesk):
    desk.press("j", "l")
    desk.page.keyboard.type("@editor من أكّد؟ 👍🏿")
    desk.selected.get_by_role("button", name="Comment", exact=True).click()
    thread = desk.selected.locator(".thread li")
    expect(thread).to_have_count(1)
    expect(thread.locator(".called")).to_have_text("@editor")
    thread.get_by_role("button", name="Resolve").click()
    expect(thread.get_by_role("button", name="Reopen")).to_be_visible()
    comment = Comment.objects.get()
    assert (comment.target, comment.body, comment.resolved) == (
        Attribution.objects.get().uid,
        "@editor من أكّد؟ 👍🏿",
        True,
    )


def test_guidelines_open_beside_the_text(desk: KeyDesk, cast: Cast):
    write_guidelines(actor=cast.actor("editor"), body="# الوسم\n\nالمصدر **أولًا**.", expected=None)
    desk.press("g")
    dialog = desk.page.get_by_role("dialog", name="Guidelines")
    expect(dialog.get_by_role("heading", name="الوسم")).to_be_visible()
    desk.press("Escape")
    assert desk.page.evaluate("document.activeElement.matches('[data-text]')")


def test_the_text_alone_and_back(desk: KeyDesk):
    desk.press("i")
    expect(desk.page.locator(".bench-margin")).to_be_hidden()
    assert desk.painted() != {}
    desk.press("i")
    expect(desk.page.locator(".bench-margin")).to_be_visible()


def test_on_paper_the_marks_follow_the_text(desk: KeyDesk):
    desk.page.emulate_media(media="print")
    expect(desk.page.locator("#bar")).to_be_hidden()
    expect(desk.page.locator(".bench-heading select").first).to_be_hidden()
    text = desk.page.locator(".bench-text").bounding_box()
    card = desk.page.locator(".frame-card").bounding_box()
    assert text is not None
    assert card is not None
    assert card["y"] >= text["y"] + text["height"]


def test_another_layer_is_chosen_by_its_name(desk: KeyDesk, cast: Cast):
    own = Layer.objects.create(
        workspace=cast.workspace,
        version=desk.version,
        kind="independent",
        annotator="annotator",
        created_by="annotator",
    )
    make_span(cast.actor("annotator"), desk.version, (0, 6), layer=own)
    desk.page.reload()
    desk.page.get_by_role("navigation", name="Layers").get_by_role("link", name="annotator").click()
    desk.page.wait_for_selector("[data-painted]")
    desk.shows({"plain": ["واشنطن"]})


@pytest.mark.parametrize("highlights", [True, False])
def test_an_edge_is_dragged_by_its_handle(
    browser: Browser, live: str, cast: Cast, version: ArticleVersion, highlights: bool
):
    context = browser.new_context(service_workers="block", viewport={"width": 1280, "height": 800})
    if not highlights:
        context.add_init_script("delete globalThis.Highlight; delete CSS.highlights;")
    desk = Desk(context.new_page(), live, version).open(cast.annotator)
    span = Span.objects.get(exact="صرح")
    desk.point_at("صرح")
    handle = desk.page.locator(f'.handle-start[data-span="{span.uid}"]')
    expect(handle).to_be_attached()
    box = desk.place_of(handle)
    desk.page.get_by_role("button", name="Whole words").click()  # letter by letter
    desk.page.mouse.move(box["x"], box["y"] - 4)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + 4, box["y"] + box["height"] / 2)
    desk.page.mouse.move(box["x"] + 12, box["y"] + box["height"] / 2)
    desk.page.mouse.up()
    desk.saved()
    span.refresh_from_db()
    assert (span.exact, Attribution.objects.get().cue_id) == ("وصرح", span.pk)
    assert desk.problems == []
    context.close()
