"""Threats and predictions run until their horizon: what they are is right at every time, in every place that tells it,
though nobody has looked at them.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from annotations.actions import edit_claim, import_records, look_again
from annotations.corpus import lines, rows_at, select, snapshot
from annotations.corpus.validity import ran_out, valid_then, validity_at
from annotations.formats import export_format, import_format
from annotations.models import Claim, Standing
from tests.api.client import Api, api_of
from tests.cast import Cast, make_cast, make_claim

# Soon: sessions and tokens outlive it.
HORIZON = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
EARLIER, LATER = (f"{HORIZON + timedelta(hours=hours):%Y-%m-%dT%H:%M:%SZ}" for hours in (-9, 9))
BEFORE, AFTER = HORIZON - timedelta(seconds=1), HORIZON + timedelta(seconds=1)
Clock = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the time that the program believes it is; the database's own clock, which stamps, goes on."""
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize(
    ("stated", "horizon", "at", "expected"),
    [
        ("open", HORIZON, BEFORE, "open"),
        ("open", HORIZON, HORIZON, "lapsed"),
        ("open", HORIZON, AFTER, "lapsed"),
        ("open", None, AFTER, "open"),
        *((stated, HORIZON, AFTER, stated) for stated in ("fulfilled", "lapsed", "overtaken", "")),
    ],
)
@pytest.mark.django_db
def test_python_and_the_database_say_the_same(
    cast: Cast, stated: str, horizon: datetime | None, at: datetime, expected: str
) -> None:
    assert validity_at(stated, horizon, at) == expected
    claim = make_claim(cast.actor("editor"), validity=stated, horizon=horizon)
    assert ran_out(claim, at) == (stated != expected)
    for validity in ("open", "fulfilled", "lapsed", "overtaken"):
        assert valid_then(Claim.objects.all(), validity, at).exists() == (validity == expected)
    whole = rows_at(Claim, workspace=cast.workspace.pk, known_at=timezone.now() + timedelta(days=1))
    assert valid_then(whole, expected, at).exists() or not expected


def told(api: Api, query: str = "") -> dict[str, tuple[str, str]]:
    rows = api.get(f"claims/?{query}").json()["results"]
    return {row["statement"]: (row["validity"], row["validity_stated"]) for row in rows}


@pytest.fixture
def claims(cast: Cast) -> dict[str, Claim]:
    actor = cast.actor("editor")
    return {
        name: make_claim(actor, name, kind="threat", validity=validity, horizon=horizon)
        for name, validity, horizon in (
            ("runs out", "open", HORIZON), ("for ever", "open", None), ("came true", "fulfilled", HORIZON),
        )
    }  # fmt: skip


@pytest.mark.django_db
def test_the_api_tells_it_at_every_time(cast: Cast, claims: dict[str, Claim], clock: Clock) -> None:
    api = api_of(cast, "reader")
    clock(BEFORE)
    assert told(api, "validity=open") == {"runs out": ("open", "open"), "for ever": ("open", "open")}
    assert told(api, "validity=lapsed") == {}
    clock(AFTER)
    assert told(api, "validity=open") == {"for ever": ("open", "open")}
    assert told(api, "validity=lapsed") == {"runs out": ("lapsed", "open")}
    assert told(api, "validity=fulfilled") == {"came true": ("fulfilled", "fulfilled")}
    # As of a time before, and after, whatever the clock says.
    assert told(api, f"validity=lapsed&valid_at={EARLIER}") == {}
    assert told(api, f"validity=open&valid_at={EARLIER}")["runs out"] == ("open", "open")
    one = api.get(f"claims/{claims['runs out'].uid}/?valid_at={LATER}").json()
    assert (one["validity"], one["validity_stated"]) == ("lapsed", "open")


@pytest.mark.django_db
def test_the_pages_tell_it_and_it_is_due(
    cast: Cast, claims: dict[str, Claim], clock: Clock, as_reader: Client
) -> None:
    page = f"/w/desk/claims/{claims['runs out'].uid}/"
    said = "nobody has said yet what became of it"
    clock(BEFORE)
    words = as_reader.get(page).content.decode()
    assert 'data-validity="open"' in words
    assert said not in words
    clock(AFTER)
    words = as_reader.get(page).content.decode()
    assert 'data-validity="lapsed"' in words
    assert said in words
    assert 'data-validity="open"' in as_reader.get(page, {"valid_at": EARLIER}).content.decode()
    queue = as_reader.get("/w/desk/claims/", {"due": "now", "validity": "lapsed"})
    assert [(row.claim.statement, row.ran_out) for row in queue.context["rows"]] == [("runs out", True)]
    desk = as_reader.get("/w/desk/")
    assert {row.claim.statement for row in desk.context["board"].due if row.pk in desk.context["ran_out"]} == {
        "runs out"
    }


@pytest.fixture
def as_reader(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.reader, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
def test_who_looks_at_it_has_seen_that_it_lapsed(cast: Cast, claims: dict[str, Claim], clock: Clock) -> None:
    actor, claim = cast.actor("editor"), claims["runs out"]
    clock(BEFORE)
    look_again(actor=actor, claim=claim, next_at=AFTER + timedelta(days=9))
    claim.refresh_from_db()
    assert (claim.validity, Standing.objects.get(claim=claim).due_at) == ("open", HORIZON)
    clock(AFTER)
    look_again(actor=actor, claim=claim, next_at=AFTER + timedelta(days=9))
    claim.refresh_from_db()
    assert (claim.validity, Standing.objects.get(claim=claim).due_at) == ("lapsed", AFTER + timedelta(days=9))
    edit_claim(actor=actor, claim=claim, expected=None, validity="open", horizon=AFTER + timedelta(days=1))
    assert told(api_of(cast, "reader"))["runs out"] == ("open", "open")


# Two times of recording need two transactions.
@pytest.mark.django_db(transaction=True)
def test_exports_tell_what_it_was_at_their_time_and_take_back_what_was_stated() -> None:
    cast = make_cast()
    soon = timezone.now() + timedelta(seconds=0.3)
    claim = make_claim(cast.actor("editor"), "runs out", kind="threat", horizon=soon)
    early = select(workspace=cast.workspace).known_at
    assert early < soon
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep_until(%s)", [soon])
    late = select(workspace=cast.workspace).known_at

    def record(at: datetime) -> dict[str, Any]:
        with snapshot():
            line = next(lines(select(workspace=cast.workspace, known_at=at), "claim"))
        found: dict[str, Any] = json.loads(line)
        return found

    assert [(one["validity"], one["validity_stated"]) for one in (record(early), record(late))] == [
        ("open", "open"), ("lapsed", "open"),
    ]  # fmt: skip
    native = b"".join(export_format("isnad-jsonl").export(select(workspace=cast.workspace, known_at=late)))
    # Read in again it changes nothing, and the same file from before says nothing else.
    for at in (early, late):
        file = b"".join(export_format("isnad-jsonl").export(select(workspace=cast.workspace, known_at=at)))
        report = import_records(actor=cast.actor("editor"), incoming=import_format("isnad-jsonl").read([file]))
        assert (report.refused, report.unchanged["claim"]) == ([], 1)
    claim.refresh_from_db()
    assert (claim.validity, claim.revision) == ("open", 1)
    assert b'"validity":"lapsed"' in native
    for name in ("web-annotation", "tei"):
        file = b"".join(export_format(name).export(select(workspace=cast.workspace, known_at=late)))
        assert b"lapsed" in file, name

