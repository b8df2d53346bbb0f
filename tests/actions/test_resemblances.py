"""A person decides what it means that two articles have nearly the same text, and the voices follow."""

from __future__ import annotations

import pytest

from annotations.actions import accept_resemblance, dismiss_resemblance, recheck
from annotations.errors import ConflictError, DeniedError, RuleBrokenError, StaleError
from annotations.models import Article, Resemblance
from annotations.vocabulary import Origin
from tests.actions.worked import Desk, offered, two_alike
from tests.cast import Cast

pytestmark = pytest.mark.django_db
COPY, UNKNOWN, INDEPENDENT = Origin.COPY, Origin.UNKNOWN, ""
Stands = tuple[str, tuple[int, int], tuple[int, int]]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return two_alike(cast)


@pytest.fixture
def offer(desk: Desk) -> Resemblance:
    return offered(desk, "Herald", "AFP")


def decide(desk: Desk, row: Resemblance, origin: str, reason: str = "read side by side") -> Resemblance:
    """With no origin the offer is dismissed."""
    if origin:
        return accept_resemblance(actor=desk.actor, resemblance=row, origin=origin, reason=reason)
    return dismiss_resemblance(actor=desk.actor, resemblance=row, reason=reason)


def origin_of(desk: Desk, outlet: str) -> tuple[str, object]:
    row = Article.objects.get(pk=desk.articles[outlet].pk)
    return row.origin, row.copy_of


def test_an_offer_alone_moves_nothing(desk: Desk, offer: Resemblance) -> None:
    assert desk.stands() == ("single_source", (1, 2), (0, 0))
    assert not list(recheck(workspace=desk.cast.workspace))


def test_an_unknown_origin_adds_to_the_maximum_alone(desk: Desk) -> None:
    """Beside named people: one more at most, and no fewer than before. Alone it is one voice."""
    desk.accept(desk.report("Post", desk.voice("", name="Ann Lee", kind="named_person"), at="2020-09-27T13:00Z"))
    desk.accept(desk.report("News", desk.voice("", name="Bob Ray", kind="named_person"), at="2020-09-27T13:00Z"))
    assert desk.stands() == ("corroborated", (2, 4), (0, 0))
    decide(desk, offered(desk, "News", "Post"), UNKNOWN)
    # Bob Ray's name no longer proves anything: nobody knows where that text is from.
    assert desk.stands() == ("single_source", (1, 4), (0, 0))
    assert origin_of(desk, "News") == ("unknown", None)


def test_an_unknown_origin_that_stands_alone_is_one_voice(cast: Cast) -> None:
    desk = Desk(cast)
    two = desk.voice("two officials", kind="anonymous_group", stated_count=2)
    desk.accept(desk.report("Herald", two, at="2020-09-27T12:00Z"))
    desk.report("AFP", desk.voice("an official"), at="2020-09-27T10:00Z")
    assert desk.stands() == ("corroborated", (2, 2), (0, 0))
    decide(desk, offered(desk, "Herald", "AFP"), UNKNOWN)
    assert desk.stands() == ("single_source", (1, 1), (0, 0))


def test_a_copy_is_no_voice_of_its_own(desk: Desk, offer: Resemblance) -> None:
    row = decide(desk, offer, COPY)
    assert desk.stands() == ("single_source", (1, 1), (0, 0))
    assert origin_of(desk, "Herald") == ("copy", desk.articles["AFP"].uid)
    assert (row.verdict, row.decided_by, row.reason) == ("copy", "editor", "read side by side")
    assert row.decided_at is not None


def test_a_dismissed_offer_leaves_everything(desk: Desk, offer: Resemblance) -> None:
    row = decide(desk, offer, INDEPENDENT, "both were at the press conference")
    assert desk.stands() == ("single_source", (1, 2), (0, 0))
    assert (row.verdict, row.decided_by, row.reason) == ("independent", "editor", "both were at the press conference")
    assert origin_of(desk, "Herald") == ("", None)


def test_a_verdict_is_replaced_with_what_it_did(desk: Desk, offer: Resemblance) -> None:
    decide(desk, offer, COPY)
    decide(desk, offer, UNKNOWN)
    assert origin_of(desk, "Herald") == ("unknown", None)
    decide(desk, offer, INDEPENDENT)
    assert origin_of(desk, "Herald") == ("", None)
    assert desk.stands() == ("single_source", (1, 2), (0, 0))
    assert not list(recheck(workspace=desk.cast.workspace))
    with pytest.raises(ConflictError, match="editor has decided this already"):
        decide(desk, offer, INDEPENDENT)


def test_what_another_decision_says_of_the_article_stays(desk: Desk, offer: Resemblance) -> None:
    desk.report("Post", at="2020-09-27T11:00Z")
    another = offered(desk, "Herald", "Post")
    decide(desk, another, UNKNOWN)
    decide(desk, offer, INDEPENDENT)
    assert origin_of(desk, "Herald") == ("unknown", None)


def test_what_is_refused(desk: Desk, offer: Resemblance) -> None:
    with pytest.raises(RuleBrokenError) as caught:
        decide(desk, offer, "independent")
    assert (caught.value.rule, caught.value.field) == ("field.choice", "origin")
    with pytest.raises(RuleBrokenError) as caught:
        decide(desk, offer, COPY, " ")
    assert (caught.value.rule, caught.value.field) == ("field.required", "reason")
    with pytest.raises(StaleError):
        accept_resemblance(actor=desk.actor, resemblance=offer, origin=COPY, reason="x", expected=9)
    with pytest.raises(DeniedError):
        dismiss_resemblance(actor=desk.cast.actor("annotator"), resemblance=offer, reason="x")
    Resemblance.objects.all().delete()
    backwards = offered(desk, "AFP", "Herald")
    with pytest.raises(RuleBrokenError) as caught:
        decide(desk, backwards, COPY)
    assert caught.value.rule == "article.copy_of_later"
    backwards.refresh_from_db()
    assert backwards.verdict == "open"
