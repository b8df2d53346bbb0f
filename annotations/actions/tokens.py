"""Tokens let programs act in a person's name, in one workspace, for a time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.actions.fields import clean_choice, clean_text
from annotations.actions.recording import lock, recording, save
from annotations.errors import RuleBrokenError
from annotations.models import Compiled, Membership, Token, TokenUse
from annotations.policies import Ability, Actor, denied, may
from annotations.vocabulary import Role, Scope

PREFIX = "isnad_"
MAX_DAYS = 3650
_USE_RECORDED_EVERY = timedelta(minutes=1)


def digest_of_key(key: str) -> str:
    """SHA-256 (hex). A key has 256 random bits, so a slow hash would protect nothing more."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def make_token(*, actor: Actor, scope: str, name: str = "", days: int = 90) -> tuple[Token, str]:
    """Return the token and its key, which is shown this once and stored nowhere."""
    may(actor, Ability.MAKE_TOKEN).require()
    chosen = clean_choice(scope, "scope", Scope)
    if not actor.has_scope(Scope(chosen)):
        denied("scope.too_small", _("A token cannot make one of a larger scope.")).require()
    name = clean_text(name, "name", max_length=100)
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= MAX_DAYS:
        raise RuleBrokenError("token.days", f"a token lasts from 1 to {MAX_DAYS} days", field="days")
    key = PREFIX + secrets.token_urlsafe(32)
    with recording(actor):
        token = Token.objects.create(
            workspace=actor.workspace,
            created_by=actor.username,
            user=actor.user,
            name=name,
            scope=chosen,
            key_sha256=digest_of_key(key),
            key_start=key[:10],
            expires_at=timezone.now() + timedelta(days=days),
        )
    return token, key


def revoke_token(*, actor: Actor, token: Token) -> Token:
    """End a token now: one's own, or as an administrator anybody's."""
    if token.user_id != actor.user.pk and not actor.has_role(Role.ADMIN):
        denied("token.of_another", _("Only its owner or an administrator may revoke a token.")).require()
    with recording(actor):
        current = lock(actor, Token.objects.all(), token, expected=None)
        if current.revoked_at is None:
            current.revoked_at = timezone.now()
            save(current, "revoked_at")
        return current


def find_token(key: str) -> Token | None:
    """The living token with this key, its user and workspace loaded; None if unknown, revoked, expired or ownerless.

    `role` is the user's present one in that workspace.
    """
    return _LIVING.first(digest=digest_of_key(key), now=timezone.now())


def _living(digest: str, now: datetime) -> QuerySet[Token]:
    membership = Membership.objects.filter(user=OuterRef("user"), workspace=OuterRef("workspace"))
    return (
        Token.objects.select_related("user", "workspace", "use")
        .annotate(role=Subquery(membership.values("role")))
        .filter(key_sha256=digest, revoked_at=None, expires_at__gt=now, user__is_active=True)
    )


_LIVING = Compiled(_living, digest=str, now=datetime)


def note_use(token: Token) -> None:
    """Remember, to the minute, that the token was used. Not a change of the token: it has no history."""
    now = timezone.now()
    used = getattr(token, "use", None)
    if used is None:
        TokenUse.objects.get_or_create(token=token, defaults={"last_used_at": now})
    elif used.last_used_at < now - _USE_RECORDED_EVERY:
        TokenUse.objects.filter(Q(token=token) & Q(last_used_at=used.last_used_at)).update(last_used_at=now)
