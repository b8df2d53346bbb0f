"""Tokens: made, shown once, revoked."""

from __future__ import annotations

import pytest

from annotations.actions import find_token, make_token
from annotations.models import Token

PAGE = "/w/desk/tokens/"
pytestmark = pytest.mark.django_db


def test_the_key_is_shown_once_and_works(as_, cast):
    client = as_("annotator")
    response = client.post(PAGE, {"name": "exporter", "scope": "read", "days": "30"})
    key = response.context["key"]
    assert key in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    token = find_token(key)
    assert token is not None
    assert (token.user, token.workspace, token.scope, token.name) == (
        cast.annotator,
        cast.workspace,
        "read",
        "exporter",
    )
    again = client.get(PAGE).content.decode()
    assert key not in again
    assert "exporter" in again


@pytest.mark.parametrize("days", ["0", "-1", "3651", "x", ""])
def test_a_token_lasts_a_sensible_time(as_, days):
    assert as_("reader").post(PAGE, {"scope": "read", "days": days}).status_code == 422
    assert not Token.objects.exists()


def test_only_one_s_own_are_listed(as_, cast):
    make_token(actor=cast.actor("editor"), scope="edit", name="the editor's")
    assert "the editor" not in as_("admin").get(PAGE).content.decode()


def test_a_revoked_token_is_dead(as_, cast):
    token, key = make_token(actor=cast.actor("editor"), scope="edit")
    address = f"{PAGE}{token.uid}/revoke/"
    assert as_("annotator").post(address).status_code == 404
    assert as_("editor").get(address).status_code == 302
    assert find_token(key) is not None
    as_("editor").post(address)
    assert find_token(key) is None
