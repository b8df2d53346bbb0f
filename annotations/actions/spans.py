"""Spans are marked, moved and taken away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from annotations.actions.recording import Made, author, lock, make, own, recording, save
from annotations.anchoring import QuoteSelector, Segments, flatten, quote_of, read_segments, unflatten
from annotations.errors import ConflictError
from annotations.models import Attribution, CompiledInsert, Layer, Mention, Span
from annotations.policies import Actor, may_annotate
from annotations.text import check_segments, quotation_type

_NEW_SPAN = CompiledInsert(
    Span, "uid", "workspace", "created_by", "made_from", "version", "layer", "segments", "exact", "prefix", "suffix"
)


def read_place(text: str, segments: object, *, field: str = "segments") -> tuple[Segments, QuoteSelector]:
    """Check untrusted segments (code points) against the text; return them with their quote."""
    place = read_segments(segments, length=len(text), field=field)
    check_segments(text, place, field=field)
    return place, quote_of(text, place)


def new_span(actor: Actor, layer: Layer, segments: object, uid: UUID | None, *, field: str = "segments") -> Span:
    """A checked span that is not inserted yet. `layer.version` must be loaded."""
    place, quote = read_place(layer.version.text, segments, field=field)
    columns: dict[str, Any] = author(actor, uid, {"layer": layer.uid, "segments": flatten(place)}, Span)
    return Span(
        **{"made_from": "", **columns},
        version=layer.version,
        layer=layer,
        segments=flatten(place),
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
    )


def build_span(actor: Actor, layer: Layer, segments: object, uid: UUID | None, *, field: str = "segments") -> Span:
    """Check and insert a span. To be called inside `recording`, with `layer.version` loaded."""
    span = new_span(actor, layer, segments, uid, field=field)
    _NEW_SPAN.insert(span)
    return span


def lock_layer(actor: Actor, layer: Layer) -> Layer:
    """Frames and spans of a layer change one writer at a time: their rules look at one another."""
    return lock(actor, Layer.objects.select_related("version"), layer, expected=None)


def mark(*, actor: Actor, layer: Layer, segments: object, uid: UUID | None = None) -> Made[Span]:
    """Mark a place. `segments` is [[start, end], …] in code points, ends exclusive."""
    own(actor, layer)
    may_annotate(actor, layer).require()
    place = read_segments(segments, length=layer.version.length)
    request = {"layer": layer.uid, "segments": flatten(place)}
    with recording(actor):
        return make(Span, actor=actor, uid=uid, request=request, build=lambda: build_span(actor, layer, segments, uid))


def move_span(*, actor: Actor, span: Span, segments: object, expected: int | None) -> Span:
    """Give a span other boundaries. Its frames, mentions and comments stay tied to it."""
    may_annotate(actor, span.layer).require()
    with recording(actor, field="segments"):
        layer = lock_layer(actor, span.layer)
        current = lock(actor, Span.objects.all(), span, expected=expected)
        place, quote = read_place(layer.version.text, segments)
        current.segments = flatten(place)
        current.exact, current.prefix, current.suffix = quote.exact, quote.prefix, quote.suffix
        save(current, "segments", "exact", "prefix", "suffix")
        retell_quotations(layer, [current.pk])
        return current


def delete_span(*, actor: Actor, span: Span, expected: int | None) -> None:
    """Take a span away; ConflictError while a frame or a claim still uses it."""
    may_annotate(actor, span.layer).require()
    with recording(actor):
        lock_layer(actor, span.layer)
        current = lock(actor, Span.objects.all(), span, expected=expected, to_delete=True)
        if frames_of([current.pk]).exists() or Mention.objects.filter(span=current).exists():
            raise ConflictError("span.in_use", "a frame or a claim still uses this span")
        remove_spans({current.pk})


def frames_of(span_ids: list[int]) -> Any:
    """The frames that use any of the spans, in whatever role."""
    layers = Span.objects.filter(pk__in=span_ids).values("layer_id")
    return Attribution.objects.filter(layer_id__in=layers).filter(
        Q(source_id__in=span_ids)
        | Q(cue_id__in=span_ids)
        | Q(addressee_id__in=span_ids)
        | Q(channel_id__in=span_ids)
        | Q(antecedent_span_id__in=span_ids)
        | Q(content_ids__overlap=span_ids)
    )


def drop_unused(span_ids: list[int]) -> None:
    """Delete those of the spans that no frame and no mention uses any more."""
    if not span_ids:
        return
    used: set[int] = set(Mention.objects.filter(span_id__in=span_ids).values_list("span_id", flat=True))
    for frame in frames_of(span_ids):
        used |= {*frame.content_ids, *(getattr(frame, f"{role}_id") for role in SPAN_ROLES)}
    remove_spans(set(span_ids) - used)


def remove_spans(span_ids: set[int]) -> None:
    """Delete spans that nothing uses. What was carried over from them to a later version stays, without its origin."""
    Span.objects.filter(carried_from_id__in=span_ids).update(carried_from=None)
    Span.objects.filter(pk__in=span_ids).delete()


SPAN_ROLES = ("source", "cue", "addressee", "channel", "antecedent_span")


def retell_quotations(layer: Layer, span_ids: list[int]) -> None:
    """Compute anew how contents among these spans, or beside a cue among them, are quoted."""
    for frame in Attribution.objects.filter(layer=layer).filter(
        Q(content_ids__overlap=span_ids) | Q(cue_id__in=span_ids)
    ):
        told = quotation_of(layer.version.text, frame)
        if told != frame.quotation:
            frame.quotation = told
            frame.save(update_fields=["quotation"])


def quotation_of(text: str, frame: Attribution) -> str:
    """How the contents of a frame are quoted in the text of its version."""
    keys = [*frame.content_ids, frame.cue_id]
    return quotation_in(text, frame, places_of(keys))


def places_of(keys: Iterable[int | None]) -> dict[int, Segments]:
    """The segments of spans by internal id."""
    wanted = [key for key in keys if key is not None]
    return {
        key: unflatten(segments) for key, segments in Span.objects.filter(pk__in=wanted).values_list("pk", "segments")
    }


def quotation_in(text: str, frame: Attribution, places: Mapping[int, Segments]) -> str:
    """As quotation_of, with the spans' segments given. Reads only the lines in which the contents lie, because a
    quotation ends with its line: a long text costs no more than a short one.
    """
    contents = [pair for key in frame.content_ids for pair in places[key]]
    if not contents:
        return quotation_type("", [])
    start = text.rfind("\n", 0, min(pair[0] for pair in contents)) + 1
    end = text.find("\n", max(pair[1] for pair in contents))
    lines = text[start : len(text) if end < 0 else end]
    cue = places[frame.cue_id] if frame.cue_id else ()
    shifted = [(a - start, b - start) for a, b in contents]
    return quotation_type(lines, shifted, cue=[(a - start, b - start) for a, b in cue])
