"""A workbench opens without a connection, and keeps nothing for the next person at the computer."""

from __future__ import annotations

from collections.abc import Iterator
from time import monotonic

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from annotations.models import ArticleVersion, Attribution
from tests.browser.conftest import PATIENCE
from tests.browser.desk import Desk
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
    page: Page, live: str, cast: Cast
):
    version = make_article(cast.actor("editor"), ARABIC, language="ar", direction="rtl")
    make_frame(cast.actor("editor"), version, cue=find_span(cast.actor("editor"), version, "تهدد"))
    desk = Desk(page, live, version).open(cast.annotator)
    desk.mark("cue", "صرح")
    desk.make()
    desk.saved()
    made = Attribution.objects.get(cue__exact="صرح")
    kept(page, str(made.uid))  # though the page that is kept was written before it was made

    page.context.set_offline(True)
    page.on("dialog", lambda dialog: dialog.accept())
    desk.mark("cue", "نفى")
    desk.make()
    page.reload()
    notice = page.locator("#kept")
    expect(notice).to_contain_text("No connection. This is the article as it stood at")
    expect(page.locator(".frame-card")).to_have_count(3)
    assert {"تهدد", "صرح", "نفى"} <= {text for texts in desk.painted().values() for text in texts}
    desk.mark("source", "آخر")
    desk.make()
    page.reload()  # and once more
    expect(page.locator(".frame-card")).to_have_count(4)
    expect(page.locator("#saves summary")).to_contain_text("No connection.")

    page.context.set_offline(False)
    expect(notice).to_be_hidden()
    desk.saved()
    assert cues(version) == ["تهدد", "صرح", "نفى"]
    assert Attribution.objects.filter(version=version).count() == 4

    page.locator("#user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")
    page.wait_for_function("caches.keys().then((names) => names.length === 0)")
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_"):
        page.goto(desk.address)
    page.context.set_offline(False)
