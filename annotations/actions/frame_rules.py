"""The rules of a frame in friendly words, before the database says them in its own (migration 0003 holds the same)."""

from __future__ import annotations

from annotations.actions.drafts import span_keys
from annotations.actions.spans import places_of
from annotations.anchoring import MAX_DEPTH, check_nesting, check_shape
from annotations.errors import RuleBrokenError
from annotations.models import Attribution


def check_frame(frame: Attribution) -> None:
    """Raise RuleBrokenError, with the field at fault, unless the frame keeps every rule. It need not be saved yet."""
    parent = frame.parent
    wanted = span_keys(frame) + (list(parent.content_ids) if parent else [])
    places = places_of(wanted)
    check_shape(frame, places)
    if parent is not None:
        check_ancestors(frame, parent)
        check_nesting(span_keys(frame), parent, places)


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
