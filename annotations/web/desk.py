"""The desk: what needs somebody first, what moved since one was here last, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from annotations.actions.visits import note_visit
from annotations.corpus.desk import MOST_COUNTED, DeskBoard, desk_board
from annotations.corpus.validity import ran_out
from annotations.vocabulary import AssessmentState, Workflow
from annotations.web.access import PageRequest, page

SOON = timedelta(days=7)
# What a desk looks at first stands first.
_ORDER = (
    AssessmentState.DISPUTED,
    AssessmentState.SINGLE_SOURCE,
    AssessmentState.UNVERIFIED,
    AssessmentState.CORROBORATED,
    AssessmentState.CONFIRMED,
    AssessmentState.REFUTED,
    AssessmentState.RETRACTED,
    AssessmentState.UNVERIFIABLE,
)


@dataclass(frozen=True, slots=True)
class CountRow:
    state: AssessmentState
    cells: list[tuple[Workflow, str]]


@page()
def desk(request: PageRequest) -> HttpResponse:
    """The landing page of a workspace."""
    now = timezone.now()
    visit = note_visit(actor=request.actor, now=now)
    board = desk_board(request.actor.workspace, since=visit.before, due_by=now + SOON)
    context = {
        "section": "desk",
        "board": board,
        "since": visit.before,
        "first_visit": visit.first,
        "ran_out": {row.pk for row in board.due if ran_out(row.claim, now)},
        "now": now,
        "rows": count_rows(board),
        "workflows": list(Workflow),
    }
    return render(request, "desk/page.html", context)


def count_rows(board: DeskBoard) -> list[CountRow]:
    """The counts by state, in the order in which a desk looks at them; states that no claim is in are left out."""
    return [
        CountRow(state, [(step, _number(board.counts.get((state, step), 0))) for step in Workflow])
        for state in _ORDER
        if any(board.counts.get((state, step)) for step in Workflow)
    ]


def _number(count: int) -> str:
    if not count:
        return ""
    return f"{MOST_COUNTED}+" if count >= MOST_COUNTED else str(count)
