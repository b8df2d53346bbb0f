"""The command that makes workspaces and lets people in."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotations.models import Membership, User, Workspace

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command("workspace", *words, stdout=out)
    return out.getvalue()


def test_makes_a_workspace_with_a_new_person_who_can_sign_in() -> None:
    said = run("north", "--name", "North desk", "--member", "amal:editor")
    workspace = Workspace.objects.get(slug="north")
    assert workspace.name == "North desk"
    assert Membership.objects.get(workspace=workspace).role == "editor"
    password = said.strip().rsplit(" ", 1)[1]
    assert User.objects.get(username="amal").check_password(password)


def test_a_second_run_changes_the_role_and_no_password() -> None:
    run("north", "--member", "amal:editor")
    before = User.objects.get(username="amal").password
    said = run("north", "--member", "amal:reader")
    assert "password" not in said
    assert User.objects.get(username="amal").password == before
    assert Membership.objects.get(user__username="amal").role == "reader"
    assert Workspace.objects.filter(slug="north").count() == 1


@pytest.mark.parametrize("member", ["amal", "amal:chief", ":editor"])
def test_says_how_to_write_a_member_and_makes_nothing(member: str) -> None:
    with pytest.raises(CommandError, match="USERNAME:ROLE"):
        run("north", "--member", member)
    assert not Workspace.objects.filter(slug="north").exists()


def test_the_change_is_recorded_as_a_command() -> None:
    run("north", "--member", "amal:editor")
    assert Membership.objects.get().recorded_through == "command"
