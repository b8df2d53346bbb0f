"""The demo workspace: complete, and made once."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from annotations.actions import create_workspace, edit_claim, import_records, set_member, write_guidelines
from annotations.corpus import select
from annotations.formats import export_format, import_format
from annotations.management.commands.seed import CORPUS, USERS
from annotations.models import Article, Claim, Guidelines, Membership, Source, User, Workspace
from annotations.policies import Actor
from annotations.vocabulary import Role, Through

pytestmark = pytest.mark.django_db


def seed(tmp_path: Path) -> str:
    out = StringIO()
    call_command("seed", passwords=tmp_path / "accounts.txt", stdout=out)
    return out.getvalue()


def exported(slug: str) -> list[bytes]:
    workspace = Workspace.objects.get(slug=slug)
    return b"".join(export_format("isnad-jsonl").export(select(workspace=workspace))).splitlines()


def test_what_is_committed_is_what_an_export_gives(tmp_path: Path) -> None:
    seed(tmp_path)
    assert exported("demo")[1:-1] == CORPUS.read_bytes().splitlines()[1:-1]


def test_everybody_can_sign_in_and_nobody_else_can_read_the_passwords(tmp_path: Path) -> None:
    seed(tmp_path)
    place = tmp_path / "accounts.txt"
    assert place.stat().st_mode & 0o777 == 0o600
    passwords = dict(line.split() for line in place.read_text().splitlines())
    for username, role in USERS.items():
        assert User.objects.get(username=username).check_password(passwords[username])
        assert Membership.objects.get(user__username=username).role == role


def test_a_second_run_makes_nothing_and_keeps_what_people_changed(tmp_path: Path) -> None:
    seed(tmp_path)
    editor = User.objects.get(username="editor")
    actor = Actor(editor, Workspace.objects.get(slug="demo"), Role.EDITOR, Through.WEB)
    claim = Claim.objects.order_by("pk")[0]
    edit_claim(actor=actor, claim=claim, expected=None, statement="Reworded")
    assert "# كيف نَسِم" in Guidelines.objects.get().body
    write_guidelines(actor=actor, body="Ours.", expected=None)
    assert seed(tmp_path).startswith("0 records made")
    claim.refresh_from_db()
    assert claim.statement == "Reworded"
    assert Guidelines.objects.get().body == "Ours."


def test_one_claim_stands_in_several_articles(tmp_path: Path) -> None:
    seed(tmp_path)
    claims = Claim.objects.filter(mentions__attribution__isnull=False)
    counts = {
        claim.pk: len(
            {mention.attribution.version.article_id for mention in claim.mentions.all() if mention.attribution}
        )
        for claim in claims.distinct()
    }
    assert max(counts.values()) >= 3
    invented = Article.objects.filter(metadata__invented=True)
    assert invented.count() == Article.objects.count() - 1


def test_an_export_can_be_imported_into_another_workspace_of_the_same_database(tmp_path: Path) -> None:
    seed(tmp_path)
    other = create_workspace(slug="copy", name="Copy")
    admin = User.objects.get(username="admin")
    set_member(workspace=other, user=admin, role="admin")
    actor = Actor(admin, other, Role.ADMIN, Through.IMPORT)
    file = b"\n".join(exported("demo")) + b"\n"
    report = import_records(actor=actor, incoming=import_format("isnad-jsonl").read([file])).as_dict()
    assert report["refused"] == []
    assert exported("copy")[1:-1] == exported("demo")[1:-1]
    assert json.loads(exported("copy")[0])["workspace"] == "copy"
    assert Source.objects.filter(workspace=other).count() == Source.objects.filter(workspace__slug="demo").count()


def test_a_missing_password_is_named(tmp_path: Path) -> None:
    (tmp_path / "accounts.txt").write_text("reader secret-enough\n")
    with pytest.raises(CommandError, match="annotator"):
        seed(tmp_path)
