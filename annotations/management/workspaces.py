"""Which workspaces a command works on."""

from __future__ import annotations

from django.core.management.base import CommandError, CommandParser
from django.db.models import QuerySet

from annotations.models import Workspace


def add_workspace(parser: CommandParser) -> None:
    parser.add_argument("--workspace", metavar="SLUG", help="only this workspace; all of them if not given")


def chosen(slug: str | None) -> QuerySet[Workspace]:
    """Raise CommandError where there is none of that name."""
    workspaces = Workspace.objects.order_by("slug")
    if not slug:
        return workspaces
    found = workspaces.filter(slug=slug)
    if not found:
        raise CommandError(f"there is no workspace {slug}")
    return found
