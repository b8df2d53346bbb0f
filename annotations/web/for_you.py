"""What names one: the comments of the workspace that call a member by name, the way to each, read and unread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from annotations.actions import mark_read, own_namings
from annotations.corpus.places import Place, places_of
from annotations.models import Naming
from annotations.policies import Ability, Actor
from annotations.web.access import PageRequest, page

PAGE = 50
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Row:
    naming: Naming
    place: Place | None


def unread_count(actor: Actor) -> int:
    """How many comments that name one wait to be read; the header counts no further than MOST_COUNTED."""
    return own_namings(actor).filter(read_at=None)[:MOST_COUNTED].count()


@page()
def for_you(request: PageRequest) -> HttpResponse:
    """The comments that name one, newest first; `?before=` leads to older ones. `?part=calls` is the header's link
    alone, with how many are unread.
    """
    if request.GET.get("part") == "calls":
        return render(request, "partials/calls.html")
    before = request.GET.get("before", "")
    rows = own_namings(request.actor).select_related("comment").order_by("-id")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    namings = list(rows[: PAGE + 1])
    shown = namings[:PAGE]
    places = places_of(naming.comment for naming in shown)
    context: dict[str, Any] = {
        "section": "for-you",
        "rows": [Row(naming, places.get(naming.comment_id)) for naming in shown],
        "older": shown[-1].pk if len(namings) > PAGE else None,
    }
    return render(request, "for_you/page.html", context)


@page(Ability.READ, post=Ability.READ)
@require_POST
def for_you_read(request: PageRequest) -> HttpResponse:
    """All of them are read."""
    mark_read(actor=request.actor)
    return redirect("for-you", workspace=request.actor.workspace.slug)


@page(Ability.READ, post=Ability.READ)
@require_POST
def for_you_one(request: PageRequest, comment: UUID) -> HttpResponse:
    """Read it: to where the comment stands (`do` is go), or stay here; or keep it as unread (`do` is keep)."""
    naming = get_object_or_404(own_namings(request.actor).select_related("comment"), comment__uid=comment)
    wish = request.POST.get("do", "go")
    mark_read(actor=request.actor, comments=[comment], read=wish != "keep")
    slug = request.actor.workspace.slug
    if wish != "go":
        return redirect("for-you", workspace=slug)
    place = places_of([naming.comment]).get(naming.comment_id)
    if place is None:
        raise Http404("what the comment is about is gone")
    return redirect(address_of(place, slug, comment))


def address_of(place: Place, slug: str, comment: UUID) -> str:
    """Where a comment is shown: with its target, the thread open at it."""
    if place.page != "article":
        return reverse(place.page, kwargs={"workspace": slug, "uid": place.uid}) + (
            "#comments" if place.page == "claim" else ""
        )
    if place.number is None:
        return reverse("article", kwargs={"workspace": slug, "uid": place.uid})
    address = reverse("article-version", kwargs={"workspace": slug, "uid": place.uid, "number": place.number})
    return f"{address}?layer={place.layer}&comment={comment}#frame-{place.frame}" if place.frame else address
