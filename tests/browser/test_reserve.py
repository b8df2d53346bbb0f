"""A workbench opens without a connection, and keeps nothing for the next person at the computer."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from annotations.actions import FrameDraft, edit_attribution
from annotations.models import ArticleVersion, Attribution
from tests.browser.conftest import PATIENCE
from tests.browser.desk import Desk, choose
from tests.cast import Cast, find_span, make_article, make_frame

ARABIC = "واشنطن تهدد\nوصرح مسؤول عراقي 👩🏽‍👧🏽 أن “واشنطن مُنْزَعِجَةٌ”.\nونفى آخر ذلك."
# Resolves when the reserve holds a whole page in which these words are told.
_KEPT = """async words => {
  for (const name of await caches.keys()) {
    const all = await (await caches.open(name)).keys();
    const whole = all.some(({ url }) => url === location.href.split("#")[0]);
    const marks = await caches.match(all.find(({ url }) => url.endsWith("/marks")) ?? "none");
    if (whole && marks && (await marks.text()).includes(words)) return true;
  }
  return false;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that may keep what it needs without a connection."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def kept(page: Page, words: str) -> None:
    ends = monotonic() + 60  # seconds
    while not page.evaluate(_KEPT, words):
        assert monotonic() < ends, "nothing is kept"
        page.wait_for_timeout(50)


def cues(version: ArticleVersion) -> list[str]:
    return sorted(frame.cue.exact for frame in Attribution.objects.filter(version=version) if frame.cue)


@pytest.mark.slow
def test_a_reload_without_a_connection_shows_all_and_loses_nothing_and_signing_out_leaves_nothing(
    page: Page, web: str, transactional_db: None, cast: Cast
):
    editor = cast.actor("editor")
    version = make_article(editor, ARABIC, language="ar", direction="rtl")
    theirs = make_frame(editor, version, cue=find_span(editor, version, "تهدد"))
    desk = Desk(page, web, version).open(cast.annotator)
    desk.mark("cue", "صرح")
    desk.make()
    desk.saved()
    # Another's work is seen at once, the service worker being in between, and is kept with one's own.
    late = make_frame(editor, version, source=find_span(editor, version, "مسؤول عراقي"))
    page.locator(".frame-card", has_text="مسؤول عراقي").wait_for()
    kept(page, str(late.uid))  # though the page that is kept was written before either was made

    page.context.set_offline(True)
    page.on("dialog", lambda dialog: dialog.accept())
    desk.mark("cue", "نفى")
    desk.make()
    page.reload()
    notice = page.locator("#kept")
    expect(notice).to_contain_text("No connection. This is the article as it stood at")
    expect(page.locator(".frame-card")).to_have_count(4)
    assert {"تهدد", "صرح", "نفى", "مسؤول عراقي"} <= {text for texts in desk.painted().values() for text in texts}
    choose(desk, "تهدد", "Attitude", "intention")
    page.goto(f"{web}/w/desk/claims/")  # which is not kept: what is kept is listed
    expect(page.get_by_role("heading", name="No connection.")).to_be_visible()
    page.get_by_role("link", name=version.article.title).click()
    expect(page.locator(".frame-card")).to_have_count(4)
    expect(page.locator("#saves summary")).to_contain_text("offline")
    edit_attribution(actor=editor, attribution=theirs, draft=FrameDraft(attitude="belief"), expected=None)

    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    saves = page.locator("#saves")
    expect(saves.locator("summary")).to_have_text("Not saved: 1")  # the two changes of one thing
    saves.locator("summary").click()
    saves.get_by_role("button", name="Give up").click()
    desk.saved()
    assert cues(version) == ["تهدد", "صرح", "نفى"]
    assert Attribution.objects.filter(version=version).count() == 4
    theirs.refresh_from_db()
    assert theirs.attitude == "belief"

    page.locator("#user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    page.wait_for_function("caches.keys().then((names) => names.length === 0)")
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_"):
        page.goto(desk.address)
    page.context.set_offline(False)
