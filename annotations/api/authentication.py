"""Who asks: a program with a token, or the page of somebody who is signed in. Both become an Actor."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from annotations.actions import find_token, note_use
from annotations.models import Membership, User
from annotations.policies import Actor
from annotations.vocabulary import Role, Scope, Through

CHALLENGE = 'Bearer realm="isnad"'


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer KEY`. A header without a living token is an error, never a fall-back to the session."""

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _, key = header.partition(" ")
        token = find_token(key.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            raise AuthenticationFailed("The token is unknown, revoked or expired.", "token.invalid")
        note_use(token)
        actor = Actor(
            user=token.user,
            workspace=token.workspace,
            role=Role(getattr(token, "role")),  # noqa: B009 - annotated by find_token
            through=Through.API,
            scope=Scope(token.scope),
            token=token.pk,
        )
        return token.user, actor

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, request: Any, reason: str) -> Any:
        return reason


class SessionCookie(BaseAuthentication):
    """The cookie of the pages, from the same origin. Writes need the CSRF token of those pages (`X-CSRFToken`).

    The workspace is the one that the header `X-Workspace` names, else the one last looked at, else the only one. A page
    names in `X-User` whose it is (percent-encoded): where another has signed in since, its request is not theirs.
    """

    def authenticate(self, request: Request) -> tuple[User, Actor] | None:
        plain: Any = request._request  # noqa: SLF001 - the session is the plain request's
        user = getattr(plain, "user", None)
        if user is None or not user.is_authenticated:
            return None
        named = request.headers.get("X-User")
        if named is not None and unquote(named) != user.get_username():
            raise AuthenticationFailed("Another person is signed in by now.", "session.of_another")
        self._check_csrf(plain)
        membership = self._membership(plain, user)
        actor = Actor(user=user, workspace=membership.workspace, role=Role(membership.role), through=Through.WEB)
        return user, actor

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE

    def _check_csrf(self, request: Any) -> None:
        check = _CsrfCheck(lambda _request: None)  # type: ignore[arg-type]
        check.process_request(request)
        reason = check.process_view(request, lambda _request: HttpResponse(), (), {})
        if reason:
            raise PermissionDenied(f"The CSRF token is missing or wrong: {reason}", "csrf.failed")

    def _membership(self, request: Any, user: User) -> Membership:
        mine = Membership.objects.select_related("workspace").filter(user=user)
        named = request.headers.get("X-Workspace")
        slug = named or request.session.get("workspace")
        found = list(mine.filter(workspace__slug=slug)[:1]) if slug and "\0" not in slug else []
        if not found and not named:
            found = list(mine[:2])
        if len(found) != 1:
            raise PermissionDenied("Name a workspace that you are a member of, in X-Workspace.", "workspace.not_chosen")
        return found[0]
