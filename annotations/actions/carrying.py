"""Frames follow their spans into a new version."""

from __future__ import annotations

from collections.abc import Mapping

from annotations.actions.drafts import span_keys
from annotations.actions.spans import quotation_in
from annotations.anchoring import Segments, check_nesting, check_shape, unflatten
from annotations.errors import RuleBrokenError
from annotations.models import ArticleVersion, Attribution, Layer, Span

Copies = dict[int, Attribution]
Places = dict[int, Segments]


def copy_frames(
    old: ArticleVersion, new: ArticleVersion, layers: Mapping[int, Layer], spans: Mapping[int, Span]
) -> tuple[Copies, list[Attribution]]:
    """Insert the frames of `old` over the copied spans. Return the copies by the old frame's key, and the old frames
    that could not come along: every part lost, or the edit made their parts overlap.

    A child that no longer lies inside its parent's content moves up to the nearest frame that still holds it.
    """
    frames = list(Attribution.objects.filter(version=old).order_by("pk"))
    places: Places = {span.pk: unflatten(span.segments) for span in spans.values()}
    by_key = {frame.pk: frame for frame in frames}
    copies: Copies = {}
    left_behind: list[Attribution] = []
    for level in _levels(frames):
        copied: Copies = {}
        for frame in level:
            copy = _copy(frame, new, layers[frame.layer_id], spans)
            try:
                check_shape(copy, places)
            except RuleBrokenError:
                left_behind.append(frame)
                continue
            copy.parent = _lowest_holder(copy, _above(frame, by_key), copies, places)
            copy.quotation = quotation_in(new.text, copy, places)
            copied[frame.pk] = copy
        Attribution.objects.bulk_create(copied.values())
        copies |= copied
    _copy_antecedents(frames, copies, spans)
    return copies, left_behind


def _levels(frames: list[Attribution]) -> list[list[Attribution]]:
    """Frames without a parent, then their children, and so on."""
    left = {frame.pk: frame for frame in frames}
    levels = []
    above: set[int | None] = {None}
    while left:
        level = [frame for frame in left.values() if frame.parent_id in above]
        if not level:
            break
        levels.append(level)
        above = {frame.pk for frame in level}
        for frame in level:
            del left[frame.pk]
    return levels


def _copy(frame: Attribution, new: ArticleVersion, layer: Layer, spans: Mapping[int, Span]) -> Attribution:
    return Attribution(
        workspace_id=frame.workspace_id,
        created_by=frame.created_by,
        version=new,
        layer=layer,
        source=spans.get(frame.source_id or 0),
        cue=spans.get(frame.cue_id or 0),
        addressee=spans.get(frame.addressee_id or 0),
        channel=spans.get(frame.channel_id or 0),
        content_ids=[spans[key].pk for key in frame.content_ids if key in spans],
        speaker_ids=frame.speaker_ids,
        resolution=frame.resolution,
        cue_kind=frame.cue_kind,
        attitude=frame.attitude,
    )


def _above(frame: Attribution, by_key: Mapping[int, Attribution]) -> list[int]:
    """The keys of the frames in which this one lies, the nearest first."""
    above = []
    while frame.parent_id is not None:
        above.append(frame.parent_id)
        frame = by_key[frame.parent_id]
    return above


def _lowest_holder(copy: Attribution, above: list[int], copies: Copies, places: Places) -> Attribution | None:
    """The nearest of these frames that came along and still holds the copy."""
    for key in above:
        if key in copies:
            try:
                check_nesting(span_keys(copy), copies[key], places)
            except RuleBrokenError:
                continue
            return copies[key]
    return None


def _copy_antecedents(frames: list[Attribution], copies: Copies, spans: Mapping[int, Span]) -> None:
    changed = []
    for frame in frames:
        copy = copies.get(frame.pk)
        if copy is None or (frame.antecedent_frame_id is None and frame.antecedent_span_id is None):
            continue
        copy.antecedent_frame = copies.get(frame.antecedent_frame_id or 0)
        copy.antecedent_span = spans.get(frame.antecedent_span_id or 0)
        if copy.antecedent_frame or copy.antecedent_span:
            changed.append(copy)
    Attribution.objects.bulk_update(changed, ["antecedent_frame", "antecedent_span"])
