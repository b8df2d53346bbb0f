"""Who is called by name in a comment."""

from __future__ import annotations

import pytest

from annotations.text import called_in, parted

NAMES = {"sara", "sara.k", "مها", "o'neil", "a@b", "ann-marie"}


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("@sara look", ["sara"]),
        ("look, @sara.", ["sara"]),
        ("@sara.k, @sara.", ["sara.k", "sara"]),
        ("(@ann-marie)", ["ann-marie"]),
        ("هذا ل@مها، و@sara؟", ["مها", "sara"]),
        ("@sara and again @sara", ["sara"]),
        ("mail me at x@sara", []),
        ("@nobody @", []),
        ("@saras", []),
        ("@a@b", ["a@b"]),
        ("", []),
    ],
)
def test_a_name_is_called_with_its_sign_and_ends_before_punctuation(body: str, called: list[str]) -> None:
    assert called_in(body, NAMES) == called


def test_what_looks_like_a_call_is_set_apart_and_nothing_is_lost() -> None:
    assert list(parted("@sara هل؟ قل ل@مها.")) == [("@sara", True), (" هل؟ قل ل", False), ("@مها", True), (".", False)]
    assert list(parted("mail x@sara")) == [("mail x@sara", False)]
    assert list(parted("@sara.k, @sara.")) == [("@sara.k", True), (", ", False), ("@sara", True), (".", False)]
