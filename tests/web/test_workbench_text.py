"""Paragraphs as HTML: the text nodes are the text, whatever it is."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from annotations.web.workbench_text import shown_paragraphs

HOSTILE = st.sampled_from(list("<>&\"' \tab😀👍🏽قَال\u202e\u2066\u2069\u200f\u200b\ufeff\u061c\n{}%"))


class Reader(HTMLParser):
    """The text nodes and the tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@given(st.text(HOSTILE, max_size=60))
def test_the_text_nodes_are_exactly_the_text(text):
    for paragraph in shown_paragraphs(text):
        read = Reader(paragraph.html)
        assert read.text == text[paragraph.start : paragraph.end]
        assert {tag for tag, _ in read.tags} <= {"span"}


def test_markup_in_the_text_stays_text():
    (paragraph,) = shown_paragraphs("<script>alert(1)</script> & more.")
    assert Reader(paragraph.html).tags == []


def test_a_control_is_shown_as_a_chip_that_holds_it():
    (paragraph,) = shown_paragraphs("He said \u202eno\u200f.")
    chips = [attrs for _, attrs in Reader(paragraph.html).tags]
    assert [(chip["data-short"], chip["class"]) for chip in chips] == [
        ("RLO", "chip chip-bidi_control"),
        ("RLM", "chip chip-invisible"),
    ]
    assert chips[0]["aria-label"] == "right-to-left override"


def test_offsets_count_code_points_and_blank_lines_have_no_paragraph():
    shown = shown_paragraphs("😀😀 one.\n\n \ntwo.")
    assert [(one.start, one.end) for one in shown] == [(0, 7), (11, 15)]


def test_runs_of_spaces_and_tabs_are_noticed():
    assert [one.is_spaced for one in shown_paragraphs("one two.\none  two.\none\ttwo.")] == [False, True, True]
