"""`resemblances/`: listed, accepted, dismissed; what an article is of follows."""

from __future__ import annotations

import pytest

from annotations.models import Article, Resemblance
from tests.actions.worked import Desk, offered, two_alike
from tests.api.client import Api
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return two_alike(cast)


@pytest.fixture
def offer(desk: Desk) -> Resemblance:
    return offered(desk, "Herald", "AFP")


def test_listed_by_article_and_verdict(desk: Desk, offer: Resemblance, editor: Api) -> None:
    (row,) = editor.get("resemblances/?verdict=open").json()["results"]
    assert row["article"] == str(desk.articles["Herald"].uid)
    assert row["other"] == str(desk.articles["AFP"].uid)
    assert (row["similarity"], row["verdict"], row["decided_at"]) == (0.87, "open", None)
    assert len(editor.get(f"resemblances/?article={row['other']}").json()["results"]) == 1
    desk.report("Post", at="2020-09-27T13:00Z")
    for nothing in ("verdict=copy", f"article={desk.articles['Post'].uid}", f"article={desk.claim.uid}"):
        assert editor.get(f"resemblances/?{nothing}").json()["results"] == []


def test_accepted_with_a_reason(desk: Desk, offer: Resemblance, editor: Api) -> None:
    path = f"resemblances/{offer.uid}/"
    assert editor.post(f"{path}accept/", {"origin": "copy"}).json()["rule"] == "field.required"
    assert editor.post(f"{path}accept/", {"origin": "hearsay", "reason": "x"}).json()["rule"] == "field.choice"
    answer = editor.post(f"{path}accept/", {"origin": "copy", "reason": "word by word"})
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert (answer.json()["verdict"], answer.json()["decided_by"], answer.json()["reason"]) == (
        "copy", "editor", "word by word",
    )  # fmt: skip
    article = editor.get(f"articles/{answer.json()['article']}/").json()
    assert (article["origin"], article["copy_of"]) == ("copy", answer.json()["other"])
    assert editor.get(f"claims/{desk.claim.uid}/").json()["supporting"]["max"] == 1
    again = editor.post(f"{path}accept/", {"origin": "copy", "reason": "twice"})
    assert (again.status_code, again.json()["rule"]) == (409, "resemblance.decided_already")


def test_dismissed_where_nobody_was_quicker(desk: Desk, offer: Resemblance, editor: Api) -> None:
    path = f"resemblances/{offer.uid}/dismiss/"
    assert editor.post(path, {"reason": "x"}, if_match='"7"').status_code == 412
    row = editor.post(path, {"reason": "both heard it"}, if_match='"1"').json()
    assert (row["verdict"], row["reason"]) == ("independent", "both heard it")
    assert not Article.objects.exclude(origin="").exists()
