"""The database is emptied after a test that commits, once nobody works with it any more.

Django would truncate every table, which takes a third of a second and meets whoever still reads in a deadlock. Here the
few tables that hold rows are deleted from; who is still at work is waited for, and cut off if they do not end.
"""

from __future__ import annotations

import threading
import time

from django.db import OperationalError, connection
from django.test import TransactionTestCase

KEPT = {"django_migrations", "django_content_type", "auth_permission"}
PATIENCE = 20.0  # seconds for what others still do; then it is cut off
TRIES = 10
# Threads of Django's server of tests: one for each connection, which ends with it.
SERVING = "(process_request_thread)"
OTHERS = """
    FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND backend_type = 'client backend' AND state <> 'idle'
"""
EMPTY = """
DO $$
DECLARE
    name text;
    filled boolean;
BEGIN
    SET LOCAL session_replication_role = replica;  -- no triggers
    FOREACH name IN ARRAY '{%s}'::text[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM %%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('DELETE FROM %%I', name);
        END IF;
    END LOOP;
END $$
"""


def empty_database(_case: TransactionTestCase) -> None:
    """Delete every row but those that migrations made. In place of `TransactionTestCase._fixture_teardown`."""
    for left in reversed(range(TRIES)):
        settle()
        try:
            with connection.cursor() as cursor:
                names = [name for name in connection.introspection.table_names(cursor) if name not in KEPT]
                cursor.execute(EMPTY % ",".join(names))
        except OperationalError:  # a deadlock with somebody who came in between
            if not left:
                raise
        else:
            return


def settle() -> None:
    """Wait until no request is served in this process and no other connection to the database is at work."""
    deadline = time.monotonic() + PATIENCE
    for thread in threading.enumerate():
        if thread.name.endswith(SERVING):
            thread.join(max(0.0, deadline - time.monotonic()))
    while _others("count(*)"):
        if time.monotonic() > deadline:
            _others("pg_terminate_backend(pid)")
        time.sleep(0.005)


def _others(what: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what} {OTHERS}")
        return any(found for (found,) in cursor.fetchall())
