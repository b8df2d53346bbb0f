"""Quotes: taken, verified, and found again in another text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.anchoring import CONTEXT, QuoteSelector, locate, quote_of, text_of, verify
from annotations.anchoring.quotes import MAX_OCCURRENCES, shared_end, shared_start
from tests.anchoring.strategies import ARTICLE, segments_of, texts

TEXT = ARTICLE.read_text("utf-8")
SOURCE = "مسؤولون عراقيون وأجانب"


def at(words: str, text: str = TEXT) -> tuple[tuple[int, int], ...]:
    start = text.index(words)
    return ((start, start + len(words)),)


def test_a_quote_holds_the_words_and_32_code_points_around():
    quote = quote_of(TEXT, at(SOURCE))
    start = TEXT.index(SOURCE)
    assert quote.exact == SOURCE
    assert len(quote.prefix) == len(quote.suffix) == CONTEXT
    assert TEXT[start - CONTEXT :].startswith(quote.prefix + quote.exact + quote.suffix)


def test_a_quote_at_the_borders_has_less_context():
    assert quote_of("abc", ((0, 3),)) == QuoteSelector("abc", "", "")
    assert quote_of("abcde", ((1, 2), (3, 4))) == QuoteSelector("b d", "a", "e")


@given(st.data(), texts())
def test_a_quote_verifies_where_it_was_taken(data, text):
    if not text:
        return
    segments = data.draw(segments_of(len(text)))
    quote = quote_of(text, segments)
    assert verify(text, segments, quote)
    assert not verify(text, segments, QuoteSelector(quote.exact + "x", quote.prefix, quote.suffix))


@pytest.mark.parametrize("segments", [((5, 9),), ((0, 4),), ((1, 3),), ((1, 99),), ((-8, -4),), ()])
def test_a_quote_does_not_verify_elsewhere(segments):
    quote = quote_of("one two one two", ((4, 7),))
    assert not verify("one two one two", segments, quote)


def test_verifying_looks_at_the_context_too():
    text = "he said yes. she said yes."
    assert verify(text, ((8, 11),), QuoteSelector("yes", "he said ", ". she"))
    assert not verify(text, ((8, 11),), QuoteSelector("yes", "she said ", "."))


def test_a_quote_is_located_where_it_was_taken_and_after_an_insertion():
    quote = quote_of(TEXT, at(SOURCE))
    start, end = at(SOURCE)[0]
    assert locate(TEXT, quote, hint=None) == (start, end)
    assert locate("بغداد: " + TEXT, quote, hint=start) == (start + 7, end + 7)


def test_every_word_of_the_article_is_located_at_its_own_place_or_nowhere():
    start = 0
    found = 0
    for word in TEXT.split():
        start = TEXT.index(word, start)
        place = ((start, start + len(word)),)
        answer = locate(TEXT, quote_of(TEXT, place), hint=None)
        assert answer in (place[0], None)
        found += answer is not None
        start += len(word)
    assert found == len(TEXT.split())


def test_the_same_words_in_another_context_do_not_attract_the_quote():
    old = "Officials in Baghdad told the agency on Monday that talks had failed."
    quote = quote_of(old, at("Monday", old))
    new = "The match will be played next Monday, weather permitting, in Basra."
    assert locate(new, quote, hint=new.index("Monday")) is None


def test_context_decides_between_occurrences_before_the_hint_does():
    text = "The minister said no to the plan. The general said no to the press."
    second = text.rindex("said no")
    quote = quote_of(text, ((second, second + 7),))
    assert locate(text, quote, hint=0) == (second, second + 7)


def test_among_equals_the_closest_to_the_hint_wins_and_without_a_hint_nothing_does():
    line = "Nobody was hurt, the ministry of the interior in the capital said.\n"
    quote = quote_of(line * 3, ((len(line), 2 * len(line) - 1),))
    text = line * 5
    assert locate(text, quote, hint=None) is None
    assert locate(text, quote, hint=2 * len(line) + 5) == (2 * len(line), 3 * len(line) - 1)
    assert locate(text, quote, hint=2 * len(line) + len(line) // 2) == (2 * len(line), 3 * len(line) - 1)
    assert locate("xx".join(["Yes."] * 2), QuoteSelector("Yes.", "", ""), hint=3) is None


def test_a_quote_without_context_needs_a_single_occurrence():
    assert locate("only one here", QuoteSelector("one", "", ""), hint=None) == (5, 8)
    assert locate("one and one", QuoteSelector("one", "", ""), hint=None) is None
    assert locate("one", QuoteSelector("", "", ""), hint=None) is None


def test_a_pathological_text_gives_up_quickly():
    assert locate("a" * 200_000, QuoteSelector("a", "a" * 32, "a" * 32), hint=100) is None


@given(st.data(), texts(20), texts(6))
def test_what_is_located_reads_as_the_quote(data, text, inserted):
    if not text:
        return
    segment = data.draw(segments_of(len(text), most=1))
    place = data.draw(st.integers(0, len(text)))
    new = text[:place] + inserted + text[place:]
    found = locate(new, quote_of(text, segment), hint=None)
    assert found is None or new[found[0] : found[1]] == text_of(text, segment)


def test_half_of_the_longer_context_must_agree():
    quote = QuoteSelector("yes", "he then said ", "")  # 13 code points: 7 of them
    assert locate("She and said yes", quote) is None  # " said ": 6
    assert locate("Ben said yes", quote) == (9, 12)  # "en said ": 8
    assert locate("An said yes", quote) == (8, 11)  # "n said ": 7


def test_as_many_occurrences_as_are_looked_at_and_one_more():
    quote = QuoteSelector("yes", "", "")
    assert locate("yes " * MAX_OCCURRENCES, quote, hint=401) == (400, 403)
    assert locate("yes " * (MAX_OCCURRENCES + 1), quote, hint=401) is None


@given(st.text("ab", max_size=40), st.text("ab", max_size=3), st.text("ab", max_size=3))
def test_what_two_texts_have_in_common_at_either_end(common, one, other):
    a, b = common + one, common + other
    expected = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    assert shared_start(a, b) == shared_start(b, a) == expected
    assert shared_end(a[::-1], b[::-1]) == expected
