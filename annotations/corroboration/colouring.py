"""The chromatic number of a graph: the fewest people that a number of voices can be, given which of them differ.

A graph is a list of neighbourhoods, each a whole number with one bit for every vertex. Exact by branch and bound after
Brélaz, "New methods to color the vertices of a graph" (1979), between a clique from below and a greedy colouring from
above, after taking away what cannot matter: smaller components, vertices next to all others, vertices of few
neighbours, vertices whose neighbourhood lies within another's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SURE = 40
"""Graphs of up to so many vertices are searched to the end; random ones take milliseconds, the hardest a second."""
_BRANCHES = 200_000
_WORK = 600_000
"""The work of one search at most: the vertices of a larger graph times the branches taken."""
_LARGEST_SEARCH = 400
_LARGEST_EXPANSION = 2_500
_CLIQUES = 64


class Colours(NamedTuple):
    """At least so many colours; `exact` if no more are needed."""

    fewest: int
    exact: bool


class _Bounds(NamedTuple):
    below: int
    above: int


def chromatic_number(neighbours: Sequence[int], weights: Sequence[int] | None = None) -> Colours:
    """Return how many colours suffice if no two neighbours share one, or a proven lower bound.

    `neighbours[v]` has bit u set exactly if u and v differ; no vertex is its own neighbour. Vertex v takes `weights[v]`
    colours (1 each by default). No vertices need 0 colours.
    """
    weights = weights or [1] * len(neighbours)
    parts: list[tuple[_Bounds, list[int]]] = []
    for vertices in _components(neighbours):
        total = sum(weights[v] for v in vertices)
        if total > _LARGEST_EXPANSION and len(vertices) > 1:
            parts.append((_Bounds(_heaviest_clique(neighbours, weights, vertices), total), []))
        elif len(vertices) == 1:
            parts.append((_Bounds(total, total), []))
        else:
            graph = _relabelled(neighbours, _expanded(vertices, weights))
            below = max(len(_clique(graph)), 2 if _is_bipartite(graph) else 3)
            parts.append((_Bounds(below, _greedy(graph)), graph))
    fewest = max((bounds.below for bounds, _ in parts), default=0)
    above = fewest
    for bounds, graph in sorted(parts, key=lambda part: -part[0].above):
        if bounds.above <= fewest:
            break
        narrowed = _searched(graph, _Bounds(max(bounds.below, fewest), bounds.above)) if graph else bounds
        fewest, above = max(fewest, narrowed.below), max(above, narrowed.above)
    return Colours(fewest, above <= fewest)


def bits(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set, lowest first."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def _components(neighbours: Sequence[int]) -> Iterator[list[int]]:
    left = (1 << len(neighbours)) - 1
    while left:
        reached = edge = left & -left
        while edge:
            beyond = 0
            for v in bits(edge):
                beyond |= neighbours[v]
            edge = beyond & ~reached
            reached |= beyond
        left &= ~reached
        yield list(bits(reached))


def _expanded(vertices: Sequence[int], weights: Sequence[int]) -> list[int]:
    """Every vertex as often as it weighs."""
    return [v for v in vertices for _ in range(weights[v])]


def _relabelled(neighbours: Sequence[int], vertices: Sequence[int]) -> list[int]:
    """The graph of these vertices alone, those with most neighbours first; copies of one vertex are neighbours."""
    degree = {v: neighbours[v].bit_count() for v in set(vertices)}
    order = sorted(vertices, key=lambda v: (-degree[v], v))
    places: dict[int, int] = {}
    for place, v in enumerate(order):
        places[v] = places.get(v, 0) | 1 << place
    if len(places) == len(neighbours) and order == list(range(len(order))):
        return list(neighbours)
    around = {v: _spread(neighbours[v], places) | places[v] for v in places}
    return [around[v] & ~(1 << place) for place, v in enumerate(order)]


def _spread(mask: int, places: dict[int, int]) -> int:
    spread = 0
    for v in bits(mask):
        spread |= places.get(v, 0)
    return spread


def _heaviest_clique(neighbours: Sequence[int], weights: Sequence[int], vertices: Sequence[int]) -> int:
    """The weight of a clique, heavy vertices taken first: a bound from below for graphs that are not expanded."""
    order = sorted(vertices, key=lambda v: (-weights[v], v))
    best = 0
    for first in order[:_CLIQUES]:
        weight, common = weights[first], neighbours[first]
        for v in order:
            if common >> v & 1:
                weight, common = weight + weights[v], common & neighbours[v]
        best = max(best, weight)
    return best


def _clique(graph: Sequence[int]) -> list[int]:
    """A large clique, grown from each of the vertices with most neighbours."""
    best: list[int] = []
    for first in range(min(len(graph), _CLIQUES)):
        clique, common = [first], graph[first]
        while common:
            if len(graph) <= _CLIQUES:
                v = max(bits(common), key=lambda one: (graph[one] & common).bit_count())
            else:
                v = (common & -common).bit_length() - 1
            clique.append(v)
            common &= graph[v]
        best = max(best, clique, key=len)
        if len(best) == len(graph):
            break
    return best


def _is_bipartite(graph: Sequence[int]) -> bool:
    """Whether two colours suffice for a connected graph: whether it has no odd cycle."""
    sides, edge, turn = [1, 0], 1, 0
    while edge:
        turn = 1 - turn
        around = 0
        for v in bits(edge):
            around |= graph[v]
        edge = around & ~sides[turn]
        sides[turn] |= around
    return not sides[0] & sides[1]


def _greedy(graph: Sequence[int]) -> int:
    """The colours that colouring in the order of the vertices takes."""
    classes: list[int] = []
    for v, around in enumerate(graph):
        for colour, members in enumerate(classes):
            if not members & around:
                classes[colour] |= 1 << v
                break
        else:
            classes.append(1 << v)
    return len(classes)


def _searched(graph: list[int], bounds: _Bounds) -> _Bounds:
    """Narrow the bounds, as far as the work allowed goes. Below `bounds.below` nothing is of interest."""
    rest, certain = _reduced(graph, bounds.below)
    if not rest:
        return _Bounds(bounds.below, max(bounds.below, certain))
    small = _relabelled(graph, rest)
    clique = _clique(small)
    if len(small) > _LARGEST_SEARCH:
        return _Bounds(max(bounds.below, certain + len(clique)), bounds.above)
    search = _Search(small, clique, at_least=bounds.below - certain, at_most=bounds.above - certain)
    found = search.run()
    return _Bounds(max(bounds.below, certain + found.below), certain + found.above)


def _reduced(graph: Sequence[int], enough: int) -> tuple[list[int], int]:
    """The vertices that matter where `enough` colours are there anyway, and how many more those left out need."""
    left, certain, changed = (1 << len(graph)) - 1, 0, True
    while changed and left:
        changed = False
        for v in bits(left):
            around = graph[v] & left
            if around | 1 << v == left:
                left, certain, changed = around, certain + 1, True
            elif around.bit_count() < enough - certain or _is_dominated(graph, v, around, left):
                left, changed = left & ~(1 << v), True
    return list(bits(left)), certain


def _is_dominated(graph: Sequence[int], v: int, around: int, left: int) -> bool:
    """Whether some vertex that is no neighbour of `v` has all its neighbours: `v` can share its colour."""
    others = left & ~around & ~(1 << v)
    if others.bit_count() > _LARGEST_SEARCH:
        return False
    return any(not around & ~graph[u] for u in bits(others))


class _Search:
    """Branch and bound: the uncoloured vertex with most colours around it comes next."""

    def __init__(self, graph: list[int], clique: Sequence[int], *, at_least: int, at_most: int) -> None:
        self._graph = graph
        self._least = max(at_least, len(clique))
        self._best = at_most
        self._work = _BRANCHES if len(graph) <= _SURE else _WORK // len(graph)
        self._seen = [0] * len(graph)
        self._left = (1 << len(graph)) - 1
        for colour, v in enumerate(clique):
            self._paint(v, colour)
        self._used = len(clique)

    def run(self) -> _Bounds:
        self._branch(self._left, self._seen, self._used)
        below = self._best if self._work > 0 else self._least
        return _Bounds(min(below, self._best), self._best)

    def _paint(self, v: int, colour: int) -> None:
        self._left &= ~(1 << v)
        for u in bits(self._graph[v] & self._left):
            self._seen[u] |= 1 << colour

    def _branch(self, left: int, seen: list[int], used: int) -> None:
        if used >= self._best or self._best <= self._least or self._work <= 0:
            return
        if not left:
            self._best = used
            return
        v = max(bits(left), key=lambda one: (seen[one].bit_count(), (self._graph[one] & left).bit_count()))
        after = left & ~(1 << v)
        around = list(bits(self._graph[v] & after))
        for colour in bits(~seen[v] & ((1 << min(used + 1, self._best - 1)) - 1)):
            self._work -= 1
            narrower = seen.copy()
            for u in around:
                narrower[u] |= 1 << colour
            self._branch(after, narrower, max(used, colour + 1))
