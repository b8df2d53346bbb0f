"""What has to be done to a database before it is served: tables, demo workspace, static files.

`python -m project.prepare`; serving runs it in a process of its own, which gives its memory back.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from annotations.management.joined import check_joined
from project.apps import StaticFiles
from project.embedded import StartError


def say(line: str) -> None:
    """Print one line of progress."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def steps(database: BaseDatabaseWrapper) -> list[Any]:
    """The migrations that its tables lack. Raises what `check_joined` raises."""
    check_joined(database)
    executor = MigrationExecutor(database)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def migrate() -> None:
    """Bring the tables up to date, if they are not."""
    plan = steps(connection)
    if plan:
        say(f"Preparing the tables ({len(plan)} steps)")
        call_command("migrate", interactive=False, verbosity=0)


def seed() -> None:
    """Fill a database that holds no workspace yet with the demo one. All of it, or nothing."""
    if apps.get_model("annotations", "Workspace")._default_manager.exists():
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
    try:
        # Nothing is cleared away: a server that runs still hands out the old names.
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(state)
    except PermissionError as error:
        raise StartError(
            f"Cannot write static files to {settings.STATIC_ROOT} ({error.strerror}): make it yours, or name another "
            "directory with ISNAD_STATIC."
        ) from None


def _state_of_static() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    ignored = StaticFiles.ignore_patterns
    for finder in get_finders():
        for name, storage in finder.list(ignored):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def main() -> int:
    """Do all of it; the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    try:
        migrate()
        collect_static()
        seed()
    except (StartError, CommandError) as error:
        sys.stderr.write(f"isnad: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
