"""What the workbench's script is given: of the records only what it works with, as one inert block of JSON."""

from __future__ import annotations

import json
from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString

Record = dict[str, Any]
_KEPT: dict[str, tuple[str, ...]] = {
    "spans": ("id", "segments", "revision"),
    "attributions": (
        "id", "layer", "source", "cue", "contents", "addressee", "channel", "parent", "speakers", "resolution",
        "antecedent", "cue_kind", "attitude", "quotation", "revision",
    ),
    "mentions": ("id", "claim", "attribution", "span", "polarity", "revision"),
    "sources": ("id", "kind", "name", "descriptor", "affiliation", "revision"),
    "claims": ("id", "statement", "kind", "workflow", "assessment", "supporting", "revision"),
}  # fmt: skip


NOTHING: Record = {kind: [] for kind in _KEPT}
"""No records at all."""


class _Plain(json.JSONEncoder):
    """Text as it is (Arabic in escapes would weigh three times as much), and no spaces."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False, "separators": (",", ":")})


def for_script(annotations: Record) -> Record:
    """The records without what only other readers of them need."""
    return {
        kind: [{name: record[name] for name in names} for record in annotations[kind]] for kind, names in _KEPT.items()
    }


def data_block(value: Record, element_id: str) -> SafeString:
    """A script element of type application/json; no text in it can end it."""
    return json_script(value, element_id, encoder=_Plain)


def as_json(value: Record) -> str:
    """The same, as an answer of its own."""
    return json.dumps(value, cls=_Plain)
