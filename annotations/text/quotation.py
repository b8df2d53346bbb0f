"""Whether the content of an attribution is quoted, paraphrased, or both, by the quotation marks around it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, NamedTuple

import regex

QuotationType = Literal["direct", "indirect", "mixed", "none"]

# The family of a mark is what can close what: writers mix the members of one freely («”…”», „…“, »…«).
_FAMILIES: Final = {
    **dict.fromkeys("“”„‟\"＂", "double"),
    **dict.fromkeys("«»", "guillemet"),
    **dict.fromkeys("‹›", "single guillemet"),
    **dict.fromkeys("‘’‚", "single"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "white corner"),
}  # fmt: skip
_OPENERS: Final = frozenset("“„«‹‘‚「『")
_CLOSERS_ONLY: Final = frozenset("’」』")
_DEEPEST: Final = 16  # quotations within quotations; further openers are passed over
# What needs no property of Unicode is found by `re`, several times faster. Most lines hold no mark.
_MARK: Final = re.compile("[" + "".join(_FAMILIES) + "\n]")
_ANY_MARK: Final = re.compile("[" + "".join(_FAMILIES) + "]")
_BEFORE_OPENING: Final = regex.compile(
    r"[\s\p{Ps}\p{Pd}\p{Pi}:،,؛;.…/\u0640\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
)
_AFTER_CLOSING: Final = regex.compile(r"[\s\p{P}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_GLUED: Final = regex.compile(r"[\p{Arabic}\p{Hebrew}]")  # a preposition or conjunction: ب"الكتائب"
_GERSHAYIM: Final = regex.compile(r"(?<=\p{Hebrew})\"(?=\p{Hebrew}(?!\p{Hebrew}))")

_COMPLEMENTISER: Final = regex.compile(
    r"(?:\W*(?:"
    r"[وف]?[بل]?[أإا]ن(?:ه|ها|هم|هن|هما|ني|ي|نا|ك|كم)?"  # with a pronoun it still only introduces: «بأنه “…”»
    r"|that|whether|if|dass|daß|que|qu|che|ש"
    r")\b)?+",
    regex.IGNORECASE,
)
_MEANINGFUL: Final = regex.compile(r"[^\s\p{P}\p{Cf}\p{M}]+")
_MARKS_OF_ARABIC: Final = re.compile(r"[\u064B-\u0652\u0670\u0640]")
# What a complementiser begins with, whatever stands before it and whatever its case.
_BEGINS_COMPLEMENTISER: Final = frozenset("وفبلأإاtTwWiIıİdDqQcCש")
_FIRST_LETTER: Final = regex.compile(r"\w")


# The same few characters stand beside marks again and again.
@lru_cache(1024)
def _before_opening(character: str) -> bool:
    return _BEFORE_OPENING.match(character) is not None


@lru_cache(1024)
def _after_closing(character: str) -> bool:
    return _AFTER_CLOSING.match(character) is not None


@lru_cache(1024)
def _is_glued(character: str) -> bool:
    return _GLUED.match(character) is not None


class Quoted(NamedTuple):
    """What lies between two quotation marks: [start, end) in code points, the marks left out."""

    start: int
    end: int


@dataclass(slots=True)
class _Reader:
    """Pairs the marks of one text, line by line."""

    text: str
    found: list[Quoted] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)
    line: int = 0
    left_open: frozenset[str] = frozenset()

    def mark(self, at: int) -> None:
        """Take the mark at `at`: it opens, closes, or is no quotation mark at all."""
        family = _FAMILIES[self.text[at]]
        if family == "single" and self._inside_word(at):
            return
        if self.text[at] == '"' and _GERSHAYIM.match(self.text, at):
            return
        if self._is_open(family) and not self._only_opens(at):
            self._close(family, at)
        elif len(self.open) < _DEEPEST and self._may_open(at):
            self.open.append((family, at + 1))
        elif family in self.left_open:  # a quotation that ran on from the line before
            self.found.append(Quoted(self.line, at))
            self.left_open -= {family}

    def _is_open(self, family: str) -> bool:
        for one, _ in self.open:  # noqa: SIM110 - a generator costs more than all else here
            if one == family:
                return True
        return False

    def end_line(self, at: int) -> None:
        """What is still open runs to the end of its line, as in speech over several paragraphs."""
        still = [(family, start) for family, start in self.open if family != "single"]
        self.found += [Quoted(start, at) for _, start in still]
        if at > self.line:  # a blank line between paragraphs ends nothing
            self.left_open = frozenset(family for family, _ in still)
        self.open.clear()
        self.line = at + 1

    def _close(self, family: str, at: int) -> None:
        while self.open:
            opened, start = self.open.pop()
            if opened == family:
                self.found.append(Quoted(start, at))
                return

    def _neighbours(self, at: int) -> tuple[str, str]:
        return self.text[at - 1 : at] or "\n", self.text[at + 1 : at + 2] or "\n"

    def _inside_word(self, at: int) -> bool:
        before, after = self._neighbours(at)
        return before.isalnum() and after.isalnum()

    def _may_open(self, at: int) -> bool:
        mark = self.text[at]
        before, after = self._neighbours(at)
        if mark in _OPENERS:
            return after != "\n"
        if mark in _CLOSERS_ONLY:
            return False
        if _after_closing(after):  # spaced or before punctuation: only a straight mark may still open
            return mark == '"' and before.isspace() and after != "\n"
        return _before_opening(before) or (_is_glued(before) and after.isalnum())

    def _only_opens(self, at: int) -> bool:
        """A mark that can only open here, though one of its family is open: a quotation within a quotation."""
        before, after = self._neighbours(at)
        leads = self.text[at] in _OPENERS and not _after_closing(after)
        return leads and (before.isspace() or self.text[at] in "「『")


def quoted(text: str) -> list[Quoted]:
    """Return what is quoted in `text`, ordered by end within each line; quotations within quotations come extra.

    Apostrophes, Hebrew gershayim and inch signs are no quotation marks. A mark that nothing closes quotes to the end of
    its line; a mark that closes only what the line before left open quotes from the start of its line.
    """
    if _ANY_MARK.search(text) is None:
        return []
    reader = _Reader(text)
    for found in _MARK.finditer(text):
        if found.group() == "\n":
            reader.end_line(found.start())
        else:
            reader.mark(found.start())
    reader.end_line(len(text))
    return reader.found


def quotation_type(
    text: str,
    segments_of_contents: Sequence[Sequence[int]],
    *,
    cue: Iterable[Sequence[int]] = (),
    within: Sequence[Quoted] | None = None,
) -> QuotationType:
    """Return how the contents of a frame are quoted; all their segments, [start, end) in code points, together.

    ``none`` without content; ``direct`` when every word but a complementiser at the start of a segment lies between
    quotation marks; ``mixed`` when some do; else ``indirect``. Punctuation and white space count for nothing, so it
    makes no difference whether a content takes its marks along. A quotation that also holds the segments of the frame's
    `cue` is somebody else's speech, not this content's, and counts for nothing either.

    `within` is ``quoted(text)``, for a caller who asks about many frames of one text.
    """
    if not segments_of_contents:
        return "none"
    last = max(end for _, end in segments_of_contents)
    if within is None:
        line_end = text.find("\n", last)
        within = quoted(text if line_end < 0 else text[:line_end])
    first = min(start for start, _ in segments_of_contents)
    touched = [span for span in within if span.start < last and first < span.end]
    for cue_start, _ in cue:
        touched = [span for span in touched if not span.start <= cue_start < span.end]
    if not touched:
        return "indirect"
    if any(span.start <= first and last <= span.end for span in touched):
        says = any(_MEANINGFUL.search(text, start, end) for start, end in segments_of_contents)
        return "direct" if says else "indirect"
    return _word_by_word(text, segments_of_contents, _joined(touched))


def _word_by_word(text: str, segments: Sequence[Sequence[int]], own: list[Quoted]) -> QuotationType:
    """How the segments are quoted, by each of their words."""
    inside = outside = False
    for start, end in segments:
        for word_start, word_end in _meaningful(text, start, end):
            nearest = bisect_right(own, word_start, key=_start) - 1
            if nearest >= 0 and word_end <= own[nearest].end:
                inside = True
            else:
                outside = True
    if inside:
        return "mixed" if outside else "direct"
    return "indirect"


def _start(span: Quoted) -> int:
    return span.start


def _joined(spans: Iterable[Quoted]) -> list[Quoted]:
    """Return the outermost spans, ascending: those within others are left out."""
    joined: list[Quoted] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not joined or span.end > joined[-1].end:
            joined.append(span)
    return joined


def _meaningful(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Yield the runs of letters, digits and symbols of a segment, its complementiser left out."""
    first = start + _complementiser(text[start:end])
    for run in _MEANINGFUL.finditer(text, first, end):
        yield run.span()


def _complementiser(content: str) -> int:
    """Return the length of the complementiser at the start of `content`, 0 when there is none or nothing else."""
    head = content[:40]
    bare = _MARKS_OF_ARABIC.sub("", head)
    letter = _FIRST_LETTER.search(bare)
    if letter is None or letter[0] not in _BEGINS_COMPLEMENTISER:
        return 0
    match = _COMPLEMENTISER.match(bare)
    if match is None or not match.end() or not _MEANINGFUL.search(bare + content[40:], match.end()):
        return 0
    letters = match.end()
    for length, character in enumerate(head):
        if letters == 0 and not _MARKS_OF_ARABIC.match(character):
            return length
        if not _MARKS_OF_ARABIC.match(character):
            letters -= 1
    return len(head)
