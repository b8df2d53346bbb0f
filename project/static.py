"""Static files under names that carry their content's hash, so that browsers may keep them for ever."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from project.bundles import bundle

ENTRIES = (
    "annotations/js/shell.js",
    "annotations/js/workbench/main.js",
    "annotations/js/workbench/hands.js",
    "annotations/js/workbench/thread.js",
    "annotations/js/workbench/outline.js",
    "annotations/js/workbench/commenting.js",
)
SHEETS = ("annotations/css/isnad.css", "annotations/css/workbench.css")
Read = Callable[[str], str]
_IMPORT = re.compile(r'^@import url\("([\w.-]+)"\);$', re.MULTILINE)


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Rewrites the imports of ES modules too. A missing entry is an error while serving, never a dead link."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join the sheets that a sheet imports, and the modules that an entry imports: one request for them all."""
        if SHEETS[0] in paths and not dry_run:
            for name, text in joined(partial(_read, paths)).items():
                self.delete(name)
                self._save(name, ContentFile(text.encode()))
            paths = {**paths, **{name: (self, name) for name in (*SHEETS, *ENTRIES)}}
        yield from super().post_process(paths, dry_run, **options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what pages ask for: nobody requests a name without a hash, and source maps are for debugging.

        Most of a first start would go into compressing the rest.
        """
        hashed = {name for name in self.hashed_files.values() if not name.endswith(".map")}
        yield from super().compress_files(hashed.intersection(paths))


def joined(read: Read) -> dict[str, str]:
    """The whole text of each sheet and module that a page asks for, by its name; `read` gives the text of any file."""
    sheets = {sheet: _whole_sheet(read, sheet) for sheet in SHEETS}
    return {**sheets, **{entry: _whole_module(read, *entry.rsplit("/", 1)) for entry in ENTRIES}}


def _whole_sheet(read: Read, sheet: str) -> str:
    folder = sheet.rpartition("/")[0]
    return _IMPORT.sub(lambda match: _whole_sheet(read, f"{folder}/{match[1]}"), read(sheet))


def _whole_module(read: Read, folder: str, entry: str) -> str:
    return bundle(entry, lambda module: read(f"{folder}/{module}"))


def _read(paths: dict[str, Any], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())
