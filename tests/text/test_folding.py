"""The folded form, and the way back."""

import unicodedata

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.text import BIDI_CONTROLS, INVISIBLES, find, fold, fold_plain, to_original
from annotations.text.folding import _PLAIN, LEANING
from tests.effort import effort
from tests.text.strategies import many, million, seed, texts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("الأمريكية", "الامريكيه"),
        ("أإآٱا", "ااااا"),
        ("مصطفى", "مصطفي"),
        ("مسؤول رئيس", "مسوول رييس"),
        ("وَقَالَتْ هَٰذَا", "وقالت هذا"),
        ("قـــال", "قال"),
        ("ا\u0653 ا\u0654 و\u0654 ي\u0654", "ا ا و ي"),
        ("٠١٢٣٤٥٦٧٨٩ ۴۵۶ १२", "0123456789 456 12"),
        ("کتاب فارسی", "كتاب فارسي"),
        ("ﻻ ﷲ ﺑﻐﺪاد", "لا الله بغداد"),
        ("\u202bبغداد\u202c \u200fنعم\u061c \ufeffلا", "بغداد نعم لا"),
        ("می\u200cخواهم", "ميخواهم"),
        ("Straße ÉCOLE İstanbul e\u0301", "strasse ecole istanbul e"),
        ("ΑΘΉΝΑ ᾳ", "αθηνα αι"),
        ("ﬁn ½ ＡＢＣ", "fin 1⁄2 abc"),
        ("don’t", "don't"),
        ("שָׁלוֹם", "שלום"),
        ("ｶﾞ が か\u3099", "ガ が が"),
        ("각 \u1100\u1161\u11a8", "각 각"),
        ("क्षि กำลัง", "क्षि กําลัง"),
        ("й и\u0306", "й й"),
        ("لا لم لن ليس not", "لا لم لن ليس not"),
        ("a\nb\u00a0c…", "a\nb c..."),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold_plain(text) == folded
    assert fold(text).text == folded


@settings(max_examples=400)
@given(texts())
def test_with_and_without_map_the_text_is_the_same(text):
    folded = fold(text)
    assert folded.text == fold_plain(text)
    assert len(folded.offsets) == len(folded.text) + 1
    assert len(folded.ends) == len(folded.text)
    assert folded.offsets[-1] == len(text)


@settings(max_examples=300)
@given(texts())
def test_the_map_leads_to_what_was_folded(text):
    folded = fold(text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert list(folded.ends) == sorted(folded.ends)
    for index, character in enumerate(folded.text):
        start, end = to_original(folded, index, index + 1)
        assert 0 <= start < end <= len(text)
        assert character in fold_plain(text[start:end])


@given(texts())
def test_what_the_map_leaves_out_folds_to_nothing(text):
    folded = fold(text)
    covered: set[int] = set()
    for start, end in zip(folded.offsets, folded.ends, strict=False):
        covered.update(range(start, end))
    assert all(fold_plain(character) == "" for offset, character in enumerate(text) if offset not in covered)


@given(texts())
def test_nothing_that_was_to_go_is_left(text):
    folded = fold_plain(text)
    assert not set(folded) & set(BIDI_CONTROLS + INVISIBLES + "أإآٱىةؤئـکی٠١٢٣٤٥٦٧٨٩")
    assert not regex.search(r"[\u0300-\u036f\u064b-\u0655\u0670\u05b0-\u05bd]", folded)


@given(st.text(alphabet="أإآاىيةهؤئوءقَُِّْٰـكک٣3 ،.abÉé\u200f"))
def test_folding_arabic_and_latin_twice_is_folding_once(text):
    assert fold_plain(fold_plain(text)) == fold_plain(text)


def test_every_code_point_that_normalisation_joins_to_the_one_before_is_known():
    """The map folds chunk by chunk; a chunk must never begin where NFKC could reach back over the cut."""
    leaning = regex.compile(f"[{LEANING}]")
    everything = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    decompositions = {one: unicodedata.normalize("NFKD", one) for one in everything}
    pairs = [unicodedata.decomposition(one).split() for one in everything]
    seconds_of_pairs = {chr(int(pair[1], 16)) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    jamo = {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}
    reaching = [
        one
        for one, parts in decompositions.items()
        if unicodedata.combining(parts[0]) or parts[0] in seconds_of_pairs | jamo
    ]
    assert len(reaching) > 900
    assert [one for one in reaching if not leaning.match(one)] == []


def test_plain_characters_fold_to_one_each():
    plain = regex.findall(f"[{_PLAIN}]", "".join(map(chr, range(0xD800))))
    assert len(plain) > 20_000
    assert all(len(fold_plain(one)) == 1 for one in plain)
    assert fold_plain("".join(plain)) == "".join(map(fold_plain, plain))


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("قالت الأمريكية إن", "الامريكيه", ["الأمريكية"]),
        ("وَقَالَتْ ثم قالت", "قالت", ["قَالَتْ", "قالت"]),
        ("قال\u200f نعم", "قال", ["قال"]),
        ("صلى ﷺ", "الله", ["ﷺ"]),
        ("مقر كـــتاب", " كتاب ", ["كـــتاب"]),
        ("CAFÉ cafe\u0301", "café", ["CAFÉ", "cafe\u0301"]),
        ("ababab", "abab", ["abab"]),
        ("بغداد", "دمشق", []),
        ("بغداد", " \u200f ", []),
    ],
)
def test_find(text, query, found):
    assert [text[start:end] for start, end in find(fold(text), query)] == found


def test_find_in_the_article():
    text = seed()
    found = find(fold(text), "الاميركيه")
    assert len(found) == text.count("الأميركية")
    assert {text[start:end] for start, end in found} == {"الأميركية"}
    assert len(find(fold(text), "العراق")) == text.count("العراق")


@given(texts(min_size=1), st.data())
def test_a_piece_of_the_folded_text_is_found_where_it_came_from(text, data):
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    first, last = to_original(folded, start, end)
    assert folded.text[start:end] in fold_plain(text[first:last])


def test_an_empty_range_stays_empty():
    folded = fold("قَال")
    assert to_original(folded, 1, 1) == (2, 2)
    assert to_original(folded, 3, 3) == (4, 4)


def test_arabic_is_folded_quickly_and_without_map_several_times_so():
    text = million(seed())
    fold_plain(text[:5000])
    assert effort(lambda: fold_plain(text)) < 90
    assert effort(lambda: fold(text)) < 800


@pytest.mark.parametrize("piece", ["\u0301\u0316", "ﷺ", "👩🏽\u200d🚀é", "\u200f", "각", "a"])
def test_much_of_anything_in_good_time(piece):
    text = "a" + many(piece)
    assert effort(lambda: fold(text)) < 800


def test_a_long_run_of_marks_is_cut_short_alike_in_both():
    text = "и" + "\u0316\u0306" * 200 + "\u3099" * 50
    assert fold(text).text == fold_plain(text)
