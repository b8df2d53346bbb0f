"""What a database must be able to do, whoever runs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from project.embedded import StartError, check_server


@contextmanager
def _database(server: str, name: str, definition: str) -> Iterator[str]:
    """A database of its own on the tests' server; its address."""
    with psycopg.connect(server, autocommit=True) as connection:
        identifier = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(identifier))
        connection.execute(sql.SQL("CREATE DATABASE {} " + definition).format(identifier))
        try:
            yield make_conninfo(server, dbname=name)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def _refusal(url: str) -> str:
    with pytest.raises(StartError) as refusal:
        check_server(url)
    assert "\n" not in str(refusal.value)
    return str(refusal.value)


@pytest.fixture
def name(worker_id: str) -> str:
    return f"checked_{worker_id}"


def test_a_good_one_passes_and_is_left_as_it_was(database_url: str, name: str):
    with _database(database_url, name, "") as url:
        check_server(url)
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT extname FROM pg_extension").fetchall() == [("plpgsql",)]


def test_an_lc_ctype_without_arabic_letters(database_url: str, name: str):
    definition = "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'"
    with _database(database_url, name, definition) as url:
        assert "LC_CTYPE" in _refusal(url)
        assert "CREATE DATABASE" in _refusal(url)


def test_an_encoding_other_than_utf8(database_url: str, name: str):
    definition = "TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE_PROVIDER libc LOCALE 'C'"
    with _database(database_url, name, definition) as url:
        assert "ENCODING 'UTF8'" in _refusal(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/isnad",
        "postgresql://isnad:secret@/isnad?host=/nowhere",
        "postgresql://isnad@no-such-host.invalid/isnad",
    ],
)
def test_one_that_cannot_be_reached(url: str):
    said = _refusal(url)
    assert "DATABASE_URL" in said
    assert "secret" not in said


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgres//isnad", "nonsense"])
def test_an_address_that_is_none(url: str):
    assert "DATABASE_URL" in _refusal(url)


def test_an_old_server(database_url: str):
    with mock.patch.object(psycopg.ConnectionInfo, "server_version", 140_011):
        assert "PostgreSQL 14; Isnad needs 15" in _refusal(database_url)


def _answers(monkeypatch: pytest.MonkeyPatch, replace: str, answer: str) -> None:
    """Let the server answer one query of the check as another kind of server would."""
    execute = psycopg.Connection.execute

    def changed(connection: Any, query: Any, *rest: Any, **named: Any) -> Any:
        text = query.as_string(connection) if isinstance(query, sql.Composable) else query
        return execute(connection, answer if replace in text else query, *([] if replace in text else rest), **named)

    monkeypatch.setattr(psycopg.Connection, "execute", changed)


def test_an_extension_that_the_server_lacks(database_url: str, name: str, monkeypatch: pytest.MonkeyPatch):
    with _database(database_url, name, "") as url, monkeypatch.context() as patch:
        _answers(patch, "pg_available_extensions", "SELECT WHERE false")
        assert "lacks the extension pg_trgm" in _refusal(url)
        assert "postgresql-contrib" in _refusal(url)


def test_an_extension_that_the_user_may_not_install(database_url: str, name: str):
    with _database(database_url, name, "") as url:
        role = sql.Identifier(f"guest_{name}")
        with psycopg.connect(make_conninfo(database_url, user="postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        try:
            said = _refusal(make_conninfo(url, user=f"guest_{name}"))
        finally:
            with psycopg.connect(make_conninfo(database_url, user="postgres"), autocommit=True) as connection:
                connection.execute(sql.SQL("DROP ROLE {}").format(role))
    assert "CREATE EXTENSION pg_trgm" in said
