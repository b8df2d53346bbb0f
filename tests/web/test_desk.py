"""The desk: disputed first, what moved since one's last visit, what is due; never more queries for more claims."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.visits import ONE_VISIT
from annotations.models import Attendance, Standing
from tests.actions.worked import Desk
from tests.cast import make_claim

DESK = "/w/desk/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast):
    desk = Desk(cast)
    desk.accept(desk.report("AFP", desk.voice(), at="2020-09-27T10:00Z"))
    desk.accept(desk.report("INA", desk.voice("a spokesman"), polarity="denies", at="2020-09-28T10:00Z"))
    return desk


def listed(response, name):
    return [row.claim.statement for row in getattr(response.context["board"], name)]


def test_what_is_disputed_due_and_waiting(as_, desk):
    desk.report("WSJ", desk.voice("a US official"), at="2020-09-28T20:00Z")
    response = as_("editor").get(DESK)
    assert listed(response, "disputed") == ["The embassy will close."]
    assert listed(response, "due") == ["The embassy will close."]
    assert [row.stance for row in response.context["board"].proposed] == ["supports"]
    assert "<bdi>WSJ</bdi>" in response.content.decode()
    assert "[1, 1]" in response.content.decode()


def test_single_sources_that_are_published(as_, desk):
    other = make_claim(desk.actor, "The talks go on.", workflow="published")
    desk.accept(desk.report("Reuters", desk.voice("one man"), at="2020-09-27T10:00Z", claim=other))
    response = as_("editor").get(DESK)
    assert listed(response, "single") == ["The talks go on."]
    all_of_them = re.findall(r'href="(/w/desk/claims/[?][^"]*published)"', response.content.decode())[0]
    rows = as_("editor").get(all_of_them.replace("&amp;", "&")).context["rows"]
    assert [row.claim.statement for row in rows] == ["The talks go on."]
    rows = {
        str(row.state): {str(step): number for step, number in row.cells if number} for row in response.context["rows"]
    }
    assert rows == {"disputed": {"draft": "1"}, "single_source": {"published": "1"}}


def test_what_moved_since_the_last_visit(as_, desk):
    client = as_("editor")
    first = client.get(DESK)
    assert first.context["since"] is None
    assert "Your first visit here." in first.content.decode()
    # It is said once, not all the half hour that a visit lasts.
    assert "Your first visit here." not in client.get(DESK).content.decode()
    assert listed(first, "moved") == ["The embassy will close."]
    hour_ago = datetime.now(UTC) - 2 * ONE_VISIT
    Attendance.objects.update(seen_at=hour_ago)
    second = client.get(DESK)
    assert second.context["since"] == hour_ago
    assert listed(second, "moved") == ["The embassy will close."]
    # Still the same visit, in another browser too.
    assert client.get(DESK).context["since"] == as_("editor").get(DESK).context["since"] == hour_ago
    assert as_("reader").get(DESK).context["since"] is None

    Standing.objects.update(moved_at=hour_ago - timedelta(days=1))
    assert listed(client.get(DESK), "moved") == []


def test_more_claims_take_no_more_queries(as_, desk):
    client = as_("editor")
    client.get(DESK)
    with CaptureQueriesContext(connection) as few:
        client.get(DESK)
    for number in range(30):
        make_claim(desk.actor, f"Claim {number}")
    with CaptureQueriesContext(connection) as many:
        response = client.get(DESK)
    assert len(response.context["board"].moved) == 8
    assert len(many) == len(few) < 16


def test_it_is_where_one_comes_in(as_, desk):
    assert as_("reader").get("/")["Location"] == DESK
