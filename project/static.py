"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages ask for: nobody requests a name without a hash, and source maps are for debugging.

        Most of a first start would go into compressing the rest.
        """
        hashed = {name for name in self.hashed_files.values() if not name.endswith(".map")}
        yield from super().compress_files(hashed.intersection(paths))


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as sheet:
        return str(sheet.read().decode())
