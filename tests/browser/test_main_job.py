"""The main job on the real article: mark, build, tie, decide, export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from annotations.actions import add_article, make_token
from annotations.models import ArticleVersion, Claim
from annotations.policies import Actor
from annotations.vocabulary import Role, Scope, Through
from tests.browser.desk import Desk
from tests.cast import PASSWORD, make_cast, make_member

TEXT = Path("seeds/000_61cb0b5ecef4338c.txt").read_text(encoding="utf-8")
SOURCE = "مسؤولون عراقيون وأجانب"
CUE = "قال"
CONTENT = (
    "إن وزير الخارجية الأميركي، مايك بومبيو، اتصل بالرئيس العراقي، برهم صالح، الأسبوع الماضي، "
    "ووجه له إنذارا شديد اللهجة"
)
CLAIM = "اتصل بومبيو بالرئيس العراقي ووجه له إنذارا"


@pytest.fixture
def actor(live: str) -> Actor:
    """An editor who signs in with a password."""
    cast = make_cast()
    user = make_member(cast.workspace, "deskhand", Role.EDITOR, password=PASSWORD)
    return Actor(user=user, workspace=cast.workspace, role=Role.EDITOR, through=Through.COMMAND)


@pytest.fixture
def desk(page: Page, live: str, actor: Actor) -> Desk:
    article = add_article(
        actor=actor, text=TEXT, title="واشنطن تهدد", language="ar", direction="rtl", captured_how="seeded"
    ).object
    return Desk(page, live, ArticleVersion.objects.select_related("article", "workspace").get(article=article))


def place(words: str) -> list[list[int]]:
    """Where the words first stand in paragraph 3, in code points."""
    start = TEXT.index(words, TEXT.index("وفي تصعيد جديد"))
    return [[start, start + len(words)]]


def export(live: str, actor: Actor) -> dict[str, list[dict[str, Any]]]:
    """The whole workspace by record type, fetched with a token as a program would."""
    _, key = make_token(actor=actor, name="test", scope=Scope.READ, days=1)
    request = Request(f"{live}/api/v1/export/isnad-jsonl/", headers={"Authorization": f"Bearer {key}"})  # noqa: S310
    found: dict[str, list[dict[str, Any]]] = {}
    with urlopen(request, timeout=30) as answer:  # noqa: S310
        for line in answer:
            record = json.loads(line)
            found.setdefault(record["type"], []).append(record)
    return found


def sign_in(page: Page, live: str) -> None:
    page.goto(f"{live}/sign-in/")
    page.locator("[name=username]").fill("deskhand")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_selector("#disputed")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Articles").click()


def test_from_signing_in_to_the_export(desk: Desk, page: Page, live: str, actor: Actor):
    sign_in(page, live)
    page.get_by_role("link", name="واشنطن تهدد").click()
    page.wait_for_selector("[data-painted]")

    desk.mark("source", SOURCE)
    desk.mark("cue", CUE)
    desk.mark("content", CONTENT)
    desk.shows({"draft-source": [SOURCE], "draft-cue": [CUE], "draft-content": [CONTENT]})
    desk.make()
    desk.new_source(SOURCE)
    desk.new_claim(CLAIM)
    desk.saved()

    page.reload()
    page.wait_for_selector("[data-painted]")
    desk.shows({"source": [SOURCE], "cue": [CUE], "content-1": [CONTENT]})
    card = page.locator(".frame-card")
    expect(card).to_have_count(1)
    expect(card.locator("[data-slot=speaker]")).to_have_text(SOURCE)
    card.get_by_role("link", name=CLAIM).click()

    page.locator("summary", has_text="marked").click()
    step = page.locator("details[open].step")
    step.get_by_label("Reason").fill("read against the wire")
    step.get_by_role("button").click()
    expect(page.locator(".workflow-now")).to_contain_text("marked")

    found = export(live, actor)
    spans = {span["id"]: span for span in found["span"]}
    (frame,) = found["attribution"]
    assert [spans[frame[role]]["segments"] for role in ("source", "cue")] == [place(SOURCE), place(CUE)]
    assert [spans[span]["segments"] for span in frame["contents"]] == [place(CONTENT)]
    assert [span["quote"]["exact"] for span in spans.values() if span["id"] == frame["source"]] == [SOURCE]
    (source,), (claim,), (mention,) = found["source"], found["claim"], found["mention"]
    assert frame["speakers"] == [source["id"]]
    assert (mention["claim"], mention["attribution"]) == (claim["id"], frame["id"])
    assert (claim["statement"], claim["workflow"]) == (CLAIM, "marked")
    (transition,) = found["transition"]
    assert (transition["to"], transition["reason"], transition["by"]) == ("marked", "read against the wire", "deskhand")
    assert Claim.objects.count() == 1
    assert desk.problems == []
