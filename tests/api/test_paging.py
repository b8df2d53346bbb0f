"""Lists: every row once, in order, whatever comes or goes meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from annotations.models import Article
from tests.api.client import Api
from tests.cast import Cast, make_article, make_claim, make_source

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def walk(api: Api, path: str) -> list[str]:
    """The ids of all pages."""
    ids: list[str] = []
    address: str | None = path
    while address:
        page = api.get(address).json()
        ids += [one["id"] for one in page["results"]]
        address = page["next"]
    return ids


@pytest.fixture
def articles(cast: Cast) -> list[Article]:
    """Seven, of which three have one time of publication and two have none."""
    times = [NOON, NOON + timedelta(days=1), NOON, None, NOON, None, NOON - timedelta(days=1)]
    actor = cast.actor("editor")
    return [make_article(actor, published_at=time).article for time in times]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 500])
@pytest.mark.parametrize("ordering", ["-created_at", "created_at", "-published_at", "published_at"])
def test_every_row_once_in_order(editor: Api, articles: list[Article], ordering: str, size: int) -> None:
    column = ordering.lstrip("-")
    far = NOON + timedelta(days=999)  # where PostgreSQL sorts what has no time: last, first when descending
    expected = sorted(articles, key=lambda one: (getattr(one, column) or far, one.pk), reverse=ordering.startswith("-"))
    found = walk(editor, f"articles/?ordering={ordering}&page_size={size}")
    assert found == [str(one.uid) for one in expected]


def test_rows_that_come_and_go_disturb_nothing(cast: Cast, editor: Api) -> None:
    actor = cast.actor("editor")
    made = [make_source(actor, f"Source {number}") for number in range(6)]
    first = editor.get("sources/?page_size=3").json()
    made[1].delete()
    late = make_source(actor, "Late")
    rest = walk(editor, first["next"])
    assert rest == [str(one.uid) for one in (*made[3:], late)]


def test_the_next_page_keeps_the_filters(cast: Cast, editor: Api) -> None:
    actor = cast.actor("editor")
    for number in range(4):
        make_claim(actor, f"Claim {number}", kind="threat" if number % 2 else "demand")
    page = editor.get("claims/?kind=threat&page_size=1").json()
    assert "kind=threat" in page["next"]
    assert len(walk(editor, "claims/?kind=threat&page_size=1")) == 2


def test_a_cursor_belongs_to_its_order(editor: Api, articles: list[Article]) -> None:
    following = editor.get("articles/?page_size=1").json()["next"]
    response = editor.get(following + "&ordering=created_at")
    assert (response.status_code, response.json()["rule"]) == (400, "cursor.malformed")


def test_the_cursor_of_another_workspace_leads_nowhere(
    cast: Cast, editor: Api, stranger: Api, articles: object
) -> None:
    following = editor.get("articles/?page_size=1").json()["next"]
    assert stranger.get(following).json() == {"results": [], "next": None}


def test_a_page_costs_the_same_number_of_queries(
    cast: Cast, editor: Api, articles: object, django_assert_num_queries
) -> None:
    editor.get("articles/")
    for size in (1, 7):
        with django_assert_num_queries(3):  # the token, the keys, the rows
            editor.get(f"articles/?page_size={size}")
