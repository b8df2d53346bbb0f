"""Every bidi control and invisible character is named, and nothing else."""

import pytest
from hypothesis import given

from annotations.text import BIDI_CONTROLS, INVISIBLES, Flag, flags, isolated
from tests.effort import effort
from tests.text.strategies import million, seed, texts


def test_an_override_is_flagged_with_its_place_and_name():
    assert flags("قال \u202eabc\u202c") == [
        Flag(4, "U+202E", "RIGHT-TO-LEFT OVERRIDE", "bidi_control"),
        Flag(8, "U+202C", "POP DIRECTIONAL FORMATTING", "bidi_control"),
    ]


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_every_bidi_control(code):
    assert [(flag.code_point, flag.kind) for flag in flags(chr(code))] == [(f"U+{code:04X}", "bidi_control")]


@pytest.mark.parametrize("code", [0x200B, 0x200E, 0x200F, 0x061C, 0xFEFF])
def test_every_invisible(code):
    assert [(flag.code_point, flag.kind) for flag in flags(chr(code))] == [(f"U+{code:04X}", "invisible")]


@given(texts())
def test_flags_are_exactly_the_flagged_characters_in_order(text):
    expected = [offset for offset, character in enumerate(text) if character in BIDI_CONTROLS + INVISIBLES]
    assert [flag.offset for flag in flags(text)] == expected


def test_a_name_is_isolated_whatever_its_direction():
    assert isolated("Reuters") == "\u2068Reuters\u2069"
    assert [flag.code_point for flag in flags(isolated("رويترز"))] == ["U+2068", "U+2069"]


def test_joiners_and_the_article_are_not_flagged():
    assert flags("می\u200cخواهم 👩\u200d🚀 a\u00adb") == []
    assert flags(seed()) == []


@pytest.mark.slow
def test_a_million_code_points_take_no_time():
    assert effort(lambda: flags(million("قال "))) < 10
    assert len(flags(million("\u202e"))) == 1_000_000
