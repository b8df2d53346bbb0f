#!/usr/bin/env python3
"""Isnad's commands. They use the database that runs, or start the embedded one and stop it afterwards."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import nullcontext
from types import FrameType

from django.db.utils import ProgrammingError

from project.embedded import StartError
from project.start import database

NO_TABLE = "42P01"  # PostgreSQL's code for a relation that is not there
# These read or write files only.
WITHOUT_DATABASE = {
    "--help",
    "--version",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "version",
}


def _end(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def main() -> int:
    """Run the command on the command line; its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    # Without this a `kill` would leave the database behind without its user.
    signal.signal(signal.SIGTERM, _end)
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        with nullcontext() if command in WITHOUT_DATABASE else database():
            # Imported late: Django reads its settings from the environment that was prepared just now.
            from django.core.management import execute_from_command_line  # noqa: PLC0415

            execute_from_command_line(sys.argv)
    except StartError as error:
        sys.stderr.write(f"isnad: {error}\n")
        return 1
    except ProgrammingError as error:
        if getattr(error.__cause__, "sqlstate", "") != NO_TABLE:
            raise
        sys.stderr.write(f"isnad: {str(error).splitlines()[0]}: `make run` or `manage.py migrate` makes the tables.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
