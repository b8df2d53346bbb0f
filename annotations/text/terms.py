"""Folded words for an index of texts, and what a query's words may look like in it.

The index holds plain folded words. Arabic glues conjunctions, prepositions and the article to the next word, so a query
word is looked up in every form that it may have there: `العراق` also as `والعراق`, `بالعراق`, `للعراق`, `عراق`.
"""

from itertools import chain, repeat
from typing import Final

import regex

from annotations.text.folding import LEANING, fold_plain
from annotations.text.words import word_texts

MAX_QUERY_WORDS: Final = 12
MAX_FORMS: Final = 40
MAX_TERM: Final = 64
"""Longer words are cut to this many code points, in the index and in queries alike."""

_LEANING: Final = regex.compile(f"[{LEANING}]")
_ARABIC_WORD: Final = regex.compile(r"[\u0621-\u064A]{2,}")
_CONJUNCTIONS: Final = ("", "و", "ف")
_BARE: Final = ("", "ب", "ك", "ل", "س")
_WITH_ARTICLE: Final = ("ال", "بال", "كال", "لل")
_IN_FRONT: Final = tuple(front + middle for middle in (*_BARE, *_WITH_ARTICLE) for front in _CONJUNCTIONS)
_IN_FRONT_OF_AL: Final = tuple(front + middle for middle in ("ل", "ال", "بال", "لل") for front in _CONJUNCTIONS)
_IN_FRONT_OF_ANY: Final = ("و", "ف", "ب", "ل", "وب", "ول")
_ARTICLE: Final = regex.compile(r"([وف]?[بك]?ال|[وف]?لل)(.{2,})")
_CONJOINED: Final = regex.compile(r"[وف](.{3,})")


# What lies between white space, as it stands in texts, and its terms; None where it leans on what precedes it. The same
# ones return again and again, and are folded once.
_MAX_REMEMBERED: Final = 30_000
_MAX_LENGTH: Final = 40
# Told apart by what it is, not by what it holds.
_UNKNOWN: Final = ("?",)
_remembered: dict[str, tuple[str, ...] | None] = {}


def terms(text: str) -> list[str]:
    """Return the distinct folded words of `text`, in the order of their first appearance. There is no stop list."""
    chunks = dict.fromkeys(text.split())
    words = [*map(_remembered.get, chunks, repeat(_UNKNOWN))]
    if _UNKNOWN in words:
        found = zip(chunks, words, strict=True)
        words = [_terms_of_chunk(chunk) if known is _UNKNOWN else known for chunk, known in found]
    if None in words:
        return _distinct_words(fold_plain(text))
    return list(dict.fromkeys(chain.from_iterable(filter(None, words))))


def _terms_of_chunk(chunk: str) -> tuple[str, ...] | None:
    """The terms of what stands between white space; None where they depend on what stands before it."""
    words = None if _LEANING.match(chunk) else tuple(_distinct_words(fold_plain(chunk)))
    if len(chunk) <= _MAX_LENGTH:
        if len(_remembered) >= _MAX_REMEMBERED:
            _remembered.clear()
        _remembered[chunk] = words
    return words


def query_terms(query: str) -> list[list[str]]:
    """Return, for each distinct word of `query`, the folded forms of which an indexed text must hold at least one.

    The word itself comes first; there are at most `MAX_FORMS` forms. Only the first `MAX_QUERY_WORDS` distinct words
    are returned: what a longer query finds by them still holds every text that it should find, and may hold more.
    """
    return [_forms(word) for word in _distinct_words(fold_plain(query))[:MAX_QUERY_WORDS]]


def _distinct_words(folded: str) -> list[str]:
    distinct = dict.fromkeys(word_texts(folded))
    return list(dict.fromkeys([word[:MAX_TERM] for word in distinct]))


def _forms(word: str) -> list[str]:
    if not _ARABIC_WORD.fullmatch(word):
        return [word]
    forms = [word]
    if article := _ARTICLE.fullmatch(word):
        glued, stem = article.groups()
        forms += [prefix + stem for prefix in _IN_FRONT]
        # What looks like an article may belong to the word («التزام», «والده»): then other things stand in front of it.
        forms += [prefix + word for prefix in (_IN_FRONT_OF_AL if glued == "ال" else _IN_FRONT_OF_ANY)]
        if glued in {"وال", "فال"}:
            forms += [prefix + word[1:] for prefix in ("ل", "ال", "بال", "لل")]
    else:
        forms += [prefix + word for prefix in _IN_FRONT]
        if conjoined := _CONJOINED.fullmatch(word):
            forms += [conjunction + conjoined.group(1) for conjunction in _CONJUNCTIONS]
    return list(dict.fromkeys(form[:MAX_TERM] for form in forms))
