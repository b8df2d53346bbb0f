"""The language of a text, as far as its letters tell it."""

from typing import Final

import regex

_ARABIC: Final = regex.compile(r"(?=\p{L})\p{Arabic}")
_LATIN: Final = regex.compile(r"(?=\p{L})\p{Latin}")
_LETTER: Final = regex.compile(r"\p{L}")


def language_by_script(text: str) -> str:
    """Return "ar" or "en" where more than half of the letters are Arabic or Latin, else "".

    Other languages of these scripts are not told from them: whoever adds such a text names its language.
    """
    whole = sum(1 for _ in _LETTER.finditer(text))
    for language, script in (("ar", _ARABIC), ("en", _LATIN)):
        if 2 * sum(1 for _ in script.finditer(text)) > whole:
            return language
    return ""
