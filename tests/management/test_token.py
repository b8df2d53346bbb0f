"""The command that makes a token for a member: its key alone on standard output, once."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from annotations.models import Token
from tests.api.client import Api
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def run(*words: str, workspace: str = "desk", scope: str = "read") -> str:
    out = StringIO()
    call_command("token", *words, "--workspace", workspace, "--scope", scope, stdout=out)
    return out.getvalue()


def test_the_key_opens_the_workspace_and_is_all_that_is_printed(cast: Cast) -> None:
    said = run("annotator", "--days", "3", "--name", "script", scope="annotate")
    key = said.rstrip("\n")
    assert said == f"{key}\n"
    assert not set(key) & set(" \n")
    token = Token.objects.get()
    assert (token.name, token.scope, token.user, token.recorded_through) == (
        "script", "annotate", cast.annotator, "command",
    )  # fmt: skip
    assert abs(token.expires_at - timezone.now() - timedelta(days=3)) < timedelta(hours=1)
    assert Api(key).get("workspace/").json()["slug"] == "desk"


@pytest.mark.parametrize(
    ("words", "workspace", "scope", "said"),
    [
        (("stranger",), "desk", "read", "stranger is no member of the workspace desk"),
        (("nobody",), "desk", "read", "nobody is no member"),
        (("annotator",), "nowhere", "read", "no member of the workspace nowhere"),
        (("annotator",), "desk", "write", "invalid choice: 'write'"),
        (("annotator", "--days", "0"), "desk", "read", "days"),
    ],
)
def test_says_why_there_is_none(cast: Cast, words: tuple[str, ...], workspace: str, scope: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*words, workspace=workspace, scope=scope)
    assert not Token.objects.exists()
