"""Sign in, sign out, and the door between workspaces."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import views as auth_views
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from annotations.models import User, Workspace
from annotations.vocabulary import Role
from annotations.web.access import SESSION_WORKSPACE, open_page, signed_in
from annotations.web.shell import THEME_COOKIE

YEAR = 365 * 24 * 3600  # seconds


class _SignIn(auth_views.LoginView):
    """Django's own view; django-axes stands behind it and locks out who guesses."""

    redirect_authenticated_user = True
    template_name = "registration/login.html"

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        remember(response, form.get_user())
        return response


sign_in = open_page(_SignIn.as_view())


class _SignOut(auth_views.LogoutView):
    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> Any:
        """Whoever holds a stream open to this person is told to look again at whether they may, and the browser to keep
        no page of theirs. What it keeps of their work is taken away by the page that they leave (leaving.js): the
        browser would take away another person's unsent work, too.
        """
        user = request.user.pk
        answer = super().post(request, *args, **kwargs)
        if user is not None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify('isnad_access', %s)", [str(user)])
        answer["Clear-Site-Data"] = '"cache"'
        return answer


sign_out = open_page(require_POST(_SignOut.as_view()))


def remember(response: HttpResponse, user: User) -> None:
    """Let the browser wear the language and the theme that the person has chosen."""
    if user.language:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, max_age=YEAR, samesite="Lax")
    if user.theme:
        response.set_cookie(THEME_COOKIE, user.theme, max_age=YEAR, samesite="Lax")


@signed_in
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the desk of the workspace looked at last, or of the only one; else the choice."""
    assert isinstance(request.user, User)  # noqa: S101 - held by signed_in
    slugs = list(Workspace.objects.visible_to(request.user).order_by("name", "pk").values_list("slug", flat=True)[:2])
    last = request.session.get(SESSION_WORKSPACE)
    if last and Workspace.objects.visible_to(request.user).filter(slug=last).exists():
        return redirect("desk", workspace=last)
    if len(slugs) == 1:
        return redirect("desk", workspace=slugs[0])
    return redirect("workspaces")


@signed_in
@require_GET
def workspaces(request: HttpRequest) -> HttpResponse:
    """The workspaces that the person is a member of, each with their role."""
    assert isinstance(request.user, User)  # noqa: S101 - held by signed_in
    memberships = request.user.memberships.select_related("workspace").order_by("workspace__name", "pk")
    chosen = [(one.workspace, Role(one.role)) for one in memberships]
    return render(request, "registration/workspaces.html", {"memberships": chosen})
