"""Values that many articles share, read off an index: the cost grows with the values, not with the articles."""

from __future__ import annotations

from django.db import connection

from annotations.models import Workspace

_EACH_ONCE = """
WITH RECURSIVE each(name) AS (
    (SELECT {column} FROM annotations_article WHERE workspace_id = %(workspace)s AND {column} > ''
     ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM annotations_article WHERE workspace_id = %(workspace)s AND {column} > each.name
            ORDER BY {column} LIMIT 1)
    FROM each WHERE each.name IS NOT NULL
)
SELECT name FROM each WHERE name IS NOT NULL LIMIT %(most)s
"""


def outlets_of(workspace: Workspace, *, most: int = 200) -> list[str]:
    """The distinct outlets of the workspace's articles in the database's order, at most `most`."""
    return _each_once("outlet", workspace, most)


def assignees_of(workspace: Workspace, *, most: int = 200) -> list[str]:
    """The user names that the workspace's articles are assigned to, in the same way."""
    return _each_once("assignee", workspace, most)


def _each_once(column: str, workspace: Workspace, most: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_EACH_ONCE.format(column=column), {"workspace": workspace.pk, "most": most})
        return [name for (name,) in cursor.fetchall()]
