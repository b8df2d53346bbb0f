"""Which unit a foreign file counts its offsets in, decided by the words that they cover."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from annotations.anchoring import Segment, Segments, Utf16Map, read_segments, text_of
from annotations.errors import DomainError, RuleBrokenError
from annotations.text import WHITE_SPACE, boundaries, check_segments, is_boundary, trim, words


class OffsetUnit(StrEnum):
    CODE_POINT = "code_point"
    UTF16 = "utf16_code_unit"
    GRAPHEME = "grapheme"


class Covered(NamedTuple):
    """Segments as a file states them, in a unit that is not known, and the words that it says they cover.

    `words` joins the segments by one space, as brat does; None where the file has no words of its own.
    """

    segments: Sequence[Segment]
    words: str | None = None


Convert = Callable[[int], int]


def converter(text: str, unit: OffsetUnit) -> Convert:
    """From an offset in `unit` to one in code points. It raises RuleBrokenError `span.out_of_text` or
    `span.splits_surrogate_pair`.
    """
    if unit is OffsetUnit.UTF16:
        return Utf16Map(text).from_utf16
    edges: Sequence[int] = boundaries(text) if unit is OffsetUnit.GRAPHEME else range(len(text) + 1)

    def convert(offset: int) -> int:
        if not 0 <= offset < len(edges):
            raise RuleBrokenError("span.out_of_text", f"the text has {len(edges) - 1} of these units ({unit})")
        return edges[offset]

    return convert


def convert_segments(segments: Iterable[Segment], convert: Convert) -> list[Segment]:
    """The segments in code points; raises as `convert` does."""
    return [(convert(start), convert(end)) for start, end in segments]


class SourceText:
    """A text as a foreign file holds it, and as it is stored: without a BOM, its lines ending with LF alone.

    `raw` is what the file's offsets count; with `keep` a BOM is part of the text.
    """

    def __init__(self, raw: str, *, keep: bool = False) -> None:
        self.raw = raw
        bare = raw if keep else raw.removeprefix("\ufeff")
        self.text = bare.replace("\r\n", "\n").replace("\r", "\n")
        self._before = len(raw) - len(bare)
        self._pairs = [match.start() for match in re.finditer("\r\n", raw)]

    def converter(self, unit: OffsetUnit) -> Convert:
        """From an offset of the file, in `unit`, to one in code points of the stored text; raises as converters do."""
        convert = converter(self.raw, unit)
        if self.raw == self.text:
            return convert

        def stored(offset: int) -> int:
            place = convert(offset)
            return max(0, place - self._before - bisect_left(self._pairs, place))

        return stored

    def located(
        self, span: Covered, unit: OffsetUnit, convert: Convert, *, shown: Callable[[str], str] = str
    ) -> list[Segment]:
        """As `located`, in the stored text; `convert` is of `converter`."""
        if self.raw != self.text and span.words is not None:
            located(self.raw, span, unit, converter(self.raw, unit), shown=shown)
            return convert_segments(span.segments, convert)
        return located(self.text, span, unit, convert, shown=shown)


def unit_of(
    text: str,
    spans: Sequence[Covered],
    units: Sequence[OffsetUnit] = tuple(OffsetUnit),
    *,
    shown: Callable[[str], str] = str,
) -> OffsetUnit:
    """The unit, of `units`, under which most spans cover their words; the first of equals.

    A span without words fits where its segments begin and end at whole characters and not in white space; of units
    under which as many fit it is the one under which fewer begin or end inside a word. `shown` is what the file makes
    of a piece of text (brat writes a line end as a space). Where every unit gives the same places there is nothing to
    decide. An offset that the text has not in a unit speaks against that as much as one inside a word. Those spans that
    do not fit the unit are wrong on their own account: `fits` tells them.
    """
    if text.isascii() and "\r\n" not in text:
        return units[0]
    scores = {}
    for unit in units:
        convert = converter(text, unit)
        scores[unit] = sum(fits(text, span, convert, shown=shown) for span in spans)
    best = [unit for unit in units if scores[unit] == max(scores.values())]
    edges = [edge for span in spans if span.words is None for segment in span.segments for edge in segment]
    if len(best) == 1 or not edges:
        return best[0]
    placed = {unit: list(_placed(edges, converter(text, unit))) for unit in best}
    if all(places == placed[best[0]] for places in placed.values()):
        return best[0]
    known = words(text)
    return min(best, key=lambda unit: sum(_is_wrong(known, place) for place in placed[unit]))


def _is_wrong(known: list[Segment], place: int | None) -> bool:
    """Whether the place lies inside one of the words, or nowhere."""
    if place is None:
        return True
    before = bisect_left(known, (place,)) - 1
    return before >= 0 and place < known[before][1]


def _placed(offsets: Iterable[int], convert: Convert) -> Iterator[int | None]:
    """The offsets in code points; None for one that the text has not."""
    for offset in offsets:
        try:
            yield convert(offset)
        except DomainError:
            yield None


def fits(text: str, span: Covered, convert: Convert, *, shown: Callable[[str], str] = str) -> bool:
    """Whether the span covers its words when its offsets are read by `convert`."""
    try:
        segments = convert_segments(span.segments, convert)
    except DomainError:
        return False
    if any(start >= end for start, end in segments):
        return False
    if span.words is not None:
        return shown(text_of(text, segments)) == span.words
    return all(
        is_boundary(text, start)
        and is_boundary(text, end)
        and text[start] not in WHITE_SPACE
        and text[end - 1] not in WHITE_SPACE
        for start, end in segments
    )


def located(
    text: str, span: Covered, unit: OffsetUnit, convert: Convert, *, shown: Callable[[str], str] = str
) -> list[Segment]:
    """The span's segments in code points. Raises RuleBrokenError: what `convert` raises, or `span.words` where they
    cover other words than the file says.
    """
    segments = convert_segments(span.segments, convert)
    if span.words is not None and shown(text_of(text, segments)) != span.words:
        covered = shown(text_of(text, segments))
        detail = f"the file says {span.words[:80]!r}, its offsets ({unit}) cover {covered[:80]!r}"
        raise RuleBrokenError("span.words", detail, field="segments")
    return segments


def clean_segments(text: str, segments: Iterable[Segment]) -> tuple[Segments, RuleBrokenError | None]:
    """The segments in order and without white space at their edges, and what tells that there was any.

    Raises what makes no span of them.
    """
    place = read_segments(sorted(segments), length=len(text))
    try:
        check_segments(text, place)
    except RuleBrokenError as error:
        if error.rule != "span.edge_whitespace":
            raise
        trimmed = [trim(text, start, end) for start, end in place]
        place = read_segments([(start, end) for start, end in trimmed if start < end], length=len(text))
        check_segments(text, place)
        detail = "white space at its edges was left out of the span"
        return place, RuleBrokenError(error.rule, detail, field="segments")
    return place, None
