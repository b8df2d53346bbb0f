"""What a desk looks at first. Every reading costs what it shows, however many claims the workspace has.

Lists are read off the indexes of `Standing`, a few rows each; counts stop at `MOST_COUNTED`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from annotations.models import Claim, Corroboration, Resemblance, Standing, Workspace
from annotations.vocabulary import AssessmentState, CorroborationState, ResemblanceVerdict, Workflow

MOST_COUNTED = 100
"""A count of so many means: so many or more."""
MOST_LISTED = 8
_OPEN = [one.value for one in Workflow if one not in (Workflow.REJECTED, Workflow.WITHDRAWN)]

_COUNTS = """
SELECT state, workflow, counted.number
FROM unnest(%(states)s::text[]) AS state CROSS JOIN unnest(%(workflows)s::text[]) AS workflow
CROSS JOIN LATERAL (
    SELECT count(*) AS number FROM (
        SELECT 1 FROM annotations_standing
        WHERE workspace_id = %(workspace)s AND effective = state AND annotations_standing.workflow = workflow.workflow
        LIMIT %(most)s) AS few) AS counted
WHERE counted.number > 0
"""
# The latest of one state over several workflows: a few of each, off the index, then the latest of those.
_LATEST = """
SELECT found.claim_id FROM unnest(%(workflows)s::text[]) AS workflow
CROSS JOIN LATERAL (
    SELECT claim_id, moved_at FROM annotations_standing
    WHERE workspace_id = %(workspace)s AND effective = %(state)s AND annotations_standing.workflow = workflow.workflow
    ORDER BY moved_at DESC, claim_id LIMIT %(most)s) AS found
ORDER BY found.moved_at DESC, found.claim_id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class DeskBoard:
    """The lists of a desk, and how many claims are in each state and status (none are left out)."""

    counts: Mapping[tuple[str, str], int]
    disputed: list[Standing]
    moved: list[Standing]
    due: list[Standing]
    single: list[Standing]
    correcting: list[Standing]
    proposed: list[Corroboration]
    alike: list[Resemblance]


def desk_board(workspace: Workspace, *, since: datetime | None, due_by: datetime) -> DeskBoard:
    """Read the board: what moved after `since` (None: at any time), and what is due by `due_by`. Nine queries."""
    standings = Standing.objects.filter(workspace=workspace)
    moved = standings.filter(moved_at__gt=since) if since else standings
    lists = {
        "disputed": _latest(workspace, AssessmentState.DISPUTED, _OPEN),
        "single": _latest(workspace, AssessmentState.SINGLE_SOURCE, [Workflow.PUBLISHED]),
        "moved": list(moved.order_by("-moved_at", "claim_id").values_list("pk", flat=True)[:MOST_LISTED]),
        "due": list(
            standings.filter(due_at__lte=due_by)
            .order_by("due_at", "claim_id")
            .values_list("pk", flat=True)[:MOST_LISTED]
        ),
        "correcting": _correcting(workspace),
    }
    rows = {
        row.pk: row
        for row in standings.filter(pk__in={key for keys in lists.values() for key in keys}).select_related("claim")
    }
    return DeskBoard(
        counts=_counts(workspace),
        proposed=list(
            Corroboration.objects.filter(workspace=workspace, state=CorroborationState.PROPOSED)
            .select_related("claim", "exhibit", "version__article")
            .order_by("-pk")[:MOST_LISTED]
        ),
        alike=list(
            Resemblance.objects.filter(workspace=workspace, verdict=ResemblanceVerdict.OPEN)
            .select_related("article", "other")
            .order_by("-pk")[:MOST_LISTED]
        ),
        **{name: [rows[key] for key in keys if key in rows] for name, keys in lists.items()},
    )


def _latest(workspace: Workspace, state: str, workflows: Sequence[str]) -> list[int]:
    steps = [str(one) for one in workflows]
    rows = _fetched(_LATEST, workspace=workspace.pk, state=str(state), workflows=steps, most=MOST_LISTED)
    return [row[0] for row in rows]


def _correcting(workspace: Workspace) -> list[int]:
    """Published claims that wait for their correction, by the claims' own index."""
    waiting = Claim.objects.filter(workspace=workspace, workflow=Workflow.CORRECTION_PENDING)
    return list(waiting.order_by("-created_at", "-pk").values_list("pk", flat=True)[:MOST_LISTED])


def _counts(workspace: Workspace) -> dict[tuple[str, str], int]:
    rows = _fetched(
        _COUNTS,
        workspace=workspace.pk,
        states=AssessmentState.values,
        workflows=Workflow.values,
        most=MOST_COUNTED,
    )
    return {(state, workflow): number for state, workflow, number in rows}


def _fetched(query: str, **parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
