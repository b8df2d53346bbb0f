"""What a person chooses for themselves: language and theme. Held in cookies and in the user's row."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_POST

from annotations.models import User
from annotations.web.access import open_page, signed_in
from annotations.web.forms.reminders import RemindersForm
from annotations.web.shell import THEME_COOKIE, THEMES
from annotations.web.sign_in import YEAR

LANGUAGES = dict(settings.LANGUAGES)


def back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that the form names in `next`, if it is one of ours; else home."""
    address = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    if not allowed or any(character in address for character in "\r\n\t"):
        return HttpResponseRedirect(reverse("home"))
    parts = urlsplit(address)
    return HttpResponseRedirect(f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")


@open_page
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show Isnad in another language from now on."""
    response = back(request)
    chosen = request.POST.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR, samesite="Lax")
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=chosen)
        with override(chosen):
            _said(request)
    return response


@open_page
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Show Isnad light, dark, or as the system is."""
    response = back(request)
    chosen = request.POST.get("theme", "")
    if chosen not in ("", *THEMES):
        return response
    if chosen:
        response.set_cookie(THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    if isinstance(request.user, User):
        User.objects.filter(pk=request.user.pk).update(theme=chosen)
    return response


@signed_in
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Language, theme and reminders on a page of their own, and the workspaces with the person's roles."""
    return profile_page(request)


def profile_page(request: HttpRequest, form: RemindersForm | None = None) -> HttpResponse:
    """The account page, with the form of reminders that was refused where there is one (422)."""
    assert isinstance(request.user, User)  # noqa: S101 - held by signed_in
    memberships = request.user.memberships.select_related("workspace", "attendance").order_by("workspace__name", "pk")
    wanted = [one.workspace.slug for one in memberships if hasattr(one, "attendance") and one.attendance.reminders]
    context = {
        "memberships": memberships,
        "languages": settings.LANGUAGES,
        "form": form or RemindersForm(initial={"email": request.user.email}),
        "wanted": request.POST.getlist("workspace") if form else wanted,
        "mails": settings.MAILS,
    }
    return render(request, "registration/profile.html", context, status=422 if form else 200)


def _said(request: HttpRequest) -> None:
    if "/profile" in request.POST.get("next", ""):
        messages.success(request, _("The language is changed."))
