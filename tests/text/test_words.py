"""Words and sentences in the scripts that Isnad meets."""

from itertools import pairwise

import pytest
from hypothesis import given

from annotations.text import WHITE_SPACE, is_boundary, paragraphs, sentences, words
from tests.effort import effort
from tests.text.strategies import many, seed, texts


def cut(text: str, spans: list[tuple[int, int]]) -> list[str]:
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال مسؤولون: “نعم”،لا.", ["قال", "مسؤولون", "نعم", "لا"]),
        ("وَقَالَتْ بـ«العراق»", ["وَقَالَتْ", "بـ", "العراق"]),
        ("١٬٠٠٠ 3.14 U.S. don’t", ["١٬٠٠٠", "3.14", "U.S", "don’t"]),
        ('צה"ל אמר "שלום"', ['צה"ל', "אמר", "שלום"]),
        ("日本語テスト", ["日", "本", "語", "テスト"]),
        ("👩🏽\u200d🚀 🇮🇶 — …", []),
        ("الصدر ،عبر", ["الصدر", "عبر"]),
        ("می\u200cخواهم", ["می\u200cخواهم"]),
        ("🏽قال", ["قال"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert cut(text, words(text)) == expected


@given(texts())
def test_words_are_ordered_disjoint_and_hold_every_letter(text):
    spans = words(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    inside = {offset for start, end in spans for offset in range(start, end)}
    assert all(offset in inside for offset, character in enumerate(text) if character.isalpha())


def test_the_article_has_its_words():
    text = seed()
    assert cut(text, words(text))[:3] == ["هددت", "واشنطن", "التي"]
    assert len(words(text)) == sum(any(map(str.isalnum, token)) for token in text.split())
    assert all(is_boundary(text, offset) for span in words(text) for offset in span)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال (…) نعم. ثم قال لا؟ نعم! تم؛ انتهى…", ["قال (…) نعم.", "ثم قال لا؟", "نعم!", "تم؛", "انتهى…"]),
        ("هل؟نعم؛لا", ["هل؟", "نعم؛", "لا"]),
        ("قال “نعم.” ثم ذهب.", ["قال “نعم.”", "ثم ذهب."]),
        ("سطر\nسطر ثان\n\n ثالث ", ["سطر", "سطر ثان", "ثالث"]),
        (
            "Dr. J. Smith left... and came. It's 3.14, U.S. data.",
            ["Dr. J. Smith left... and came.", "It's 3.14, U.S. data."],
        ),
        ("قال د. علي نعم. وذهب.", ["قال د. علي نعم.", "وذهب."]),
        ("日本。語！終", ["日本。", "語！", "終"]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        (" \n ", []),
    ],
)
def test_sentences(text, expected):
    assert cut(text, sentences(text)) == expected


@given(texts())
def test_sentences_cover_everything_but_white_space(text):
    spans = sentences(text)
    assert "".join("".join(cut(text, spans)).split()) == "".join(text.split())
    for one in cut(text, spans):
        assert one == one.strip(WHITE_SPACE) != ""
        assert "\n" not in one


def test_no_sentence_of_the_article_crosses_a_paragraph():
    text = seed()
    starts = {paragraph.start for paragraph in paragraphs(text)}
    assert starts <= {start for start, _ in sentences(text)}
    assert len(sentences(text)) == 31


@pytest.mark.parametrize("piece", ["قال نعم. ", "a", ".", "“", "\n", "🇮", "\u0301", "a'"])
def test_a_long_text_in_good_time(piece):
    text = many(piece) + "a"
    assert effort(lambda: words(text)) < 40
    assert effort(lambda: sentences(text)) < 40
