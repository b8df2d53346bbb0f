"""Where the files of exhibits lie: each workspace keeps its own, under the SHA-256 of what is in them."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings


def files_of(workspace: UUID) -> Path:
    """The directory of a workspace's files; `workspace` is its public id."""
    return Path(settings.DATA_DIR) / "exhibits" / str(workspace)


def place_of(workspace: UUID, sha256: str) -> Path:
    """Where the file with this sum lies, if it is here. `sha256` is 64 hexadecimal digits, nothing else."""
    return files_of(workspace) / sha256[:2] / sha256
