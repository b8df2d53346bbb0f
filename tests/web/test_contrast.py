"""Every pair of tokens that lies one on the other is readable in both themes (WCAG 2.2, 1.4.3 and 1.4.11).

axe-core does not see the contrast of Arabic text, so the tokens are judged by arithmetic.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEETS = Path(__file__).parents[2] / "annotations/static/annotations/css"
_TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
LIGHT = {name: light for name, light, _dark in _TOKEN.findall((SHEETS / "tokens.css").read_text())}
DARK = {name: dark for name, _light, dark in _TOKEN.findall((SHEETS / "tokens.css").read_text())}

PAPERS = ("paper", "sheet", "sunken", "raised")
PARTS = ("source", "cue", "content", "addressee", "channel")
PILLS = (
    *("draft", "marked", "in_review", "accepted", "published", "correction_pending", "withdrawn", "rejected"),
    *("good", "warn", "bad", "note", "chip"),
    *("unverified", "single_source", "corroborated", "confirmed", "disputed", "refuted", "retracted", "unverifiable"),
)
TEXT = [
    *[(ink, paper) for ink in ("ink", "ink-soft", "ink-faint", "link") for paper in PAPERS],
    *[(ink, paper) for ink in ("rubric", *PARTS) for paper in ("paper", "sheet", "raised")],
    *[(ink, "paper") for ink in ("good", "warn", "bad")],
    *[(ink, "raised") for ink in ("good", "warn", "bad")],
    *[("ink", f"{part}-{state}") for part in PARTS for state in ("tint", "hover")],
    *[(pill, f"{pill}-tint") for pill in PILLS],
    ("on-rubric", "rubric"),
    ("on-rubric", "rubric-deep"),
    ("ink", "selected-tint"),
    ("ink", "linked-tint"),
    ("linked", "linked-tint"),
    ("ink", "found-tint"),
    ("on-found", "found-now"),
    *[("ink", f"{tint}-tint") for tint in ("good", "warn", "bad", "note")],
]
SHAPES = [
    *[("rule-strong", paper) for paper in ("paper", "sheet", "raised")],
    *[("focus", paper) for paper in PAPERS],
    *[(part, f"{part}-tint") for part in PARTS],
    *[(part, "sheet") for part in (*PARTS, "linked", "suggested")],
    *[(ink, "sheet") for ink in ("good", "warn", "bad", "note", "rubric")],
    *[(state, "sheet") for state in ("unverified", "single_source", "corroborated", "disputed", "refuted")],
    *[(state, "sheet") for state in ("confirmed-tint", "retracted-tint", "unverifiable")],
    *[(ink, f"{ink}-tint") for ink in ("good", "warn", "bad")],
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb, 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_arithmetic_is_the_standard_s():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_tokens_are_found():
    assert len(LIGHT) > 60
    assert LIGHT.keys() == DARK.keys()


def test_every_token_of_a_colour_is_judged():
    judged = {name for pair in (*TEXT, *SHAPES) for name in pair}
    ornament = {"rule"}  # a hairline between things that are told apart without it
    assert LIGHT.keys() - judged == ornament


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), TEXT)
def test_words_stand_out(theme, ink, paper):
    assert contrast(theme[ink], theme[paper]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), SHAPES)
def test_lines_and_rings_stand_out(theme, ink, paper):
    assert contrast(theme[ink], theme[paper]) >= 3


def test_parts_differ_without_colour():
    """The line under each part of a frame has a style and weight that no other part has."""
    tokens = (SHEETS / "tokens.css").read_text()
    lines = re.findall(rf"--(?:{'|'.join(PARTS)})-line: (\w+);\s*--\w+-weight: (\w+);", tokens)
    assert len(lines) == len(PARTS)
    assert len(set(lines)) == len(PARTS)


@pytest.mark.parametrize(
    "sheet",
    sorted(sheet for sheet in SHEETS.glob("*.css") if sheet.name != "tokens.css"),  # where colours are written out
    ids=lambda sheet: sheet.name,
)
def test_sheets_name_colours_by_token(sheet):
    """A colour that is written out is one that no theme can change."""
    written = re.findall(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(", sheet.read_text())
    assert written in ([], ["#14100c8c"])  # the veil behind a dialog is the same in both themes
