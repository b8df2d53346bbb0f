"""Every format that the corpus can be written in or read from. A new one is a module, a line here and a golden file."""

from __future__ import annotations

from annotations.errors import MissingError
from annotations.formats.export import ExportFormat
from annotations.formats.isnad_jsonl import IsnadJsonl
from annotations.formats.web_annotation import WebAnnotation

EXPORTS: tuple[ExportFormat, ...] = (IsnadJsonl(), WebAnnotation())


def export_format(name: str) -> ExportFormat:
    """The format of that name; MissingError `format.missing` when there is none."""
    for each in EXPORTS:
        if each.name == name:
            return each
    known = ", ".join(each.name for each in EXPORTS)
    raise MissingError("format.missing", f"there is no export format {name}; there are {known}", field="format")
