"""A workspace chooses after how many days claims are to be looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from annotations.actions.assessing import weighing
from annotations.actions.fields import clean_choice
from annotations.actions.recording import author, save
from annotations.corpus.rechecks import recheck_days
from annotations.corpus.stood import present_rows
from annotations.errors import DomainError, ManyErrors, RuleBrokenError
from annotations.models import RecheckInterval
from annotations.policies import Ability, Actor, may
from annotations.vocabulary import AssessmentState

MAX_DAYS = 3650


def set_recheck_days(*, actor: Actor, days: Mapping[str, object]) -> dict[str, int | None]:
    """Choose the days of the states that are named (None: never); return those of all states.

    The claims in these states are due anew at once. Alone among all that assess, so that no claim keeps an old date.
    """
    may(actor, Ability.SET_RECHECKS).require()
    chosen = _clean(days)
    with weighing(actor):
        before = recheck_days(partial(present_rows, actor.workspace.pk))
        rows = {row.state: row for row in RecheckInterval.objects.filter(workspace=actor.workspace)}
        for state, number in chosen.items():
            if before[state] == number:
                continue
            if state in rows:
                rows[state].days = number
                save(rows[state], "days")
            else:
                columns = author(actor, None, {}, RecheckInterval)
                RecheckInterval.objects.create(**columns, state=state, days=number)
        return before | chosen


def _clean(days: Mapping[str, object]) -> dict[str, int | None]:
    chosen: dict[str, int | None] = {}
    faults: list[DomainError] = []
    for name, number in days.items():
        try:
            state = clean_choice(name, str(name)[:100], AssessmentState)
        except DomainError as error:
            faults.append(error)
            continue
        if number is None or (type(number) is int and 1 <= number <= MAX_DAYS):
            chosen[state] = number
        else:
            words = f"the days must be a whole number from 1 to {MAX_DAYS}, or null for never"
            faults.append(RuleBrokenError("recheck.days", words, field=state))
    if faults:
        raise faults[0] if len(faults) == 1 else ManyErrors(faults)
    return chosen
