"""Pages by key: every row once, in order, in both directions, whatever comes in between."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from annotations.models import Source
from annotations.web.paging import newest_first
from tests.cast import make_source

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def sources(cast):
    """Eleven sources; of each three neighbours, two were made at the same moment."""
    editor = cast.actor("editor")
    made = [START + timedelta(seconds=number * 2 // 3) for number in range(11)]
    return [make_source(editor, f"{number}", created_at=moment) for number, moment in enumerate(made)]


def names(page):
    return [row.name for row in page.rows]


def test_every_row_once_and_back_again(sources):
    found = Source.objects.all()
    pages = [newest_first(found, "", size=3)]
    while pages[-1].after:
        pages.append(newest_first(found, pages[-1].after, size=3))
    assert [name for page in pages for name in names(page)] == [str(number) for number in reversed(range(11))]
    assert [bool(page.before) for page in pages] == [False, True, True, True]
    back = newest_first(found, pages[2].before, size=3)
    assert names(back) == names(pages[1])
    assert newest_first(found, pages[1].before, size=3).before == ""


def test_rows_that_come_in_shift_nothing(sources, cast):
    found = Source.objects.all()
    first = newest_first(found, "", size=3)
    make_source(cast.actor("editor"), "new")
    assert names(newest_first(found, first.after, size=3)) == ["7", "6", "5"]


@pytest.mark.parametrize("cursor", ["", "x", "b3w=", "é", "b3xifGM", "bnwyMDI2LTAxLTAxVDAwOjAwOjAwfDE", "!" * 5000])
def test_an_unreadable_cursor_gives_the_first_page(sources, cursor):
    assert names(newest_first(Source.objects.all(), cursor, size=2)) == ["10", "9"]


def test_no_rows(cast):
    page = newest_first(Source.objects.all(), "")
    assert (page.rows, page.after, page.before) == ([], "", "")
