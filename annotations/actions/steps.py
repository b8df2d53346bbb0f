"""The steps of one person's work in a layer, read from the history: what each transaction of theirs changed there.

All rows that a transaction writes carry one stamp, so a stamp names a step. What a step made, changed or took away is
the difference between the rows that it ended and the rows that it began. Where one gesture of a hand takes several
requests, its transactions together are one step (`models.Gesture`), named by the first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from annotations.models import Attribution, Gesture, Layer, Mention, Progress, Span, Undoing
from annotations.models.base import Recorded
from annotations.vocabulary import Through, Way

Past = Any  # a row of a history table: its class is made at run time
HANDS: Final = (Through.WEB, Through.API)
"""Doors through which a person changes single things. An import is undone otherwise."""

MODELS: Final[dict[str, type[Recorded]]] = {
    "attributions": Attribution, "spans": Span, "mentions": Mention, "progress": Progress,
}
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "spans": ("segments", "exact", "prefix", "suffix"),
    "attributions": (
        "source_id", "cue_id", "addressee_id", "channel_id", "content_ids", "speaker_ids", "parent_id", "resolution",
        "antecedent_frame_id", "antecedent_span_id", "cue_kind", "attitude",
    ),
    "mentions": ("polarity", "credibility"),
    "progress": ("state", "created_by", "created_at"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """One object in a step: as it was before and after it (None: it was not there), and as it is now.

    `after` and `now` are the same row in memory where nothing came between.
    """

    kind: str
    key: int
    before: Past | None
    after: Past | None
    now: Any | None

    @property
    def verb(self) -> str:
        if self.before is None:
            return "create"
        return "remove" if self.after is None else "change"

    @property
    def uid(self) -> str:
        row: Any = self.before or self.after
        return str(row.uid)

    def changed(self) -> list[str]:
        """The columns that the step changed in an object that was there before and after."""
        return self.differing(self.before, self.after)

    def differing(self, one: Any, other: Any) -> list[str]:
        return [name for name in COLUMNS[self.kind] if getattr(one, name) != getattr(other, name)]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the stamps of the transactions that made it, and of those that are to be turned round, in their order;
    and the kinds of objects that these changed, of which alone the history is read.
    """

    made: tuple[datetime, ...]
    stamps: tuple[datetime, ...]
    kinds: frozenset[str]

    @property
    def name(self) -> datetime:
        return self.made[0]


@dataclass(frozen=True, slots=True)
class Stack:
    """What can be undone and done again next."""

    undo: Step | None
    redo: Step | None


def stack_of(layer: Layer, username: str) -> Stack:
    """Undoing goes back from the newest step; doing again goes forward, until something new is done."""
    log = list(Undoing.objects.filter(layer=layer, username=username).order_by("id"))
    latest = {one.step: one for one in log}
    turned = {one.at for one in log}
    first_turned = {one.step: one.at for one in reversed(log)}
    kinds = kinds_of(layer, username)
    steps = _gathered(layer, username, kinds.keys() - turned, first_turned)
    newest = max((made[-1] for name, made in steps.items() if name not in latest), default=None)
    done = {name: _step(made, made, kinds) for name, made in steps.items() if name not in latest}
    undone: dict[datetime, Step] = {}
    for name, last in latest.items():
        step = _step(steps.get(name, (name,)), (last.at,), kinds)
        if last.way == Way.REDO:
            done[name] = step
        elif last.way == Way.UNDO and (newest is None or last.at > newest):
            undone[name] = step
    return Stack(_newest(done), _newest(undone))


def _gathered(
    layer: Layer, username: str, stamps: set[datetime], turned: dict[datetime, datetime]
) -> dict[datetime, tuple[datetime, ...]]:
    """The stamps of each step by its first. What comes after its step was turned round is a step by itself."""
    noted = Gesture.objects.filter(workspace=layer.workspace_id, username=username, at__in=stamps)
    gestures = dict(noted.values_list("at", "uid"))
    steps: dict[datetime, tuple[datetime, ...]] = {}
    begun: dict[UUID, datetime] = {}
    for stamp in sorted(stamps):
        gesture = gestures.get(stamp)
        first = begun.get(gesture) if gesture else None
        if first is None or stamp > turned.get(first, stamp):
            first = stamp
        if gesture:
            begun[gesture] = first
        steps[first] = (*steps.get(first, ()), stamp)
    return steps


def _newest(steps: dict[datetime, Step]) -> Step | None:
    return max(steps.values(), key=lambda step: step.stamps[-1], default=None)


def _step(made: tuple[datetime, ...], stamps: tuple[datetime, ...], kinds: dict[datetime, set[str]]) -> Step:
    # What was changed through another door is known by no stamp: there it may be any kind.
    return Step(made, stamps, frozenset[str]().union(*(kinds.get(stamp, MODELS) for stamp in (*made, *stamps))))


_WITHIN_LAYER: Final = "layer_id = %(layer)s AND workspace_id = %(workspace)s"
_TIED_WITHIN_LAYER: Final = """workspace_id = %(workspace)s AND (
    attribution_id IN (SELECT id FROM {frames} WHERE layer_id = %(layer)s
                       UNION SELECT id FROM {frames}_history WHERE layer_id = %(layer)s)
    OR span_id IN (SELECT id FROM {spans} WHERE layer_id = %(layer)s
                   UNION SELECT id FROM {spans}_history WHERE layer_id = %(layer)s))
"""
_STAMPS: Final = """
SELECT '{kind}', {what}_at FROM {table}
WHERE {within} AND {what}_by = %(who)s AND {what}_through = ANY (%(doors)s)
"""
_KINDS: Final = "UNION".join(
    _STAMPS.format(
        kind=kind, what=what, table=f"{model._meta.db_table}{past}",
        within=_WITHIN_LAYER if kind != "mentions" else
        _TIED_WITHIN_LAYER.format(frames=Attribution._meta.db_table, spans=Span._meta.db_table),
    )
    for kind, model in MODELS.items()
    for past, what in (("", "recorded"), ("_history", "recorded"), ("_history", "superseded"))
)  # fmt: skip
"""Where the stamps are: one statement, worded once, for Django takes longer over twelve than PostgreSQL."""


def kinds_of(layer: Layer, username: str) -> dict[datetime, set[str]]:
    """The stamp of every transaction in which this person changed something in the layer by hand: kinds of what."""
    asked: dict[str, Any] = {"layer": layer.pk, "workspace": layer.workspace_id, "who": username, "doors": list(HANDS)}
    found: dict[datetime, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_KINDS, asked)
        for kind, stamp in cursor.fetchall():
            found.setdefault(stamp, set()).add(kind)
    return found


def pieces_of(
    layer: Layer, username: str, stamps: Collection[datetime], kinds: Collection[str]
) -> dict[datetime, list[Piece]]:
    """What each of the transactions of these stamps made, changed and took away in the layer, among these kinds."""
    found: dict[datetime, list[Piece]] = {stamp: [] for stamp in stamps}
    for kind in MODELS:
        if kind in kinds:
            past, there = _rows(layer, username, stamps, kind)
            for stamp in found:
                found[stamp] += _pieces(kind, stamp, username, past, there)
    return found


def _rows(layer: Layer, username: str, stamps: Collection[datetime], kind: str) -> tuple[list[Past], dict[int, Any]]:
    """The rows of the history that the transactions began or ended, and those of now, also of what they began there."""
    ended = Q(superseded_at__in=stamps, superseded_by=username)
    begun = Q(recorded_at__in=stamps, recorded_by=username)
    past = list(history(kind).filter(within(kind, layer)).filter(ended | begun))
    there = present(kind).filter(within(kind, layer) & begun | Q(pk__in={row.id for row in past}))
    return past, {row.pk: row for row in there}


def _pieces(kind: str, stamp: datetime, username: str, past: list[Past], there: dict[int, Any]) -> list[Piece]:
    def began(row: Any) -> bool:
        return bool(row.recorded_at == stamp and row.recorded_by == username)

    # What a transaction itself wrote and wrote over again, nobody saw.
    seen = [row for row in past if not row.recorded_at == row.superseded_at == stamp]
    before = {row.id: row for row in seen if row.superseded_at == stamp and row.superseded_by == username}
    after = {row.id: row for row in (*seen, *there.values()) if began(row)}
    keys = sorted(before.keys() | after.keys())
    found = [Piece(kind, key, before.get(key), after.get(key), there.get(key)) for key in keys]
    return [one for one in found if one.verb != "change" or one.changed()]


def main_piece(pieces: Iterable[Piece]) -> Piece | None:
    """The piece by which a person knows the step: a frame before its spans, what was made before what was changed."""
    rank = {"attributions": 0, "mentions": 1, "spans": 2, "progress": 3}
    verbs = ("create", "remove", "change")
    return min(pieces, key=lambda one: (rank[one.kind], verbs.index(one.verb)), default=None)


def present(kind: str) -> QuerySet[Any]:
    return MODELS[kind]._default_manager.all()


def history(kind: str) -> QuerySet[Any]:
    model = MODELS[kind]
    found: QuerySet[Any] = model._meta.apps.get_model("annotations", f"{model.__name__}History")._default_manager.all()
    return found


def within(kind: str, layer: Layer) -> Q:
    """The condition that a row, or a row of the history, lies in the layer."""
    if kind != "mentions":
        return Q(layer_id=layer.pk, workspace_id=layer.workspace_id)
    keys = {one: _ever(one, layer) for one in ("attributions", "spans")}
    return Q(workspace_id=layer.workspace_id) & (
        Q(attribution_id__in=keys["attributions"]) | Q(span_id__in=keys["spans"])
    )


def _ever(kind: str, layer: Layer) -> QuerySet[Any]:
    """Internal ids of what is or was in the layer."""
    now = present(kind).filter(layer_id=layer.pk).order_by().values("id")
    found: QuerySet[Any] = now.union(history(kind).filter(layer_id=layer.pk).order_by().values("id"))
    return found
