"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "annotations/css/isnad.css"
_IMPORT = re.compile(r'^@import url\("([\w.-]+)"\);$', re.MULTILINE)


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites the imports of ES modules too. A missing entry is an error while serving, never a dead link."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Put the sheets that isnad.css imports in its place: one request for them all."""
        if SHEET in paths and not dry_run:
            folder = SHEET.rpartition("/")[0]
            whole = _IMPORT.sub(lambda match: _read(paths, f"{folder}/{match[1]}"), _read(paths, SHEET))
            self.delete(SHEET)
            self._save(SHEET, ContentFile(whole.encode()))
            paths = {**paths, SHEET: (self, SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as sheet:
        return str(sheet.read().decode())
