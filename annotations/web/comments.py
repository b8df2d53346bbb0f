"""Comments on a claim: added, resolved, reopened."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from annotations.actions import add_comment, edit_comment
from annotations.models import Comment
from annotations.policies import Ability, may
from annotations.vocabulary import TargetType
from annotations.web.access import PageRequest, page
from annotations.web.claim_page import claim_of, claim_page
from annotations.web.forms import CommentForm
from annotations.web.refusals import refused_in


@page(Ability.READ, post=Ability.COMMENT)
def comment_add(request: PageRequest, uid: UUID) -> HttpResponse:
    """Remark on the claim. GET only leads back to it."""
    found = claim_of(request, uid)
    address = reverse("claim", kwargs={"workspace": request.actor.workspace.slug, "uid": found.uid})
    if request.method != "POST":
        return redirect(f"{address}#comments")
    form = CommentForm(request.POST)
    if form.is_valid():
        with refused_in(form):
            add_comment(
                actor=request.actor, target=found.uid, target_type=TargetType.CLAIM, body=form.cleaned_data["body"]
            )
            return redirect(f"{address}#comments")
    return claim_page(request, found, comment=form)


@page(Ability.READ, post=Ability.COMMENT)
def comment_resolve(request: PageRequest, uid: UUID, comment: UUID) -> HttpResponse:
    """Resolve a comment on the claim, or open it again (`resolved` is yes or no). htmx gets the comment alone."""
    found = claim_of(request, uid)
    address = reverse("claim", kwargs={"workspace": request.actor.workspace.slug, "uid": found.uid})
    if request.method == "POST":
        mine = Comment.objects.visible_to(request.actor.user).filter(
            workspace=request.actor.workspace, target=found.uid
        )
        one = edit_comment(
            actor=request.actor,
            comment=get_object_or_404(mine, uid=comment),
            expected=None,
            resolved=request.POST.get("resolved") == "yes",
        )
        if request.headers.get("HX-Request"):
            context = {"claim": found, "comment": one, "may_comment": bool(may(request.actor, Ability.COMMENT))}
            return render(request, "claims/comment.html", context)
    return redirect(f"{address}#comments")
