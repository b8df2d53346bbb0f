"""Migrations that have become one: a database that has only some of them cannot go on from where it is."""

from __future__ import annotations

from django.core.management import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def check_joined(database: BaseDatabaseWrapper) -> None:
    """Raise CommandError for a database in the midst of those that have become one: Django would make every table
    again, and fail at the first that is there.
    """
    applied = MigrationRecorder(database).applied_migrations()
    loader = MigrationLoader(database, load=False)
    loader.load_disk()
    for (app, _), joined in loader.disk_migrations.items():
        lacking = [one for one in joined.replaces if one not in applied and one not in loader.disk_migrations]
        if app == "annotations" and lacking and len(lacking) < len(joined.replaces):
            raise CommandError(
                f"This database is of an older Isnad, which left it before {lacking[0][1]}: start the version on it "
                f"whose last migration is {joined.replaces[-1][1]}, then this one."
            )
