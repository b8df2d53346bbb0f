"""Folded words for an index of texts, and what a query's words may look like in it.

The index holds plain folded words. Arabic glues conjunctions, prepositions and the article to the next word, so a query
word is looked up in every form that it may have there: `العراق` also as `والعراق`, `بالعراق`, `للعراق`, `عراق`.
"""

from typing import Final

import regex

from annotations.text.folding import fold_plain
from annotations.text.words import word_texts

MAX_QUERY_WORDS: Final = 12
MAX_FORMS: Final = 40
MAX_TERM: Final = 64
"""Longer words are cut to this many code points, in the index and in queries alike."""

_ARABIC_WORD: Final = regex.compile(r"[\u0621-\u064A]{2,}")
_CONJUNCTIONS: Final = ("", "و", "ف")
_BARE: Final = ("", "ب", "ك", "ل", "س")
_WITH_ARTICLE: Final = ("ال", "بال", "كال", "لل")
_IN_FRONT: Final = tuple(front + middle for middle in (*_BARE, *_WITH_ARTICLE) for front in _CONJUNCTIONS)
_IN_FRONT_OF_AL: Final = tuple(front + middle for middle in ("ل", "ال", "بال", "لل") for front in _CONJUNCTIONS)
_IN_FRONT_OF_ANY: Final = ("و", "ف", "ب", "ل", "وب", "ول")
_ARTICLE: Final = regex.compile(r"([وف]?[بك]?ال|[وف]?لل)(.{2,})")
_CONJOINED: Final = regex.compile(r"[وف](.{3,})")


def terms(text: str) -> list[str]:
    """Return the distinct folded words of `text`, in the order of their first appearance. There is no stop list."""
    return _distinct_words(fold_plain(text))


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
