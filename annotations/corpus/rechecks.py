"""After how many days claims in each state are to be looked at again, and who in a workspace chose it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from annotations.models import RecheckInterval, RecheckIntervalHistory, Workspace
from annotations.vocabulary import RECHECK_DAYS, AssessmentState

Rows = Callable[[type[Model]], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Recheck:
    """The interval of one state: `days` None for never; `by` and `at` tell who chose it, where somebody did."""

    state: AssessmentState
    days: int | None
    default: int | None
    by: str = ""
    at: datetime | None = None


def recheck_days(within: Rows) -> dict[str, int | None]:
    """The days of each state (None: never), as the workspace of `within` has or had it."""
    chosen = within(RecheckInterval).values_list("state", "days")
    return {str(state): number for state, number in RECHECK_DAYS.items()} | dict(chosen)


def rechecks(within: Rows) -> list[Recheck]:
    """The same with the defaults, and with who chose what; in the order of the states."""
    chosen = {row.state: row for row in within(RecheckInterval)}
    return [
        Recheck(state, row.days, default, row.recorded_by, row.recorded_at)
        if (row := chosen.get(state.value))
        else Recheck(state, default, default)
        for state, default in RECHECK_DAYS.items()
    ]


def recheck_history(workspace: Workspace, *, most: int = 100) -> list[Recheck]:
    """What was chosen, the latest first."""
    columns = ("state", "days", "recorded_by", "recorded_at")
    now = RecheckInterval.objects.filter(workspace=workspace).values_list(*columns)
    before = RecheckIntervalHistory._default_manager.filter(workspace_id=workspace.pk).values_list(*columns)
    rows = [*now, *before.order_by("-recorded_at")[:most]]
    told = [
        Recheck(AssessmentState(state), days, RECHECK_DAYS[AssessmentState(state)], by, at)
        for state, days, by, at in rows
    ]
    return sorted(told, key=lambda one: (one.at, one.state), reverse=True)[:most]
