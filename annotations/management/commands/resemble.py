"""`manage.py resemble`: compare the texts, and read the names, that wait for it, without a worker."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from annotations.actions import compare_waiting, read_names
from annotations.management.workspaces import add_workspace, chosen
from annotations.models import Resemblance, TextSignature
from annotations.vocabulary import ResemblanceVerdict


class Command(BaseCommand):
    help = "Compare the texts that came in with the others of their workspace, and offer near-copies for a decision."

    def add_arguments(self, parser: CommandParser) -> None:
        add_workspace(parser)
        parser.add_argument("--anew", action="store_true", help="compare every text, not only those that wait")

    def handle(self, *_args: Any, **options: Any) -> None:
        for workspace in chosen(options["workspace"]):
            if options["anew"]:
                TextSignature.objects.filter(workspace=workspace).update(waiting=True)
            read_names(workspace=workspace.pk)
            done = compare_waiting(workspace=workspace.pk)
            offers = Resemblance.objects.filter(workspace=workspace, verdict=ResemblanceVerdict.OPEN).count()
            self.stdout.write(f"{workspace.slug}: {done} texts compared, {offers} near-copies wait for a decision")
