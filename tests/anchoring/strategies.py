"""Texts in the scripts that Isnad meets, for the property tests."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

ARTICLE = Path(__file__).parents[2] / "seeds" / "000_61cb0b5ecef4338c.txt"

PIECES = [
    "وواشنطن",
    "قالَ",
    "مسؤولٌ",
    "“الضغط الأقصى”",
    "شָׁלוֹם",
    "ירושלים",
    "北京",
    "記者",
    "👍🏽",
    "👩‍👩‍👧",
    "🇮🇶",
    "e\u0301",
    "a",
    "the",
    "\U0001d11e",
    "\u200f",
    " ",
    "\n",
    ". ",
    "، ",
]


def texts(max_pieces: int = 30) -> st.SearchStrategy[str]:
    """Return texts of mixed scripts, with marks, emoji sequences and characters beyond the BMP."""
    return st.lists(st.sampled_from(PIECES), max_size=max_pieces).map("".join)


def any_text() -> st.SearchStrategy[str]:
    """Return any text that intake lets through: no surrogate."""
    return st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | texts()


@st.composite
def segments_of(draw: st.DrawFn, length: int, most: int = 4) -> tuple[tuple[int, int], ...]:
    """Return one to `most` segments, non-empty, disjoint, ordered, some of them touching, within `length`."""
    count = draw(st.integers(1, max(1, min(most, length // 2))))
    cuts = sorted(draw(st.lists(st.integers(0, length), min_size=2 * count, max_size=2 * count)))
    pairs = [(s, e) for s, e in zip(cuts[::2], cuts[1::2], strict=True) if s < e]
    return tuple(pairs) or ((0, 1),)
