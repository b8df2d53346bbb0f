"""The rules of a frame in friendly words, before the database says them in its own (migration 0003 holds the same)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from annotations.actions.drafts import span_keys
from annotations.actions.spans import places_of
from annotations.anchoring import Segments, covers, disjoint_or_nested, overlaps
from annotations.errors import RuleBrokenError
from annotations.models import Attribution

MAX_DEPTH = 5

Places = dict[int, Segments]


class FrameParts(Protocol):
    """As much of a frame as the rules among its parts look at."""

    @property
    def source_id(self) -> int | None: ...

    @property
    def cue_id(self) -> int | None: ...

    @property
    def content_ids(self) -> list[int]: ...


def check_frame(frame: Attribution) -> None:
    """Raise RuleBrokenError, with the field at fault, unless the frame keeps every rule. It need not be saved yet."""
    parent = frame.parent
    wanted = span_keys(frame) + (list(parent.content_ids) if parent else [])
    places = places_of(wanted)
    check_shape(frame, places)
    if parent is not None:
        check_ancestors(frame, parent)
        check_nesting(span_keys(frame), parent, places)


def check_shape(frame: FrameParts, places: Places) -> None:
    """The rules among the parts of one frame. `places` holds the segments of each of its spans by key."""
    if frame.source_id is None and frame.cue_id is None and not frame.content_ids:
        raise RuleBrokenError("frame.empty", "a frame needs a source, a cue or a content", field="contents")
    source = places[frame.source_id] if frame.source_id else ()
    cue = places[frame.cue_id] if frame.cue_id else ()
    if len(cue) > 1:
        raise RuleBrokenError("frame.cue_not_contiguous", "a cue is one contiguous span", field="cue")
    if overlaps(source, cue):
        raise RuleBrokenError("frame.parts_overlap", "source and cue overlap", field="cue")
    for index, key in enumerate(frame.content_ids):
        field = f"contents.{index}"
        for name, other in (("source", source), ("cue", cue)):
            if overlaps(places[key], other):
                raise RuleBrokenError("frame.parts_overlap", f"{name} and content overlap", field=field)
        for earlier in frame.content_ids[:index]:
            if not disjoint_or_nested(places[earlier], places[key]):
                raise RuleBrokenError("frame.contents_cross", "two contents cross one another", field=field)


def check_ancestors(frame: Attribution, parent: Attribution) -> None:
    """No frame lies inside itself, nor more than MAX_DEPTH deep."""
    ancestor: Attribution | None = parent
    depth = 1
    while ancestor is not None:
        depth += 1
        if ancestor.pk == frame.pk:
            raise RuleBrokenError("frame.cycle", "a frame cannot lie inside itself", field="parent")
        if depth > MAX_DEPTH:
            raise RuleBrokenError("frame.too_deep", f"frames nest at most {MAX_DEPTH} deep", field="parent")
        ancestor = ancestor.parent


def check_nesting(keys: Sequence[int], parent: FrameParts, places: Places) -> None:
    """All the spans lie inside one content of the parent."""
    if not any(all(covers(places[content], places[key]) for key in keys) for content in parent.content_ids):
        raise RuleBrokenError(
            "frame.child_outside_parent", "every span of a frame lies inside one content of its parent", field="parent"
        )
