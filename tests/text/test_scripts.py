"""The language that the letters of a text tell."""

from __future__ import annotations

import pytest

from annotations.text import language_by_script


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال مسؤول", "ar"),
        ("نقلت Reuters عن مسؤولين كبار", "ar"),
        ("Officials told الشرق so", "en"),
        ("Él dijo", "en"),
        ("אמר", ""),
        ("Он сказал AFP", ""),
        ("ab قا", ""),
        ("12:30 ؟ …", ""),
        ("", ""),
    ],
)
def test_the_script_of_most_letters_tells_the_language(text: str, language: str):
    assert language_by_script(text) == language
