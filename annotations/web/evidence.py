"""Evidence of a claim is accepted, rejected, described; and editors say more than the evidence does."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annotations.actions import (
    accept_corroboration,
    accept_proposed,
    assert_state,
    confirm_state,
    edit_corroboration,
    lift_state,
    look_again,
    reject_corroboration,
)
from annotations.corpus import is_uid
from annotations.errors import DomainError
from annotations.models import Claim, Corroboration
from annotations.policies import Ability
from annotations.web.access import PageRequest, page
from annotations.web.claim_page import claim_of, claim_page
from annotations.web.forms import AssertForm, EvidenceForm
from annotations.web.refusals import refused_in, refused_over
from annotations.web.words import sentence_of


def _address(request: PageRequest, claim: Claim, part: str) -> str:
    return f"{reverse('claim', kwargs={'workspace': request.actor.workspace.slug, 'uid': claim.uid})}#{part}"


def _evidence_of(request: PageRequest, claim: Claim, uid: UUID) -> Corroboration:
    mine = Corroboration.objects.visible_to(request.actor.user).filter(claim=claim)
    return get_object_or_404(mine, uid=uid)


def _done(request: PageRequest, change: Callable[[], object], words: str) -> None:
    """Make the change and say so, or say why not."""
    with refused_over(request):
        change()
        messages.success(request, words)


def _decide(request: PageRequest, uid: UUID, evidence: UUID, decide: Callable[..., object], words: str) -> HttpResponse:
    """Take the decision about a piece of evidence, for the reason given. GET only leads back to the claim."""
    claim = claim_of(request, uid)
    row = _evidence_of(request, claim, evidence)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        _done(request, lambda: decide(actor=request.actor, corroboration=row, reason=reason), words)
    return redirect(_address(request, claim, "evidence"))


@page(Ability.READ, post=Ability.DECIDE_EVIDENCE)
def evidence_accept(request: PageRequest, uid: UUID, evidence: UUID) -> HttpResponse:
    """Accept a piece of evidence."""
    return _decide(request, uid, evidence, accept_corroboration, _("Accepted: it counts from now on."))


@page(Ability.READ, post=Ability.DECIDE_EVIDENCE)
def evidence_reject(request: PageRequest, uid: UUID, evidence: UUID) -> HttpResponse:
    """Reject a piece of evidence, with a reason."""
    return _decide(request, uid, evidence, reject_corroboration, _("Rejected: it does not count."))


@page(Ability.READ, post=Ability.DECIDE_EVIDENCE)
def evidence_accept_all(request: PageRequest, uid: UUID) -> HttpResponse:
    """Accept what accepted layers propose, of what the page showed. GET only leads back to the claim."""
    claim = claim_of(request, uid)
    if request.method == "POST":
        shown = {UUID(one) for one in request.POST.getlist("evidence") if is_uid(one)}
        rows = accept_proposed(actor=request.actor, claim=claim, among=shown)
        words = ngettext(
            "%(number)d accepted: it counts from now on.", "%(number)d accepted: they count from now on.", len(rows)
        )
        messages.success(request, words % {"number": len(rows)})
    return redirect(_address(request, claim, "evidence"))


@page(Ability.ADD_EVIDENCE, post=Ability.ADD_EVIDENCE)
def evidence_edit(request: PageRequest, uid: UUID, evidence: UUID) -> HttpResponse:
    """Say how a piece of evidence bears on the claim, and whether it decides it."""
    claim = claim_of(request, uid)
    row = _evidence_of(request, claim, evidence)
    form = EvidenceForm(request.POST or None, initial=EvidenceForm.values_of(row))
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            edit_corroboration(
                actor=request.actor, corroboration=row, expected=form.cleaned_data["revision"], **form.described()
            )
            messages.success(request, _("Saved."))
            return redirect(_address(request, claim, "evidence"))
    context = {"section": "claims", "claim": claim, "row": row, "form": form}
    return render(request, "claims/evidence_form.html", context, status=422 if form.errors else 200)


@page(Ability.READ, post=Ability.ASSESS)
def claim_assert(request: PageRequest, uid: UUID) -> HttpResponse:
    """Say that the claim is in another state than the computed one. GET only leads back to it."""
    claim = claim_of(request, uid)
    if request.method != "POST":
        return redirect(_address(request, claim, "assessment"))
    form = AssertForm(request.POST)
    if form.is_valid():
        with refused_in(form):
            assert_state(actor=request.actor, claim=claim, **form.cleaned_data)
            messages.success(request, _("Asserted. It counts once a second editor confirms it."))
            return redirect(_address(request, claim, "assessment"))
    return claim_page(request, claim, assertion=form)


@page(Ability.READ, post=Ability.ASSESS)
def claim_confirm(request: PageRequest, uid: UUID, number: int) -> HttpResponse:
    """Put another editor's assertion in force. GET only leads back to the claim."""
    claim = claim_of(request, uid)
    if request.method == "POST":
        try:
            confirm_state(actor=request.actor, claim=claim, number=number)
        except DomainError as error:
            messages.error(request, sentence_of(error))
        else:
            messages.success(request, _("Confirmed: the assertion counts."))
    return redirect(_address(request, claim, "assessment"))


@page(Ability.READ, post=Ability.ASSESS)
def claim_lift(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take an assertion back, with a reason. GET only leads back to the claim."""
    claim = claim_of(request, uid)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        _done(
            request,
            lambda: lift_state(actor=request.actor, claim=claim, reason=reason),
            _("Taken back: what the evidence gives counts again."),
        )
    return redirect(_address(request, claim, "assessment"))


@page(Ability.READ, post=Ability.ASSESS)
def claim_look(request: PageRequest, uid: UUID) -> HttpResponse:
    """Note that one looked at the claim again. GET only leads back to it."""
    claim = claim_of(request, uid)
    if request.method == "POST":
        note, again = request.POST.get("note", ""), request.POST.get("next_at", "")
        next_at = f"{again}T00:00:00Z" if again else None
        _done(
            request,
            lambda: look_again(actor=request.actor, claim=claim, note=note, next_at=next_at),
            _("Noted that you looked at it again."),
        )
    return redirect(_address(request, claim, "assessment"))
