"""What the workbench asks of comments beyond the API: how many wait at each card, and those of earlier versions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse

from annotations.corpus.threads import comments_on_earlier, open_comments
from annotations.models import Attribution, Comment, Layer, Span
from annotations.text import time_text
from annotations.web.access import PageRequest, page
from annotations.web.workbench import chosen_layer, layers_of, version_of
from annotations.web.workbench_data import as_json


@page()
def threads(request: PageRequest, uid: UUID, number: int) -> HttpResponse:
    """Unresolved comments by frame and span of a layer (`?layer=`); with `?target=` the comments on what that frame or
    span was carried over from.
    """
    version = version_of(request, uid, number)
    layer = chosen_layer(request, layers_of(request, version))
    named = request.GET.get("target")
    if named is None:
        return _answer({"open": open_comments(layer)})
    earlier = comments_on_earlier(_marked(layer, named))
    return _answer({"comments": [_shown(comment, at) for comment, at in earlier]})


def _marked(layer: Layer, named: str) -> Attribution | Span:
    try:
        uid = UUID(named)
    except ValueError:
        raise Http404("this is no id") from None
    for model in (Attribution, Span):
        found: Attribution | Span | None = model._default_manager.filter(layer=layer, uid=uid).first()
        if found is not None:
            return found
    raise Http404("nothing of that id is marked in the layer")


def _shown(comment: Comment, number: int) -> dict[str, Any]:
    """As the API shows it, with the number of its version besides."""
    return {
        "id": str(comment.uid),
        "target": str(comment.target),
        "body": comment.body,
        "resolved": comment.resolved,
        "created_by": comment.created_by,
        "created_at": time_text(comment.created_at),
        "revision": comment.revision,
        "version": number,
    }


def _answer(value: dict[str, Any]) -> HttpResponse:
    return HttpResponse(as_json(value), content_type="application/json", headers={"Cache-Control": "no-store"})
