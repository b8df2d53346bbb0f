"""Claims: a claim's page, its statement, and the steps of its workflow."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.actions import add_claim, edit_claim, transition
from annotations.policies import Ability, may_edit_claim
from annotations.vocabulary import Workflow
from annotations.web.access import PageRequest, page
from annotations.web.claim_page import NotStatedError, claim_of, claim_page
from annotations.web.forms import ClaimForm, StepForm
from annotations.web.refusals import refused_in


@page()
def claim(request: PageRequest, uid: UUID) -> HttpResponse:
    """A claim: what it says, how many voices stand behind it and why, and what people make of it."""
    found = claim_of(request, uid)
    try:
        return claim_page(request, found)
    except NotStatedError:
        return render(request, "claims/not_stated.html", {"section": "claims", "claim": found}, status=404)


@page(Ability.READ, post=Ability.WRITE_CLAIM)
def claim_step(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take the claim one step along its workflow. GET only leads back to the claim."""
    found = claim_of(request, uid)
    address = reverse("claim", kwargs={"workspace": request.actor.workspace.slug, "uid": found.uid})
    if request.method != "POST":
        return redirect(address)
    form = StepForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with refused_in(form):
            done = transition(
                actor=request.actor, claim=found, to=data["to"], reason=data["reason"], expected=data["revision"]
            )
            status = Workflow(done.to_workflow).label
            messages.success(request, _("The claim is now: %(status)s.") % {"status": status})
            return redirect(address)
        found.refresh_from_db()
    return claim_page(request, found, step=form)


@page(Ability.WRITE_CLAIM, post=Ability.WRITE_CLAIM)
def claim_add(request: PageRequest) -> HttpResponse:
    """State a claim."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            made = add_claim(actor=request.actor, **form.described())
            messages.success(request, _("The claim is stated, as a draft."))
            return redirect("claim", workspace=request.actor.workspace.slug, uid=made.object.uid)
    context = {"section": "claims", "form": form}
    return render(request, "claims/form.html", context, status=422 if form.errors else 200)


@page(Ability.WRITE_CLAIM, post=Ability.WRITE_CLAIM)
def claim_edit(request: PageRequest, uid: UUID) -> HttpResponse:
    """Reword or reclassify a claim."""
    found = claim_of(request, uid)
    may_edit_claim(request.actor, found).require()
    form = ClaimForm(request.POST or None, initial=ClaimForm.values_of(found))
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            edit_claim(
                actor=request.actor, claim=found, expected=form.cleaned_data["revision"], **form.described(found)
            )
            messages.success(request, _("Saved."))
            return redirect("claim", workspace=request.actor.workspace.slug, uid=found.uid)
    context = {"section": "claims", "claim": found, "form": form}
    return render(request, "claims/form.html", context, status=422 if form.errors else 200)
