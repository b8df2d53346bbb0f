"""A corrected text comes in: it is stored as a new version, and the annotations are carried over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from annotations.actions.articles import index_article, read_text, sha256_of
from annotations.actions.carrying import copy_frames
from annotations.actions.fields import clean_choice, clean_text
from annotations.actions.layers import make_shared_layer
from annotations.actions.progress import carry_progress, places_of
from annotations.actions.recording import lock, recording
from annotations.actions.resembling import compare_later
from annotations.anchoring import Carried, carry, flatten, quote_of, unflatten
from annotations.errors import ConflictError
from annotations.models import Article, ArticleVersion, Attribution, Layer, Mention, Progress, Span
from annotations.policies import Ability, Actor, may
from annotations.text import trim
from annotations.vocabulary import Capture, LayerKind


@dataclass(frozen=True, slots=True)
class CarryReport:
    """Public ids of the old version's spans by what became of them, and of the frames that lost a part."""

    kept: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    frames_lost: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        outcomes = {name: getattr(self, name) for name in ("kept", "moved", "changed", "lost", "frames_lost")}
        return {"counts": {name: len(ids) for name, ids in outcomes.items()}, **outcomes}


@dataclass(frozen=True, slots=True)
class AddedVersion:
    version: ArticleVersion
    report: CarryReport


def add_version(
    *, actor: Actor, article: Article, text: bytes | str, captured_how: str, note: str = ""
) -> AddedVersion:
    """Store the corrected text and carry the annotations of every layer over. The old version stays as it was."""
    may(actor, Ability.ADD_VERSION).require()
    body = read_text(text)
    note = clean_text(note, "note", max_length=2000)
    with recording(actor):
        article = lock(actor, Article.objects.all(), article, expected=None)
        old = ArticleVersion.objects.filter(article=article).order_by("-number")[0]
        if old.text == body:
            raise ConflictError("version.duplicate_text", f"this is the text of version {old.number}", field="text")
        new = ArticleVersion.objects.create(
            workspace=actor.workspace,
            created_by=actor.username,
            article=article,
            number=old.number + 1,
            text=body,
            sha256=sha256_of(body),
            captured_how=clean_choice(captured_how, "captured_how", Capture),
            captured_by=actor.username,
            note=note,
        )
        report = carry_over(actor, old, new)
        index_article(article, body)
        compare_later(actor.workspace)
        return AddedVersion(new, report)


def carry_over(actor: Actor, old: ArticleVersion, new: ArticleVersion) -> CarryReport:
    """Copy layers, spans, frames, mentions and progress of the old version to where they lie in the new one."""
    report = CarryReport()
    spans = list(Span.objects.filter(version=old).order_by("pk"))
    progress = places_of(old, list(Progress.objects.filter(version=old).order_by("pk")))
    marked = [*(unflatten(span.segments) for span in spans), *(segments for _row, segments in progress)]
    carried = carry(old.text, new.text, marked, snap=trim)
    places = carried[: len(spans)]
    layers = {layer.pk: _copy_layer(actor, layer, new) for layer in Layer.objects.filter(version=old).order_by("pk")}
    if not any(layer.kind == LayerKind.SHARED for layer in layers.values()):
        make_shared_layer(actor, new)
    copies: dict[int, Span] = {}
    for span, place in zip(spans, places, strict=True):
        getattr(report, place.outcome).append(str(span.uid))
        if place.segments is not None:
            copies[span.pk] = _copy_span(span, place, layers[span.layer_id], new)
    Span.objects.bulk_create(copies.values())
    frames, left_behind = copy_frames(old, new, layers, copies)
    report.frames_lost.extend(str(frame.uid) for frame in left_behind)
    _copy_mentions(old, frames, copies)
    rows = [row for row, _segments in progress]
    carry_progress(list(zip(rows, carried[len(spans) :], strict=True)), layers, new)
    return report


def _copy_layer(actor: Actor, layer: Layer, new: ArticleVersion) -> Layer:
    return Layer.objects.create(
        workspace=layer.workspace,
        created_by=actor.username,
        version=new,
        kind=layer.kind,
        annotator=layer.annotator,
        name=layer.name,
    )


def _copy_span(span: Span, place: Carried, layer: Layer, new: ArticleVersion) -> Span:
    assert place.segments is not None  # noqa: S101 - the caller has looked
    quote = quote_of(new.text, place.segments)
    return Span(
        workspace_id=span.workspace_id,
        created_by=span.created_by,
        version=new,
        layer=layer,
        segments=flatten(place.segments),
        exact=quote.exact,
        prefix=quote.prefix,
        suffix=quote.suffix,
        carried_from=span,
    )


def _copy_mentions(old: ArticleVersion, frames: dict[int, Attribution], copies: dict[int, Span]) -> None:
    mentions = Mention.objects.filter(Q(attribution__version=old) | Q(span__version=old)).order_by("pk")
    carried = []
    for mention in mentions:
        frame = frames.get(mention.attribution_id or 0)
        span = copies.get(mention.span_id or 0)
        if frame is not None or span is not None:
            carried.append(
                Mention(
                    workspace_id=mention.workspace_id,
                    created_by=mention.created_by,
                    claim_id=mention.claim_id,
                    attribution=frame,
                    span=span,
                    polarity=mention.polarity,
                    credibility=mention.credibility,
                )
            )
    Mention.objects.bulk_create(carried)
