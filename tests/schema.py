"""The database that every process of a run copies: all migrations applied, no rows.

To apply them takes Django seconds, nearly all of it in Python. So it is done once a run; and the
statements that it sent are kept, and sent again by later runs for as long as no migration and no model changes.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.core.management import call_command
from django.db import connections
from psycopg import sql

PREFIX = "isnad_template_"
ALIAS = "template"
LOCK = 1769173602
ROOT = Path(__file__).resolve().parents[1]
# Of a transaction, which the statements are not repeated in.
_FRAMING = ("SAVEPOINT", "RELEASE", "ROLLBACK", "LOCK", "SET CONSTRAINTS")


def template(kept: Path) -> str:
    """The name of the database, which the first process that asks makes. `kept`: the directory of the statements."""
    parameters = connections["default"].get_connection_params()
    state = _state()
    name = f"{PREFIX}{state[:16]}"
    with psycopg.connect(**{**parameters, "dbname": "postgres"}, autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        there = {one for (one,) in server.execute("SELECT datname FROM pg_database") if one.startswith(PREFIX)}
        if name not in there:
            for old in there:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            unfinished = f"{name}_unfinished"
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(unfinished)))
            _fill(unfinished, kept / f"{state}.json")
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
            )
    return name


def _fill(name: str, statements: Path) -> None:
    if statements.exists():
        parameters = {**connections["default"].get_connection_params(), "dbname": name}
        with psycopg.connect(**parameters, autocommit=True) as connection:
            for statement in json.loads(statements.read_text(encoding="utf-8")):
                connection.execute(statement)
        return
    with _connected(name) as sent:
        call_command("migrate", database=ALIAS, verbosity=0, interactive=False)
    statements.parent.mkdir(parents=True, exist_ok=True)
    for old in statements.parent.glob("*.json"):
        old.unlink()
    statements.write_text(json.dumps(sent, ensure_ascii=False), encoding="utf-8")


@contextmanager
def _connected(name: str) -> Iterator[list[str]]:
    """A connection of Django's to the database, and the list of what is sent over it."""
    connections.settings[ALIAS] = {**copy.deepcopy(connections["default"].settings_dict), "NAME": name}
    sent: list[str] = []

    def note(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        # Django drops a key in one string with SET CONSTRAINTS.
        if not statement.startswith(_FRAMING) or ";" in statement.rstrip().rstrip(";"):
            mogrify = context["cursor"].cursor.mogrify
            sent.extend(mogrify(statement, values) for values in (parameters if many else [parameters]))
        return execute(statement, parameters, many, context)

    try:
        with connections[ALIAS].execute_wrapper(note):
            yield sent
    finally:
        connections[ALIAS].close()
        del connections[ALIAS], connections.settings[ALIAS]


def _state() -> str:
    """SHA-256 of everything that the tables follow from."""
    places = [Path(__file__), ROOT / "requirements.lock", *sorted((ROOT / "annotations" / "vocabulary").glob("*.py"))]
    for app in apps.get_app_configs():
        places += sorted(Path(app.path).glob("migrations/*.py"))
    places += sorted((ROOT / "annotations" / "models").glob("*.py"))
    digest = hashlib.sha256()
    for place in places:
        digest.update(hashlib.sha256(place.read_bytes()).digest())
    return digest.hexdigest()
