"""Where a span stands in its text, how to check it, and where it stands in another version of the text."""

from annotations.anchoring.carry import Carried, Outcome, Snap, carry
from annotations.anchoring.frames import MAX_DEPTH, FrameParts, check_nesting, check_shape
from annotations.anchoring.quotes import CONTEXT, QuoteSelector, locate, quote_of, verify
from annotations.anchoring.segments import (
    MAX_SEGMENTS,
    Segment,
    Segments,
    covers,
    disjoint_or_nested,
    flatten,
    hull,
    merged,
    overlaps,
    read_segments,
    text_of,
    unflatten,
)
from annotations.anchoring.utf16 import Utf16Map

__all__ = [
    "CONTEXT",
    "MAX_DEPTH",
    "MAX_SEGMENTS",
    "Carried",
    "FrameParts",
    "Outcome",
    "QuoteSelector",
    "Segment",
    "Segments",
    "Snap",
    "Utf16Map",
    "carry",
    "check_nesting",
    "check_shape",
    "covers",
    "disjoint_or_nested",
    "flatten",
    "hull",
    "locate",
    "merged",
    "overlaps",
    "quote_of",
    "read_segments",
    "text_of",
    "unflatten",
    "verify",
]
