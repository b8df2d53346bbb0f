"""Whether two names may be two spellings of one, also in two scripts: «مقتدى الصدر» and "Moqtada al-Sadr".

A word of a name becomes its consonants in a romanisation that is the same for Arabic and for the ways in which
English and French write Arabic names. Vowels are left out, with the letters that are written for them as often as not.
Where a letter may stand for several consonants, each of them is tried. All of this only suggests: people decide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice, product
from typing import Final, Literal

import regex

from annotations.text.folding import fold_plain

Likeness = Literal["same", "initials", "scripts", "spelling"]
MAX_NAME_WORDS: Final = 12
_MOST_READINGS: Final = 16

# After folding: أإآ are ا, ى is ي, ة is ه, ؤ is و, ئ is ي.
_ARABIC: Final = {
    "ب": "b", "پ": "b", "ت": "t", "ث": "ts", "ج": "jg", "چ": "c", "ح": "h", "خ": "x", "د": "d", "ذ": "dz", "ر": "r",
    "ز": "z", "ژ": "j", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "dz", "غ": "g", "ف": "f", "ڤ": "f",
    "ق": "k", "ك": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "ه": "h",
}  # fmt: skip
_LATIN: Final = {
    "tch": "c", "sch": "c", "sh": "c", "ch": "ck", "kh": "x", "gh": "g", "th": "ts", "dh": "dz", "ph": "f", "ck": "k",
    "dj": "j", "ce": "s", "ci": "s", "cy": "s",
    "b": "b", "c": "k", "d": "d", "f": "f", "g": "gjk", "h": "h", "j": "j", "k": "k", "l": "l", "m": "m", "n": "n",
    "p": "b", "q": "k", "r": "r", "s": "s", "t": "t", "v": "f", "z": "z",
}  # fmt: skip
_LATIN_LETTERS: Final = regex.compile("|".join(sorted(_LATIN, key=lambda letters: -len(letters))) + "|x")
# What stands before a name and is no part of it: the article in its forms, the son.
_LATIN_ARTICLE: Final = regex.compile(r"\b(?:al|el|ul|as|ash|es|ar|er|ad|ed|an|en|at|az)[-‐‑–' ]+(?=\p{L})")
_LATIN_JOINED: Final = regex.compile(r"(?<=\babd)[-' ]*(?:al|el|ul|u?[rl]{0,2}|as|ar)[-' ]+(?=\p{L})")
_ARABIC_JOINED: Final = regex.compile(r"(?<=\bعبد) ?ال")
_WORDS: Final = regex.compile(r"[\p{L}\p{M}']+")
_SMALL: Final = frozenset(("of", "the", "and", "for", "de", "du", "des"))
_LEFT_OUT: Final = frozenset(("bin", "ibn", "ben", "بن", "ابن", "of", "the", "de", "von", "van"))


def name_keys(name: str) -> list[str]:
    """Return the keys under which a name is kept, so that other spellings share one with it. Distinct, sorted."""
    consonants = {reading for word in _readings_of(name) for reading in word if len(reading) > 1}
    return sorted(consonants | _initials_key(name))


def may_be_one_name(one: str, other: str) -> bool:
    """Tell whether the two may be spellings of one name.

    Every word of the shorter name stands in the longer one, in any order, and together they have four consonants or
    more; of a name of one word the other must have one, too. Or one is made of the initials of the other. Two names
    that fold to the same are one; an empty name is like none.
    """
    return likeness_of(one, other) is not None


def likeness_of(one: str, other: str) -> Likeness | None:
    """Why the two may be spellings of one name, as `may_be_one_name` judges it; None where they may not.

    The same but for what folding levels, one the initials of the other, in two scripts, or otherwise in one script.
    """
    a, b = fold_plain(one).strip(), fold_plain(other).strip()
    if not a or not b:
        return None
    if a == b:
        return "same"
    if _is_initials(a, b) or _is_initials(b, a):
        return "initials"
    fewer, more = sorted((_readings_of(one), _readings_of(other)), key=len)
    if not fewer or (len(fewer) == 1 and len(more) > 1):
        return None
    if sum(max(map(len, word)) for word in fewer) < 4:
        return None
    if not _fits(fewer, more) and not _run_together(fewer) & _run_together(more):
        return None
    return "spelling" if script_of(one) == script_of(other) else "scripts"


def script_of(name: str) -> str:
    """Return the script of the name's first letter as in ISO 15924 ("Arab", "Latn", "Hebr", "Cyrl"), else ""."""
    for character in name:
        if character.isalpha():
            script = unicodedata.name(character, "").split(" ")[0].capitalize()
            return {"Arabic": "Arab", "Latin": "Latn", "Hebrew": "Hebr", "Cyrillic": "Cyrl"}.get(script, script)
    return ""


def _run_together(words: list[frozenset[str]]) -> frozenset[str]:
    """The readings of the whole name without its spaces: «نصر الله» is also written in one word."""
    rows = islice(product(*(sorted(word) for word in words)), _MOST_READINGS)
    return frozenset("".join(letter for letter, _ in groupby("".join(row))) for row in rows)


def _fits(fewer: list[frozenset[str]], more: list[frozenset[str]]) -> bool:
    """Whether each word of the one can have a word of its own in the other."""
    if not fewer:
        return True
    first, *rest = fewer
    return any(_close(first, word) and _fits(rest, more[:place] + more[place + 1 :]) for place, word in enumerate(more))


def _close(one: frozenset[str], other: frozenset[str]) -> bool:
    return bool(one & other) or any(_one_apart(a, b) for a in one for b in other if min(len(a), len(b)) >= 5)


def _one_apart(a: str, b: str) -> bool:
    """Whether one letter more, less or other makes one of the other."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rests = {(a[start + 1 :], b[start + 1 :]), (a[start:], b[start + 1 :]), (a[start + 1 :], b[start:])}
    return any(x == y for x, y in rests)


def _readings_of(name: str) -> list[frozenset[str]]:
    """For each word of the name, the consonants that it may be read as; words without consonants are left out."""
    folded = _LATIN_ARTICLE.sub("", _LATIN_JOINED.sub("", _ARABIC_JOINED.sub("", fold_plain(name))))
    found = [word.group().replace("'", "") for word in _WORDS.finditer(folded)]
    readings = (frozenset(_readings(word)) for word in found[:MAX_NAME_WORDS] if word not in _LEFT_OUT)
    return [reading for reading in readings if any(reading)]


def _readings(word: str) -> Iterator[str]:
    letters = list(_arabic(word) if any("\u0600" <= letter < "\u0700" for letter in word) else _latin(word))
    for reading in islice(product(*letters), _MOST_READINGS):
        yield "".join(letter for letter, _ in groupby("".join(reading)))


def _arabic(word: str) -> Iterator[str | tuple[str, ...]]:
    """The consonants of a folded Arabic word, the article left out, a last ه optional (it may have been ة)."""
    stem = word[2:] if word.startswith("ال") and len(word) > 3 else word
    for place, letter in enumerate(stem):
        if letter == "ه" and place == len(stem) - 1:
            yield ("", "h")
        elif letter in _ARABIC:
            yield _ARABIC[letter]


def _latin(word: str) -> Iterator[str | tuple[str, ...]]:
    """The consonants of a folded Latin word, a last h optional after a vowel."""
    for letters in _LATIN_LETTERS.finditer(word):
        group = letters.group()
        if group == "x":
            yield "k"
            yield "s"
        elif group == "h" and letters.end() == len(word):
            yield ("", "h")
        else:
            yield _LATIN[group]


def _is_initials(short: str, long: str) -> bool:
    """Whether `short` is one word of the first letters of `long`, its small words counted or not."""
    parts = _WORDS.findall(long)
    if len(parts) < 2 or not 2 <= len(short) <= 8 or not short.isalpha():
        return False
    return short in _initials(parts)


def _initials_key(name: str) -> set[str]:
    """Keys that a name and its initials share; the mark keeps them apart from consonants."""
    folded = fold_plain(name).strip()
    parts = _WORDS.findall(folded)
    if len(parts) == 1 and 2 <= len(folded) <= 8 and name.strip().isupper():
        return {f"={folded}"}
    if len(parts) < 2:
        return set()
    return {f"={letters}" for letters in _initials(parts) if 2 <= len(letters) <= 8}


def _initials(words: list[str]) -> set[str]:
    """The first letters of all the words, and of those that are not small."""
    return {"".join(word[0] for word in row) for row in (words, [word for word in words if word not in _SMALL])}
