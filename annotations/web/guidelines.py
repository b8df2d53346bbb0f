"""The guidelines of a workspace: read beside the text, written by editors, every version kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from annotations.actions import write_guidelines
from annotations.models import Guidelines, GuidelinesHistory
from annotations.policies import Ability, may
from annotations.web.access import PageRequest, page
from annotations.web.forms.guidelines import GuidelinesForm
from annotations.web.markdown import html_of
from annotations.web.refusals import refused_in


@page(Ability.READ, post=Ability.WRITE_GUIDELINES)
def guidelines(request: PageRequest) -> HttpResponse:
    """The guidelines now or as they were in `?revision=`; with `?part=panel` the text alone. POST writes them."""
    mine = Guidelines.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    current = mine.first()
    form = GuidelinesForm(
        request.POST or None,
        initial={"body": current.body if current else "", "revision": current.revision if current else 0},
    )
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            write_guidelines(
                actor=request.actor, body=form.cleaned_data["body"], expected=form.cleaned_data["revision"]
            )
            messages.success(request, _("The guidelines are written."))
            return redirect("guidelines", workspace=request.actor.workspace.slug)
    shown = _shown(request, current)
    context = {
        "html": html_of(shown.body) if shown else "",
        "shown": shown,
        "current": current,
        "versions": _versions(current),
        "form": form if may(request.actor, Ability.WRITE_GUIDELINES) else None,
    }
    if request.GET.get("part") == "panel":
        return render(request, "guidelines/page.html#panel", context)
    return render(request, "guidelines/page.html", context, status=422 if form.errors else 200)


def _shown(request: PageRequest, current: Guidelines | None) -> Any:
    """The version that the address names. Raises Http404 where there never was one of that number."""
    named = request.GET.get("revision", "")
    if not named or (current and named == str(current.revision)):
        return current
    found = _history(current).filter(revision=named).first() if current and named.isdecimal() else None
    if found is None:
        raise Http404("no such version")
    return found


def _versions(current: Guidelines | None) -> list[Any]:
    """All versions, newest first: the row, then those of its history, which have the same columns."""
    return [current, *_history(current).order_by("-revision")] if current else []


def _history(current: Guidelines) -> QuerySet[Any]:
    return GuidelinesHistory._default_manager.filter(id=current.pk)
