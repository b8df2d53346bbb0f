"""Articles whose texts are nearly the same: the list, and the two side by side with what a person decides of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from annotations.actions import accept_resemblance, dismiss_resemblance
from annotations.models import Article, ArticleVersion, Resemblance
from annotations.policies import Ability, may
from annotations.text import shared_passages
from annotations.vocabulary import Origin, ResemblanceVerdict
from annotations.web.access import PageRequest, page
from annotations.web.filters import Filters
from annotations.web.forms import ResemblanceForm
from annotations.web.paging import newest_first
from annotations.web.refusals import refused_in

Piece = tuple[str, bool]
_ACTS: dict[str, Callable[..., Resemblance]] = {
    ResemblanceVerdict.COPY: lambda **given: accept_resemblance(origin=Origin.COPY, **given),
    ResemblanceVerdict.UNKNOWN_ORIGIN: lambda **given: accept_resemblance(origin=Origin.UNKNOWN, **given),
    ResemblanceVerdict.INDEPENDENT: dismiss_resemblance,
}


@dataclass(frozen=True, slots=True)
class Side:
    """An article and the lines of its newest text, in pieces that the other has too or has not."""

    article: Article
    lines: list[list[Piece]]


@page()
def resemblances(request: PageRequest) -> HttpResponse:
    """Near-copies without credit; at first those that nobody has decided on."""
    filters = Filters.of(request, ("verdict",))
    if "verdict" not in request.GET:
        filters.chosen["verdict"] = ResemblanceVerdict.OPEN
    found = Resemblance.objects.visible_to(request.actor.user).filter(
        workspace=request.actor.workspace, **filters.exact()
    )
    context = {
        "section": "articles",
        "filters": filters,
        "page": newest_first(found.select_related("article", "other"), request.GET.get("page", "")),
        "verdicts": ResemblanceVerdict.choices,
    }
    return render(request, "resemblances/list.html", context)


@page(Ability.READ, post=Ability.DECIDE_EVIDENCE)
def resemblance(request: PageRequest, uid: UUID) -> HttpResponse:
    """The two texts side by side, and what was or is to be decided."""
    mine = Resemblance.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    found = get_object_or_404(mine.select_related("article", "other"), uid=uid)
    chosen = {"verdict": "" if found.verdict == ResemblanceVerdict.OPEN else found.verdict, "revision": found.revision}
    form = ResemblanceForm(request.POST or None, initial=chosen)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        act = _ACTS[data["verdict"]]
        with refused_in(form):
            act(actor=request.actor, resemblance=found, reason=data["reason"], expected=data["revision"])
            messages.success(request, _("Decided. The claims follow it."))
            return redirect("resemblance", workspace=request.actor.workspace.slug, uid=found.uid)
    context: dict[str, Any] = {
        "section": "articles",
        "resemblance": found,
        "sides": sides_of(found),
        "form": form,
        "may_decide": bool(may(request.actor, Ability.DECIDE_EVIDENCE)),
    }
    return render(request, "resemblances/page.html", context, status=422 if form.errors else 200)


def sides_of(found: Resemblance) -> tuple[Side, Side]:
    """Both articles with what their newest texts share."""
    texts = [_text_of(found.article), _text_of(found.other)]
    here, there = shared_passages(*texts)
    return Side(found.article, lines_of(texts[0], here)), Side(found.other, lines_of(texts[1], there))


def _text_of(article: Article) -> str:
    return ArticleVersion.objects.filter(article=article).order_by("-number").values_list("text", flat=True)[0]


def lines_of(text: str, shared: Sequence[tuple[int, int]]) -> list[list[Piece]]:
    """The lines of the text that are not blank, cut where what is shared ([start, end), in order) begins and ends."""
    pieces: list[Piece] = []
    at = 0
    for start, end in shared:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    lines: list[list[Piece]] = [[]]
    for words, is_shared in pieces:
        first, *others = words.split("\n")
        lines[-1].append((first, is_shared))
        lines += [[(line, is_shared)] for line in others]
    return [row for row in ([one for one in line if one[0]] for line in lines) if "".join(p[0] for p in row).strip()]
