"""`manage.py migrate`, which refuses a database that it cannot bring further, in one line and before it begins."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from annotations.management.joined import check_joined


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        check_joined(connections[options["database"]])
        super().handle(*args, **options)
