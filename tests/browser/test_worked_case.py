"""The worked case of the design, entered through the pages: interval and state after every step, and as of earlier."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from annotations.models import ArticleVersion, Claim
from tests.browser.desk import Desk
from tests.cast import Cast, make_article

CASE = json.loads((Path(__file__).parents[1] / "corroboration/independence.json").read_text())
STEPS: list[dict[str, Any]] = CASE["steps"]
STATEMENT = "Washington told Baghdad that it will close its embassy"
TEXT = "Two officials said that the embassy will close."
SAID = "that the embassy will close"
KINDS = {"gov": "named_organisation"}
PATIENCE = 40_000  # milliseconds: only a test that fails waits so long
pytestmark = [pytest.mark.slow]


class Newsroom:
    """An editor at the pages; articles come from the wires, everything else is entered."""

    def __init__(self, page: Page, live: str, cast: Cast) -> None:
        self.page, self.live = page, live
        self.home = f"{live}/w/{cast.workspace.slug}"
        self.versions: dict[str, ArticleVersion] = {
            step["outlet"]: make_article(
                cast.actor("editor"), TEXT, title=f"{step['outlet']} reports", outlet=step["outlet"],
                published_at=step["time"],
            )
            for step in STEPS
        }  # fmt: skip
        self.claim = ""
        page.set_default_timeout(PATIENCE)
        Desk(page, live, self.versions["AFP"]).sign_in(cast.editor)

    def address(self, outlet: str) -> str:
        return f"{self.home}/articles/{self.versions[outlet].article.uid}/"

    def comes_from(self, outlet: str, origin: str, copied: str = "") -> None:
        """Say where the text of an article comes from."""
        self.page.goto(f"{self.address(outlet)}edit/")
        self.page.get_by_label("Where its text comes from").select_option(origin)
        self.page.get_by_label("Copy of").fill(copied)
        self.page.get_by_role("button", name="Save").click()
        self.page.wait_for_selector("[data-painted]")

    def mark(self, step: dict[str, Any]) -> None:
        """Mark in the workbench who says it, and tie it to the claim."""
        desk = Desk(self.page, self.live, self.versions[step["outlet"]]).open()
        desk.mark("source", "Two officials")
        desk.mark("content", SAID)
        desk.make()
        for key in [key for key in step["cites"] if key in CASE["sources"] and key != "u3"]:
            desk.new_source(CASE["sources"][key], KINDS.get(key, "anonymous_person"))
        if self.claim:
            desk.selected.get_by_role("combobox", name="Find or add the claim").fill("Washington told")
            desk.selected.get_by_role("option", name=STATEMENT).click()
        else:
            desk.new_claim(STATEMENT)
        desk.saved()
        if step["stance"] == "refutes":
            desk.selected.get_by_label("How it takes the claim").select_option("denies")
            desk.saved()
        self.claim = f"{self.home}/claims/{Claim.objects.get().uid}/"
        assert desk.problems == []

    def accept(self) -> None:
        """Accept the evidence that the mark proposed."""
        self.page.goto(self.claim)
        self.page.locator(".evidence-proposed").get_by_role("button", name="Accept").click()
        expect(self.page.locator(".message").first).to_contain_text("Accepted")

    def relate(self, one: str, other: str) -> None:
        """State that two sources are provably different people."""
        self.page.goto(f"{self.home}/sources/?q={CASE['sources'][one].split()[-1]}")
        self.page.get_by_role("link", name=CASE["sources"][one], exact=True).click()
        self.page.get_by_label("Find another source").fill(CASE["sources"][other])
        self.page.locator("#relations").get_by_role("button", name="Find").click()
        self.page.get_by_role("radio", name=re.compile(re.escape(CASE["sources"][other]))).check()
        self.page.get_by_label("They are").select_option("distinct")
        self.page.get_by_label("How we know").fill("two people by the report's own words")
        self.page.get_by_role("button", name="State it").click()
        expect(self.page.locator(".message").first).to_contain_text("Stated")

    def shows(self, expected: dict[str, Any], query: str = "") -> None:
        """The claim's page, which is open after evidence was accepted, tells this state and these intervals."""
        if self.page.url.partition("#")[0] != f"{self.claim}{query}":
            self.page.goto(f"{self.claim}{query}")
        state = expected["state"].replace(" ", "_")
        expect(self.page.locator("#glance [data-state]")).to_have_attribute("data-state", state)
        for side, key in (("supports", "S"), ("refutes", "R")):
            if key in expected:
                words = f"[{expected[key][0]}, {expected[key][1]}]"
                expect(self.page.locator(f"#glance [data-interval={side}]")).to_have_text(words)

    def drawing_scrolls_by_keys(self) -> None:
        """On a narrow screen the chain goes on beside what is shown, and the keys lead there."""
        self.page.set_viewport_size({"width": 360, "height": 800})
        frame = self.page.locator("#side-supports").get_by_role("region")
        assert frame.evaluate("one => one.scrollWidth > one.clientWidth")
        frame.focus()
        self.page.keyboard.press("ArrowRight")
        self.page.wait_for_function("one => one.scrollLeft > 0", arg=frame.element_handle())
        self.page.set_viewport_size({"width": 1280, "height": 900})

    def lists(self, expected: dict[str, Any], query: str) -> None:
        """The lists of the pages and of the API tell the same as of then."""
        self.page.goto(f"{self.home}/claims/{query}")
        row = self.page.locator("#list tbody tr")
        expect(row.locator(".standing-for .interval")).to_have_text(f"[{expected['S'][0]}, {expected['S'][1]}]")
        expect(row.locator(f".pill-{expected['state'].replace(' ', '_')}")).to_be_visible()
        expect(self.page.locator("#as-of")).to_be_visible()
        answer = self.page.request.get(f"{self.live}/api/v1/claims/{query}", headers={"X-Workspace": "desk"}).json()
        (shape,) = answer["results"]
        assert shape["assessment"]["effective"] == expected["state"].replace(" ", "_")
        assert [shape["supporting"]["min"], shape["supporting"]["max"]] == expected["S"]


@pytest.fixture
def newsroom(page: Page, live: str, cast: Cast) -> Newsroom:
    return Newsroom(page, live, cast)


def test_every_step_through_the_pages(newsroom: Newsroom) -> None:
    newsroom.comes_from("Al Arabiya", "copy", newsroom.address("AFP"))
    newsroom.comes_from("X", "unknown")
    newsroom.comes_from("P", "copy", newsroom.address("Q"))
    newsroom.comes_from("Q", "copy", newsroom.address("P"))
    entered: set[str] = set()
    between = ""
    for step in STEPS:
        newsroom.mark(step)
        entered |= set(step["cites"])
        for one, other in CASE["distinct"]:
            if {one, other} <= entered and {one, other} & set(step["cites"]):
                newsroom.relate(one, other)
        newsroom.accept()
        newsroom.shows(step)
        if step["outlet"] == "Q":
            between = newsroom.page.locator("#known_at option").last.get_attribute("value") or ""
    expect(newsroom.page.locator("#side-supports .node-circular")).to_have_count(2)

    newsroom.drawing_scrolls_by_keys()
    as_of = CASE["as_of"]
    newsroom.shows(as_of, f"?valid_at={as_of['valid_at']}")
    newsroom.shows(as_of, f"?known_at={between}")
    expect(newsroom.page.locator("#as-of")).to_contain_text("recorded by")
    for query in (f"?valid_at={as_of['valid_at']}", f"?known_at={between}"):
        newsroom.lists(as_of, query)
    newsroom.shows(as_of, f"?known_at={between}")
    newsroom.page.get_by_role("link", name="Back to now").click()
    newsroom.page.get_by_label("What bore on it by", exact=True).select_option(label="27 Sep 2020 18:00")
    newsroom.page.get_by_role("button", name="Show the claim as of then").click()
    expect(newsroom.page.locator("#glance [data-interval=supports]")).to_have_text("[1, 2]")
