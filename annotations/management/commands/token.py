"""`manage.py token USERNAME --workspace SLUG --scope SCOPE`: print a new token, once, alone on standard output."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions import make_token
from annotations.errors import DomainError
from annotations.models import Membership
from annotations.policies import Actor
from annotations.vocabulary import Role, Scope, Through


class Command(BaseCommand):
    help = "Make a token for a member of a workspace and print its key, which is stored nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--workspace", required=True, metavar="SLUG")
        parser.add_argument("--scope", required=True, choices=Scope.values)
        parser.add_argument("--days", type=int, default=90, help="how long it lasts (default: 90)")
        parser.add_argument("--name", default="", help="to tell it apart later")

    def handle(self, *_args: Any, **options: Any) -> None:
        members = Membership.objects.select_related("user", "workspace")
        membership = members.filter(user__username=options["username"], workspace__slug=options["workspace"]).first()
        if membership is None:
            raise CommandError(f"{options['username']} is no member of the workspace {options['workspace']}")
        actor = Actor(
            user=membership.user,
            workspace=membership.workspace,
            role=Role(membership.role),
            through=Through.COMMAND,
        )
        try:
            _token, key = make_token(actor=actor, scope=options["scope"], name=options["name"], days=options["days"])
        except DomainError as error:
            raise CommandError(error.detail) from None
        self.stdout.write(key)
