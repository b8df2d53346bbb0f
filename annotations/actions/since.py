"""What others did since a step, and is still in force: that a person is told, and never loses to another's undoing.

Who wrote a value last is not who it is from: whoever takes back a step of their own brings another's value back, in
their own name. So each column of an object has a line of what was written there. A change lengthens the line; undoing
takes it back to where it was before the step, and doing again to where it was before the undoing. Another's writing
that stands in the line of now, and did not when the step was taken, is theirs to keep.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Final

from annotations.actions.steps import COLUMNS, Past, Piece, Step, history, present
from annotations.models import Gesture, Layer, Mention, Undoing
from annotations.vocabulary import Way

_THERE: Final = "there"
"""Beside its columns an object has a line of its own coming and going."""

Turned = dict[tuple[str, datetime], frozenset[datetime]]
"""The stamps of the transactions that a transaction turned round, by its person and its stamp."""


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    """One writing in force, and those below it."""

    by: str
    below: _Line | None


@dataclass(frozen=True, slots=True)
class _Event:
    """An object was written, or taken away (no row)."""

    at: datetime
    by: str
    row: Past | None


Lines = dict[str, _Line | None]


class Since:
    """The clashes of one step's pieces with what others did, for one turning round."""

    def __init__(self, layer: Layer, username: str, step: Step, way: Way) -> None:
        self._layer, self._username, self._step, self._way = layer, username, step, way
        self._turned = _turned_in(layer)

    def clashes(self, pieces: Iterable[Piece], stamp: datetime) -> list[tuple[Piece, str]]:
        """The pieces that turning round would take from somebody else, and from whom."""
        told = list(pieces)
        found: list[tuple[Piece, str]] = []
        for kind in COLUMNS:
            of_kind = [piece for piece in told if piece.kind == kind]
            if of_kind:
                threads = _threads(self._layer, kind, of_kind)
                found += [(piece, self._changer(piece, threads[_place(piece)], stamp)) for piece in of_kind]
        return [(piece, who) for piece, who in found if who]

    def _changer(self, piece: Piece, thread: list[_Event], stamp: datetime) -> str:
        """Whose work would be lost; empty where nobody else's would."""
        there = thread[-1].row is not None
        if piece.kind != "progress" and piece.verb == "remove":
            return ""  # it is gone, or somebody brought it back: either way nothing of theirs is lost
        if piece.verb == "create" and not there:
            return ""
        names = piece.changed() if piece.verb == "change" else COLUMNS[piece.kind]
        if piece.verb != "change" or not there:
            names = (*names, _THERE)
        lines = _lines_of(thread, names, self._turned)
        begun, now = lines[self._base(thread, stamp)], lines[-1]
        others = (who for name in names for who in _added(begun[name], now[name]) if who != self._username)
        return next(others, "") or self._builder_on(piece)

    def _base(self, thread: list[_Event], stamp: datetime) -> int:
        """The event from which on others' work counts: what was done again was first taken long before."""
        first = self._step.made if self._way == Way.UNDO and stamp not in self._step.made else (stamp,)
        for stamps in (first, (stamp,)):
            at = [number for number, event in enumerate(thread) if event.at in stamps and event.by == self._username]
            if at:
                return at[-1]
        return 0

    def _builder_on(self, piece: Piece) -> str:
        """Who else tied a frame to a claim, or set a frame of theirs into it."""
        if piece.verb != "create" or piece.kind != "attributions":
            return ""
        tied = Mention.objects.filter(attribution_id=piece.key)
        inside = present("attributions").filter(parent_id=piece.key)
        whose = tied.values_list("created_by").union(tied.values_list("recorded_by"), inside.values_list("created_by"))
        return next((who for (who,) in whose if who != self._username), "")


def _added(begun: _Line | None, now: _Line | None) -> Iterator[str]:
    """Who wrote what stands in the line of now and did not stand in it then; the last first."""
    known = set(_down(begun))
    return (line.by for line in _down(now) if line not in known)


def _down(line: _Line | None) -> Iterator[_Line]:
    while line is not None:
        yield line
        line = line.below


def _lines_of(thread: list[_Event], names: Collection[str], turned: Turned) -> list[Lines]:
    """The lines of the columns after each event of the object."""
    values: list[dict[str, Any]] = [{}]
    lines: list[Lines] = [dict.fromkeys(names)]
    number = {(event.by, event.at): place for place, event in enumerate(thread)}
    for event in thread:
        value = _values(event, names, values[-1])
        # Where the first of the transactions stands that this one turned round.
        stamps = ((event.by, at) for at in turned.get((event.by, event.at), ()))
        back = min((number[one] for one in stamps if one in number), default=None)
        line = dict(lines[-1])
        for name in names:
            if value.get(name) == values[-1].get(name):
                continue
            restored = back is not None and value.get(name) == values[back].get(name)
            line[name] = lines[back][name] if back is not None and restored else _Line(event.by, line[name])
        values.append(value)
        lines.append(line)
    return lines[1:]


def _values(event: _Event, names: Collection[str], before: dict[str, Any]) -> dict[str, Any]:
    """The columns of what is gone stay as they were, for it comes back with them."""
    if event.row is None:
        return {**before, _THERE: None}
    return {**{name: getattr(event.row, name) for name in names if name != _THERE}, _THERE: True}


# The history of an object


def _place(piece: Piece) -> int:
    """What makes rows one object: their id, and for what is said of a paragraph the paragraph."""
    row: Any = piece.before or piece.after
    return int(row.start) if piece.kind == "progress" else piece.key


def _threads(layer: Layer, kind: str, pieces: list[Piece]) -> dict[int, list[_Event]]:
    """All that ever happened to the objects of the pieces, each in its order."""
    places = {_place(piece) for piece in pieces}
    which: dict[str, Any] = {"id__in": places}
    if kind == "progress":
        which = {"layer_id": layer.pk, "start__in": places}
    rows: dict[int, list[Past]] = {place: [] for place in places}
    now = present(kind).filter(**which) if kind == "progress" else [one.now for one in pieces if one.now is not None]
    for row in (*history(kind).filter(**which).order_by("history_id"), *now):
        rows[row.start if kind == "progress" else row.id].append(row)
    return {place: list(_events(of_place)) for place, of_place in rows.items()}


def _events(rows: list[Past]) -> Iterator[_Event]:
    # What a transaction itself wrote and wrote over again, nobody saw.
    seen = [row for row in rows if _ended(row) != row.recorded_at]
    for row, following in pairwise([*seen, None]):
        yield _Event(row.recorded_at, row.recorded_by, row)
        ended = _ended(row)
        if ended is not None and (following is None or following.recorded_at != ended):
            yield _Event(ended, row.superseded_by, None)


def _ended(row: Past) -> datetime | None:
    """When the row was over; None for what is there now."""
    ended: datetime | None = getattr(row, "superseded_at", None)
    return ended


def _turned_in(layer: Layer) -> Turned:
    """What every transaction turned round that undid or did again something in the layer."""
    log = Undoing.objects.filter(layer=layer).exclude(way=Way.LEAVE).order_by("id")
    made = _gestures(layer, {one.step for one in log})
    turned: Turned = {}
    last: dict[tuple[str, datetime], frozenset[datetime]] = {}
    for one in log:
        step = (one.username, one.step)
        turned[one.username, one.at] = last.get(step) or made.get(step, frozenset({one.step}))
        last[step] = frozenset({one.at})
    return turned


def _gestures(layer: Layer, steps: set[datetime]) -> dict[tuple[str, datetime], frozenset[datetime]]:
    """The stamps of the gestures that begin with these steps, by person and first stamp."""
    of_workspace = Gesture.objects.filter(workspace=layer.workspace_id)
    uids = of_workspace.filter(at__in=steps).values("uid")
    together: dict[tuple[str, Any], list[datetime]] = {}
    for one in of_workspace.filter(uid__in=uids).order_by("at"):
        together.setdefault((one.username, one.uid), []).append(one.at)
    return {(who, stamps[0]): frozenset(stamps) for (who, _), stamps in together.items()}
