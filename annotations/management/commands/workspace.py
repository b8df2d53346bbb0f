"""`manage.py workspace SLUG`: make a workspace, and let people into it."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions import create_workspace, set_member
from annotations.errors import DomainError
from annotations.models import User
from annotations.vocabulary import Role


class Command(BaseCommand):
    help = "Make a workspace, or add members to one. Prints the password of each person who is new to Isnad."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--name", default="", help="what people call it; the slug if not given")
        parser.add_argument(
            "--member",
            action="append",
            default=[],
            metavar="USERNAME:ROLE",
            help=f"may be repeated; the roles are {', '.join(Role.values)}",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        members = [_split(member) for member in options["member"]]
        workspace = create_workspace(slug=options["slug"], name=options["name"] or options["slug"])
        for username, role in members:
            user, password = _person(username)
            try:
                set_member(workspace=workspace, user=user, role=role)
            except DomainError as error:
                raise CommandError(error.detail) from None
            line = f"{username} is {role} of {workspace.slug}"
            self.stdout.write(f"{line}; new, password {password}" if password else line)


def _split(member: str) -> tuple[str, str]:
    username, _, role = member.rpartition(":")
    if not username or role not in Role.values:
        raise CommandError(f"--member {member}: write USERNAME:ROLE, the roles being {', '.join(Role.values)}")
    return username, role


def _person(username: str) -> tuple[User, str]:
    user = User.objects.filter(username=username).first()
    if user is not None:
        return user, ""
    password = secrets.token_urlsafe(12)
    return User.objects.create_user(username=username, password=password), password
