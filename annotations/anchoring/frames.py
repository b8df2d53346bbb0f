"""The rules among the spans of a frame, and between a frame and the one that it lies in; after PARC 3.0 and PolNeAR."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeVar

from annotations.anchoring.segments import Segments, covers, disjoint_or_nested, overlaps
from annotations.errors import RuleBrokenError

MAX_DEPTH = 5
"""The first frame and four inside one another in it."""

Key = TypeVar("Key", covariant=True)


class FrameParts(Protocol[Key]):
    """As much of a frame as the rules among its parts look at. Spans are named by keys of any kind."""

    @property
    def source_id(self) -> Key | None: ...

    @property
    def cue_id(self) -> Key | None: ...

    @property
    def content_ids(self) -> Sequence[Key]: ...


def check_shape(frame: FrameParts[Key], places: Mapping[Key, Segments]) -> None:
    """The rules among the parts of one frame. `places` holds the segments of each of its spans by key.

    Raises RuleBrokenError `frame.empty`, `frame.cue_not_contiguous`, `frame.parts_overlap` or `frame.contents_cross`.
    """
    if frame.source_id is None and frame.cue_id is None and not frame.content_ids:
        raise RuleBrokenError("frame.empty", "a frame needs a source, a cue or a content", field="contents")
    source = () if frame.source_id is None else places[frame.source_id]
    cue = () if frame.cue_id is None else places[frame.cue_id]
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


def check_nesting(keys: Sequence[Key], parent: FrameParts[Key], places: Mapping[Key, Segments]) -> None:
    """All the spans lie inside one content of the parent; else RuleBrokenError `frame.child_outside_parent`."""
    if not any(all(covers(places[content], places[key]) for key in keys) for content in parent.content_ids):
        raise RuleBrokenError(
            "frame.child_outside_parent", "every span of a frame lies inside one content of its parent", field="parent"
        )
