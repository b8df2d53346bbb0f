"""The migrations go forwards and back, also with rows in the tables."""

from __future__ import annotations

import copy
import importlib
from collections.abc import Iterator

import psycopg
import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from psycopg import sql
from pytest_django.plugin import DjangoDbBlocker

from annotations.text import WHITE_SPACE
from project.prepare import steps

SCRATCH = "scratch"
OURS = "annotations"
JOINED = "0001_squashed_0029_tables"


@pytest.fixture
def scratch(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The alias of a database beside the tests' own, with all tables and no row."""
    with django_db_blocker.unblock():
        yield from _make_scratch()
        connection.close()


def _make_scratch() -> Iterator[str]:
    parameters = connection.get_connection_params()
    name = f"{parameters['dbname']}_scratch"
    with psycopg.connect(**parameters, autocommit=True) as server:
        settings = copy.deepcopy(connections["default"].settings_dict)
        template = sql.Identifier(settings["TEST"]["TEMPLATE"])
        server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template))
        connections.settings[SCRATCH] = {**settings, "NAME": name}
        yield SCRATCH
        connections[SCRATCH].close()
        del connections[SCRATCH], connections.settings[SCRATCH]
        server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def migrate(alias: str, *, back: bool = False) -> None:
    executor = MigrationExecutor(connections[alias])
    ours = [node for node in executor.loader.graph.leaf_nodes() if node[0] == OURS]
    executor.migrate([(OURS, None)] if back else ours)


def ours_in(alias: str) -> dict[str, int]:
    """How many tables, functions and triggers of the application there are."""
    queries = {
        "tables": "SELECT count(*) FROM pg_class WHERE relname LIKE 'annotations\\_%' AND relkind = 'r'",
        "functions": "SELECT count(*) FROM pg_proc WHERE proname LIKE 'isnad\\_%'",
        "triggers": "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
        " AND tgrelid::regclass::text LIKE 'annotations\\_%'",
        "keys": "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%.%'",
    }
    counts = {}
    with connections[alias].cursor() as cursor:
        for name, query in queries.items():
            cursor.execute(query)
            counts[name] = cursor.fetchone()[0]
    return counts


@pytest.mark.slow
def test_back_and_forwards_again_with_rows(scratch: str) -> None:
    first = ours_in(scratch)
    assert min(first.values()) > 20
    with connections[scratch].cursor() as cursor:
        cursor.execute(
            "INSERT INTO annotations_workspace (uid, slug, name) VALUES (gen_random_uuid(), 'a', 'A') RETURNING id"
        )
        workspace = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO annotations_article (uid, workspace_id, title, language, direction, outlet, url,"
            " credited_wire, status, metadata)"
            " VALUES (gen_random_uuid(), %s, 'A', 'en', 'ltr', '', '', '', 'new', '{}')",
            [workspace],
        )
        cursor.execute("UPDATE annotations_article SET outlet = 'Gazette'")
    migrate(scratch, back=True)
    assert ours_in(scratch) == {"tables": 0, "functions": 0, "triggers": 0, "keys": 0}
    migrate(scratch)
    assert ours_in(scratch) == first


def test_a_database_of_the_migrations_that_the_first_replaces_needs_nothing_of_it(scratch: str) -> None:
    first = MigrationLoader(None).disk_migrations[OURS, JOINED]
    with connections[scratch].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", [OURS, first.name])
        cursor.execute("SELECT app, name FROM django_migrations")
        assert set(first.replaces) <= set(cursor.fetchall())
    assert (OURS, JOINED) not in [(one.app_label, one.name) for one, _ in steps(connections[scratch])]
    migrate(scratch)
    with connections[scratch].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_migrations WHERE app = %s AND name = %s", [OURS, first.name])
        assert cursor.fetchone() == (1,)


def test_a_database_in_the_midst_of_the_replaced_migrations_is_not_taken_for_one_that_is_done(scratch: str) -> None:
    with connections[scratch].cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = %s AND name = ANY (%s)",
            [OURS, [JOINED, "0028_texts_uncompressed", "0029_articles_with"]],
        )
    told = r"left it before 0028_texts_uncompressed: .* migration is 0029_articles_with"
    with pytest.raises(CommandError, match=told):
        steps(connections[scratch])
    with pytest.raises(CommandError, match=told):
        call_command("migrate", database=scratch, verbosity=0)
    assert ours_in(scratch)["tables"] > 20


def test_the_models_are_what_the_migrations_make(db: None) -> None:
    loader = MigrationExecutor(connection).loader
    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)
    assert OURS not in changes


def test_white_space_is_the_same_in_migrations_and_in_text() -> None:
    """A migration keeps its own copy: when the list changes, a new migration has to bring it."""
    checks = importlib.import_module("annotations.migrations._checks")
    assert checks.WHITE_SPACE.encode("ascii").decode("unicode_escape") == WHITE_SPACE
