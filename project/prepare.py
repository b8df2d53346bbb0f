"""What has to be done to a database before it is served: tables, demo workspace, static files.

`python -m project.prepare`; serving runs it in a process of its own, which gives its memory back.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from project.apps import StaticFiles


def say(line: str) -> None:
    """Print one line of progress."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def migrate() -> None:
    """Bring the tables up to date, if they are not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Preparing the tables ({len(plan)} steps)")
        call_command("migrate", interactive=False, verbosity=0)


def seed() -> None:
    """Fill a database that holds no workspace yet with the demo one. All of it, or nothing."""
    if apps.get_model("annotations", "Workspace")._default_manager.exists():
        return
    if "seed" not in get_commands():
        return
    say("Seeding the demo workspace")
    with transaction.atomic():
        call_command("seed", verbosity=0)


def collect_static() -> None:
    """Collect the static files, unless those collected last are still the same."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    state = _state_of_static()
    if mark.exists() and mark.read_text() == state:
        return
    say("Collecting static files")
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(state)


def _state_of_static() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    ignored = StaticFiles.ignore_patterns
    for finder in get_finders():
        for name, storage in finder.list(ignored):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main() -> None:
    """Do all of it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    migrate()
    collect_static()
    seed()


if __name__ == "__main__":
    main()
