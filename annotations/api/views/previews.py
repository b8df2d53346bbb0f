"""What a retraction would do, as it is answered."""

from __future__ import annotations

from annotations.actions import Preview
from annotations.api.base import Shape
from annotations.api.claim_shapes import interval
from annotations.corpus.stood import Stood, stood_of


def preview_shape(preview: Preview) -> Shape:
    """The claims that would change, each with its state and intervals before and after."""
    return {
        "total": preview.total,
        "claims": [
            {
                "id": str(one.claim.uid),
                "statement": one.claim.statement,
                "workflow": one.claim.workflow,
                "before": _side(stood_of(one.recorded) if one.recorded else Stood()),
                "after": _side(stood_of(one.found)),
            }
            for one in preview.differences
        ],
    }


def _side(row: Stood) -> Shape:
    return {
        "assessment": row.effective,
        "supporting": interval(row, "supporting"),
        "refuting": interval(row, "refuting"),
    }
