"""Between two tests nothing is left: no row, and nobody who still works with the database."""

from __future__ import annotations

import threading

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase

from annotations.models import User
from tests import emptying
from tests.cast import Cast


def other() -> psycopg.Connection:
    """A connection to the same database that Django knows nothing of."""
    return psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": None})


def test_who_is_at_work_is_waited_for(transactional_db: None, cast: Cast) -> None:
    begun = threading.Event()

    def work() -> None:
        with other() as writer:
            writer.execute("UPDATE annotations_user SET first_name = 'late'")
            begun.set()
            writer.execute("SELECT pg_sleep(0.3)")

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(30)
    emptying.empty_database(TransactionTestCase())
    assert not User.objects.exists()
    thread.join()


def test_who_does_not_end_is_cut_off(transactional_db: None, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "PATIENCE", 0.1)
    idler = other()
    idler.execute("SELECT 1 FROM annotations_user FOR UPDATE")
    emptying.empty_database(TransactionTestCase())
    assert not User.objects.exists()
    with pytest.raises(psycopg.OperationalError):
        idler.execute("SELECT 1")
