"""What `project.serve` starts beside the web server to work off the jobs: `python -m project.work PARENT`."""

from __future__ import annotations

import os
import sys

import django
from django.core.management import call_command

from project.parent import end_with_parent
from project.processes import collect_seldom, give_way


def main() -> None:
    """Work until SIGINT or SIGTERM."""
    end_with_parent(int(sys.argv[1]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    give_way()
    django.setup()
    collect_seldom()
    call_command("work")


if __name__ == "__main__":
    main()
