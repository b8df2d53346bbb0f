"""The workbench: one version of an article, with all that is marked in it. Its script saves through the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString

from annotations.corpus.annotations import annotations_of
from annotations.corpus.cursor import cursor_of
from annotations.corpus.marks import marks_of
from annotations.corpus.resemblances import open_resemblances
from annotations.models import ArticleVersion, Layer, Progress, Span
from annotations.policies import may_annotate
from annotations.vocabulary import LayerKind
from annotations.web.access import PageRequest, page
from annotations.web.article_work import work_of
from annotations.web.keymap import LETTERS, keymap, shown
from annotations.web.workbench_cards import BLANK, cards_of
from annotations.web.workbench_data import NOTHING, as_json, data_block, for_script
from annotations.web.workbench_text import shown_paragraphs, text_html
from annotations.web.workbench_words import choices, roles, words

API_ROOT = "/api/v1/"
MANY_SPANS = 600
"""From so many spans on the text is sent first, and what is marked in it when it stands on the screen."""
ID = UUID(int=0)  # stands for an id in an address


@page()
def article(request: PageRequest, uid: UUID, number: int | None = None) -> HttpResponse:
    """The newest version of an article, or the one of that number, in its shared layer or in the one of `?layer=`."""
    version = version_of(request, uid, number)
    layers = layers_of(request, version)
    layer = chosen_layer(request, layers)
    slug = request.actor.workspace.slug
    cursor = cursor_of(version.workspace_id)  # before anything is read: what comes later is told
    is_long = request.GET.get("marks") != "all" and _has_many(layer)
    annotations = NOTHING if is_long else annotations_of(version, [layer])
    keys = keymap(request.actor.user.keys)
    printed = {name: shown(ones[0]) if ones else "" for name, ones in keys.items()}
    versions = _addresses(version, slug)
    said = words(claim_address(slug, "ID"), frame_address(slug, uid, "ID")) | {"keys": keys}
    context: dict[str, Any] = {
        "section": "articles",
        "article": version.article,
        "alike": open_resemblances(version.article),
        "invented": bool(version.article.metadata.get("invented")),
        "version": version,
        "versions": versions,
        "newest": versions[-1][0],
        "layer": layer,
        "layers": layers,
        "cursor": cursor.isoformat(),
        "may_mark": bool(may_annotate(request.actor, layer)),
        "slug": slug,
        "api_root": API_ROOT,
        "text_html": _text_of(version, layer),
        "is_long": is_long,
        "data": [data_block(for_script(annotations), "annotations-data"), data_block(said, "workbench-words")],
        "cards": cards_of(annotations, lambda one: frame_address(slug, uid, one), lambda one: claim_address(slug, one)),
        "blank": BLANK,
        "roles": roles(printed),
        "keys": printed,
        "letters_off": request.actor.user.keys.get(LETTERS) == "off",
        "choices": choices(),
        "work": work_of(request.actor, version.article),
    }
    return render(request, "workbench/page.html", context)


def _has_many(layer: Layer) -> bool:
    return Span.objects.filter(layer=layer)[:MANY_SPANS].count() == MANY_SPANS


def _text_of(version: ArticleVersion, layer: Layer) -> SafeString:
    progress = {one.start: one for one in Progress.objects.filter(layer=layer)}
    return text_html(shown_paragraphs(version.text), progress)


@page()
def marks(request: PageRequest, uid: UUID, number: int) -> HttpResponse:
    """What is marked in a version, for the script of a page whose text came first."""
    version = version_of(request, uid, number)
    layer = chosen_layer(request, layers_of(request, version))
    return HttpResponse(as_json(marks_of(layer)), content_type="application/json")


def claim_address(slug: str, uid: str) -> str:
    """Address of a claim's page; `uid` may be a placeholder."""
    return reverse("claim", kwargs={"workspace": slug, "uid": ID}).replace(str(ID), uid)


def frame_address(slug: str, uid: UUID, frame: str) -> str:
    """Address of a frame's own page; `frame` may be a placeholder."""
    return reverse("frame", kwargs={"workspace": slug, "uid": uid, "frame": ID}).replace(str(ID), frame)


def version_of(request: PageRequest, uid: UUID, number: int | None) -> ArticleVersion:
    """The version of that number, or the newest. Raises Http404 where there is none for this person."""
    versions = ArticleVersion.objects.visible_to(request.actor.user).filter(
        workspace=request.actor.workspace, article__uid=uid
    )
    if number is not None:
        versions = versions.filter(number=number)
    return get_object_or_404(versions.select_related("article").order_by("-number")[:1])


def layers_of(request: PageRequest, version: ArticleVersion) -> list[Layer]:
    """The layers of the version that this person may see, the shared one first."""
    mine = Layer.objects.visible_to(request.actor.user).filter(version=version)
    return sorted(mine.order_by("pk"), key=lambda layer: layer.kind != LayerKind.SHARED)


def chosen_layer(request: PageRequest, layers: list[Layer]) -> Layer:
    """The layer that the address names, else the first. Raises Http404 where it names none of them."""
    named = request.GET.get("layer")
    found = next((one for one in layers if named is None or str(one.uid) == named), None)
    if found is None:
        raise Http404("no such layer")
    return found


def _addresses(version: ArticleVersion, slug: str) -> list[tuple[int, str]]:
    """Number and address of every version, oldest first."""
    numbers = version.article.versions.order_by("number").values_list("number", flat=True)
    place = {"workspace": slug, "uid": version.article.uid}
    return [(number, reverse("article-version", kwargs={**place, "number": number})) for number in numbers]
