"""`manage.py remind`: send today's reminders that were not sent yet, as the workers do every morning."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions.reminders import remind
from annotations.errors import DomainError
from annotations.models import Workspace


class Command(BaseCommand):
    help = "Remind by e-mail, once a day, whoever wants it of the claims that are due. Needs EMAIL_URL."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workspace", metavar="SLUG", help="only this workspace; all of them if not given")

    def handle(self, *_args: Any, **options: Any) -> None:
        workspace = None
        if options["workspace"]:
            workspace = Workspace.objects.filter(slug=options["workspace"]).first()
            if workspace is None:
                raise CommandError(f"there is no workspace {options['workspace']}")
        try:
            reminded = remind(workspace=workspace)
        except DomainError as error:
            raise CommandError(error.detail) from error
        self.stdout.write(f"{reminded.sent} reminders sent")
        if reminded.failed:
            raise CommandError(f"{reminded.failed} reminders could not be sent")
