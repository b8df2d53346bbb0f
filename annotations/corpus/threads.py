"""Comments on what is marked, across the versions of a text. Marks are carried over to a corrected text, their comments
stay where they were written: here they are found from the later version.

A frame comes from an earlier one where all of its parts that were carried over are, by role, parts of that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from annotations.models import Attribution, Comment, Layer, Span
from annotations.vocabulary import TargetType

Marked = Attribution | Span
Parts = set[tuple[str, int]]
_SINGLE: Final = ("source", "cue", "addressee", "channel")


def earlier_of(marked: Marked) -> dict[UUID, int]:
    """What a frame or span was carried over from, newest first: public ids, each with the number of its version."""
    found: dict[UUID, int] = {}
    before = _before(marked)
    while before is not None and before.uid not in found:
        found[before.uid] = before.version.number
        before = _before(before)
    return found


def comments_on_earlier(marked: Marked) -> list[tuple[Comment, int]]:
    """Comments on what it was carried over from, oldest first, each with the number of the version where it stands."""
    numbers = earlier_of(marked)
    rows = Comment.objects.filter(workspace_id=marked.workspace_id, target__in=numbers).order_by("pk")
    return [(one, numbers[one.target]) for one in rows] if numbers else []


def open_comments(layer: Layer) -> dict[str, int]:
    """How many unresolved comments stand on each frame and span of a layer, by public id, those on earlier versions
    counted in. What nobody remarked on is left out.
    """
    counts = _open(layer.workspace_id, [layer.pk])
    version = layer.version
    earlier = Layer.objects.filter(version__article=version.article_id, version__number__lt=version.number)
    waiting = _open(layer.workspace_id, list(earlier.values_list("pk", flat=True)))
    carried: dict[UUID, Marked] = {}
    for model in (Attribution, Span):
        rows = model._default_manager.filter(workspace_id=layer.workspace_id, uid__in=waiting)
        carried |= {one.uid: one for one in rows}
    for uid, one in carried.items():
        for later in _later(one, layer):
            counts[later.uid] += waiting[uid]
    return _named(counts)


def _named(counts: Mapping[UUID, int]) -> dict[str, int]:
    return {str(uid): count for uid, count in counts.items()}


def _open(workspace: int, layers: list[int]) -> Counter[UUID]:
    """How many unresolved comments stand on the spans and frames of the layers, by public id."""
    if not layers:
        return Counter()
    marked = Q()
    for kind, model in ((TargetType.SPAN, Span), (TargetType.ATTRIBUTION, Attribution)):
        uids = model._default_manager.filter(layer__in=layers).values("uid")
        marked |= Q(target_type=kind, target__in=uids)
    rows = Comment.objects.filter(marked, workspace_id=workspace, resolved=False)
    return Counter(rows.values_list("target", flat=True))


def _before(marked: Marked) -> Marked | None:
    if isinstance(marked, Span):
        return Span.objects.select_related("version").filter(pk=marked.carried_from_id or 0).first()
    parts = _parts(marked)
    carried = _carried(Span.objects.filter(pk__in=[key for _role, key in parts]))
    candidates = _using(list(carried.values()))
    return next((one for one in candidates if _comes_from(parts, carried, one)), None)


def _later(marked: Marked, layer: Layer) -> list[Marked]:
    """What came of it in a layer of a later version, step by step; nothing where it was lost on the way."""
    stage: list[Marked] = [marked]
    while stage and stage[0].layer_id != layer.pk:
        stage = [later for one in stage for later in _next(one)]
    return stage


def _next(marked: Marked) -> Iterable[Marked]:
    if isinstance(marked, Span):
        return Span.objects.filter(carried_from=marked)
    carried = _carried(Span.objects.filter(carried_from__in=[key for _role, key in _parts(marked)]))
    return [one for one in _using(list(carried)) if _comes_from(_parts(one), carried, marked)]


def _carried(spans: QuerySet[Span]) -> dict[int, int]:
    """Internal ids of spans with those of the spans that they were carried over from."""
    rows = spans.filter(carried_from__isnull=False).values_list("pk", "carried_from_id")
    return {pk: before for pk, before in rows if before is not None}


def _using(spans: Collection[int]) -> QuerySet[Attribution]:
    """The frames that use some of the spans."""
    used = Q(content_ids__overlap=list(spans))
    for role in _SINGLE:
        used |= Q(**{f"{role}__in": spans})
    layers = list(Span.objects.filter(pk__in=spans).values_list("layer", flat=True).distinct())
    return Attribution.objects.filter(used, layer__in=layers).select_related("version").order_by("pk")


def _comes_from(parts: Parts, carried: Mapping[int, int], before: Attribution) -> bool:
    came = {(role, carried[key]) for role, key in parts if key in carried}
    return bool(came) and came <= _parts(before)


def _parts(frame: Attribution) -> Parts:
    """Role and internal id of each span."""
    single = {(role, getattr(frame, f"{role}_id")) for role in _SINGLE}
    return {part for part in single if part[1] is not None} | {("content", key) for key in frame.content_ids}
