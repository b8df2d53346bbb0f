"""Lines, and what they seem to be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.text import WHITE_SPACE, Paragraph, begins_paragraph, count_paragraphs, paragraphs
from tests.effort import effort
from tests.text.strategies import many, seed, texts

BODY = "قال مسؤول عراقي لوكالة فرانس برس إن واشنطن هددت بإغلاق سفارتها في بغداد خلال أيام قليلة، بحسب ما ذكر."


def kinds(text: str) -> list[str]:
    return [paragraph.kind for paragraph in paragraphs(text)]


def test_the_article_has_31_paragraphs_two_headings_and_no_headline():
    text = seed()
    found = paragraphs(text)
    assert len(found) == 31
    assert [text[start:end] for start, end, kind in found if kind == "heading"] == ["اتساع الفجوة", "رسالة"]
    assert [index for index, paragraph in enumerate(found, 1) if paragraph.kind == "heading"] == [12, 23]
    assert "headline" not in kinds(text)


def test_a_headline_over_a_report():
    assert kinds(f"واشنطن تهدد بإغلاق سفارتها في بغداد\n\n{BODY}\n{BODY}") == ["headline", "paragraph", "paragraph"]
    assert kinds("US threatens to close embassy, officials say\nBAGHDAD (Reuters) - It did.\nEnd of it.") == [
        "headline",
        "paragraph",
        "paragraph",
    ]


@pytest.mark.parametrize(
    "line", ["قال نعم.", "هل يعود؟", "وقال:", "كلمة،", "«نعم.»", "Wait…", "- بند أول", "1. أول", "٢) ثان", "كلمة " * 9]
)
def test_short_lines_that_are_no_headings(line):
    assert kinds(f"{BODY}\n{line}\n{BODY}") == ["paragraph", "paragraph", "paragraph"]


@pytest.mark.parametrize("line", ["رسالة", "  اتساع الفجوة ", "“الضغط الأقصى”", "What comes next", "تطورات 2018"])
def test_headings(line):
    assert kinds(f"{BODY}\n{line}\n{BODY}") == ["paragraph", "heading", "paragraph"]


def test_the_last_line_heads_nothing():
    assert kinds(f"{BODY}\nرويترز") == ["paragraph", "paragraph"]
    assert kinds("سطر واحد") == ["paragraph"]


def test_blank_lines_are_skipped_and_lines_keep_their_spaces():
    assert paragraphs("\n \t\nا.\n\n  ب. \n") == [Paragraph(4, 6, "paragraph"), Paragraph(8, 13, "paragraph")]
    assert paragraphs("") == []


@given(texts())
def test_paragraphs_are_the_lines_that_hold_something(text):
    found = [text[start:end] for start, end, _ in paragraphs(text)]
    assert found == [line for line in text.split("\n") if line.strip(WHITE_SPACE)]
    assert kinds(text).count("headline") <= 1
    assert "headline" not in kinds(text)[1:]
    assert count_paragraphs(text) == len(paragraphs(text))


@pytest.mark.parametrize("piece", ["قال ", "a\n", "\n", " ", "."])
def test_a_long_text_in_good_time(piece):
    assert effort(lambda: paragraphs(many(piece))) < 200


@given(st.text(alphabet="a \n\u2003\u0301.", max_size=40))
def test_a_paragraph_is_known_by_where_it_begins(text: str) -> None:
    begins = {one.start for one in paragraphs(text)}
    assert {start for start in range(len(text) + 1) if begins_paragraph(text, start)} == begins
