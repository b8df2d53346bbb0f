"""Near-copies in the pages: told on the desk and in the workbench, shown side by side, decided with a reason."""

from __future__ import annotations

import pytest

from annotations.models import Article, Resemblance
from annotations.text import isolated
from annotations.web.resemblances import lines_of
from tests.cast import make_article
from tests.text.test_copies import DISPATCH, reworded

LIST = "/w/desk/resemblances/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(cast):
    editor = cast.actor("editor")
    copy = make_article(editor, f"A headline\n{reworded(DISPATCH, 12)}", title="The Herald’s").article
    original = make_article(editor, DISPATCH, title="The agency’s").article
    return Resemblance.objects.create(workspace=cast.workspace, article=copy, other=original, similarity=0.874)


def words(response):
    return response.content.decode()


def test_told_where_one_looks(as_, offer):
    client = as_("reader")
    assert "The Herald’s" in words(client.get("/w/desk/"))
    assert f"{LIST}{offer.uid}/" in words(client.get("/w/desk/"))
    copy = words(client.get(f"/w/desk/articles/{offer.article.uid}/"))
    assert f"nearly the text of “{isolated('The agency’s')}” (87 %), without credit" in copy
    other = words(client.get(f"/w/desk/articles/{offer.other.uid}/"))
    assert f"“{isolated('The Herald’s')}” has nearly this text (87 %)" in other


def test_side_by_side_with_what_is_alike(as_, offer):
    response = as_("reader").get(f"{LIST}{offer.uid}/")
    here, there = response.context["sides"]
    assert [shared for _, shared in here.lines[0]] == [False]  # the headline is the copy's own
    marked = [text for line in there.lines for text, shared in line if shared]
    assert "Two Iraqi officials told the agency" in marked[0]
    assert f"<mark>{marked[0]}</mark>" in words(response)
    assert "".join(text for text, _ in there.lines[0]) == DISPATCH
    assert "<textarea" not in words(response)  # a reader decides nothing


def test_a_decision_needs_a_verdict_and_a_reason(as_, offer):
    client = as_("editor")
    address = f"{LIST}{offer.uid}/"
    assert client.post(address, {"verdict": "copy", "reason": ""}).status_code == 422
    assert client.post(address, {"verdict": "open", "reason": "x"}).status_code == 422
    given = {"verdict": "unknown_origin", "reason": "neither says whence", "revision": offer.revision or 1}
    assert client.post(address, given).status_code == 302
    assert Article.objects.get(pk=offer.article.pk).origin == "unknown"
    page = words(client.get(address))
    assert "neither says whence" in page
    assert "Decide anew" in page
    assert "without credit" not in words(client.get(f"/w/desk/articles/{offer.article.uid}/"))
    again = client.post(address, given)
    assert again.status_code == 422
    assert "Somebody else changed this" in words(again)


def test_the_list_begins_with_what_is_open(as_, offer):
    client = as_("reader")
    assert "The Herald’s" in words(client.get(LIST))
    assert "The Herald’s" not in words(client.get(LIST, {"verdict": "copy"}))
    assert "The Herald’s" in words(client.get(LIST, {"verdict": ""}))


def test_in_arabic(as_, offer):
    page = words(as_("editor").get(f"{LIST}{offer.uid}/", headers={"accept-language": "ar"}))
    assert "نصان شبه متطابقين دون نسبة" in page
    assert "87 % من النص الأقصر" in page


def test_lines_are_cut_where_passages_begin_and_end():
    assert lines_of("ab\ncd ef\n\n gh", [(1, 5), (9, 12)]) == [
        [("a", False), ("b", True)],
        [("cd", True), (" ef", False)],
        [(" g", True), ("h", False)],
    ]
    assert lines_of("ab", []) == [[("ab", False)]]
