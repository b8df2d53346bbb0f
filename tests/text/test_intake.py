"""Nothing is lost at the door, and what cannot be kept is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.errors import DomainError, MalformedError, RuleBrokenError
from annotations.text import MAX_CODE_POINTS, WHITE_SPACE, receive, receive_text
from tests.text.strategies import SEED, seed, texts


def refused(call, argument) -> DomainError:
    with pytest.raises(DomainError) as caught:
        call(argument)
    return caught.value


def test_the_article_comes_through_unchanged():
    assert receive(SEED.read_bytes()) == seed()


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("\ufeffأ", "أ"),
        ("\ufeff\ufeffأ", "\ufeffأ"),
        ("أ\ufeff", "أ\ufeff"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb\n\rc", "a\n\nb\n\nc"),
        ("  e\u0301 \u202eأ\u200b\t\n", "  e\u0301 \u202eأ\u200b\t\n"),
        ("a\u2028b\x0bc\x85d", "a\u2028b\x0bc\x85d"),
    ],
)
def test_only_the_bom_and_line_ends_change(given_text, kept):
    assert receive_text(given_text) == kept
    assert receive(given_text.encode()) == kept


@given(texts())
def test_what_is_received_differs_only_by_bom_and_line_ends(text):
    text = "م" + text.replace("\0", "")
    received = receive(text.encode())
    assert "\r" not in received
    assert received.replace("\n", "") == text.replace("\r", "").replace("\n", "")
    assert receive_text(received) == received
    assert received.count("\n") == len((text + "x").splitlines()) - 1 - sum(
        map(text.count, "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
    )


@given(texts(), st.sampled_from([b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf4\x90\x80\x80"]))
def test_bytes_that_are_not_utf8_are_refused_with_their_offset(text, wrong):
    good = text.encode()
    error = refused(receive, good + wrong + b" ")
    assert isinstance(error, MalformedError)
    assert error.rule == "text.not_utf8"
    assert f"offset {len(good)} " in error.detail


def test_the_byte_offset_counts_the_bom():
    assert "byte offset 4 " in refused(receive, b"\xef\xbb\xbfa\xff").detail


@pytest.mark.parametrize("surrogate", [0xD800, 0xDFFF, 0xDC80])
def test_lone_surrogates_are_refused(surrogate):
    error = refused(receive_text, f"أب{chr(surrogate)}ج")
    assert isinstance(error, MalformedError)
    assert error.rule == "text.lone_surrogate"
    assert "offset 2" in error.detail


def test_nul_is_refused_with_its_offset():
    for call, argument in ((receive_text, "أب\0"), (receive, "أب\0".encode())):
        error = refused(call, argument)
        assert isinstance(error, RuleBrokenError)
        assert error.rule == "text.nul"
        assert "offset 2" in error.detail


@pytest.mark.parametrize("text", ["", "\ufeff", " \t\r\n", WHITE_SPACE])
def test_text_of_white_space_is_empty(text):
    assert refused(receive_text, text).rule == "text.empty"
    assert refused(receive, text.encode()).rule == "text.empty"


def test_the_longest_text_fits_and_one_more_does_not():
    assert len(receive_text("\ufeff" + "ا\r\n" * (MAX_CODE_POINTS // 2))) == MAX_CODE_POINTS
    assert len(receive(b"\xef\xbb\xbf" + "😀".encode() * MAX_CODE_POINTS)) == MAX_CODE_POINTS
    assert refused(receive_text, "ا" * (MAX_CODE_POINTS + 1)).rule == "text.too_long"
    assert refused(receive, b"a" * (MAX_CODE_POINTS + 1)).rule == "text.too_long"
    assert refused(receive, b"\xff" * (4 * MAX_CODE_POINTS + 4)).rule == "text.too_long"
