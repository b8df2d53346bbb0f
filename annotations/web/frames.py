"""One frame on a page of its own: what can be changed of it without a script. New spans need the workbench."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from annotations.actions import (
    FrameDraft,
    add_claim,
    add_mention,
    delete_attribution,
    delete_mention,
    delete_span,
    edit_attribution,
)
from annotations.corpus.annotations import annotations_of
from annotations.models import Attribution, Claim, Mention, Span
from annotations.policies import Ability, may_annotate
from annotations.web.access import PageRequest, page
from annotations.web.frame_page import FramePage
from annotations.web.refusals import refused_over
from annotations.web.workbench_words import choices


def _thing(request: PageRequest, uid: UUID, frame: UUID) -> Attribution | Span:
    """The frame of that id in the article, or the plain span."""
    here = {"workspace": request.actor.workspace, "uid": frame, "version__article__uid": uid}
    frames = Attribution.objects.visible_to(request.actor.user).filter(**here)
    spans = Span.objects.visible_to(request.actor.user).filter(**here)
    found = frames.select_related("layer", "version__article").first()
    return found or get_object_or_404(spans.select_related("layer", "version__article"))


@page()
def frame(request: PageRequest, uid: UUID, frame: UUID) -> HttpResponse:
    """The frame's parts, speakers and claims, with forms for those who may change them."""
    thing = _thing(request, uid, frame)
    annotations = annotations_of(thing.version, [thing.layer])
    shown = FramePage(annotations, str(frame))
    context: dict[str, Any] = {
        "section": "articles",
        "article": thing.version.article,
        "version": thing.version,
        "shown": shown,
        "frame": shown.frame,
        "revision": thing.revision,
        "may_mark": bool(may_annotate(request.actor, thing.layer)),
        "choices": {
            **choices(),
            "parent": [*choices()["parent"], *shown.parents()],
            "antecedent": [*choices()["antecedent"], *shown.antecedents()],
        },
    }
    return render(request, "workbench/frame.html", context)


def _back(request: PageRequest, uid: UUID, frame: UUID) -> HttpResponse:
    return redirect("frame", workspace=request.actor.workspace.slug, uid=uid, frame=frame)


def _revision(request: PageRequest) -> int | None:
    value = request.POST.get("revision", "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


@page(Ability.ANNOTATE, post=Ability.ANNOTATE)
@require_POST
def frame_edit(request: PageRequest, uid: UUID, frame: UUID) -> HttpResponse:
    """Change the speakers, the parent and what is said about the frame."""
    thing = _thing(request, uid, frame)
    given = request.POST
    draft = FrameDraft(
        speakers=given.getlist("speakers"),
        parent=given.get("parent") or None,
        **({"antecedent": given["antecedent"] or None} if "antecedent" in given else {}),
        **{name: given.get(name, "") for name in ("resolution", "cue_kind", "attitude")},
    )
    if isinstance(thing, Attribution):
        with refused_over(request):
            edit_attribution(actor=request.actor, attribution=thing, draft=draft, expected=_revision(request))
    return _back(request, uid, frame)


@page(Ability.ANNOTATE, post=Ability.ANNOTATE)
@require_POST
def frame_claim(request: PageRequest, uid: UUID, frame: UUID) -> HttpResponse:
    """Tie the frame to a claim of this article, or to a new one."""
    thing = _thing(request, uid, frame)
    place = {"attribution": thing} if isinstance(thing, Attribution) else {"span": thing}
    with refused_over(request):
        claim = _claim(request, thing.version.article.language)
        add_mention(actor=request.actor, claim=claim, polarity=request.POST.get("mention", "asserts"), **place)
    return _back(request, uid, frame)


def _claim(request: PageRequest, language: str) -> Claim:
    chosen = request.POST.get("claim", "")
    if not chosen:
        statement, kind = request.POST.get("statement", ""), request.POST.get("kind", "")
        return add_claim(actor=request.actor, statement=statement, language=language, kind=kind).object
    mine = Claim.objects.visible_to(request.actor.user).in_workspace(request.actor.workspace)
    try:
        return get_object_or_404(mine, uid=UUID(chosen))
    except ValueError:
        return get_object_or_404(mine.none())


@page(Ability.ANNOTATE, post=Ability.ANNOTATE)
@require_POST
def frame_untie(request: PageRequest, uid: UUID, frame: UUID, mention: UUID) -> HttpResponse:
    """Take away the tie to one claim."""
    _thing(request, uid, frame)
    mine = Mention.objects.visible_to(request.actor.user).filter(workspace=request.actor.workspace)
    with refused_over(request):
        delete_mention(actor=request.actor, mention=get_object_or_404(mine, uid=mention), expected=None)
    return _back(request, uid, frame)


@page(Ability.ANNOTATE, post=Ability.ANNOTATE)
@require_POST
def frame_remove(request: PageRequest, uid: UUID, frame: UUID) -> HttpResponse:
    """Take the frame away, or the plain span with its ties."""
    thing = _thing(request, uid, frame)
    with refused_over(request):
        if isinstance(thing, Attribution):
            delete_attribution(actor=request.actor, attribution=thing, expected=_revision(request))
        else:
            for mention in thing.mentions.all():
                delete_mention(actor=request.actor, mention=mention, expected=None)
            if Span.objects.filter(pk=thing.pk).exists():
                delete_span(actor=request.actor, span=thing, expected=None)
        return redirect("article", workspace=request.actor.workspace.slug, uid=uid)
    return _back(request, uid, frame)
