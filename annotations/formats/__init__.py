"""Import and export formats."""

from annotations.formats.export import ExportFormat, file_name
from annotations.formats.first_look import SOON, look_first
from annotations.formats.losses import overheard
from annotations.formats.reading import ImportFormat
from annotations.formats.registry import EXPORTS, IMPORTS, LABELLED, export_format, import_format, labels_for
from annotations.formats.roles import named

__all__ = [
    "EXPORTS",
    "IMPORTS",
    "LABELLED",
    "SOON",
    "ExportFormat",
    "ImportFormat",
    "export_format",
    "file_name",
    "import_format",
    "labels_for",
    "look_first",
    "named",
    "overheard",
]
