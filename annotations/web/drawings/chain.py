"""The chain of a claim: outlets, on the word of wires and speakers, down to the roots; which count, merge and differ.

Reports stand where reading begins and roots where it ends, so in Arabic the drawing runs from right to left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from annotations.corroboration import Path, Root, Voices
from annotations.web.drawings import svg
from annotations.web.drawings.svg import Drawing

MOST_PATHS = 60
"""Paths that are drawn; the list beside the drawing has them all."""
MOST_DIFFERENCES = 24
_LEAST_WIDE, _MOST_WIDE = 168, 300
ROOM = 720
"""So wide is a drawing that needs no scrolling beside the page's side; boxes are no wider than names need."""
_LINE, _LEAST_HIGH = 16, 44
_GAP_X, _GAP_Y = 60, 14
_EDGE = 12
_ARCS = 56
_LETTER = 8
"""Pixels that a letter takes at most, on the average of a name."""
_MARGIN = 16


@dataclass(frozen=True, slots=True)
class ChainWords:
    """The words of the drawing in the reader's language.

    `name_of` names a voice, `voice_of` says which voice a link has, `merged` and `people` put a number into words.
    """

    name_of: Callable[[str], str]
    voice_of: Mapping[str, str]
    label: str
    description: str
    unknown: str
    merged: Callable[[int], str]
    people: Callable[[int], str]
    counts: Mapping[str, str]
    differs: str
    circular: str


@dataclass(slots=True)
class _Node:
    key: tuple[str, str]
    words: str
    told: str
    classes: list[str]
    note: str = ""
    column: int = 0
    row: int = 0
    beyond: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def draw_chain(voices: Voices, words: ChainWords, *, right_to_left: bool, key: str) -> Drawing:
    """Draw one stance's paths and roots. `key` makes the ids of the drawing unique in its page."""
    shown = _shown(voices.paths)
    nodes = _nodes(shown, {root.key: root for root in voices.roots}, words)
    _place(nodes)
    columns = 1 + max((node.column for node in nodes.values()), default=0)
    rows = 1 + max((node.row for node in nodes.values()), default=0)
    differences = _differences(voices, nodes)
    beside = 2 * _EDGE + (columns - 1) * _GAP_X + (_ARCS if differences else 0)
    wide = _wide(nodes.values(), (ROOM - beside) // columns)
    high = _high(nodes.values(), wide)
    sheet = _Sheet(
        width=beside + columns * wide,
        height=2 * _EDGE + rows * high + max(0, rows - 1) * _GAP_Y,
        mirrored=right_to_left,
        taken=frozenset((node.column, node.row) for node in nodes.values()),
        wide=wide,
        high=high,
    )
    lines = [sheet.edge(node, nodes[to], how) for node in nodes.values() for to, how in node.beyond.items()]
    arcs = [sheet.arc(nodes[a], nodes[b], words.differs, place) for place, (a, b) in enumerate(differences)]
    boxes = [sheet.box(node) for node in nodes.values()]
    return svg.drawing(
        *lines, *arcs, *boxes,
        width=sheet.width, height=sheet.height, label=words.label, description=words.description,
        class_="drawing drawing-chain", key=key, left_out=len(voices.paths) - len(shown),
    )  # fmt: skip


def _wide(nodes: Iterable[_Node], room: int) -> int:
    """The width of all boxes: what the longest name needs on one line, as far as there is room for that."""
    longest = max((len(node.words) for node in nodes), default=0)
    return max(_LEAST_WIDE, min(_MOST_WIDE, room, longest * _LETTER + _MARGIN))


def _high(nodes: Iterable[_Node], wide: int) -> int:
    lines = [len(_lines(node.words, wide)) + bool(node.note) for node in nodes]
    return max(_LEAST_HIGH, _LINE * max(lines, default=0) + 12)


def _lines(words: str, wide: int) -> list[str]:
    """A name on one line, or on two; what does not fit there either ends in an ellipsis."""
    most = (wide - _MARGIN) // _LETTER + 2
    if len(words) <= most:
        return [words]
    head, rest = "", words.split()
    while rest and len(f"{head} {rest[0]}".strip()) <= most:
        head = f"{head} {rest.pop(0)}".strip()
    return [head, svg.short(" ".join(rest), most)] if head else [svg.short(words, most)]


def _shown(paths: Sequence[Path]) -> list[Path]:
    """What counts first, then what goes round in circles, then what does not count; each in its order."""
    ranks = {"fully": 0, "max_only": 1}
    ranked = sorted(paths, key=lambda path: ranks.get(path.counts, 2 if path.why == "circular" else 3))
    return ranked[:MOST_PATHS]


def _nodes(paths: Sequence[Path], roots: Mapping[str, Root], words: ChainWords) -> dict[tuple[str, str], _Node]:
    """One node for each voice that passes something on, and one for each root.

    The last link of a path is the root itself; it is drawn before it only where several voices are merged there.
    """
    nodes: dict[tuple[str, str], _Node] = {}
    for path in paths:
        row = [("link", words.voice_of.get(link, link)) for link in path.links]
        if path.root is not None:
            merged = len(roots[path.root].voices) > 1 and len(row) > 1
            row = [*(row if merged or len(row) == 1 else row[:-1]), ("root", path.root)]
        how = "circular" if path.why == "circular" else path.counts
        for kind, voice in row:
            if (kind, voice) not in nodes:
                nodes[kind, voice] = _root(roots[voice], words) if kind == "root" else _link(voice, words)
        for here, there in pairwise(row):
            if here != there:
                nodes[here].beyond.setdefault(there, set()).add(how)
        if how == "circular":
            for one in row:
                nodes[one].classes.append("node-circular")
                nodes[one].note = f"↻ {words.circular}"
    return nodes


def _link(voice: str, words: ChainWords) -> _Node:
    name = words.name_of(voice)
    return _Node(("link", voice), name, name, ["node-link"])


def _root(root: Root, words: ChainWords) -> _Node:
    names = [words.unknown if root.unknown else words.name_of(voice) for voice in root.voices]
    classes = ["node-root", f"node-{root.counts}", *(["node-unknown"] if root.unknown else [])]
    signs = [words.merged(len(names))] if len(names) > 1 else []
    signs += [words.people(root.people)] if root.people > 1 else []
    signs.append(words.counts[root.counts])
    return _Node(("root", root.key), names[0], " = ".join(names), classes, note=" · ".join(signs))


def _place(nodes: Mapping[tuple[str, str], _Node]) -> None:
    """Columns by the longest way from a report, but for ways back; roots all in the last one; rows by neighbours."""
    order = _in_order(nodes)
    turn = {node.key: number for number, node in enumerate(order)}
    for node in order:
        for to in node.beyond:
            if turn[to] > turn[node.key]:
                nodes[to].column = max(nodes[to].column, node.column + 1)
    last = max((node.column for node in nodes.values()), default=0)
    for node in nodes.values():
        if node.key[0] == "root":
            node.column = max(last, 1)
    _stack(order, nodes)


def _stack(order: Sequence[_Node], nodes: Mapping[tuple[str, str], _Node]) -> None:
    """Rows. What leads straight to a root stands above what goes through others, so that lines pass few boxes."""
    reach: dict[tuple[str, str], int] = {}
    for node in reversed(order):
        reach[node.key] = 1 + max((reach.get(to, 0) for to in node.beyond), default=0)
    free: dict[int, int] = {}
    above: dict[tuple[str, str], list[int]] = {}

    def turn(node: _Node) -> tuple[int, bool, float, int]:
        rows = above.get(node.key, [0])
        return node.column, "node-circular" in node.classes, sum(rows) / len(rows), reach[node.key]

    waiting = list(order)
    while waiting:
        column = min(node.column for node in waiting)
        for node in sorted((one for one in waiting if one.column == column), key=turn):
            rows = above.get(node.key, [0])
            node.row = max(free.get(column, 0), round(sum(rows) / len(rows)))
            free[column] = node.row + 1
            for to in node.beyond:
                if nodes[to].column > column:
                    above.setdefault(to, []).append(node.row)
        waiting = [one for one in waiting if one.column != column]


def _in_order(nodes: Mapping[tuple[str, str], _Node]) -> list[_Node]:
    """Each node before those it leads to, where that is possible (Tarjan 1976, without recursion)."""
    done: list[_Node] = []
    seen: set[tuple[str, str]] = set()
    for first in nodes:
        stack = [(first, iter(nodes[first].beyond))] if first not in seen else []
        seen.add(first)
        while stack:
            key, beyond = stack[-1]
            following = next((to for to in beyond if to not in seen), None)
            if following is None:
                done.append(nodes[key])
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, iter(nodes[following].beyond)))
    return done[::-1]


def _differences(
    voices: Voices, nodes: Mapping[tuple[str, str], _Node]
) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    if voices.differences_in_all > MOST_DIFFERENCES:
        return []
    counted = {root.key for root in voices.roots if root.counts != "not"}
    pairs = [(("root", one.a), ("root", one.b)) for one in voices.differences if {one.a, one.b} <= counted]
    return [(a, b) for a, b in pairs if a in nodes and b in nodes]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Where things stand, in pixels; mirrored where reading goes from right to left."""

    width: int
    height: int
    mirrored: bool
    taken: frozenset[tuple[int, int]]
    wide: int
    high: int

    def x(self, column: int) -> int:
        """The edge of a column at which reading meets it first."""
        along = _EDGE + column * (self.wide + _GAP_X)
        return self.width - along if self.mirrored else along

    def on(self, x: int, by: int) -> int:
        """So many pixels further in the direction of reading."""
        return x - by if self.mirrored else x + by

    def y(self, node: _Node) -> int:
        """The middle of the node."""
        return _EDGE + node.row * (self.high + _GAP_Y) + self.high // 2

    def box(self, node: _Node) -> str:
        start, y = self.x(node.column), self.y(node)
        left = start - self.wide if self.mirrored else start
        round_ends = _LEAST_HIGH // 2 if node.key[0] == "root" else 3
        parts = [
            svg.title(f"{node.told}: {node.note}" if node.note else node.told),
            svg.element(
                "rect", x=left, y=y - self.high // 2, width=self.wide, height=self.high, rx=round_ends,
                class_="node-box",
            ),
        ]  # fmt: skip
        if "node-root" in node.classes and " = " in node.told:
            inner = {"x": left + 3, "y": y - self.high // 2 + 3, "width": self.wide - 6, "height": self.high - 6}
            parts.append(svg.element("rect", **inner, rx=round_ends - 3, class_="node-inner"))
        parts += self._words(node, left + self.wide // 2)
        return svg.element("g", *parts, class_=" ".join(dict.fromkeys(["node", *node.classes])))

    def _words(self, node: _Node, middle: int) -> list[str]:
        """The name and the note below it, in the middle of the box."""
        told = [(line, "node-words") for line in _lines(node.words, self.wide)]
        if node.note:
            told.append((svg.short(node.note, self.wide // 6), "node-note"))
        top = self.y(node) - _LINE * (len(told) - 1) // 2 + 5
        return [
            svg.text(line, x=middle, y=top + place * _LINE, class_=name) for place, (line, name) in enumerate(told)
        ]

    def edge(self, node: _Node, to: _Node, how: set[str]) -> str:
        """A line from the end of one box to the beginning of the other; one that leads back runs beside that."""
        kind = next(one for one in ("fully", "max_only", "circular", "not") if one in how)
        y, to_y = self.y(node), self.y(to)
        if to.column > node.column:
            aside = -8 if kind == "circular" else 0
            y, to_y, on = y + aside, to_y + aside, 1
            start, end = self.on(self.x(node.column), self.wide), self.on(self.x(to.column), -2)
            far = end if to.column == node.column + 1 else self.on(start, _GAP_X)
            if any((column, to.row) in self.taken for column in range(node.column + 1, to.column)):
                start, far = self.on(end, -_GAP_X), end  # its own row is freer: turn at the end
        else:
            y, to_y, on = y + 9, to_y + 9, -1
            start, end = self.x(node.column), self.on(self.x(to.column), self.wide + 2)
            if to.column == node.column:  # one below the other: a bow at their end
                start = end
            far = self.on(start, -on * _GAP_X if start == end else on * _GAP_X)
        bend, near = self.on(start, (-on if start == end else on) * _GAP_X // 2), self.on(far, -on * _GAP_X // 2)
        straight = f"M{self.on(self.x(node.column), self.wide)} {y}L{start} {y}" if on > 0 else f"M{start} {y}"
        path = f"{straight}C{bend} {y} {near} {to_y} {far} {to_y}L{end} {to_y}"
        return svg.element("g", svg.element("path", d=path), self._head(end, to_y, on), class_=f"edge edge-{kind}")

    def _head(self, x: int, y: int, on: int) -> str:
        tail = self.on(x, -7 * on)
        return svg.element("path", d=f"M{x} {y}L{tail} {y - 4}L{tail} {y + 4}Z", class_="edge-head")

    def arc(self, a: _Node, b: _Node, words: str, place: int) -> str:
        """A bow between two roots that are provably different."""
        y, to_y = sorted((self.y(a), self.y(b)))
        start = self.on(self.x(a.column), self.wide + 2)
        bow = self.on(start, 14 + 9 * (place % 4) + min(20, (to_y - y) // 20))
        sign_x, sign_y = self.on(start, 12 + 7 * (place % 4)), (y + to_y) // 2 + 4
        return svg.element(
            "g",
            svg.title(f"{a.told} ≠ {b.told}: {words}"),
            svg.element("path", d=f"M{start} {y + 6}C{bow} {y + 6} {bow} {to_y - 6} {start} {to_y - 6}"),
            svg.text("≠", x=sign_x, y=sign_y),
            class_="difference",
        )
