"""The desk: what needs somebody first, what moved since one was here last, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from annotations.corpus.desk import MOST_COUNTED, DeskBoard, desk_board
from annotations.vocabulary import AssessmentState, Workflow
from annotations.web.access import PageRequest, page

ONE_VISIT = timedelta(minutes=30)
"""Whoever comes back within this time has not been away."""
SOON = timedelta(days=7)
YEAR = 365 * 24 * 3600  # seconds
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
class Visit:
    """When the person was here before this visit (None: never), and when they were seen last."""

    before: datetime | None
    seen: datetime


@dataclass(frozen=True, slots=True)
class CountRow:
    state: AssessmentState
    cells: list[tuple[Workflow, str]]


@page()
def desk(request: PageRequest) -> HttpResponse:
    """The landing page of a workspace."""
    now = timezone.now()
    visit = visit_of(request, now)
    board = desk_board(request.actor.workspace, since=visit.before, due_by=now + SOON)
    context = {
        "section": "desk",
        "board": board,
        "since": visit.before,
        "now": now,
        "rows": count_rows(board),
        "workflows": list(Workflow),
    }
    response = render(request, "desk/page.html", context)
    before = str(int(visit.before.timestamp())) if visit.before else ""
    told = f"{before}.{int(visit.seen.timestamp())}"
    response.set_cookie(_cookie(request), told, max_age=YEAR, samesite="Lax", httponly=True)
    return response


def visit_of(request: PageRequest, now: datetime) -> Visit:
    """This visit, from the cookie that the last one left. Whatever cannot be read is a first visit."""
    before, _dot, seen = request.COOKIES.get(_cookie(request), "").partition(".")
    last = _moment(seen, now)
    if last is None:
        return Visit(None, now)
    return Visit(_moment(before, now), now) if now - last < ONE_VISIT else Visit(last, now)


def _cookie(request: PageRequest) -> str:
    return f"desk-{request.actor.workspace.pk}-{request.actor.user.pk}"


def _moment(seconds: str, now: datetime) -> datetime | None:
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):
        return None
    moment = datetime.fromtimestamp(int(seconds), tz=UTC)
    return moment if moment <= now else None


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
