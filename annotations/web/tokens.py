"""Tokens for the API: made, shown once, revoked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.actions import make_token, revoke_token
from annotations.models import Token
from annotations.policies import Ability
from annotations.web.access import PageRequest, page
from annotations.web.forms import TokenForm
from annotations.web.refusals import refused_in


@page(Ability.MAKE_TOKEN, post=Ability.MAKE_TOKEN)
def tokens(request: PageRequest) -> HttpResponse:
    """The person's own tokens of this workspace. A new one's key is in the answer to its making, and nowhere else."""
    form = TokenForm(request.POST or None)
    key = ""
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            _token, key = make_token(actor=request.actor, **form.cleaned_data)
            form = TokenForm()
    own = Token.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    context = {
        "form": form,
        "key": key,
        "tokens": own.select_related("use").order_by(F("revoked_at").asc(nulls_first=True), "-created_at", "-pk")[:200],
        "now": timezone.now(),
    }
    response = render(request, "tokens/page.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@page(post=Ability.MAKE_TOKEN)
def token_revoke(request: PageRequest, uid: UUID) -> HttpResponse:
    """End a token now. GET only leads back to the list."""
    if request.method == "POST":
        own = Token.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
        revoke_token(actor=request.actor, token=get_object_or_404(own, uid=uid))
        messages.success(request, _("The token is revoked; no program can use it any more."))
    return redirect("tokens", workspace=request.actor.workspace.slug)
