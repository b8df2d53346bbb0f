"""What changed among the annotations of a version since a cursor: objects as they are now, and those that are gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet

from annotations.api import claim_shapes, shapes
from annotations.api.annotations import snapshot
from annotations.corpus.cursor import cursor_of
from annotations.models import (
    Article,
    ArticleVersion,
    Assessment,
    Attribution,
    Claim,
    Comment,
    Layer,
    Mention,
    Progress,
    Source,
    Span,
)
from annotations.text import time_text

Shape = dict[str, Any]


def _articles(rows: QuerySet[Any]) -> list[Shape]:
    return shapes.articles(rows, versions=ArticleVersion.objects.all())


MODELS: dict[str, tuple[type[Any], Any]] = {
    "spans": (Span, shapes.spans),
    "attributions": (Attribution, shapes.attributions),
    "mentions": (Mention, shapes.mentions),
    "sources": (Source, shapes.sources),
    "claims": (Claim, claim_shapes.claims),
    "articles": (Article, _articles),
    "progress": (Progress, shapes.progress),
    "versions": (ArticleVersion, shapes.versions),
    "comments": (Comment, shapes.comments),
}


def changes_since(version: ArticleVersion, layers: list[Layer], after: datetime) -> Shape:
    """Objects by kind, `gone`, who did it (`changed_by`: user names by id), and the `cursor` to ask with next.

    What is still being written by others when this is read comes with a later answer; some may come twice.
    """
    cursor = max(after, cursor_of(version.workspace_id))
    with snapshot():
        rows = {kind: list(found) for kind, found in _changed(version, layers, after).items()}
        rows["claims"] += _moved(layers, after, {key for key, _uid, _who in rows["claims"]})
        gone = [one for kind in _LEAVING for one in _gone(kind, version, layers, after)]
        shown = {kind: _shown(kind, rows[kind]) for kind in MODELS}
    authors = {str(uid): who for found in rows.values() for _key, uid, who in found}
    authors |= {one["id"]: one.pop("by") for one in gone}
    return {"version": str(version.uid), "cursor": time_text(cursor), **shown, "gone": gone, "changed_by": authors}


_LEAVING = ("spans", "attributions", "mentions", "progress", "comments")


def is_empty(changes: Shape) -> bool:
    """Whether nothing changed."""
    return not changes["changed_by"]


def _shown(kind: str, rows: Iterable[tuple[int, Any, str]]) -> list[Shape]:
    model, build = MODELS[kind]
    keys = [row[0] for row in rows]
    found: list[Shape] = build(model.objects.filter(pk__in=keys).order_by("pk")) if keys else []
    return found


def _changed(
    version: ArticleVersion, layers: list[Layer], after: datetime
) -> dict[str, QuerySet[Any, tuple[Any, ...]]]:
    """Internal id, public id and author of what was written since, by kind. Of sources and claims only those that the
    layers refer to: each comes with the frame or mention that first names it, and again when it changes itself.
    """
    here, new = {"layer__in": layers}, {"recorded_at__gt": after}
    spans, frames = Span.objects.filter(**here), Attribution.objects.filter(**here)
    # Not one condition with OR: each half goes by its own index.
    of_frames = Mention.objects.filter(attribution__in=frames.values("pk")).values("pk")
    of_spans = Mention.objects.filter(span__in=spans.values("pk")).values("pk")
    mentions = Mention.objects.filter(pk__in=of_frames.union(of_spans))
    speaks = Func(F("speaker_ids"), function="unnest")
    found: dict[str, QuerySet[Any]] = {
        "spans": spans.filter(**new),
        "attributions": frames.filter(**new),
        "mentions": mentions.filter(**new),
        "sources": _named(Source, frames, speaks, after),
        "claims": _named(Claim, mentions, F("claim_id"), after),
        "progress": Progress.objects.filter(layer__in=layers, **new),
        "versions": ArticleVersion.objects.filter(article=version.article_id, number__gt=version.number, **new),
        "comments": _about(Comment.objects.filter(**new), version, layers),
        "articles": Article.objects.filter(pk=version.article_id, **new),
    }
    return {kind: rows.order_by("pk").values_list("pk", "uid", "recorded_by") for kind, rows in found.items()}


def _moved(layers: list[Layer], after: datetime, known: set[int]) -> list[tuple[int, Any, str]]:
    """Claims that the layers mention and that stand otherwise since, but for those of `known`; as `_changed`."""
    assessed = Assessment.objects.filter(workspace__in={one.workspace_id for one in layers}, recorded_at__gt=after)
    rows = dict(assessed.order_by("pk").values_list("claim_id", "recorded_by"))
    here = Q(attribution__layer__in=layers) | Q(span__layer__in=layers)
    mentions = Mention.objects.filter(here, claim__in=rows.keys() - known).order_by("claim_id")
    claims = mentions.values_list("claim_id", "claim__uid").distinct() if rows else []
    return [(key, uid, rows[key]) for key, uid in claims]


def _about(comments: QuerySet[Any], version: ArticleVersion, layers: list[Layer]) -> QuerySet[Any]:
    """Those (few) comments that are about the article, the version, or what is or was marked in the layers."""
    keys = [layer.pk for layer in layers]
    marked = [Q(target__in=model.objects.filter(layer__in=keys).values("uid")) for model in (Span, Attribution)]
    whole = Q(target__in=[version.uid, version.article.uid])
    return comments.filter(whole | marked[0] | marked[1], workspace_id=version.workspace_id)


def _named(model: type[Any], rows: QuerySet[Any], by: Any, after: datetime) -> QuerySet[Any]:
    """Objects that `rows` name through `by`: those named by a row that is new, and those that are new themselves."""
    new = {"recorded_at__gt": after}
    named = rows.annotate(named=by).values("named")
    found: QuerySet[Any] = model.objects.filter(Q(pk__in=named, **new) | Q(pk__in=named.filter(**new)))
    return found


def _gone(kind: str, version: ArticleVersion, layers: list[Layer], after: datetime) -> list[Shape]:
    """Those deleted since: `kind`, `id`, the `revision` that they had last, and by whom."""
    model = MODELS[kind][0]
    past = _history(model).filter(superseded_at__gt=after, workspace_id=version.workspace_id)
    keys = [layer.pk for layer in layers]
    if kind == "mentions":
        frames, spans = (_ever(one, keys) for one in (Attribution, Span))
        past = past.filter(Q(attribution_id__in=frames) | Q(span_id__in=spans))
    elif kind == "comments":
        past = _about(past, version, layers)
    else:
        past = past.filter(layer_id__in=keys)
    present = model.objects.filter(pk=OuterRef("id"))
    rows = past.filter(~Exists(present)).order_by("history_id").values_list("uid", "revision", "superseded_by")
    last = {uid: (revision, who) for uid, revision, who in rows}
    return [{"kind": kind, "id": str(uid), "revision": revision, "by": who} for uid, (revision, who) in last.items()]


def _history(model: type[Any]) -> QuerySet[Any]:
    found: QuerySet[Any] = model._meta.apps.get_model("annotations", f"{model.__name__}History")._default_manager.all()
    return found


def _ever(model: type[Any], layers: list[int]) -> QuerySet[Any]:
    """Internal ids of what is or was in the layers."""
    now: QuerySet[Any] = model.objects.filter(layer_id__in=layers).order_by().values("id")
    found: QuerySet[Any] = now.union(_history(model).filter(layer_id__in=layers).order_by().values("id"))
    return found
