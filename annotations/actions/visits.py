"""A member comes to the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from annotations.policies import Actor

ONE_VISIT = timedelta(minutes=30)
"""Whoever comes back within this time has not been away."""
_SEEN = """
WITH was AS (
    SELECT a.seen_at FROM annotations_attendance a JOIN annotations_membership m ON m.id = a.membership_id
    WHERE m.workspace_id = %(workspace)s AND m.user_id = %(user)s
)
INSERT INTO annotations_attendance AS a (membership_id, seen_at)
SELECT id, %(now)s FROM annotations_membership WHERE workspace_id = %(workspace)s AND user_id = %(user)s
ON CONFLICT (membership_id) DO UPDATE SET
    before_at = CASE WHEN EXCLUDED.seen_at - a.seen_at < %(visit)s THEN a.before_at ELSE a.seen_at END,
    seen_at = greatest(a.seen_at, EXCLUDED.seen_at)
RETURNING before_at, (SELECT seen_at FROM was) IS NULL
"""


class Visit(NamedTuple):
    """`before`: when the visit before this one ended, None in the first; `first`: they come for the very first time."""

    before: datetime | None
    first: bool


def note_visit(*, actor: Actor, now: datetime) -> Visit:
    """Note that the member is at the desk, in whichever browser. One statement, so two at once agree."""
    with connection.cursor() as cursor:
        here: dict[str, Any] = {"workspace": actor.workspace.pk, "user": actor.user.pk}
        here |= {"now": now, "visit": ONE_VISIT}
        cursor.execute(_SEEN, here)
        row = cursor.fetchone()
        return Visit(*row) if row else Visit(None, first=True)
