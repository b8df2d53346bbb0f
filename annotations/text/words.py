"""Words and sentences, by Unicode's rules and a few of the press's."""

from typing import Final

import regex

from annotations.text.whitespace import WHITE_SPACE

# A word runs from a letter, digit or connector at a word boundary (Annex 29), or behind something else that clings to
# it (a stray joiner, a skin tone), to the next boundary. Han and Hiragana come out character by character, as the annex
# has it: there is no dictionary.
_WORD: Final = regex.compile(r"(?:\b|(?<![\p{L}\p{N}\p{Pc}]))[\p{L}\p{N}\p{Pc}].*?\b", regex.WORD | regex.DOTALL)

_SENTENCE_END: Final = regex.compile(
    r"(?<![.!?…؟。！？｡۔])(?:[.!?…؟。！？｡۔]++|؛)[\p{Pe}\p{Pf}\p{Pi}\"']*+(?=\s|\Z)"  # marks, what closes, space
    r"|[؟؛](?=\p{Arabic})"  # Arabic typing often leaves out the space
    r"|[。！？｡]+[\p{Pe}\p{Pf}\"']*+"
    r"|\n+"
)
_ABBREVIATED: Final = regex.compile(
    r"(?:\b\p{L}|\b(?:Mr|Mrs|Ms|Dr|Prof|St|Gen|Col|Lt|Sgt|Gov|Sen|Rep|vs|No|Jr|Sr))\Z", regex.WORD
)
_CONTINUES: Final = regex.compile(r"[^\S\n]*+[\p{Ll},;:،]")


def words(text: str) -> list[tuple[int, int]]:
    """Return the words of `text` as [start, end) in code points, in order, without punctuation, symbols and space.

    A word keeps its marks, its inner apostrophes, full stops and separators (``don't``, ``3.14``, ``١٬٠٠٠``) and, in
    Arabic, what is glued to it.
    """
    return [word.span() for word in _WORD.finditer(text)]


def word_texts(text: str) -> list[str]:
    """Return the words of `words(text)` themselves."""
    found: list[str] = _WORD.findall(text)
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the sentences of `text` as [start, end) in code points, in order, without white space at their edges.

    A sentence ends at ``. ! ? … ؟ ؛ 。`` with what closes after it, or at a line end. No end: a stop after a single
    letter or a common title (``J. Smith``, ``د. علي``, ``Mr. X``), dots in brackets, and a stop or dots before a small
    letter or a comma.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for mark in _SENTENCE_END.finditer(text):
        if _goes_on(text, mark.start(), mark.end()):
            continue
        _add(found, text, start, mark.end())
        start = mark.end()
    _add(found, text, start, len(text))
    return found


def _goes_on(text: str, start: int, end: int) -> bool:
    if text[start] not in ".…":
        return False
    if text[start - 1 : start] in {"(", "["}:  # «(…)»: something was left out
        return True
    if _CONTINUES.match(text, end):
        return True
    return text[start:end] == "." and _ABBREVIATED.search(text, max(0, start - 8), start) is not None


def _add(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    first = end - len(text[start:end].lstrip(WHITE_SPACE))
    last = first + len(text[first:end].rstrip(WHITE_SPACE))
    if first < last:
        found.append((first, last))
