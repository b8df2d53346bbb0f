"""Claims as the API answers them: with how they stand, now, or at another time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from annotations.api.encoding import time_or_none
from annotations.api.shapes import Shape, plain_text
from annotations.corpus.stood import SIDES, Stood
from annotations.corpus.validity import validity_at
from annotations.models import Claim
from annotations.text import time_text

_TIMES = ("happened_at", "horizon", "recheck_at")
_OWN = (
    "uid", "statement", "language", "translations", "kind", "certainty", "polarity", "workflow", "validity",
    "overtaken_by", "happened_at", "horizon", "recheck_at", "created_by", "created_at", "revision",
)  # fmt: skip
_LAST = ("created_by", "created_at", "revision")
_STANDING = ("number", "computed", "asserted", "effective", *SIDES, "moved_at", "due_at", "stale")
Standings = Callable[[list[Claim]], Mapping[int, Stood]]
"""How claims of another time stood then, by internal id."""


def claims(rows: QuerySet[Any], then: Standings | None = None, at: datetime | None = None) -> list[Shape]:
    """Claims in the order of `rows`, with how they stand now; or with what `then` tells, whose time `rows` are of.
    Their validity is that at `at` (None: now).
    """
    if then is None:
        now = rows.values_list(*_OWN, *(f"standing__{name}" for name in _STANDING))
        return [claim(dict(zip(_OWN, row, strict=False)), _standing(row[len(_OWN) :]), at) for row in now]
    return list(claims_by_key(rows, then, at).values())


def claims_by_key(rows: QuerySet[Any], then: Standings, at: datetime | None = None) -> dict[int, Shape]:
    """The same by internal id, in the statements of `then` and one."""
    found = list(rows)
    stood = then(found)
    return {one.pk: claim({name: getattr(one, name) for name in _OWN}, stood[one.pk], at) for one in found}


def _standing(row: tuple[Any, ...]) -> Stood:
    named = dict(zip(_STANDING, row, strict=True))
    return Stood(**named) if named["computed"] is not None else Stood()


def claim(own: dict[str, Any], stood: Stood, at: datetime | None) -> Shape:
    shape = _own(own, at)
    told = {
        "assessment": {
            "computed": stood.computed,
            "asserted": stood.asserted,
            "effective": stood.effective,
            "since": _time(stood.moved_at),
            "number": stood.number,
            "stale": stood.stale,
        },
        "supporting": interval(stood, "supporting"),
        "refuting": interval(stood, "refuting"),
        "grades": None if stood.grades is None else list(stood.grades),
        "due_at": _time(stood.due_at),
    }
    order = ("id", "statement", "language", "translations", "kind", "certainty", "polarity", "workflow")
    return {name: shape[name] for name in order} | told | shape


def _own(own: dict[str, Any], at: datetime | None) -> Shape:
    told = {**own, "validity": validity_at(own["validity"], own["horizon"], at), "validity_stated": own["validity"]}
    order = (*(name for name in _OWN if name not in ("uid", *_LAST)), "validity_stated", *_LAST)
    shape = {name: _time(told[name]) if name in _TIMES else told[name] for name in order}
    shape["overtaken_by"] = plain_text(own["overtaken_by"])
    shape["created_at"] = time_text(own["created_at"])
    return {"id": str(own["uid"]), **shape}


def interval(stood: Stood, side: str) -> Shape:
    return {name: getattr(stood, f"{side}_{name}") for name in ("min", "max", "exact")}


def _time(moment: datetime | None) -> str | None:
    return time_or_none(moment)
