"""What every export says of itself before it begins."""

from __future__ import annotations

from typing import Any

from annotations.corpus import Selection
from annotations.corroboration import RULE_VERSION
from annotations.text import time_text

OFFSET_UNIT = "code_point"
UTF16 = "utf16_code_unit"


def header_of(
    selection: Selection, counts: dict[str, int], *, name: str, version: int, offset_unit: str = OFFSET_UNIT
) -> dict[str, Any]:
    """Format and version, offset unit, workspace (slug), time, version of the rules, counts by type.

    The sha256 of each text stands beside the text, in the way of the format.
    """
    return {
        "format": name,
        "version": version,
        "offset_unit": offset_unit,
        "workspace": selection.slug,
        "known_at": time_text(selection.known_at),
        "rule_version": RULE_VERSION,
        "counts": counts,
    }
