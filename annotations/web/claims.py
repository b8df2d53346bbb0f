"""Claims: the list, a claim's page, its statement, and the steps of its workflow."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.actions import add_claim, edit_claim, next_steps, transition
from annotations.corpus.claim_list import listed_claims
from annotations.corpus.passages import passages_of_claim
from annotations.errors import DeniedError, DomainError
from annotations.models import Claim, Comment, Transition
from annotations.policies import Ability, may, may_edit_claim
from annotations.text import fold_plain
from annotations.vocabulary import ClaimKind, Workflow
from annotations.web.access import PageRequest, page
from annotations.web.filters import Filters, renew_revision
from annotations.web.forms import ClaimForm, CommentForm, StepForm
from annotations.web.paging import newest_first
from annotations.web.words import blame


@page()
def claims(request: PageRequest) -> HttpResponse:
    """The list, searched and filtered. htmx gets the list alone."""
    filters = Filters.of(request, ("kind", "workflow"))
    found = Claim.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    if filters.q:
        found = found.matching(fold_plain(filters.q))
    listed_page = newest_first(found.filter(**filters.exact()), request.GET.get("page", ""))
    context = {
        "section": "claims",
        "filters": filters,
        "page": listed_page,
        "rows": listed_claims(listed_page.rows),
        "may_add": bool(may(request.actor, Ability.WRITE_CLAIM)),
        "kinds": ClaimKind.choices,
        "workflows": Workflow.choices,
    }
    return render(request, "claims/list.html#list" if filters.wants_list_only else "claims/list.html", context)


def claim_of(request: PageRequest, uid: UUID) -> Claim:
    mine = Claim.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    return get_object_or_404(mine, uid=uid)


@page()
def claim(request: PageRequest, uid: UUID) -> HttpResponse:
    """A claim: what it says, where articles speak of it, its way through the desk, and what people remark."""
    return claim_page(request, claim_of(request, uid))


def claim_page(
    request: PageRequest,
    found: Claim,
    *,
    step: StepForm | None = None,
    comment: CommentForm | None = None,
) -> HttpResponse:
    """The page, with a form that was refused where there is one (422)."""
    passages, more = passages_of_claim(found, after=request.GET.get("after", ""))
    context: dict[str, Any] = {
        "section": "claims",
        "claim": found,
        "passages": passages,
        "more": more,
        "steps": next_steps(request.actor, found),
        "step_form": step or StepForm(initial={"revision": found.revision}),
        "refused_step": step["to"].value() if step else "",
        "transitions": Transition.objects.filter(claim=found).order_by("-created_at", "-pk"),
        "comments": Comment.objects.filter(workspace=request.actor.workspace, target=found.uid).order_by("pk")[:500],
        "comment_form": comment or CommentForm(),
        "may_comment": bool(may(request.actor, Ability.COMMENT)),
        "may_edit": bool(may_edit_claim(request.actor, found)),
    }
    status = 422 if step or comment else 200
    return render(request, "claims/page.html", context, status=status)


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
        try:
            done = transition(
                actor=request.actor, claim=found, to=data["to"], reason=data["reason"], expected=data["revision"]
            )
        except DeniedError:
            raise
        except DomainError as error:
            blame(form, error)
            renew_revision(form, error)
            found.refresh_from_db()
        else:
            status = Workflow(done.to_workflow).label
            messages.success(request, _("The claim is now: %(status)s.") % {"status": status})
            return redirect(address)
    return claim_page(request, found, step=form)


@page(Ability.WRITE_CLAIM, post=Ability.WRITE_CLAIM)
def claim_add(request: PageRequest) -> HttpResponse:
    """State a claim."""
    form = ClaimForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_claim(actor=request.actor, **form.described())
        except DeniedError:
            raise
        except DomainError as error:
            blame(form, error)
        else:
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
        try:
            edit_claim(
                actor=request.actor, claim=found, expected=form.cleaned_data["revision"], **form.described(found)
            )
        except DeniedError:
            raise
        except DomainError as error:
            blame(form, error)
            renew_revision(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect("claim", workspace=request.actor.workspace.slug, uid=found.uid)
    context = {"section": "claims", "claim": found, "form": form}
    return render(request, "claims/form.html", context, status=422 if form.errors else 200)
