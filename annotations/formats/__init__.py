"""Import and export formats."""

from annotations.formats.export import ExportFormat
from annotations.formats.registry import EXPORTS, export_format

__all__ = ["EXPORTS", "ExportFormat", "export_format"]
