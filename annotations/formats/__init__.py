"""Import and export formats."""

from annotations.formats.export import ExportFormat, file_name
from annotations.formats.losses import overheard
from annotations.formats.reading import ImportFormat
from annotations.formats.registry import EXPORTS, IMPORTS, export_format, import_format

__all__ = [
    "EXPORTS",
    "IMPORTS",
    "ExportFormat",
    "ImportFormat",
    "export_format",
    "file_name",
    "import_format",
    "overheard",
]
