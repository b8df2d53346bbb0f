"""Times as Isnad writes them wherever a program reads them: in the API, in exports, in webhooks."""

from __future__ import annotations

from datetime import UTC, datetime


def time_text(moment: datetime) -> str:
    """RFC 3339 in UTC, ending in Z, without trailing zeros of the second: as PostgreSQL's JSON has it."""
    text = moment.astimezone(UTC).isoformat()[:-6]
    return (text.rstrip("0") if "." in text else text) + "Z"
