"""Whether one is reminded by e-mail of what is due: chosen on the account page, for each workspace."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations.actions.reminders import set_reminders
from annotations.models import User
from annotations.web.access import signed_in
from annotations.web.forms.reminders import RemindersForm
from annotations.web.preferences import profile_page
from annotations.web.refusals import refused_in


@signed_in
@require_POST
def reminders(request: HttpRequest) -> HttpResponse:
    """Set the address and the workspaces that remind; what is wrong is told on the account page."""
    assert isinstance(request.user, User)  # noqa: S101 - held by signed_in
    form = RemindersForm(request.POST)
    if form.is_valid():
        chosen = request.POST.getlist("workspace")
        with refused_in(form):
            set_reminders(user=request.user, email=form.cleaned_data["email"], workspaces=chosen)
            messages.success(request, _("Saved."))
            return redirect("profile")
    return profile_page(request, form)
