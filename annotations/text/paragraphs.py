"""The paragraphs of a text: its lines, and which of them are headlines and headings."""

import re
from typing import Final, Literal, NamedTuple

from annotations.text.whitespace import WHITE_SPACE

LineKind = Literal["headline", "heading", "paragraph"]

_LINE: Final = re.compile(r"[^\n]+")
_ENDS_SENTENCE: Final = re.compile(r"[.!?…؟؛;:،,。！？۔][\s\"'”“’»«›)\]}」』]*\Z")
_STARTS_LIST_ENTRY: Final = re.compile(r"\s*(?:[-–—•*·▪◦]|\(?[\d٠-٩۰-۹]{1,3}[.)\-])\s")
_HEADLINE_WORDS, _HEADLINE_LENGTH = 20, 150
_HEADING_WORDS, _HEADING_LENGTH = 8, 60


class Paragraph(NamedTuple):
    """A line that is not blank: [start, end) in code points without its line end, and what it seems to be."""

    start: int
    end: int
    kind: LineKind


def count_paragraphs(text: str) -> int:
    """How many `paragraphs(text)` has."""
    return sum(1 for line in text.split("\n") if line.strip(WHITE_SPACE))


def paragraphs(text: str) -> list[Paragraph]:
    """Return the lines of `text` (LF line ends) that hold more than white space, in order.

    The kinds are a heuristic. The first line is the headline when other lines follow, when it has at most 20 words and
    150 code points, and when it ends in no punctuation of a sentence or clause. Another line is a heading when it has
    at most 8 words and 60 code points, ends in no such punctuation, is no entry of a list, and a line follows.
    Scripts without spaces between words go by length alone.
    """
    lines = [line.span() for line in _LINE.finditer(text) if line.group().strip(WHITE_SPACE)]
    last = len(lines) - 1
    found: list[Paragraph] = []
    for index, (start, end) in enumerate(lines):
        kind: LineKind = "paragraph"
        if index < last:
            kind = _kind(text[start:end], first=index == 0)
        found.append(Paragraph(start, end, kind))
    return found


def _kind(line: str, *, first: bool) -> LineKind:
    most_words, longest = (_HEADLINE_WORDS, _HEADLINE_LENGTH) if first else (_HEADING_WORDS, _HEADING_LENGTH)
    content = line.strip(WHITE_SPACE)
    if len(content) > longest or len(content.split()) > most_words:
        return "paragraph"
    if _ENDS_SENTENCE.search(content) or _STARTS_LIST_ENTRY.match(content):
        return "paragraph"
    return "headline" if first else "heading"


def begins_paragraph(text: str, start: int) -> bool:
    """Whether one of `paragraphs(text)` begins at `start` (code points), without looking at the others."""
    line = _LINE.match(text, start) if start == 0 or text[start - 1 : start] == "\n" else None
    return bool(line and line.group().strip(WHITE_SPACE))
