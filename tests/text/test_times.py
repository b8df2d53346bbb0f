from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from annotations.text import time_text


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2020, 10, 6, 8, 6, 1, tzinfo=UTC), "2020-10-06T08:06:01Z"),
        (datetime(2020, 10, 6, 8, 6, 1, 729100, tzinfo=UTC), "2020-10-06T08:06:01.7291Z"),
        (datetime(2020, 10, 6, 8, 6, 1, 10, tzinfo=UTC), "2020-10-06T08:06:01.00001Z"),
        (datetime(2020, 10, 6, 8, 6, 0, tzinfo=UTC), "2020-10-06T08:06:00Z"),
        (datetime(2020, 10, 6, 0, 30, tzinfo=timezone(timedelta(hours=3))), "2020-10-05T21:30:00Z"),
    ],
)
def test_a_time_is_written_in_utc_and_no_longer_than_it_is(moment: datetime, text: str) -> None:
    assert time_text(moment) == text
    assert datetime.fromisoformat(text) == moment
