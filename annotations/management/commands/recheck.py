"""`manage.py recheck`: compute every claim's assessment anew and report where it is not what the evidence gives."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions import recheck
from annotations.management.workspaces import add_workspace, chosen


class Command(BaseCommand):
    help = "Compare every claim's last assessment with its evidence. Ends with status 1 where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        add_workspace(parser)
        parser.add_argument("--fix", action="store_true", help="write the assessments that are missing")

    def handle(self, *_args: Any, **options: Any) -> None:
        found = 0
        for workspace in chosen(options["workspace"]):
            for one in recheck(workspace=workspace, fix=options["fix"]):
                found += 1
                was = one.recorded.computed if one.recorded else "nothing"
                now, numbers = one.found.computed, one.found
                self.stdout.write(
                    f"{workspace.slug} {one.claim.uid}: {was}, but the evidence gives {now}"
                    f" [{numbers.supporting_min}, {numbers.supporting_max}]"
                    f" against [{numbers.refuting_min}, {numbers.refuting_max}]"
                )
        if found and not options["fix"]:
            raise CommandError(f"{found} claims do not stand as their evidence says; --fix assesses them anew")
        self.stdout.write(f"{found} assessments written" if found else "every claim stands as its evidence says")
