"""Before something is taken back: every claim that it would move; and then taking it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations.actions import (
    preview_article_retraction,
    preview_exhibit_retraction,
    preview_withdrawal,
    retract_article,
    retract_exhibit,
    withdraw_relation,
)
from annotations.errors import DeniedError, DomainError
from annotations.models import Article, Assessment, Claim, Exhibit, SourceRelation
from annotations.policies import Ability
from annotations.text import isolated
from annotations.web.access import PageRequest, page
from annotations.web.forms import ReasonForm
from annotations.web.refusals import refused_in
from annotations.web.sources import source_of
from annotations.web.words import sentence_of


@dataclass(frozen=True, slots=True)
class Taking:
    """What is to be taken back: in words, the preview, the act, where one goes afterwards, and the part of the site."""

    words: str
    preview: Callable[[], Any]
    act: Callable[[str], object]
    back: str
    section: str = "articles"


@dataclass(frozen=True, slots=True)
class Moved:
    """A claim as it stands (None: not assessed yet) and as it would stand."""

    claim: Claim
    before: Assessment | None
    after: Assessment


def _page(request: PageRequest, taking: Taking) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refused_in(form):
            taking.act(form.cleaned_data["reason"])
            messages.success(request, _("Withdrawn. The claims follow it."))
            return redirect(taking.back)
    context: dict[str, Any] = {"section": taking.section, "taking": taking, "form": form, "moved": [], "total": 0}
    try:
        preview = taking.preview()
    except DeniedError:
        raise
    except DomainError as error:
        context["refused"] = sentence_of(error)
    else:
        context["moved"] = [Moved(one.claim, one.recorded, one.found) for one in preview.differences]
        context["total"] = preview.total
    return render(request, "retract.html", context, status=422 if form.errors else 200)


@page(Ability.RELATE_SOURCES, post=Ability.RELATE_SOURCES)
def relation_retract(request: PageRequest, uid: UUID, relation: UUID) -> HttpResponse:
    """Take back a statement about two sources, after a look at what that would move."""
    source = source_of(request, uid)
    mine = SourceRelation.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    found = get_object_or_404(mine.select_related("a", "b"), uid=relation)
    names = {"a": isolated(found.a), "b": isolated(found.b)}
    same = found.kind == "same"
    return _page(
        request,
        Taking(
            words=(_("“%(a)s” and “%(b)s” are the same") if same else _("“%(a)s” and “%(b)s” are different")) % names,
            preview=lambda: preview_withdrawal(actor=request.actor, relation=found),
            act=lambda reason: withdraw_relation(actor=request.actor, relation=found, reason=reason),
            back=reverse("source", kwargs={"workspace": request.actor.workspace.slug, "uid": source.uid}),
            section="sources",
        ),
    )


@page(Ability.DECIDE_EVIDENCE, post=Ability.DECIDE_EVIDENCE)
def exhibit_retract(request: PageRequest, uid: UUID) -> HttpResponse:
    """Take an exhibit back from all claims, after a look at what that would move."""
    mine = Exhibit.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    found = get_object_or_404(mine, uid=uid)
    return _page(
        request,
        Taking(
            words=found.title,
            preview=lambda: preview_exhibit_retraction(actor=request.actor, exhibit=found),
            act=lambda reason: retract_exhibit(actor=request.actor, exhibit=found, reason=reason),
            back=reverse("desk", kwargs={"workspace": request.actor.workspace.slug}),
            section="claims",
        ),
    )


@page(Ability.DECIDE_EVIDENCE, post=Ability.DECIDE_EVIDENCE)
def article_retract(request: PageRequest, uid: UUID) -> HttpResponse:
    """Note that an outlet took its article back, after a look at what that would move."""
    mine = Article.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    found = get_object_or_404(mine, uid=uid)
    return _page(
        request,
        Taking(
            words=f"{found.outlet}: {found.title}" if found.outlet else found.title,
            preview=lambda: preview_article_retraction(actor=request.actor, article=found),
            act=lambda reason: retract_article(actor=request.actor, article=found, reason=reason),
            back=reverse("article", kwargs={"workspace": request.actor.workspace.slug, "uid": found.uid}),
        ),
    )
