"""The article's paragraphs as HTML: plain text, with a visible chip around each character that nobody could see."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy

from annotations.models import Progress
from annotations.text import Flag, flags, paragraphs

NOTHING_DONE: Final[Mapping[int, Progress]] = {}
_SPACED: Final = re.compile(r"\t|[ ]{2}|\A[ ]|[ ]\Z")
_SHORT: Final = {
    "U+202A": "LRE", "U+202B": "RLE", "U+202C": "PDF", "U+202D": "LRO", "U+202E": "RLO", "U+2066": "LRI",
    "U+2067": "RLI", "U+2068": "FSI", "U+2069": "PDI", "U+200B": "ZWSP", "U+200E": "LRM", "U+200F": "RLM",
    "U+061C": "ALM", "U+FEFF": "BOM",
}  # fmt: skip
_SPOKEN: Final = {
    "LRE": gettext_lazy("left-to-right embedding"),
    "RLE": gettext_lazy("right-to-left embedding"),
    "PDF": gettext_lazy("pop directional formatting"),
    "LRO": gettext_lazy("left-to-right override"),
    "RLO": gettext_lazy("right-to-left override"),
    "LRI": gettext_lazy("left-to-right isolate"),
    "RLI": gettext_lazy("right-to-left isolate"),
    "FSI": gettext_lazy("first strong isolate"),
    "PDI": gettext_lazy("pop directional isolate"),
    "ZWSP": gettext_lazy("zero width space"),
    "LRM": gettext_lazy("left-to-right mark"),
    "RLM": gettext_lazy("right-to-left mark"),
    "ALM": gettext_lazy("Arabic letter mark"),
    "BOM": gettext_lazy("zero width no-break space"),
}


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph: [start, end) in code points, its kind, and its text as HTML.

    The text nodes of `html`, one after another, are exactly the text from start to end: offsets are counted in them.
    """

    start: int
    end: int
    kind: str
    html: SafeString

    @property
    def is_spaced(self) -> bool:
        """Whether it has tabs or runs of spaces, which a browser would show as one space."""
        return bool(_SPACED.search(self.html))


def shown_paragraphs(text: str) -> list[ShownParagraph]:
    """Every line of `text` that is not blank, in order."""
    marks = flags(text)
    found: list[ShownParagraph] = []
    at = 0
    for start, end, kind in paragraphs(text):
        while at < len(marks) and marks[at].offset < start:
            at += 1
        first = at
        while at < len(marks) and marks[at].offset < end:
            at += 1
        found.append(ShownParagraph(start, end, kind, _html(text, start, end, marks[first:at])))
    return found


def text_html(shown: list[ShownParagraph], progress: Mapping[int, Progress] = NOTHING_DONE) -> SafeString:
    """All paragraphs as the page holds them, those that are not open with who set their state (`progress`, by where
    they begin). Joined here and not in a template: a long text has thousands.
    """
    numbered = enumerate(shown, start=1)
    lines = (_paragraph(number, one, progress.get(one.start)) for number, one in numbered)
    return mark_safe("\n".join(lines))  # noqa: S308


def _paragraph(number: int, one: ShownParagraph, progress: Progress | None) -> str:
    """Numbers, the words of `kind`, and `html`, which is safe."""
    state = "" if progress is None else format_html(
        ' data-progress="{}" data-progress-id="{}" data-progress-by="{}" data-progress-at="{}"',
        progress.state, progress.uid, progress.created_by, progress.created_at.isoformat(),
    )  # fmt: skip
    spaced = " line-spaced" if one.is_spaced else ""
    heading = "" if one.kind == "paragraph" else ' role="heading" aria-level="2"'
    return (
        f'<p class="line line-{one.kind}{spaced}"{heading} id="p{number}" dir="auto" data-n="{number}"{state}'
        f' data-start="{one.start}" data-end="{one.end}">{one.html}</p>'
    )


def _html(text: str, start: int, end: int, marks: list[Flag]) -> SafeString:
    pieces: list[str] = []
    for mark in marks:
        pieces += [escape(text[start : mark.offset]), _chip(text[mark.offset], mark)]
        start = mark.offset + 1
    return mark_safe("".join([*pieces, escape(text[start:end])]))  # noqa: S308 every piece is escaped above


def _chip(character: str, flag: Flag) -> SafeString:
    """The character itself, shut off so that it reorders nothing, under its short name."""
    short = _SHORT[flag.code_point]
    return format_html(
        '<span class="chip chip-{}" role="img" aria-label="{}" title="{} {}" data-short="{}">{}</span>',
        flag.kind,
        _SPOKEN[short],
        flag.code_point,
        _SPOKEN[short],
        short,
        character,
    )
