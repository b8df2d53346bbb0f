"""The quote of a span with its context, a selector of the W3C Web Annotation model.

It lets a reader of the data check a span, and find a passage again in another text. Offsets and
lengths are code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.anchoring.segments import Segment, hull, text_of

CONTEXT = 32
MAX_OCCURRENCES = 1_000


@dataclass(frozen=True, slots=True)
class QuoteSelector:
    """A passage by its words: `exact`, and up to CONTEXT code points right before and after it."""

    exact: str
    prefix: str
    suffix: str


def quote_of(text: str, segments: Sequence[Segment]) -> QuoteSelector:
    """Return the quote of the span `segments` (at least one) of `text`."""
    start, end = hull(segments)
    return QuoteSelector(
        exact=text_of(text, segments),
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def verify(text: str, segments: Sequence[Segment], quote: QuoteSelector) -> bool:
    """Tell whether `segments` of `text` read as `quote` says, with its context.

    A context shorter than CONTEXT, as other programs write, is compared as far as it goes.
    """
    if not segments or not all(0 <= start < end <= len(text) for start, end in segments):
        return False
    start, end = hull(segments)
    return (
        text_of(text, segments) == quote.exact
        and text.endswith(quote.prefix, 0, start)
        and text.startswith(quote.suffix, end)
    )


def locate(text: str, quote: QuoteSelector, *, hint: int | None = None) -> Segment | None:
    """Return where the contiguous `quote` stands in `text`, or None if that cannot be said for certain.

    Only an exact occurrence counts, and only where the context does not contradict it: the code points
    around it that agree with prefix and suffix, counted from the passage outwards, are at least half of the
    longer of the two (a quote without any context is content with its words). Of several, the one with most
    context wins; among equals the one closest to `hint` (the code point where it used to start). Two that
    are equally good give None, never a guess, and so do more than MAX_OCCURRENCES.
    """
    starts = _occurrences(text, quote)
    if len(starts) > MAX_OCCURRENCES:
        return None
    needed = (max(len(quote.prefix), len(quote.suffix)) + 1) // 2
    ranked = sorted(_rank(text, quote, start, hint) for start in starts)
    ranked = [rank for rank in ranked if -rank[0] >= needed]
    if not ranked or (len(ranked) > 1 and ranked[0][:2] == ranked[1][:2]):
        return None
    start = ranked[0][2]
    return (start, start + len(quote.exact))


def _occurrences(text: str, quote: QuoteSelector) -> set[int]:
    if not quote.exact:
        return set()
    # Half of the longer side must agree in all, so a quarter of it on one side at least.
    least = (max(len(quote.prefix), len(quote.suffix)) + 3) // 4
    before = quote.prefix[max(0, len(quote.prefix) - least) :]
    after = quote.suffix[:least]
    limit = MAX_OCCURRENCES + 1
    starts: set[int] = set()
    if len(before) == least:
        starts.update(start + least for start in find_all(text, before + quote.exact, limit=limit))
    if len(after) == least:
        starts.update(find_all(text, quote.exact + after, limit=limit))
    return starts


def find_all(text: str, words: str, *, limit: int) -> set[int]:
    """Return the first `limit` places where `words` (not empty) starts in `text`, overlapping ones too."""
    starts: set[int] = set()
    start = text.find(words)
    while start >= 0 and len(starts) < limit:
        starts.add(start)
        start = text.find(words, start + 1)
    return starts


def _rank(text: str, quote: QuoteSelector, start: int, hint: int | None) -> tuple[int, int, int]:
    """Return what sorts the best occurrence first: disagreeing context, distance from the hint, start."""
    end = start + len(quote.exact)
    agreeing = shared_end(text[max(0, start - len(quote.prefix)) : start], quote.prefix)
    agreeing += shared_start(text[end : end + len(quote.suffix)], quote.suffix)
    return (-agreeing, 0 if hint is None else abs(start - hint), start)


def shared_start(a: str, b: str) -> int:
    """Return how many code points `a` and `b` have in common at their start."""
    # Doubling, then halving: slices compare in C, so that long texts cost next to nothing.
    limit = min(len(a), len(b))
    low, step = 0, 1
    while low < limit and a[low : low + step] == b[low : low + step]:
        low, step = min(low + step, limit), step * 2
    high = min(limit, low + step)
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def shared_end(a: str, b: str) -> int:
    """Return how many code points `a` and `b` have in common at their end."""
    limit = min(len(a), len(b))
    return shared_start(a[len(a) - limit :][::-1], b[len(b) - limit :][::-1])
