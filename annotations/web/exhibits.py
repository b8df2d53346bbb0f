"""Exhibits: added to a claim as evidence, and their files."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.actions import SAFE_HEADERS, add_exhibit, corroborate, file_of
from annotations.errors import MissingError
from annotations.models import Exhibit, Source
from annotations.policies import Ability
from annotations.web.access import PageRequest, page
from annotations.web.claim_page import claim_of
from annotations.web.forms import ExhibitForm
from annotations.web.refusals import refused_in


@page(Ability.ADD_EVIDENCE, post=Ability.ADD_EVIDENCE)
def evidence_add(request: PageRequest, uid: UUID) -> HttpResponse:
    """Bring a document, record, image, video, dataset or what one saw oneself to a claim."""
    claim = claim_of(request, uid)
    form = ExhibitForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            with transaction.atomic():
                exhibit = add_exhibit(actor=request.actor, **_described(request, form)).object
                corroborate(actor=request.actor, claim=claim, exhibit=exhibit, **form.bearing())
            messages.success(request, _("The evidence is proposed. It counts once an editor accepts it."))
            address = reverse("claim", kwargs={"workspace": request.actor.workspace.slug, "uid": claim.uid})
            return redirect(f"{address}#evidence")
    context = {"section": "claims", "claim": claim, "form": form}
    return render(request, "claims/exhibit_form.html", context, status=422 if form.errors else 200)


def _described(request: PageRequest, form: ExhibitForm) -> dict[str, Any]:
    """The exhibit as the action takes it."""
    given, upload = form.described(), form.cleaned_data["file"]
    if form.cleaned_data["origin"]:
        registry = Source.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
        origin = registry.filter(uid=form.cleaned_data["origin"]).first()
        if origin is None:
            raise MissingError("source.missing", "there is no such source here", field="origin")
        given["origin"] = origin
    return given | ({"file": upload.chunks(), "file_name": upload.name or ""} if upload else {})


@page()
def exhibit_file(request: PageRequest, uid: UUID) -> HttpResponseBase:
    """The file of an exhibit, to be kept, never shown inside the page's origin."""
    mine = Exhibit.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    exhibit = get_object_or_404(mine, uid=uid)
    answer = FileResponse(file_of(exhibit).open("rb"), as_attachment=True, filename=exhibit.file_name or exhibit.sha256)
    answer["Content-Type"] = "application/octet-stream"
    for name, value in SAFE_HEADERS.items():
        answer[name] = value
    return answer
