"""Where an Arabic word may be cut between what is glued to its front and its stem.

Arabic writes conjunctions, prepositions and the article together with the next word: «وبالعراق» is و + ب + ال + عراق.
Without a dictionary nobody can say whether the و of «واشنطن» is one: these are candidates for a person (or a snapping
aid) to choose among, never decisions.
"""

from typing import Final

import regex

_UNIT: Final = regex.compile(r"(.)[\p{M}\u0640\u200c\u200d\p{Bidi_Control}]*+", regex.DOTALL)

# In this order, each at most once: interrogative, conjunction, preposition or future, article. س stands before the
# prefixes of the imperfect only. After the preposition ل the article is written ل: «للعراق».
_CHAIN: Final = regex.compile(r"([أ])?([وف])?(?:(ل)(ل)?|(س)(?=[يتنأا])|([بك])?([اٱ]ل)?)")
_MIN_STEM: Final = 2


def proclitic_splits(word: str) -> list[int]:
    """Return the offsets (code points) inside `word` where a stem may begin, ascending; at most four, often none.

    ``وقالت`` gives [1], ``وبالعراق`` [1, 2, 4], ``للعراق`` [1, 2]. Marks and tatweel stay with the letter before them,
    and at least two letters are left to the stem.
    """
    units = list(_UNIT.finditer(word))
    letters = "".join(unit.group(1) for unit in units)
    chain = _CHAIN.match(letters)
    if chain is None:
        return []
    ends = {chain.end(group) for group in range(1, 8) if chain.group(group)}
    return [units[end].start() for end in sorted(ends) if len(letters) - end >= _MIN_STEM]
