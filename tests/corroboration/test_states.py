"""Each state at the edges of what it holds for: one voice more or less makes another."""

from __future__ import annotations

import pytest

from annotations.corroboration import Interval
from annotations.corroboration.states import state_of


@pytest.mark.parametrize(
    ("supporting", "refuting", "state"),
    [
        ((0, 0), (0, 0), "unverified"),
        ((0, 1), (0, 0), "single_source"),
        ((1, 1), (0, 0), "single_source"),
        ((1, 5), (0, 0), "single_source"),
        ((2, 2), (0, 0), "corroborated"),
        ((2, 5), (0, 0), "corroborated"),
        ((2, 2), (0, 1), "disputed"),
        ((0, 1), (0, 1), "disputed"),
        ((5, 5), (1, 1), "disputed"),
        ((0, 0), (0, 1), "disputed"),
        ((0, 0), (1, 1), "disputed"),
        ((0, 0), (1, 5), "disputed"),
        ((0, 0), (2, 2), "refuted"),
        ((0, 1), (2, 2), "disputed"),
    ],
)
def test_by_number_of_voices_where_nothing_is_decisive(supporting, refuting, state):
    assert state_of(Interval(*supporting), Interval(*refuting), supported=False, refuted=False) == state


@pytest.mark.parametrize(
    ("supported", "refuted", "state"),
    [(True, False, "confirmed"), (False, True, "refuted"), (True, True, "disputed")],
)
@pytest.mark.parametrize(("supporting", "refuting"), [((1, 1), (0, 0)), ((1, 1), (2, 2)), ((2, 2), (1, 1))])
def test_what_is_decisive_outweighs_any_number(supporting, refuting, supported, refuted, state):
    assert state_of(Interval(*supporting), Interval(*refuting), supported=supported, refuted=refuted) == state


@pytest.mark.parametrize(
    ("supporting", "refuting", "state"),
    [
        ((0, 0), (0, 0), "retracted"),
        ((0, 0), (2, 2), "retracted"),
        ((0, 1), (0, 0), "single_source"),
        ((2, 2), (0, 0), "corroborated"),
    ],
)
def test_a_withdrawal_counts_where_nobody_else_says_it(supporting, refuting, state):
    withdrawn = state_of(Interval(*supporting), Interval(*refuting), supported=False, refuted=False, withdrawn=True)
    assert withdrawn == state
