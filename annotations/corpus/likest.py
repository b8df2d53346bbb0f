"""What is likest to words that were typed or marked: by trigrams of the folded text, so that a letter left out, added
or changed does not hide it; names of sources also across scripts.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import QuerySet

from annotations.corpus.namesakes import ALIKE, MOST_COMPARED
from annotations.models import Source
from annotations.text import fold_plain, likeness_of, name_keys

LEAST: Final = 0.3
"""How much of the words' trigrams a text must have together to be like them: two letters swapped in a word of five
leave a third of them.
"""
LEAST_OF_LONG: Final = 0.2
LONG: Final = 40
"""Code points from which words are a sentence's: a claim puts it shorter, and shares less of it."""
ACROSS_SCRIPTS: Final = 0.6
"""Where a name of another script, which has no trigram in common, stands: after those spelt nearly so."""

Rank = tuple[float, float, int]
NOBODY: Final = 0
"""No source has this id: none is left out."""


def likest_claims(rows: QuerySet[Any], words: str, most: int) -> list[int]:
    """Internal ids of those of the `rows` (present claims) that are likest to the words, likest first, older first
    among equals.
    """
    return _in_order(_by_trigrams(rows, words, most), most)


def likest_sources(rows: QuerySet[Any], words: str, most: int, *, workspace: int) -> list[int]:
    """The same of sources of the workspace (its internal id), with those so named in another script."""
    ranks = _by_trigrams(rows, words, most)
    for key in _named(rows, words, workspace):
        ranks[key] = max(ranks.get(key, (0.0, 0.0, key)), (ACROSS_SCRIPTS, 0.0, key))
    return _in_order(ranks, most)


def _in_order(ranks: dict[int, Rank], most: int) -> list[int]:
    return sorted(ranks, key=lambda key: (-ranks[key][0], -ranks[key][1], key))[:most]


def _by_trigrams(rows: QuerySet[Any], words: str, most: int) -> dict[int, Rank]:
    """How well the words are found in each, then how little else it says."""
    folded = fold_plain(words).strip()
    like = alike(rows, folded).order_by("-found", "-whole", "pk")
    with by_index(LEAST if len(folded) < LONG else LEAST_OF_LONG):
        return {row[0]: (row[1], row[2], row[0]) for row in like.values_list("pk", "found", "whole")[:most]}


def alike(rows: QuerySet[Any], folded: str) -> QuerySet[Any]:
    """Those that have enough of the words' trigrams together, how much of them that is (`found`), and how alike the
    two texts are as a whole.
    """
    found, whole = TrigramWordSimilarity(folded, "folded"), TrigramSimilarity("folded", folded)
    like: QuerySet[Any] = rows.filter(folded__trigram_word_similar=folded).annotate(found=found, whole=whole)
    return like


@contextmanager
def by_index(least: float) -> Iterator[None]:
    """Until the end of this block the index finds what is like by `least`, and is used: the planner takes comparing two
    texts to be as cheap as comparing numbers, and would read the whole table.
    """
    settings = {"pg_trgm.word_similarity_threshold": str(least), "enable_seqscan": "off", "enable_indexscan": "off"}
    with transaction.atomic(), connection.cursor() as cursor:
        # First pg_trgm is loaded, without which its setting has no value to go back to.
        cursor.execute("SELECT show_limit(), " + ", ".join(["current_setting(%s)"] * len(settings)), [*settings])
        before = cursor.fetchone()[1:]
        _set(cursor, settings)
        yield
        _set(cursor, dict(zip(settings, before, strict=True)))


def _set(cursor: Any, settings: dict[str, str]) -> None:
    """For the transaction alone."""
    calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
    cursor.execute(f"SELECT {calls}", [part for pair in settings.items() for part in pair])


def _named(rows: QuerySet[Any], words: str, workspace: int) -> list[int]:
    """Sources whose names may be spellings of the words."""
    keys = name_keys(words)
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, {"keys": keys, "workspace": workspace, "most": MOST_COMPARED, "source": NOBODY})
        found = [row[0] for row in cursor.fetchall()]
    names: QuerySet[Source, tuple[int, str]] = rows.filter(pk__in=found).values_list("pk", "name")
    return [key for key, name in names if likeness_of(words, name)]
