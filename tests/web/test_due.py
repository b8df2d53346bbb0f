"""The queue of what is due: what is due first comes first, page by page, and it is read along its index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from annotations.api.views.claims import DUE_FIRST
from annotations.corpus.stood import due_now, present_rows
from annotations.models import Claim
from annotations.web.claim_list import DUE_FIRST as DUE_FIRST_ON_PAGES
from annotations.web.paging import PAGE_SIZE
from tests.api.client import api_of
from tests.api.test_paging import walk
from tests.cast import Cast, make_claim

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def due(cast: Cast) -> list[Claim]:
    """Claims in the order in which they are due, which is not that of their making; some at one moment, one not yet."""
    actor = cast.actor("editor")
    days = [5, 3, 3, 9, 1, 3, 7, *range(20, 20 + PAGE_SIZE)]
    made = [make_claim(actor, f"In {day} days", recheck_at=START + timedelta(days=day)) for day in days]
    make_claim(actor, "Not yet", recheck_at=timezone.now() + timedelta(days=99))
    return sorted(made, key=lambda one: (one.recheck_at, one.pk))


@pytest.mark.parametrize("size", [1, 3, 500])
def test_what_is_due_first_comes_first_in_the_api(cast: Cast, due: list[Claim], size: int) -> None:
    found = walk(api_of(cast, "reader"), f"claims/?due_before=2026-06-01T00:00:00Z&page_size={size}")
    assert found == [str(one.uid) for one in due]


def test_and_on_the_page(as_: Callable[[str], Client], due: list[Claim]) -> None:
    client = as_("reader")
    first = client.get("/w/desk/claims/", {"due": "week"})
    rest = client.get("/w/desk/claims/", {"due": "week", "page": first.context["page"].after})
    assert [row.claim for answer in (first, rest) for row in answer.context["rows"]] == due
    back = client.get("/w/desk/claims/", {"due": "week", "page": rest.context["page"].before})
    assert back.context["page"].rows == first.context["page"].rows
    # A cursor of the list by creation is none of this one's.
    newest = client.get("/w/desk/claims/").context["page"].after
    assert client.get("/w/desk/claims/", {"due": "week", "page": newest}).context["page"].rows == due[:PAGE_SIZE]


def test_it_is_read_along_its_index(cast: Cast) -> None:
    claim = make_claim(cast.actor("editor"), recheck_at=START)
    rows = due_now(present_rows(cast.workspace.pk, Claim), cast.workspace.pk, timezone.now())
    pages = [
        DUE_FIRST.apply(rows.filter(DUE_FIRST.after(START, claim.pk))).values_list("pk", "due"),
        DUE_FIRST_ON_PAGES.apply(rows),
        *(
            DUE_FIRST_ON_PAGES.apply(
                DUE_FIRST_ON_PAGES.beyond(rows, START, claim.pk, backwards=backwards), backwards=backwards
            )
            for backwards in (False, True)
        ),
    ]
    with transaction.atomic(), connection.cursor() as cursor:
        # Small tables: only a plan along the index is to be left, not one that sorts a few rows.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        for page in pages:
            statement, parameters = page[:PAGE_SIZE].query.sql_with_params()
            cursor.execute(f"EXPLAIN {statement}", parameters)
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert "using standing_due" in plan, plan
            assert "Sort" not in plan.replace("Incremental Sort", ""), plan
