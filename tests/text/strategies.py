"""Texts in the scripts that Isnad meets, whole and broken in every way that Unicode allows."""

from pathlib import Path

from hypothesis import strategies as st

SEED = Path(__file__).parents[2] / "seeds" / "000_61cb0b5ecef4338c.txt"
MILLION = 1_000_000
MANY = 200_000

PIECES = (
    *("قال", "وواشنطن", "وَقَالَتْ", "الأمريكية", "بـ", "ﷺ", "ا\u0653", "آ", "ى", "١٢", "ٱ", "؟", "،", "؛"),
    *("שָׁלוֹם", 'צה"ל', "日本語", "テスト", "ｶﾞ", "か\u3099", "각", "\u1100\u1161\u11a8", "ㄱㅏ"),
    *("क्ष", "\u094d", "\u200d", "\u200c", "ก", "ำ", "Straße", "İ", "é", "e\u0301", "ﬁ", "½", "…", "don’t"),
    *("👩", "👩🏽\u200d🚀", "👍🏽", "🏽", "🇮", "🇮🇶", "☝\ufe0f", "©", "\u0301", "\u0316", "\u0600", "\u0d4e", "\u0903"),
    *("\u202e", "\u202c", "\u2067", "\u2069", "\u200f", "\ufeff", "\u200b", "\u00ad"),
    *(" ", "\t", "\n", "\r\n", "\r", "\u00a0", "\u2028", ".", "!", ":", "(", ")", "“", "”", '"', "«", "»", "‘", "’"),
)


def texts(*, min_size: int = 0, max_size: int = 24) -> st.SearchStrategy[str]:
    """Texts glued together from the pieces, now and then with any other code point that is no surrogate."""
    anything = st.characters(exclude_categories=["Cs"])
    return st.lists(st.sampled_from(PIECES) | anything, min_size=min_size, max_size=max_size).map("".join)


def seed() -> str:
    """The real article, as it is stored."""
    return SEED.read_text(encoding="utf-8")


def million(piece: str) -> str:
    """A text of a million code points, of one piece over and over."""
    return (piece * (MILLION // len(piece) + 1))[:MILLION]


def many(piece: str) -> str:
    """As many code points of one piece as show what grows faster than the text."""
    return million(piece)[:MANY]
