"""Segments: the places a span consists of.

Every number is a Unicode code point offset into one article version's text, start inclusive, end exclusive.
A span's segments are non-empty, disjoint and in order; two of them may touch.
"""

from __future__ import annotations

from collections.abc import Sequence

from annotations.errors import MalformedError, RuleBrokenError

Segment = tuple[int, int]
Segments = tuple[Segment, ...]

MAX_SEGMENTS = 200
SEGMENT_SEPARATOR = " "

# A number as long as a request is not worth repeating (and Python refuses to print the longest).
_LARGEST_SHOWN = 10**12


def read_segments(raw: object, *, length: int, field: str = "segments") -> Segments:
    """Return the segments that `raw` (decoded JSON, say) states for a text of `length` code points.

    Raises MalformedError (`span.malformed`) unless `raw` is a list of lists of two integers, and
    RuleBrokenError with `span.none`, `span.too_many_segments`, `span.out_of_text`, `span.empty`,
    `span.overlap` or `span.unordered`. The error's field is `field` or, where one segment is at fault,
    `field` and its position (``segments.2``).
    """
    if not isinstance(raw, list | tuple):
        raise MalformedError("span.malformed", "Segments are a list of [start, end].", field=field)
    if not raw:
        raise RuleBrokenError("span.none", "A span needs at least one segment.", field=field)
    if len(raw) > MAX_SEGMENTS:
        detail = f"A span has at most {MAX_SEGMENTS} segments; these are {len(raw)}."
        raise RuleBrokenError("span.too_many_segments", detail, field=field)
    segments = tuple(_read_segment(pair, field=f"{field}.{number}") for number, pair in enumerate(raw))
    for number, segment in enumerate(segments):
        _check_inside(segment, length=length, field=f"{field}.{number}")
        if number:
            _check_order(segments[number - 1], segment, field=f"{field}.{number}")
    return segments


def _read_segment(pair: object, *, field: str) -> Segment:
    # A Boolean is an int to Python, not to whoever sent it.
    if isinstance(pair, list | tuple) and len(pair) == 2 and all(type(offset) is int for offset in pair):
        return (pair[0], pair[1])
    raise MalformedError("span.malformed", "A segment is a list of two integers, [start, end].", field=field)


def _check_inside(segment: Segment, *, length: int, field: str) -> None:
    start, end = segment
    if min(start, end) < 0 or max(start, end) > length:
        detail = f"The segment {_shown(segment)} lies outside the text, which has {length} code points."
        raise RuleBrokenError("span.out_of_text", detail, field=field)
    if start >= end:
        raise RuleBrokenError("span.empty", f"The segment {_shown(segment)} holds no text.", field=field)


def _check_order(before: Segment, segment: Segment, *, field: str) -> None:
    if segment[0] >= before[1]:
        return
    if segment[1] > before[0]:
        detail = f"The segment {_shown(segment)} overlaps the one before it, {_shown(before)}."
        raise RuleBrokenError("span.overlap", detail, field=field)
    detail = f"The segment {_shown(segment)} comes before {_shown(before)} in the text: give them in order."
    raise RuleBrokenError("span.unordered", detail, field=field)


def _shown(segment: Segment) -> str:
    numbers = (str(offset) if abs(offset) < _LARGEST_SHOWN else "(a huge number)" for offset in segment)
    return f"[{', '.join(numbers)}]"


def flatten(segments: Sequence[Segment]) -> list[int]:
    """Return ``[s1, e1, s2, e2, ...]``, the form in which segments are stored."""
    return [offset for segment in segments for offset in segment]


def unflatten(offsets: Sequence[int]) -> Segments:
    """Return the segments of ``[s1, e1, s2, e2, ...]``; an odd count raises MalformedError."""
    if len(offsets) % 2:
        raise MalformedError("span.malformed", f"Segments need pairs of offsets; these are {len(offsets)}.")
    return tuple(zip(offsets[::2], offsets[1::2], strict=True))


def merged(segments: Sequence[Segment]) -> Segments:
    """Return the same code points as ordered segments that neither touch nor overlap."""
    joined: list[Segment] = []
    for start, end in sorted(segments):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def covers(outer: Sequence[Segment], inner: Sequence[Segment]) -> bool:
    """Tell whether every code point of `inner` lies inside `outer`. A gap in `outer` covers nothing."""
    whole = merged(outer)
    return all(any(start <= s and e <= end for start, end in whole) for s, e in inner)


def overlaps(a: Sequence[Segment], b: Sequence[Segment]) -> bool:
    """Tell whether `a` and `b` share at least one code point. Touching is not overlapping."""
    return any(max(s, t) < min(e, f) for s, e in a for t, f in b)


def disjoint_or_nested(a: Sequence[Segment], b: Sequence[Segment]) -> bool:
    """Tell whether `a` and `b` do not cross: they share nothing, or one lies wholly inside the other."""
    return not overlaps(a, b) or covers(a, b) or covers(b, a)


def hull(segments: Sequence[Segment]) -> Segment:
    """Return the smallest single segment around all of `segments` (at least one; ValueError otherwise)."""
    return (min(start for start, _ in segments), max(end for _, end in segments))


def text_of(text: str, segments: Sequence[Segment]) -> str:
    """Return the segments' texts in order, joined by one space."""
    return SEGMENT_SEPARATOR.join(text[start:end] for start, end in segments)
