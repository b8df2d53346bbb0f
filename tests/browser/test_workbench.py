"""The workbench in a browser: marking, nesting, changing, taking away, failing and coming back."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from annotations.models import ArticleVersion, Attribution, Mention, Span
from tests.browser.desk import Desk
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source

ARABIC = (
    "واشنطن تهدد بغداد\n"
    "وقالت المصادر، إن واشنطن حذرت بأنه “إذا لم تتحرك الجهات الأمنية، فإن لديها بدائل أخرى”.\n"
    "وصرح مسؤول عراقي لوكالة فرانس برس أن “واشنطن منزعجة” بحسب AFP يوم 29 سبتمبر."
)
HOSTILE = (
    "👩🏽‍👩🏽‍👧🏽🇮🇶 <script>window.hacked = true</script> Officials said "
    "\u202eSAY DON'T\u202c that <b>talks</b> failed 👍🏿.\n"
    "قَالَ\u200f المُتَحَدِّثُ &amp; “لا”."
)


@pytest.fixture
def arabic(live: str, cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"), ARABIC, title="واشنطن تهدد", language="ar", direction="rtl")


@pytest.fixture
def desk(page: Page, live: str, cast: Cast, arabic: ArticleVersion) -> Desk:
    desk = Desk(page, live, arabic)
    desk.sign_in(cast.annotator)
    return desk


def build(desk: Desk, **parts: str) -> None:
    for role, words in parts.items():
        desk.mark(role, words)
    desk.make()
    desk.saved()


def stored(version: ArticleVersion) -> dict[str, tuple[int, int]]:
    """Every stored span by its text, with its place."""
    return {span.exact: (span.segments[0], span.segments[-1]) for span in Span.objects.filter(version=version)}


@pytest.mark.parametrize("aid", ["word", "letter"])
def test_the_second_letter_onwards_of_a_word(desk: Desk, aid: str):
    desk.page.add_init_script(f"localStorage.setItem('isnad/aid', '{aid}')")
    desk.open()
    desk.mark("cue", "قالت")
    desk.shows({"draft-cue": ["قالت"]})
    build(desk, content="إن واشنطن حذرت بأنه “إذا لم تتحرك الجهات الأمنية، فإن لديها بدائل أخرى”")
    start = ARABIC.index("وقالت") + 1
    assert stored(desk.version)["قالت"] == (start, start + 4)


def test_the_word_aid_completes_a_word_and_can_be_switched_off(desk: Desk):
    desk.open()
    desk.mark("source", "صادر")
    desk.shows({"draft-source": ["المصادر"]})
    desk.page.get_by_role("button", name="Whole words").click()
    desk.mark("source", "صادر")
    desk.shows({"draft-source": ["صادر"]})


def test_a_role_without_selected_words_says_what_to_do(desk: Desk):
    desk.open()
    desk.page.get_by_role("button", name="Source", exact=False).first.click()
    expect(desk.page.locator("#bar-status")).to_have_text("Select words in the text first.")


def test_a_frame_in_a_frame(desk: Desk):
    desk.open()
    build(
        desk,
        source="المصادر",
        cue="قالت",
        content="إن واشنطن حذرت بأنه “إذا لم تتحرك الجهات الأمنية، فإن لديها بدائل أخرى”",
    )
    desk.mark("source", "واشنطن", 1)
    desk.mark("cue", "حذرت")
    desk.mark("content", "بأنه “إذا لم تتحرك الجهات الأمنية، فإن لديها بدائل أخرى”")
    parent = desk.page.get_by_label("Inside").first
    expect(parent.locator("option")).to_have_count(2)
    desk.make()
    desk.saved()
    inner = Attribution.objects.get(parent__isnull=False)
    assert inner.cue is not None
    assert inner.cue.exact == "حذرت"
    desk.page.reload()
    desk.page.wait_for_selector("[data-painted]")
    assert len(desk.painted()["content-2"]) == 1
    # … and out of it again, by the card
    desk.point_at("حذرت")
    desk.selected.locator("summary").first.click()
    desk.selected.get_by_label("Inside").select_option("")
    desk.saved()
    assert not Attribution.objects.filter(parent__isnull=False).exists()


def test_parts_are_changed_added_and_taken_away(desk: Desk):
    desk.open()
    build(desk, source="مسؤول", cue="صرح", content="أن “واشنطن منزعجة”")
    desk.leave_field()
    desk.page.keyboard.press("e")
    desk.mark("source", "مسؤول عراقي")
    desk.mark("addressee", "وكالة فرانس برس")
    desk.mark("content", "يوم 29 سبتمبر")
    desk.page.get_by_role("button", name="Done").click()
    desk.saved()
    assert set(stored(desk.version)) == {"مسؤول عراقي", "صرح", "أن “واشنطن منزعجة”", "وكالة فرانس برس", "يوم 29 سبتمبر"}
    desk.selected.locator("summary").first.click()
    line = desk.selected.locator("[data-slot=parts] li", has_text="يوم 29 سبتمبر")
    line.get_by_role("button").click()
    desk.selected.get_by_label("Attitude").select_option("belief")
    desk.saved()
    frame = Attribution.objects.get()
    assert (len(frame.content_ids), frame.attitude) == (1, "belief")
    assert "يوم 29 سبتمبر" not in stored(desk.version)


def test_parts_that_overlap_are_refused_at_once(desk: Desk):
    desk.open()
    desk.mark("source", "مسؤول عراقي")
    desk.mark("cue", "عراقي")
    expect(desk.page.locator("#bar-status")).to_have_text("Source, cue and content may not overlap.")
    assert "draft-cue" not in desk.painted()


def test_a_hand_that_is_quicker_than_the_script_loses_nothing_and_the_text_does_not_move_under_it(desk: Desk):
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    desk.page.route("**/hands.js", hold)
    desk.open()
    top = desk.page.locator("[data-text]").bounding_box()
    desk.mark("content", "إن واشنطن حذرت")
    desk.mark("content", "حذرت")  # over words that were selected a moment ago
    assert desk.painted() == {}
    held[0].continue_()
    desk.shows({"draft-content": ["إن واشنطن حذرت", "حذرت"]})
    assert desk.page.get_by_role("button", name="Make the frame").is_visible()
    assert desk.page.locator("[data-text]").bounding_box() == top


def test_a_frame_is_taken_away_only_after_asking(desk: Desk):
    desk.open()
    build(desk, source="مسؤول عراقي", cue="صرح")
    desk.leave_field()
    desk.page.keyboard.press("Delete")
    desk.page.get_by_role("button", name="Keep it").click()
    assert Attribution.objects.count() == 1
    desk.page.keyboard.press("Delete")
    desk.page.get_by_role("dialog").get_by_role("button", name="Take it away").click()
    expect(desk.page.locator(".frame-card")).to_have_count(0)
    desk.saved()
    assert (Attribution.objects.count(), Span.objects.count(), desk.painted()) == (0, 0, {})


def test_the_same_source_is_offered_first_and_a_claim_is_found_by_typing(desk: Desk, cast: Cast):
    editor = cast.actor("editor")
    claim = make_claim(editor, "الولايات المتحدة منزعجة", language="ar")
    make_source(editor, "مسؤول عراقي كبير", kind="anonymous_person")
    speaker = make_source(editor, "", descriptor="مسؤول عراقي", kind="anonymous_person")
    make_frame(editor, desk.version, source=find_span(editor, desk.version, "المصادر"), speakers=(speaker,))
    desk.open()
    build(desk, source="مسؤول عراقي", cue="صرح")
    field = desk.selected.get_by_role("combobox", name="Find or add the speaker")
    field.click()
    expect(desk.selected.get_by_role("option").first).to_contain_text("مسؤول عراقي")
    field.press("ArrowDown")
    field.press("Enter")
    claims = desk.selected.get_by_role("combobox", name="Find or add the claim")
    claims.fill("الولايات المتحده")
    desk.selected.get_by_role("option", name="الولايات المتحدة منزعجة").click()
    desk.selected.get_by_label("How it takes the claim").select_option("denies")
    desk.saved()
    frame = Attribution.objects.get(cue__isnull=False)
    mention = Mention.objects.get()
    assert frame.speaker_ids == [speaker.pk]
    assert (mention.claim_id, mention.attribution_id, mention.polarity) == (claim.pk, frame.pk, "denies")


def test_what_the_outlet_itself_asserts(desk: Desk):
    desk.open()
    desk.select("واشنطن تهدد بغداد")
    desk.page.keyboard.press("p")
    desk.new_claim("واشنطن تهدد بغداد")
    desk.saved()
    mention = Mention.objects.select_related("span", "claim").get()
    assert mention.span is not None
    assert (mention.span.exact, mention.attribution, mention.claim.statement) == (
        "واشنطن تهدد بغداد",
        None,
        "واشنطن تهدد بغداد",
    )
    desk.shows({"selected-plain": ["واشنطن تهدد بغداد"]})


def test_a_failed_save_is_shown_kept_over_a_reload_and_sent_at_last(desk: Desk):
    desk.open()
    refuse: list[Any] = []

    def fail(route: Route) -> None:
        refuse.append(route.request.post_data_json)
        route.abort()

    desk.page.route("**/api/v1/attributions/", fail)
    desk.mark("source", "مسؤول عراقي")
    desk.mark("cue", "صرح")
    desk.make()
    saves = desk.page.locator("#saves")
    expect(saves.locator("summary")).to_contain_text("Not saved: 1")
    assert "unsaved" in desk.painted()
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.reload()
    desk.page.wait_for_selector("[data-painted]")
    expect(desk.page.locator(".frame-card")).to_have_count(1)
    assert Attribution.objects.count() == 0
    saves.locator("summary", has_text="Not saved: 1").click()
    tries = len(refuse)
    saves.get_by_role("button", name="Try again").click()
    expect(saves).to_contain_text("The server cannot be reached")
    assert len(refuse) > tries
    desk.page.unroute("**/api/v1/attributions/")
    desk.saved()  # by itself
    frame = Attribution.objects.get()
    assert {one["id"] for one in refuse} == {str(frame.uid)}


def test_a_refused_save_is_kept_with_the_reason_and_can_be_given_up(desk: Desk):
    desk.open()
    problem = {"detail": "no", "errors": [{"field": "cue", "rule": "x.y", "detail": "The desk is closed."}]}
    desk.page.route("**/api/v1/attributions/", lambda route: route.fulfill(status=422, json=problem))
    desk.mark("cue", "صرح")
    desk.make()
    saves = desk.page.locator("#saves")
    saves.locator("summary", has_text="Not saved: 1").click()
    expect(saves).to_contain_text("The desk is closed.")
    saves.get_by_role("button", name="Give up").click()
    expect(desk.page.locator(".frame-card")).to_have_count(0)
    desk.shows({})


def test_a_stale_change_is_shown_and_can_be_had_either_way(desk: Desk, cast: Cast):
    editor = cast.actor("editor")
    for news in ("live", "changes"):  # what the page does not hear of in time
        desk.page.route(f"**/{news}/?*", lambda route: route.abort())
    frame = make_frame(editor, desk.version, cue=find_span(editor, desk.version, "صرح"))
    desk.open()
    Attribution.objects.filter(pk=frame.pk).update(attitude="belief")
    desk.point_at("صرح")
    desk.selected.locator("summary").first.click()
    desk.selected.get_by_label("Attitude").select_option("intention")
    saves = desk.page.locator("#saves")
    saves.locator("summary", has_text="Not saved: 1").click()
    expect(saves).to_contain_text("Somebody changed this meanwhile.")
    saves.get_by_role("button", name="Decide …").click()
    choice = desk.page.get_by_role("dialog", name="Two changes of one thing")
    expect(choice.get_by_label("Theirs: belief")).to_be_visible()
    choice.get_by_label("Yours: intention").check()
    choice.get_by_role("button", name="Keep what is chosen").click()
    desk.saved()
    frame.refresh_from_db()
    assert frame.attitude == "intention"


def test_hostile_text_is_only_text(page: Page, live: str, cast: Cast):
    version = make_article(cast.actor("editor"), HOSTILE, title="<b>“</b>", language="en")
    desk = Desk(page, live, version).open(cast.annotator)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".chip").count() == 3
    shown = page.locator("[data-text] .line").evaluate_all("lines => lines.map((line) => line.textContent)")
    assert "\n".join(shown) == HOSTILE
    desk.mark("source", "Officials")
    desk.mark("cue", "said")
    desk.mark("content", "that <b>talks</b> failed")
    desk.make()
    desk.saved()
    words = ("Officials", "said", "that <b>talks</b> failed")
    expected = {word: (HOSTILE.index(word), HOSTILE.index(word) + len(word)) for word in words}
    assert stored(version) == expected
    assert desk.problems == []


@pytest.mark.parametrize(("width", "locale"), [(360, "ar"), (1280, "en-GB"), (1280, "ar")])
def test_nothing_overflows_and_axe_finds_nothing(
    browser: Browser, live: str, cast: Cast, arabic: ArticleVersion, width: int, locale: str
):
    """A content is a whole paragraph; what is empty is laid out like the page, so that its hint reads rightly."""
    editor = cast.actor("editor")
    source = make_source(editor, "مسؤول عراقي", kind="anonymous_person")
    frame = make_frame(
        editor,
        arabic,
        source=find_span(editor, arabic, "مسؤول عراقي"),
        cue=find_span(editor, arabic, "صرح"),
        contents=(find_span(editor, arabic, max(ARABIC.split("\n"), key=len)),),
        speakers=(source,),
    )
    make_mention(editor, make_claim(editor, "واشنطن منزعجة", language="ar"), attribution=frame)
    context = browser.new_context(service_workers="block", viewport={"width": width, "height": 800}, locale=locale)
    desk = Desk(context.new_page(), live, arabic).open(cast.annotator)
    desk.page.locator("[data-select]").click()
    desk.selected.locator("summary").first.click()
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
    box = desk.selected.bounding_box()
    assert box is not None
    for button in desk.selected.locator(".editor-drop:visible").all():
        place = button.bounding_box()
        assert place is not None
        assert box["x"] <= place["x"] <= place["x"] + place["width"] <= box["x"] + box["width"]
    directions = desk.selected.locator(":is(input, textarea)[placeholder]").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).direction)"
    )
    assert set(directions) == {"rtl" if locale == "ar" else "ltr"}
    assert desk.problems == []
    results = Axe().run(desk.page)
    assert results.violations_count == 0, results.generate_report()
    context.close()


def test_a_reader_reads_and_has_nothing_to_mark_with(page: Page, live: str, cast: Cast, arabic: ArticleVersion):
    make_frame(cast.actor("editor"), arabic, cue=find_span(cast.actor("editor"), arabic, "صرح"))
    desk = Desk(page, live, arabic).open(cast.reader)
    bar = page.get_by_role("group", name="Tools")
    expect(bar.get_by_role("button")).to_contain_text(["Find", "Outline", "Read", "Guidelines", "Keys"])
    for name in ("Source", "Undo", "The outlet says so"):
        expect(bar.get_by_role("button", name=name)).to_have_count(0)
    page.locator("[data-select]").click()
    expect(desk.selected.get_by_role("button", name="Take away")).to_be_hidden()
    bar.get_by_role("button", name="Read").click()
    expect(page.locator(".bench-margin")).to_be_hidden()
    bar.get_by_role("button", name="Read").click()
    expect(page.locator(".bench-margin")).to_be_visible()
    bar.get_by_role("button", name="Find").click()
    expect(page.get_by_label("Words to find, in any spelling")).to_be_focused()
    assert desk.problems == []


def test_text_and_frames_are_there_without_a_script(browser: Browser, live: str, cast: Cast, arabic: ArticleVersion):
    editor = cast.actor("editor")
    frame = make_frame(editor, arabic, cue=find_span(editor, arabic, "صرح"))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    desk = Desk(page, live, arabic)
    desk.sign_in(cast.annotator)
    page.goto(desk.address)
    expect(page.locator("#p3")).to_contain_text("وصرح مسؤول عراقي")
    page.locator("[data-select]").click()
    page.get_by_label("Attitude").select_option("belief")
    page.get_by_role("button", name="Save").click()
    page.get_by_label("The new claim").fill("صرّح")
    page.get_by_role("button", name="Tie to the claim").click()
    frame.refresh_from_db()
    assert (frame.attitude, Mention.objects.get().claim.statement) == ("belief", "صرّح")
    page.get_by_role("button", name="Take this away").click()
    assert not Attribution.objects.exists()
    context.close()
