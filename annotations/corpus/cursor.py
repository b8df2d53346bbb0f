"""A place in the stream of changes to a workspace, found without waiting for anybody who is writing."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from annotations.corpus.selecting import WRITERS_LOCK

# A writer holds the shared lock from before its rows are stamped until they can be seen, and stamps no row earlier than
# its transaction began. So nothing is still to come from before the oldest transaction that holds the lock now.
_SETTLED = """
SELECT LEAST(statement_timestamp(), min(COALESCE(a.xact_start, 'epoch'))) - interval '1 microsecond'
FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.mode = 'ShareLock' AND l.granted AND l.classid = %s AND l.objid = %s
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def cursor_of(workspace: int) -> datetime:
    """A time (UTC) up to which every change of the workspace with this internal id can be read, as late as it is known.

    Unlike `settle` it neither waits nor makes anybody wait: while somebody writes, it is the time at which they began.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, [WRITERS_LOCK, workspace])
        found: datetime = cursor.fetchone()[0]
    return found.astimezone(UTC)
