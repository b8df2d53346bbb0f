"""A query finds what an editor expects it to find, in an index of plain folded words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import MAX_FORMS, MAX_QUERY_WORDS, MAX_TERM, fold_plain, query_terms, terms
from annotations.text.words import word_texts
from tests.effort import effort
from tests.text.strategies import million, seed, texts


def finds(query: str, text: str) -> bool:
    index = set(terms(text))
    return all(index.intersection(forms) for forms in query_terms(query))


def test_terms_are_distinct_folded_words_in_order():
    assert terms("وقالَ العراق: قال «العراق» قـال لا!") == ["وقال", "العراق", "قال", "لا"]
    assert terms(" — 👍🏽 ") == []


@pytest.mark.parametrize(
    "text", ["العراق", "والعراق", "بالعراق", "للعراق", "وللعراق", "فبالعراق", "كالعراق", "عراق", "لعراق"]
)
@pytest.mark.parametrize("query", ["العراق", "والعراق", "بالعراق", "للعراق", "عراق"])
def test_every_form_finds_every_form(query, text):
    assert finds(query, f"ثم {text} هنا")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("الامريكيه", "القوات الأمريكية"),
        ("امريكيه", "والأمريكيّة"),
        ("واشنطن", "وواشنطن"),
        ("وقالت", "قالت"),
        ("قالت", "فقالت"),
        ("يكتب", "وسيكتب"),
        ("وزير", "للوزير"),
        ("التزام", "بالالتزام"),
        ("التزام", "لالتزام"),
        ("والتزام", "التزام"),
        ("والده", "لوالده"),
        ("والده", "ووالده"),
        ("بالغه", "وبالغة"),
        ("الله", "ولله الأمر"),
        ("ليس منزعجا", "قال إنه ليس منزعجاً"),
        ("CAFE", "le café"),
        ("שלום", "שָׁלוֹם"),
        ("北京", "在北京的"),
        ("2018", "عام ٢٠١٨"),
        ("don't", "don’t"),
    ],
)
def test_found(query, text):
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("العراق", "العراقيون"),
        ("لا يعلم", "هو يعلم"),
        ("not here", "here"),
        ("بغداد", "غداد"),
        ("and", "band"),
        ("قال نعم", "قال لا"),
    ],
)
def test_not_found(query, text):
    assert not finds(query, text)


def test_the_word_itself_comes_first():
    assert [forms[0] for forms in query_terms("والعراق ليس The")] == ["والعراق", "ليس", "the"]
    assert query_terms("The و") == [["the"], ["و"]]


def test_words_beyond_the_twelfth_only_widen_the_result():
    query = " ".join(f"كلمه{number}" for number in range(20))
    assert len(query_terms(query)) == MAX_QUERY_WORDS
    assert finds(query, query)
    assert len(query_terms("لا " * 50)) == 1


def test_a_query_without_words_has_no_terms():
    assert query_terms("") == query_terms(" …—! ") == []


@given(texts() | st.text(alphabet="وفبكلاسأةىنعم ", max_size=60))
def test_forms_are_few_distinct_and_folded(query):
    found = query_terms(query)
    assert len(found) <= MAX_QUERY_WORDS
    for forms in found:
        assert 1 <= len(forms) <= MAX_FORMS
        assert len(set(forms)) == len(forms)
        assert all(0 < len(form) <= MAX_TERM for form in forms)


@given(texts())
def test_a_text_is_found_by_itself(text):
    assert finds(text, text)


@given(texts(max_size=40))
def test_terms_are_those_of_the_whole_text_though_it_is_folded_piece_by_piece(text):
    whole = dict.fromkeys(word[:MAX_TERM] for word in word_texts(fold_plain(text)))
    assert terms(text) == list(whole)
    assert terms(text) == list(whole), "what was remembered is what was found"


def test_any_word_of_the_article_finds_it():
    text = seed()
    index = set(terms(text))
    assert all(index.intersection(forms) for word in text.split() for forms in query_terms(word))
    assert {"لا", "ليس", "لم"} <= index


def test_a_word_of_any_length_is_cut_alike_in_index_and_query():
    word = "ك" * 5000
    assert terms(word) == [word[:MAX_TERM]]
    assert finds(word, word)


@given(st.sampled_from(["", "و", "ف"]), st.sampled_from(["", "ب", "ك", "ل", "س", "ال", "بال", "كال", "لل"]))
def test_a_stem_finds_every_combination_in_front_of_it(conjunction, middle):
    assert finds("كتاب", conjunction + middle + "كتاب")


def test_a_million_code_points_in_good_time():
    text = million(seed())
    assert effort(lambda: terms(text)) < 200
    assert effort(lambda: query_terms(text)) < 200
    assert set(terms(text)) >= set(terms(fold_plain(seed()))[:-1])
