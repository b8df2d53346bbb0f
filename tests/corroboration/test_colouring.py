"""The fewest colours: against brute force, at forty vertices, and as a marked bound beyond."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.corroboration.colouring import bits, chromatic_number


def graph_of(size: int, edges) -> list[int]:
    neighbours = [0] * size
    for a, b in edges:
        neighbours[a] |= 1 << b
        neighbours[b] |= 1 << a
    return neighbours


def random_graph(size: int, share: float, seed: int) -> list[int]:
    random = Random(seed)  # noqa: S311 - a graph is no secret
    return graph_of(size, [(a, b) for a in range(size) for b in range(a) if random.random() < share])


def by_brute_force(neighbours: list[int]) -> int:
    """Try every colouring with 1, 2, 3, ... colours; a colour appears only after those before it."""
    size = len(neighbours)
    edges = [(a, b) for a in range(size) for b in bits(neighbours[a]) if b < a]
    for colours in range(size + 1):
        for row in product(*(range(min(place + 1, colours)) for place in range(size))):
            if all(row[a] != row[b] for a, b in edges):
                return colours
    raise AssertionError("so many colours always suffice")


@st.composite
def small_graphs(draw):
    size = draw(st.integers(0, 8))
    pairs = [(a, b) for a in range(size) for b in range(a)]
    return graph_of(size, draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])


@settings(max_examples=150, deadline=None)
@given(small_graphs())
def test_as_by_brute_force(neighbours):
    assert chromatic_number(neighbours) == (by_brute_force(neighbours), True)


@settings(max_examples=60, deadline=None)
@given(small_graphs(), st.data())
def test_a_vertex_that_weighs_is_so_many_neighbours(neighbours, data):
    size = len(neighbours)
    weights = data.draw(st.lists(st.integers(1, 2), min_size=size, max_size=size))
    if sum(weights) > 9:
        return
    copies = [v for v in range(size) for _ in range(weights[v])]
    edges = [
        (a, b)
        for a, v in enumerate(copies)
        for b, u in enumerate(copies)
        if b < a and (u == v or neighbours[v] >> u & 1)
    ]
    assert chromatic_number(neighbours, weights) == (by_brute_force(graph_of(len(copies), edges)), True)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9])
def test_exact_at_forty(share):
    for seed in (1, 2):
        neighbours = random_graph(40, share, seed)
        found = chromatic_number(neighbours)
        assert found.exact
        assert found.fewest >= largest_clique(neighbours)


def largest_clique(neighbours: list[int]) -> int:
    """Bron and Kerbosch (1973), with a pivot."""

    def grow(size: int, candidates: int, done: int) -> int:
        if not candidates and not done:
            return size
        pivot = max(bits(candidates | done), key=lambda v: (neighbours[v] & candidates).bit_count())
        best = size
        for v in bits(candidates & ~neighbours[pivot]):
            best = max(best, grow(size + 1, candidates & neighbours[v], done & neighbours[v]))
            candidates, done = candidates & ~(1 << v), done | 1 << v
        return best

    return grow(0, (1 << len(neighbours)) - 1, 0)


def mycielski(neighbours: list[int]) -> list[int]:
    """The graph of Mycielski (1955): one colour more, no larger clique."""
    size = len(neighbours)
    edges = [(a, b) for a in range(size) for b in bits(neighbours[a])]
    edges += [(a, size + b) for a, b in edges] + [(size + a, 2 * size) for a in range(size)]
    return graph_of(2 * size + 1, edges)


def test_more_than_the_largest_clique():
    """A clique alone would say 2 for each of these."""
    neighbours = graph_of(2, [(0, 1)])
    for expected in (3, 4, 5):
        neighbours = mycielski(neighbours)
        assert chromatic_number(neighbours) == (expected, True)


def test_too_large_a_graph_gives_a_marked_bound():
    neighbours = random_graph(150, 0.5, 1)
    found = chromatic_number(neighbours)
    assert not found.exact
    assert 8 <= found.fewest <= 30
    chain = graph_of(3, [(0, 1), (1, 2)])
    assert chromatic_number(chain, [10**6, 5, 10**6]) == (10**6 + 5, False)


@pytest.mark.parametrize(
    ("neighbours", "weights", "expected"),
    [
        ([], None, 0),
        ([0], None, 1),
        ([0, 0, 0], None, 1),
        ([0], [10**6], 10**6),
        ([0, 0, 0b1000, 0b100], [5, 1, 1, 1], 5),
        (graph_of(5, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]), None, 3),
        (graph_of(300, [(a, b) for a in range(300) for b in range(a)]), None, 300),
    ],
)
def test_simple_graphs(neighbours, weights, expected):
    assert chromatic_number(neighbours, weights) == (expected, True)
