"""A member comes to the desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from annotations.policies import Actor

ONE_VISIT = timedelta(minutes=30)
"""Whoever comes back within this time has not been away."""
_SEEN = """
INSERT INTO annotations_attendance AS a (membership_id, seen_at)
SELECT id, %(now)s FROM annotations_membership WHERE workspace_id = %(workspace)s AND user_id = %(user)s
ON CONFLICT (membership_id) DO UPDATE SET
    before_at = CASE WHEN EXCLUDED.seen_at - a.seen_at < %(visit)s THEN a.before_at ELSE a.seen_at END,
    seen_at = greatest(a.seen_at, EXCLUDED.seen_at)
RETURNING before_at
"""


def note_visit(*, actor: Actor, now: datetime) -> datetime | None:
    """Note that the member is at the desk, in whichever browser; return when their visit before this one ended (None:
    they never were here before). One statement, so two at once agree.
    """
    with connection.cursor() as cursor:
        here: dict[str, Any] = {"workspace": actor.workspace.pk, "user": actor.user.pk}
        here |= {"now": now, "visit": ONE_VISIT}
        cursor.execute(_SEEN, here)
        row = cursor.fetchone()
        before: datetime | None = row[0] if row else None
        return before
