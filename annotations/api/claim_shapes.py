"""Claims as the API answers them: with how they stand, now, or as it was known then."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from annotations.api.encoding import time_or_none, time_text
from annotations.api.shapes import Shape, plain_text
from annotations.models import Assessment
from annotations.vocabulary import AssessmentCause, AssessmentState

_TIMES = ("happened_at", "horizon", "recheck_at")
_OWN = (
    "uid", "statement", "language", "translations", "kind", "certainty", "polarity", "workflow", "validity",
    "overtaken_by", "happened_at", "horizon", "recheck_at", "created_by", "created_at", "revision",
)  # fmt: skip
_SIDES = (
    "supporting_min", "supporting_max", "supporting_exact", "refuting_min", "refuting_max", "refuting_exact",
)  # fmt: skip
_STANDING = ("number", "computed", "asserted", "effective", *_SIDES, "moved_at", "stale")
Rows = Callable[[type[Model]], QuerySet[Any]]
NEVER_ASSESSED: Mapping[str, Any] = {
    "number": 0, "computed": AssessmentState.UNVERIFIED.value, "asserted": "",
    "effective": AssessmentState.UNVERIFIED.value, "supporting_min": 0, "supporting_max": 0, "supporting_exact": True,
    "refuting_min": 0, "refuting_max": 0, "refuting_exact": True, "moved_at": None, "stale": False,
}  # fmt: skip


def claims(rows: QuerySet[Any], within: Rows | None = None) -> list[Shape]:
    """Claims in the order of `rows`. `within` gives the rows of the time that is looked at; None: of now."""
    if within is None:
        now = rows.values_list(*_OWN, *(f"standing__{name}" for name in _STANDING))
        return [
            claim(dict(zip(_OWN, row, strict=False)), dict(zip(_STANDING, row[len(_OWN) :], strict=True)))
            for row in now
        ]
    return list(claims_by_key(rows, within).values())


def claims_by_key(rows: QuerySet[Any], within: Rows) -> dict[int, Shape]:
    """The same by internal id, in two queries."""
    found = list(rows.values_list("pk", *_OWN))
    then = standings_at(within, [row[0] for row in found])
    return {
        row[0]: claim(dict(zip(_OWN, row[1:], strict=True)), then.get(row[0], NEVER_ASSESSED)) for row in found
    }


def standings_at(within: Rows, keys: list[int]) -> dict[int, Mapping[str, Any]]:
    """How claims stood at the time of `within`, by internal id; those that were assessed by then."""
    found: dict[int, dict[str, Any]] = {}
    for row in within(Assessment).filter(claim_id__in=keys).order_by("claim_id", "number"):
        stood = found.get(row.claim_id)
        found[row.claim_id] = standing_of(row)
        if row.cause == AssessmentCause.LOOKED:  # that somebody looked again moved nothing
            found[row.claim_id]["moved_at"] = stood["moved_at"] if stood else None
    return dict(found)


def standing_of(row: Assessment) -> dict[str, Any]:
    named = ("number", "computed", "asserted", "effective", *_SIDES)
    return {**NEVER_ASSESSED, **{name: getattr(row, name) for name in named}, "moved_at": row.created_at}


def claim(own: dict[str, Any], standing: Mapping[str, Any]) -> Shape:
    shape = _own(own)
    stands = standing if standing["computed"] is not None else NEVER_ASSESSED
    told = {
        "assessment": {
            "computed": stands["computed"],
            "asserted": stands["asserted"],
            "effective": stands["effective"],
            "since": _time(stands["moved_at"] or own["created_at"]),
            "number": stands["number"],
            "stale": stands["stale"],
        },
        "supporting": interval(stands, "supporting"),
        "refuting": interval(stands, "refuting"),
    }
    order = ("id", "statement", "language", "translations", "kind", "certainty", "polarity", "workflow")
    return {name: shape[name] for name in order} | told | shape


def _own(own: dict[str, Any]) -> Shape:
    shape = {name: _time(value) if name in _TIMES else value for name, value in own.items() if name != "uid"}
    shape["overtaken_by"] = plain_text(own["overtaken_by"])
    shape["created_at"] = time_text(own["created_at"])
    return {"id": str(own["uid"]), **shape}


def interval(row: Mapping[str, Any], side: str) -> Shape:
    return {name: row[f"{side}_{name}"] for name in ("min", "max", "exact")}


def _time(moment: datetime | None) -> str | None:
    return time_or_none(moment)
