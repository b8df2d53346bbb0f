"""The folded form of a text, in which search and matching work, and the way back to the original offsets.

Folding is NFKC, then full case folding, then a table for one character at a time:

- letters of one Arabic word that writers interchange become one: أإآٱ to ا, ى to ي, ة to ه, ؤ to و, ئ to ي;
  the Persian and Urdu forms of kaf, ya and ha become the Arabic ones;
- Latin, Greek and Arabic letters lose their accents; accents, vowel signs, Hebrew points and other marks above or
  below a letter go (vowel signs that are letters of Indic and South-East Asian scripts, and kana voicing, stay);
- tatweel, format characters (bidi controls, zero width characters, soft hyphen, BOM) and variation selectors go;
- decimal digits of every script become ASCII, typographic apostrophes straight;
- of more than 32 marks on one letter, the rest goes.

No word is ever dropped. The Unicode data is that of the Python that runs.
"""

import unicodedata
from array import array
from dataclasses import dataclass
from typing import Final

import regex

# A chunk is folded apart from its neighbours: it starts where normalisation cannot reach back. These code points lean
# on what precedes them: marks, joiners, and jamo (conjoining, compatibility and half-width vowels, voicing marks).
LEANING: Final = (
    r"\p{M}\u200c\u200d\u0E33\u0EB3\u1160-\u11FF\uD7B0-\uD7FB\u3133\u3135\u3136\u313A-\u3163"
    r"\uFF9E\uFF9F\uFFA3\uFFA5\uFFA6\uFFAA-\uFFDC"
)
# Letters and signs that fold to exactly one code point each, whatever stands beside them but a leaning one.
_PLAIN: Final = r"\n\t\x20-\x7E\u060C\u061B\u061F\u0621-\u063A\u0641-\u064A\u0660-\u0669\u05D0-\u05EA«»“”\u4E00-\u9FFF"
# Normalisation sorts the marks on a letter in quadratic time; real letters carry a handful (Annex 15 allows for 30).
_LONG_RUN: Final = regex.compile(r"(\p{M}{32})\p{M}++")
_INTERESTING: Final = regex.compile(rf"[^{_PLAIN}{LEANING}][{LEANING}]*+|[{_PLAIN}]?[{LEANING}]++", regex.DOTALL)

_LETTERS: Final = {
    "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ک": "ك", "ی": "ي", "ے": "ي", "ہ": "ه", "ە": "ه", "ـ": "",
    "’": "'", "‘": "'", "ʼ": "'", "׳": "'", "״": '"',
}  # fmt: skip


class _Table(dict[int, str]):
    """What each code point folds to, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_character(chr(code))
        return folded


def _fold_character(character: str) -> str:
    known = _LETTERS.get(character)
    if known is not None:
        return known
    category = unicodedata.category(character)
    if category == "Cf" or _is_dropped_mark(character, category):
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    decomposed = unicodedata.normalize("NFD", character)
    base, marks = decomposed[0], decomposed[1:]
    if marks and _has_accents(base) and all(unicodedata.combining(mark) for mark in marks):
        return _LETTERS.get(base, base)
    return character


def _is_dropped_mark(character: str, category: str) -> bool:
    if category not in {"Mn", "Me"}:
        return False
    position = unicodedata.combining(character)
    if position == 0:  # enclosing marks, the grapheme joiner, variation selectors; not the vowel signs of other scripts
        return category == "Me" or character == "\u034f" or unicodedata.name(character, "").startswith("VARIATION")
    return position == 1 or 10 <= position <= 36 or position >= 200


def _has_accents(base: str) -> bool:
    return base < "\u0400" or "\u0600" <= base < "\u0700" or "\u1e00" <= base < "\u2000"


_TABLE: Final = _Table()


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    `offsets[i]` is the original offset (code points) at which what became folded code point i starts, with the length
    of the original as a last, extra entry; `ends[i]` is where it ends, its dropped marks included.
    """

    text: str
    offsets: "array[int]"
    ends: "array[int]"


def fold_plain(text: str) -> str:
    """Return the folded form of `text` without a map: the same string as ``fold(text).text``, several times faster."""
    bounded = text if text.isascii() else _LONG_RUN.sub(r"\1", text)
    return unicodedata.normalize("NFKC", bounded).casefold().translate(_TABLE)


def fold(text: str) -> Folded:
    """Return the folded form of `text` with its map back to offsets in `text`."""
    pieces: list[str] = []
    offsets: array[int] = array("I")
    ends: array[int] = array("I")
    done = 0
    for chunk in _INTERESTING.finditer(text):
        start, end = chunk.span()
        if done < start:
            _keep(pieces, offsets, ends, text, done, start)
        _fold_chunk(pieces, offsets, ends, chunk.group(), start)
        done = end
    _keep(pieces, offsets, ends, text, done, len(text))
    offsets.append(len(text))
    return Folded("".join(pieces), offsets, ends)


def _keep(pieces: list[str], offsets: "array[int]", ends: "array[int]", text: str, start: int, end: int) -> None:
    """Fold a run of plain characters, one to one."""
    pieces.append(text[start:end].casefold().translate(_TABLE))
    offsets.extend(range(start, end))
    ends.extend(range(start + 1, end + 1))


def _fold_chunk(pieces: list[str], offsets: "array[int]", ends: "array[int]", chunk: str, start: int) -> None:
    """Fold a chunk; map its characters one by one where they do not act on one another, else all to the whole."""
    folded = fold_plain(chunk)
    pieces.append(folded)
    if len(folded) > 1 and len(chunk) > 1:
        parts = [fold_plain(character) for character in chunk]
        if "".join(parts) == folded:
            _map_parts(offsets, ends, parts, start)
            return
    for _ in folded:
        offsets.append(start)
        ends.append(start + len(chunk))


def _map_parts(offsets: "array[int]", ends: "array[int]", parts: list[str], start: int) -> None:
    """Map each folded code point to its character; a character that was dropped lengthens the one before it."""
    before = len(offsets)
    for position, part in enumerate(parts, start):
        for _ in part:
            offsets.append(position)
            ends.append(position + 1)
        if not part:
            reached = ends[-1] if len(offsets) > before else -1
            for index in range(len(ends) - 1, before - 1, -1):
                if ends[index] != reached:
                    break
                ends[index] = position + 1


def to_original(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Return [start, end) of the original that became [start, end) of the folded text (code points, start <= end).

    An end takes the dropped marks of its letter along; of a character that folded to several (``ﷺ``, ``½``) the whole
    is returned. An empty range gives an empty one.
    """
    first = folded.offsets[start]
    return (first, folded.ends[end - 1]) if start < end else (first, first)


def find(folded: Folded, query: str) -> list[tuple[int, int]]:
    """Return where the folded `query` occurs, as [start, end) in the original, in order, without overlaps.

    White space around the query is ignored; a query of which nothing is left occurs nowhere.
    """
    wanted = fold_plain(query).strip()
    found: list[tuple[int, int]] = []
    at = folded.text.find(wanted) if wanted else -1
    while at >= 0:
        found.append(to_original(folded, at, at + len(wanted)))
        at = folded.text.find(wanted, at + len(wanted))
    return found
