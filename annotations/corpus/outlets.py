"""The outlets of a workspace, read off the index: the cost grows with the outlets, not with the articles."""

from __future__ import annotations

from django.db import connection

from annotations.models import Workspace

_EACH_ONCE = """
WITH RECURSIVE outlets(name) AS (
    (SELECT outlet FROM annotations_article WHERE workspace_id = %(workspace)s AND outlet > ''
     ORDER BY outlet LIMIT 1)
    UNION ALL
    SELECT (SELECT outlet FROM annotations_article WHERE workspace_id = %(workspace)s AND outlet > outlets.name
            ORDER BY outlet LIMIT 1)
    FROM outlets WHERE outlets.name IS NOT NULL
)
SELECT name FROM outlets WHERE name IS NOT NULL LIMIT %(most)s
"""


def outlets_of(workspace: Workspace, *, most: int = 200) -> list[str]:
    """The distinct outlets of the workspace's articles in the database's order, at most `most`."""
    with connection.cursor() as cursor:
        cursor.execute(_EACH_ONCE, {"workspace": workspace.pk, "most": most})
        return [name for (name,) in cursor.fetchall()]
