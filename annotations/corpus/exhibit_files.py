"""Where the files of exhibits lie: each workspace keeps its own, under the SHA-256 of what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from annotations.corpus.reading import where_of
from annotations.corpus.selecting import Selection
from annotations.corpus.shape import as_of
from annotations.corpus.shapes import SHAPES
from annotations.models import Exhibit

_FETCHED = 100


def files_of(workspace: UUID) -> Path:
    """The directory of a workspace's files; `workspace` is its public id."""
    return Path(settings.DATA_DIR) / "exhibits" / str(workspace)


def place_of(workspace: UUID, sha256: str) -> Path:
    """Where the file with this sum lies, if it is here. `sha256` is 64 hexadecimal digits, nothing else."""
    return files_of(workspace) / sha256[:2] / sha256


def files_named(selection: Selection) -> Iterator[tuple[str, str]]:
    """The sums of the files that exhibits of the selection name, each once and in order, with the first exhibit that
    names it (its public id). To be iterated inside `snapshot`; memory does not grow with their number.
    """
    exhibits = as_of(Exhibit, where_of(SHAPES["exhibit"], selection))
    query = f"""
        SELECT t.sha256, (array_agg(t.uid::text ORDER BY t.uid))[1] FROM {exhibits} t
        WHERE t.sha256 <> '' GROUP BY t.sha256 ORDER BY t.sha256 COLLATE "C"
    """
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, selection.parameters)
        while rows := cursor.fetchmany(_FETCHED):
            yield from rows
