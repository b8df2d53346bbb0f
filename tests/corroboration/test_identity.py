"""Statements that contradict each other are found, also through others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from annotations.corroboration import Statement, Voice, find_contradiction
from annotations.corroboration.identity import Identity, merges_of
from tests.corroboration.strategies import statements


def same(key, a, b):
    return Statement(key, "same", a, b)


def distinct(key, a, b):
    return Statement(key, "distinct", a, b)


@pytest.mark.parametrize(
    ("standing", "new", "old"),
    [
        ([same("1", "a", "b")], distinct("n", "b", "a"), "1"),
        ([distinct("1", "a", "b")], same("n", "b", "a"), "1"),
        ([same("1", "a", "b"), same("2", "b", "c")], distinct("n", "c", "a"), "2"),
        ([same("1", "a", "b"), distinct("2", "b", "c")], same("n", "c", "a"), "2"),
        ([same("1", "a", "b"), same("2", "c", "d"), distinct("3", "a", "d")], same("n", "b", "c"), "3"),
        ([same("1", "a", "b")], distinct("n", "a", "c"), None),
        ([same("1", "a", "b")], same("n", "a", "b"), None),
        ([distinct("1", "a", "b")], distinct("n", "a", "b"), None),
        ([distinct("1", "a", "b"), distinct("2", "b", "c")], same("n", "a", "c"), None),
        ([], same("n", "a", "b"), None),
    ],
)
def test_contradictions(standing, new, old):
    found = find_contradiction(standing, new)
    assert (found.old.key if found and found.old else None) == old
    assert (found is None) == (old is None)


def test_the_way_is_told():
    found = find_contradiction([same("1", "a", "b"), same("2", "b", "c"), same("3", "x", "y")], distinct("n", "a", "c"))
    assert found is not None
    assert [merge.by for merge in found.through] == ["1", "2"]
    found = find_contradiction([same("1", "a", "b"), distinct("2", "b", "c")], same("n", "a", "c"))
    assert found is not None
    assert [merge.by for merge in found.through] == ["1", "n"]


def test_a_voice_is_not_different_from_itself():
    found = find_contradiction([], distinct("n", "a", "a"))
    assert found is not None
    assert (found.old, found.through) == (None, ())


def test_the_official_voices_of_an_institution_are_not_stated_different():
    voices = [Voice("a", "named_person", institution="i"), Voice("b", "named_person", institution="i")]
    found = find_contradiction([], distinct("n", "a", "b"), voices)
    assert found is not None
    assert found.old is None
    assert {merge.why for merge in found.through} == {"institution"}
    found = find_contradiction([distinct("1", "x", "b")], same("n", "x", "a"), voices)
    assert found is not None
    assert found.old == distinct("1", "x", "b")


KEYS = ["a", "b", "c", "d", "e"]


@settings(max_examples=150, deadline=None)
@given(statements(KEYS, most=10))
def test_exactly_what_contradicts_is_refused(drawn):
    """Against the definition: no accepted difference lies within one group, and none was refused without need."""
    kept: list[Statement] = []
    for new in drawn:
        groups = Identity(merges_of([*kept, new]))
        clashes = any(groups.group(one.a) == groups.group(one.b) for one in [*kept, new] if one.kind == "distinct")
        assert (find_contradiction(kept, new) is not None) == clashes
        if not clashes:
            kept.append(new)
