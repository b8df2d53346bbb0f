"""The workbench by keyboard alone."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotations.models import ArticleVersion, Attribution, Source, Span
from tests.browser.keyboard import KeyDesk
from tests.cast import Cast, make_article, make_source

SEED = Path("seeds/000_61cb0b5ecef4338c.txt").read_text(encoding="utf-8")
DEMO = Path("seeds/demo.isnad.jsonl")
KEYS = {"source": "s", "cue": "c", "content": "t", "addressee": "a", "channel": "h"}
MIXED = "“قَالَ” 👩🏽‍👧🏽 AFP 29 سبتمبر إن الأمر انتهى."
ENGLISH = "Two officials 👍🏿 told AFP that cafés closed.\nThey said so twice. One denied it."
Frame = dict[str, Any]


@pytest.fixture
def seed(live: str, cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"), SEED, title="واشنطن تهدد", language="ar", direction="rtl")


def demo() -> tuple[dict[str, Any], list[Frame], dict[str, str]]:
    """The spans of the seed article by id, its frames of paragraphs 3 to 5, and what sources are called."""
    records: dict[str, list[Any]] = {}
    for line in DEMO.open(encoding="utf-8"):
        record = json.loads(line)
        records.setdefault(record["type"], []).append(record)
    version = next(one for one in records["version"] if one["text"] == SEED)
    lines = [match.span() for match in re.finditer(r"[^\n]+", SEED)]
    spans = {one["id"]: one["segments"] for one in records["span"] if one["version"] == version["id"]}
    names = {one["id"]: one["name"] or one["descriptor"] for one in records["source"]}
    frames = [
        frame
        for frame in records["attribution"]
        if frame["version"] == version["id"] and lines[2][0] <= beginning(spans, frame) < lines[4][1]
    ]
    return spans, sorted(frames, key=lambda frame: (depth(frames, frame), beginning(spans, frame))), names


def beginning(spans: dict[str, Any], frame: Frame) -> int:
    return min(int(spans[span][0][0]) for ids in parts(frame).values() for span in ids)


def parts(frame: Frame) -> dict[str, list[str]]:
    return {role: frame["contents"] if role == "content" else [frame[role]] if frame[role] else [] for role in KEYS}


def depth(frames: list[Frame], frame: Frame) -> int:
    return 0 if frame["parent"] is None else 1


def picture(spans: dict[str, Any], frame: Frame, names: dict[str, str]) -> dict[str, Any]:
    """A frame without its ids: places by role, and who speaks."""
    return {
        **{role: [spans[span] for span in ids] for role, ids in parts(frame).items()},
        "speakers": [names[source] for source in frame["speakers"]],
    }


def stored_frames(version: ArticleVersion) -> list[dict[str, Any]]:
    """What the database holds, in the same picture; a parent is told by where it begins."""
    places = {
        span.pk: [list(pair) for pair in zip(span.segments[::2], span.segments[1::2], strict=True)]
        for span in Span.objects.filter(version=version)
    }
    names = {source.pk: source.name or source.descriptor for source in Source.objects.all()}
    single = {"source": "source_id", "cue": "cue_id", "addressee": "addressee_id", "channel": "channel_id"}
    return [
        {
            **{role: [places[getattr(frame, at)]] if getattr(frame, at) else [] for role, at in single.items()},
            "content": [places[key] for key in frame.content_ids],
            "speakers": [names[key] for key in frame.speaker_ids],
            "parent": places[frame.parent.cue_id] if frame.parent and frame.parent.cue_id else None,
        }
        for frame in Attribution.objects.filter(version=version).select_related("parent")
    ]


def by_place(pictures: list[dict[str, Any]]) -> list[str]:
    return sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in pictures)


@pytest.mark.slow
def test_paragraphs_three_to_five_are_annotated_by_keyboard_alone(
    page: Page, live: str, cast: Cast, seed: ArticleVersion
):
    spans, frames, names = demo()
    assert len(frames) >= 5
    for name in {names[source] for frame in frames for source in frame["speakers"]}:
        make_source(cast.actor("editor"), name, kind="mixed_group")
    desk = KeyDesk(page, live, seed)
    desk.open(cast.annotator)
    desk.enter_text()
    for frame in frames:
        for role, ids in parts(frame).items():
            for span in ids:
                desk.take(spans[span])
                desk.press(KEYS[role])
        desk.press("Enter")
        for source in frame["speakers"]:
            page.keyboard.type(names[source])
            desk.press("Enter")  # at once: what the registry has is waited for
            expect(desk.selected.locator("[data-slot=speakers] li")).to_have_text([re.compile(names[source])])
        desk.press("Escape")
        assert page.evaluate("document.activeElement.matches('[data-text]')")
    desk.saved()
    byid = {frame["id"]: frame for frame in frames}
    expected = [
        {**picture(spans, frame, names), "parent": spans[byid[frame["parent"]]["cue"]] if frame["parent"] else None}
        for frame in frames
    ]
    assert by_place(stored_frames(seed)) == by_place(expected)
    assert desk.problems == []


def spans_of(version: ArticleVersion) -> dict[str, list[int]]:
    return {span.exact: span.segments for span in Span.objects.filter(version=version)}


@pytest.fixture
def mixed(page: Page, live: str, cast: Cast) -> KeyDesk:
    """Right to left with Latin, digits, marks and an emoji of several code points; the caret at its start."""
    version = make_article(cast.actor("editor"), MIXED, title="مختلط", language="ar", direction="rtl")
    desk = KeyDesk(page, live, version)
    desk.open(cast.annotator)
    desk.enter_text()
    return desk


@pytest.fixture
def english(page: Page, live: str, cast: Cast) -> KeyDesk:
    desk = KeyDesk(page, live, make_article(cast.actor("editor"), ENGLISH))
    desk.open(cast.annotator)
    desk.enter_text()
    return desk


def left(desk: KeyDesk) -> float:
    """Where the caret is drawn, in pixels from the left of the window."""
    box = desk.page.locator(".caret").bounding_box()
    assert box is not None
    return box["x"]


def test_arrows_follow_the_eye_and_stop_at_whole_letters(mixed: KeyDesk):
    stops, places = [mixed.caret], [left(mixed)]
    while stops[-1] < MIXED.index("29"):
        mixed.press("ArrowLeft")
        stops.append(mixed.caret)
        places.append(left(mixed))
    assert all(there < here for here, there in pairwise(places)), places
    cuts = {MIXED[:stop] for stop in stops}
    assert "“قَالَ” 👩🏽‍👧🏽" in cuts
    assert not any(cut.endswith(("👩", "\u200d", "👩🏽")) for cut in cuts)
    assert "“ق" not in cuts  # a letter keeps its mark
    mixed.press("ArrowRight", "ArrowRight")
    assert left(mixed) > places[-1]


_APART = """(words) => {
  const line = document.querySelector("#p1");
  const rects = (text) => {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(text);
      if (at < 0) continue;
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + text.length);
      return [...range.getClientRects()];
    }
    throw new Error(`not in one node: ${text}`);
  };
  const marked = rects(words);
  const [number] = rects("29");
  return [marked.some((one) => one.right <= number.left + 1), marked.some((one) => one.left >= number.right - 1)];
}"""


def test_words_that_the_eye_sees_apart_are_one_place(mixed: KeyDesk):
    """After Latin letters a number goes on to the right: it is seen between words that stand before it."""
    words = "قَالَ” 👩🏽‍👧🏽 AFP"
    start = MIXED.index(words)
    assert mixed.page.evaluate(_APART, words) == [True, True]
    mixed.select(words)
    mixed.press("c")
    mixed.shows({"draft-cue": [words]})
    mixed.press("Enter", "Escape", "Escape", "Control+Home", "ArrowLeft")
    assert mixed.caret == start
    for _ in words:
        if mixed.caret != start + len(words):
            mixed.press("Shift+ArrowLeft")
    assert mixed.caret == start + len(words)
    mixed.press("t")
    mixed.shows({"cue": [words], "draft-content": [words]})
    mixed.press("Enter", "Escape")
    mixed.saved()
    assert [span.segments for span in Span.objects.all()] == [[start, start + len(words)]] * 2
    assert mixed.problems == []


def test_words_sentences_paragraphs_and_the_ends(english: KeyDesk):
    english.press("Control+ArrowDown")
    assert english.caret == ENGLISH.index("They")
    english.press("Period")
    assert english.caret == ENGLISH.index("One denied")
    english.press("Comma", "Control+ArrowRight")
    assert english.caret == ENGLISH.index(" said")
    english.press("Control+Home")
    assert english.caret == 0
    english.press("Control+Shift+End", "t")
    english.press("Enter", "Escape")
    english.saved()
    assert spans_of(english.version) == {ENGLISH: [0, len(ENGLISH)]}  # over the end of a line


def test_a_span_in_two_pieces_is_marked_and_a_piece_taken_out_again(english: KeyDesk):
    first, second = ENGLISH.index("told"), ENGLISH.index("cafés")
    english.take([(first, first + 4), (second, second + 5)])
    english.press("t", "Enter", "Escape")
    english.saved()
    assert spans_of(english.version) == {"told cafés": [first, first + 4, second, second + 5]}
    frame = Attribution.objects.get()
    english.press("Escape")
    english.take([(first, first + 4)])
    english.page.keyboard.press("Minus")
    english.saved()
    assert spans_of(english.version) == {"cafés": [second, second + 5]}
    assert Attribution.objects.get().uid == frame.uid


def test_edges_move_by_keys_and_what_hangs_on_the_span_stays(english: KeyDesk):
    start = ENGLISH.index("told")
    english.take([(start, start + 4)])
    english.press("c", "Enter", "Escape")
    english.saved()
    span = Span.objects.get()
    english.press("r", "Control+ArrowRight", "r", "ArrowLeft", "Enter")
    english.saved()
    span.refresh_from_db()
    assert (span.exact, span.revision) == ("told AFP", 2)  # the space before it is no part of it
    english.press("r", "ArrowRight", "Escape")
    english.saved()
    span.refresh_from_db()
    assert (span.exact, Attribution.objects.get().cue_id) == ("told AFP", span.pk)


def test_an_edge_that_would_break_a_rule_is_refused_at_once(english: KeyDesk):
    cue, content = ENGLISH.index("told"), ENGLISH.index("that")
    english.take([(cue, cue + 4)])
    english.press("c")
    english.take([(content, content + 4)])
    english.press("t", "Enter", "Escape")
    english.saved()
    english.go(cue + 2)
    english.press("r", "Control+ArrowRight", "Control+ArrowRight", "Enter")
    expect(english.page.locator("#bar-status")).to_have_text("Source, cue and content may not overlap.")
    assert set(spans_of(english.version)) == {"told", "that"}


def test_nesting_and_out_again_walking_and_opening_at_the_caret(english: KeyDesk):
    for role, words in (("t", ENGLISH.splitlines()[0]), ("c", "told")):
        start = ENGLISH.index(words)
        english.take([(start, start + len(words))])
        english.press(role, "Enter", "Escape", "u")
    english.saved()
    inner = Attribution.objects.get(cue__isnull=False)
    assert inner.parent is None
    english.press("n")
    english.saved()
    inner.refresh_from_db()
    assert inner.parent is not None
    english.press("j")
    expect(english.selected).to_have_attribute("data-card", str(inner.parent.uid))
    english.press("x")
    expect(english.selected).to_have_attribute("data-card", str(inner.uid))
    english.press("Escape", "Escape", "Enter")
    expect(english.selected).to_have_attribute("data-card", str(inner.uid))


def test_other_keys_and_none(english: KeyDesk):
    english.press("?")
    sheet = english.page.get_by_role("dialog", name="Keys of the workbench")
    field = sheet.get_by_label("source", exact=True)
    field.press("q")
    expect(field).to_have_value("KeyQ")
    sheet.get_by_role("button", name="Keep these keys").click()
    expect(sheet).to_be_hidden()
    english.take([(0, 3)])
    english.press("s")
    assert english.painted() == {}
    english.press("q")
    english.shows({"draft-source": ["Two"]})
    english.press("?")
    sheet.get_by_label("Switch single keys off").check()
    sheet.get_by_role("button", name="Keep these keys").click()
    expect(sheet).to_be_hidden()
    english.take_by_arrows(4, 13)
    english.press("q", "c")
    english.shows({"draft-source": ["Two"]})
    assert english.problems == []


def test_words_are_found_in_any_spelling_and_jumped_to(mixed: KeyDesk):
    mixed.press("f")
    mixed.page.keyboard.type("قال")
    mixed.shows({"found-now": ["قَالَ"]})
    mixed.press("Escape")
    mixed.press("c")
    mixed.shows({"draft-cue": ["قَالَ"]})
    mixed.press("f")
    mixed.page.keyboard.type("لا أحد")
    expect(mixed.page.locator("#find output")).to_have_text("Not found")
    assert mixed.problems == []


def focus_is_in_text(desk: KeyDesk) -> bool:
    found: bool = desk.page.evaluate("document.activeElement.matches('[data-text]')")
    return found


def test_undo_enter_and_the_sheet_wherever_the_focus_is(english: KeyDesk):
    cards = english.page.locator(".frame-card")
    english.take([(4, 13)])
    english.press("s", "Enter")
    speaker = english.selected.get_by_role("combobox", name="Find or add the speaker")
    expect(speaker).to_be_focused()
    english.press("Control+z")  # nothing was typed into the field: the frame goes, not a letter
    expect(cards).to_have_count(0)
    assert focus_is_in_text(english)
    english.press("Control+y")
    expect(cards).to_have_count(1)
    english.press("j", "v")
    expect(speaker).to_be_focused()
    english.page.keyboard.type("Two")
    english.press("Control+z")  # what was typed is the field's
    expect(speaker).to_have_value("Tw")
    expect(cards).to_have_count(1)
    english.press("Escape", "Escape")
    english.take([(0, 3)])
    english.press("c")
    english.page.locator("[data-select]").focus()
    english.press("Enter")  # at a card
    expect(cards).to_have_count(2)
    english.saved()
    assert set(spans_of(english.version)) == {"officials", "Two"}
    english.page.evaluate("document.activeElement.blur()")
    english.press("?")
    expect(english.page.get_by_role("dialog", name="Keys of the workbench")).to_be_visible()
    english.press("Escape")
    assert focus_is_in_text(english)
    assert english.problems == []
