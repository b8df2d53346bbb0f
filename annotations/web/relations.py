"""What editors state of two sources: that they are the same, or provably different."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.actions import dismiss_namesake, relate_sources
from annotations.models import Source
from annotations.policies import Ability
from annotations.vocabulary import RelationKind
from annotations.web.access import PageRequest, page
from annotations.web.forms import RelateForm
from annotations.web.refusals import refused_in, refused_over
from annotations.web.sources import source_of, source_page


def _address(request: PageRequest, source: Source) -> str:
    return reverse("source", kwargs={"workspace": request.actor.workspace.slug, "uid": source.uid}) + "#relations"


@page(Ability.READ, post=Ability.RELATE_SOURCES)
def source_relate(request: PageRequest, uid: UUID) -> HttpResponse:
    """State something of this source and another one. GET only leads back to it."""
    source = source_of(request, uid)
    if request.method != "POST":
        return redirect(_address(request, source))
    form = RelateForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        others = Source.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
        other = get_object_or_404(others, uid=data["other"])
        with refused_in(form):
            relate_sources(actor=request.actor, kind=data["kind"], a=source, b=other, reason=data["reason"])
            messages.success(
                request, _("Stated: %(kind)s. The claims follow it.") % {"kind": RelationKind(data["kind"]).label}
            )
            return redirect(_address(request, source))
    return source_page(request, source, relate=form)


@page(Ability.READ, post=Ability.RELATE_SOURCES)
def namesake_dismiss(request: PageRequest, uid: UUID, other: UUID) -> HttpResponse:
    """Do not suggest again that the two are one. GET only leads back to the source."""
    source = source_of(request, uid)
    second = source_of(request, other)
    if request.method == "POST":
        with refused_over(request):
            dismiss_namesake(actor=request.actor, a=source, b=second, reason=request.POST.get("reason", ""))
            messages.success(request, _("This is not suggested again."))
    return redirect(_address(request, source))
