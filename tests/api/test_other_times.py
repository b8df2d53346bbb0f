"""Claims as of other times, in lists and one by one: what bore by then, and what had been recorded by then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotations.actions import assert_state, confirm_state, edit_claim, look_again
from annotations.models import Assessment, Claim, RecheckInterval, Standing
from tests.actions.worked import Desk
from tests.api.client import Api, api_of, faults
from tests.cast import Cast, make_cast, make_claim

FIRST, SECOND = "2020-09-27T12:00:00Z", "2020-09-29T12:00:00Z"


def told(shape: dict[str, Any]) -> tuple[str, list[int], list[int], list[str] | None]:
    sides = [[shape[side]["min"], shape[side]["max"]] for side in ("supporting", "refuting")]
    return shape["assessment"]["effective"], *sides, shape["grades"]


@pytest.fixture
def desk(cast: Cast) -> Desk:
    """One man on the 27th, another on the 28th, and a denial on the 30th."""
    desk = Desk(cast)
    one, other = desk.voice("one", reliability="B"), desk.voice("another", reliability="D")
    desk.accept(desk.report("AFP", one, at="2020-09-27T10:00Z"))
    desk.accept(desk.report("WSJ", other, at="2020-09-28T10:00Z"))
    desk.relate("distinct", one, other)
    desk.accept(desk.report("INA", desk.voice("a spokesman"), polarity="denies", at="2020-09-30T10:00Z"))
    return desk


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ("disputed", [2, 2], [1, 1], None)),
        ("valid_at=2020-09-26T00:00:00Z", ("unverified", [0, 0], [0, 0], [])),
        (f"valid_at={FIRST}", ("single_source", [1, 1], [0, 0], ["B"])),
        (f"valid_at={SECOND}", ("corroborated", [2, 2], [0, 0], ["B", "D"])),
        ("valid_at=2030-01-01T00:00:00Z", ("disputed", [2, 2], [1, 1], ["B", "D", ""])),
    ],
)
def test_what_bore_by_then(desk: Desk, reader: Api, query: str, expected: tuple[Any, ...]) -> None:
    make_claim(desk.actor, "Nobody says this.")
    listed = {one["id"]: one for one in reader.get(f"claims/?{query}").json()["results"]}
    one = reader.get(f"claims/{desk.claim.uid}/?{query}").json()
    assert (told(one), listed[one["id"]]) == (expected, one)
    assert len(listed) == 2
    voices = reader.get(f"claims/{desk.claim.uid}/voices/?{query}").json()
    assert voices["state"] == expected[0]


def test_an_assertion_counts_from_its_own_time_on(desk: Desk, reader: Api) -> None:
    row = assert_state(
        actor=desk.actor, claim=desk.claim, state="confirmed", reason="we saw it", valid_from="2020-09-29T00:00Z"
    )
    before = reader.get(f"claims/?valid_at={SECOND}").json()["results"][0]["assessment"]
    assert (before["effective"], before["asserted"]) == ("corroborated", "confirmed")
    confirm_state(actor=desk.cast.actor("second_editor"), claim=desk.claim, number=row.number)
    by = {
        at: reader.get(f"claims/?valid_at={at}").json()["results"][0]["assessment"]["effective"]
        for at in (FIRST, SECOND)
    }
    assert by == {FIRST: "single_source", SECOND: "confirmed"}


def test_a_list_takes_no_more_statements_for_more_claims(desk: Desk, reader: Api) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert reader.get(f"claims/?valid_at={SECOND}").status_code == 200
        return len(seen)

    few = statements()
    for number in range(8):
        claim = make_claim(desk.actor, f"Claim {number}")
        desk.accept(desk.report(f"Outlet {number}", desk.voice(f"voice {number}"), at="2020-09-27T10:00Z", claim=claim))
    assert statements() <= few < 35


@pytest.mark.parametrize(
    ("query", "status", "rule"),
    [
        ("valid_at=yesterday", 400, ("valid_at", "parameter.malformed")),
        (f"valid_at={FIRST}&assessment=disputed", 422, ("assessment", "valid_at.assessment")),
    ],
)
def test_what_cannot_be_asked(desk: Desk, reader: Api, query: str, status: int, rule: tuple[str, str]) -> None:
    response = reader.get(f"claims/?{query}")
    assert (response.status_code, faults(response)) == (status, [rule])


# Each change must be a transaction of its own: stamps of one transaction are one time.
@pytest.mark.django_db(transaction=True)
def test_both_times_together_and_what_was_due_then() -> None:
    cast = make_cast()
    reader, desk = api_of(cast, "reader"), Desk(cast)
    one, other = desk.voice("one", reliability="C"), desk.voice("another")
    desk.accept(desk.report("AFP", one, at="2020-09-27T10:00Z"))
    never, soon, ended = (make_claim(desk.actor, text) for text in ("Never", "Soon", "Ended"))
    make_claim(desk.actor, "Horizon", horizon=timezone.now() + timedelta(hours=20))
    RecheckInterval.objects.create(workspace=cast.workspace, created_by="admin", state="unverified", days=2)
    edit_claim(actor=desk.actor, claim=soon, expected=None, recheck_at=timezone.now() + timedelta(hours=1))
    Claim.objects.filter(pk=ended.pk).update(workflow="rejected")
    asserted = assert_state(
        actor=desk.actor, claim=never, state="unverifiable", reason="nobody speaks", recheck_at="2040-01-01T00:00Z"
    )
    confirm_state(actor=cast.actor("second_editor"), claim=never, number=asserted.number)
    now = timezone.now()
    due = dict(Standing.objects.values_list("claim__statement", "due_at"))

    def listed(query: str) -> dict[str, dict[str, Any]]:
        return {row["statement"]: row for row in reader.get(f"claims/?{query}").json()["results"]}

    then = listed(f"known_at={now:%Y-%m-%dT%H:%M:%S.%fZ}")
    assert {name: row["due_at"] and datetime.fromisoformat(row["due_at"]) for name, row in then.items()} == due
    before = {
        days: list(listed(f"due_before={now + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}")) for days in (0, 1, 3, 8, 9999)
    }
    assert [len(found) for found in before.values()] == [0, 2, 2, 3, 4]
    assert before[9999] == sorted(before[9999], key=lambda name: due[name] or now)

    # Everything moves afterwards; what was due then stays.
    RecheckInterval.objects.update(days=300)
    look_again(actor=desk.actor, claim=desk.claim, note="no news")
    desk.accept(desk.report("WSJ", other, at="2020-09-27T11:00Z"))
    edit_claim(actor=desk.actor, claim=soon, expected=None, recheck_at=None)
    Claim.objects.filter(statement="Horizon").update(workflow="rejected")
    Claim.objects.filter(pk=ended.pk).update(workflow="marked")
    known = f"known_at={now:%Y-%m-%dT%H:%M:%S.%fZ}"
    for days, found in before.items():
        past = listed(f"{known}&due_before={now + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}")
        assert list(past) == found, days
    assert set(listed(f"{known}&assessment=single_source")) == {"The embassy will close."}
    assert told(listed(f"{known}&valid_at={SECOND}")["The embassy will close."]) == (
        "single_source", [1, 1], [0, 0], ["C"],
    )  # fmt: skip
    assert told(listed(f"valid_at={SECOND}")["The embassy will close."])[1] == [1, 2]
    assert Assessment.objects.filter(claim=desk.claim).count() == 3
