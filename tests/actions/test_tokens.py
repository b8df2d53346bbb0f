"""Tokens let programs act in a person's name, for a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from annotations.actions import find_token, make_token, note_use, revoke_token
from annotations.actions.tokens import MAX_DAYS, digest_of_key
from annotations.models import Token, TokenUse
from annotations.vocabulary import Role, Scope
from tests.actions.broken import broken, denied, history, missing
from tests.cast import Cast


def test_a_key_is_shown_once_and_only_its_sum_is_kept(cast: Cast) -> None:
    token, key = make_token(actor=cast.actor("editor"), scope="edit", name="wire", days=30)
    assert key.startswith("isnad_")
    assert len(key) > 40
    token.refresh_from_db()
    assert (token.key_sha256, token.key_start, token.name, token.user) == (
        digest_of_key(key), key[:10], "wire", cast.editor,
    )  # fmt: skip
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert key not in str(list(Token.objects.values()))


def test_a_key_finds_its_token(cast: Cast) -> None:
    token, key = make_token(actor=cast.actor("editor"), scope="read")
    found = find_token(key)
    assert found == token
    for other in ("", key[:-1], key.upper(), "isnad_" + "x" * 43, "\ud800"):
        assert find_token(other) is None


def test_a_token_ends(cast: Cast) -> None:
    token, key = make_token(actor=cast.actor("editor"), scope="read")
    Token.objects.filter(pk=token.pk).update(expires_at=timezone.now())
    assert find_token(key) is None


def test_a_token_dies_with_its_owners_account(cast: Cast) -> None:
    _, key = make_token(actor=cast.actor("editor"), scope="read")
    cast.editor.is_active = False
    cast.editor.save()
    assert find_token(key) is None


def test_a_token_is_revoked_for_good(cast: Cast) -> None:
    actor = cast.actor("editor")
    token, key = make_token(actor=actor, scope="read")
    revoked = revoke_token(actor=actor, token=token)
    assert revoked.revoked_at is not None
    assert find_token(key) is None
    again = revoke_token(actor=actor, token=token)
    assert (again.revoked_at, again.revision) == (revoked.revoked_at, 2)
    assert history(token, "superseded_by") == ["editor"]


def test_who_may_revoke_a_token(cast: Cast) -> None:
    for who in ("reader", "annotator", "second_editor"):
        token, key = make_token(actor=cast.actor("editor"), scope="read")
        with denied("token.of_another"):
            revoke_token(actor=cast.actor(who), token=token)
        assert find_token(key)
    revoke_token(actor=cast.actor("admin"), token=token)
    assert find_token(key) is None


def test_an_administrator_ends_no_token_of_another_workspace(cast: Cast) -> None:
    token, key = make_token(actor=cast.actor("editor"), scope="read")
    with denied("token.of_another"):
        revoke_token(actor=cast.actor("stranger"), token=token)
    with missing():
        revoke_token(actor=replace(cast.actor("stranger"), role=Role.ADMIN), token=token)
    assert find_token(key)


@pytest.mark.parametrize("own", Scope)
@pytest.mark.parametrize("wanted", Scope)
def test_a_token_makes_none_of_a_larger_scope(cast: Cast, own: Scope, wanted: Scope) -> None:
    order = list(Scope)
    actor = cast.actor("admin", scope=own)
    if order.index(wanted) <= order.index(own):
        assert make_token(actor=actor, scope=wanted.value)[0].scope == wanted
    else:
        with denied("scope.too_small"):
            make_token(actor=actor, scope=wanted.value)


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("scope", "everything", "field.choice"),
        ("scope", None, "field.choice"),
        ("name", "x" * 101, "field.too_long"),
        ("days", 0, "token.days"),
        ("days", 3651, "token.days"),
        ("days", True, "token.days"),
        ("days", "7", "token.days"),
        ("days", 1.5, "token.days"),
    ],
)
def test_each_field_is_checked_by_its_name(cast: Cast, field: str, value: Any, rule: str) -> None:
    with broken(rule, field):
        make_token(actor=cast.actor("editor"), **{"scope": "read", field: value})


def test_use_is_noted_to_the_minute_and_is_no_change(cast: Cast) -> None:
    _, key = make_token(actor=cast.actor("editor"), scope="read")

    def use() -> Token:
        token = find_token(key)
        assert token is not None
        note_use(token)
        return token

    token = use()
    first = TokenUse.objects.get(token=token).last_used_at
    use()
    assert TokenUse.objects.get(token=token).last_used_at == first
    TokenUse.objects.filter(token=token).update(last_used_at=first - timedelta(minutes=2))
    use()
    assert TokenUse.objects.get(token=token).last_used_at >= first
    token.refresh_from_db()
    assert (token.revision, history(token)) == (1, [])


@pytest.mark.parametrize("days", [1, MAX_DAYS])
def test_as_short_and_as_long_as_a_token_lasts(cast: Cast, days: int) -> None:
    token, _ = make_token(actor=cast.actor("reader"), scope="read", days=days)
    assert timedelta(days=days - 1) < token.expires_at - timezone.now() <= timedelta(days=days)


def test_a_token_that_only_reads_makes_another_that_reads_and_no_larger_one(cast: Cast) -> None:
    narrow = cast.actor("editor", scope=Scope.READ)
    assert make_token(actor=narrow, scope="read")[0].scope == "read"
    with denied("scope.too_small"):
        make_token(actor=narrow, scope="annotate")
