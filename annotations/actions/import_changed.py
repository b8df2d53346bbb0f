"""Why a record of a file differs from the one that is here: it may have been changed here since it came."""

from __future__ import annotations

from dataclasses import replace

from django.db import connection

from annotations.actions.import_copy import TABLES
from annotations.actions.import_report import Refusal

_DIFFERENT = ".duplicate_id"


def explained(workspace: int, refusal: Refusal) -> Refusal:
    """The refusal of a record whose id is taken, told as `TYPE.changed_here` where somebody has changed what is here:
    an import never takes back what was edited.
    """
    if not refusal.rule.endswith(_DIFFERENT) or refusal.type not in TABLES:
        return refusal
    statement = (
        f"SELECT revision, recorded_by, recorded_at FROM {TABLES[refusal.type]}"  # noqa: S608 - our own names
        " WHERE workspace_id = %s AND uid = %s::uuid AND revision > 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [workspace, refusal.id])
        found = cursor.fetchone()
    if found is None:
        return refusal
    revision, who, when = found
    detail = (
        f"{refusal.type} {refusal.id} was changed here since, by {who or 'nobody known'} on {when:%Y-%m-%d %H:%M} UTC"
        f" (revision {revision}); what the file says of it was not taken"
    )
    return replace(refusal, rule=f"{refusal.type}.changed_here", detail=detail)
