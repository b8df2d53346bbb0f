"""`manage.py seed`: the demo workspace with its users and its annotated articles. Safe to run again."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from annotations.actions import create_workspace, import_records, set_member, write_guidelines
from annotations.errors import DomainError
from annotations.formats import import_format
from annotations.models import Guidelines, User, Workspace
from annotations.policies import Actor
from annotations.vocabulary import Role, Through

WORKSPACE = "demo"
USERS = {
    "reader": Role.READER,
    "annotator": Role.ANNOTATOR,
    "editor": Role.EDITOR,
    "second-editor": Role.EDITOR,
    "admin": Role.ADMIN,
}
CORPUS = Path(settings.BASE_DIR) / "seeds" / "demo.isnad.jsonl"
GUIDELINES = CORPUS.with_name("guidelines.md")
PIECE = 1 << 20


class Command(BaseCommand):
    help = "Make the workspace demo: five users, guidelines and the annotated seed articles. Nothing is made twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--passwords", type=Path, metavar="FILE", help="user names and passwords, one pair a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        place = options["passwords"] or Path(settings.DATA_DIR) / "demo-accounts.txt"
        passwords = _passwords(place)
        workspace = create_workspace(slug=WORKSPACE, name="Demo newsroom")
        for username, role in USERS.items():
            self._person(workspace, username, role, passwords[username])
        admin = User.objects.get(username="admin")
        actor = Actor(user=admin, workspace=workspace, role=Role.ADMIN, through=Through.COMMAND)
        self._corpus(actor)
        if not Guidelines.objects.filter(workspace=workspace).exists():
            write_guidelines(actor=actor, body=GUIDELINES.read_text(encoding="utf-8"), expected=None)

    def _person(self, workspace: Workspace, username: str, role: Role, password: str) -> None:
        user, created = User.objects.get_or_create(username=username)
        if created:
            user.set_password(password)
            user.save()
        set_member(workspace=workspace, user=user, role=role)

    def _corpus(self, actor: Actor) -> None:
        try:
            with CORPUS.open("rb") as file:
                pieces = iter(lambda: file.read(PIECE), b"")
                report = import_records(actor=actor, incoming=import_format("isnad-jsonl").read(pieces)).as_dict()
        except (DomainError, OSError) as error:
            raise CommandError(f"{CORPUS.name}: {error}") from None
        made = sum(report["created"].values())
        self.stdout.write(f"{made} records made, {sum(report['unchanged'].values())} there already")
        # What people have changed since is refused, and rightly left alone.
        changed = [one for one in report["refused"] if not one["rule"].endswith((".duplicate_id", ".changed_here"))]
        for one in changed:
            self.stderr.write(f"line {one['line']}: {one['type']} {one['id']}: {one['rule']}: {one['detail']}")
        if changed:
            raise CommandError(f"{len(changed)} records of {CORPUS.name} were refused")


def _passwords(place: Path) -> dict[str, str]:
    """Read the passwords, or make them and write them where only their owner can read."""
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        lines = "".join(f"{username:<14} {secrets.token_urlsafe(12)}\n" for username in USERS)
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(lines)
    pairs = (line.split(maxsplit=1) for line in place.read_text().splitlines() if line.strip())
    found = {pair[0]: pair[1].strip() for pair in pairs if len(pair) == 2}
    missing = [username for username in USERS if username not in found]
    if missing:
        raise CommandError(f"{place} has no password for {', '.join(missing)}")
    return found
