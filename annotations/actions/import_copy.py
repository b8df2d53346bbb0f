"""Rows in PostgreSQL's COPY form, and the statements that take them in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from annotations.corpus import CORPUS_TYPES

TABLES = {noun: f"annotations_{'articleversion' if noun == 'version' else noun}" for noun in CORPUS_TYPES}
_FIRST = ("id", "uid", "workspace_id", "created_by", "created_at")
# In this order: what is referred to comes before what refers to it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "source": (
        *_FIRST, "kind", "name", "descriptor", "affiliation", "nationality", "rank", "relayed_by",
        "anonymity_reason", "stated_count", "reliability", "folded",
    ),
    "claim": (
        *_FIRST, "statement", "language", "translations", "kind", "certainty", "polarity", "workflow", "validity",
        "horizon", "recheck_at", "folded",
    ),
    "article": (
        *_FIRST, "title", "language", "direction", "outlet", "url", "published_at", "credited_wire", "status",
        "metadata",
    ),
    "version": (
        *_FIRST, "article_id", "number", "text", "sha256", "captured_at", "captured_how", "captured_by", "note",
    ),
    "layer": (*_FIRST, "version_id", "kind", "annotator", "name"),
    "span": (
        *_FIRST, "version_id", "layer_id", "segments", "exact", "prefix", "suffix", "carried_from_id",
    ),
    "attribution": (
        *_FIRST, "version_id", "layer_id", "source_id", "cue_id", "content_ids", "addressee_id", "channel_id",
        "parent_id", "speaker_ids", "resolution", "antecedent_frame_id", "antecedent_span_id", "cue_kind",
        "attitude", "quotation",
    ),
    "mention": (*_FIRST, "claim_id", "attribution_id", "span_id", "polarity", "credibility"),
    "transition": (*_FIRST, "claim_id", "from_workflow", "to_workflow", "reason"),
    "comment": (*_FIRST, "target", "target_type", "body", "resolved", "resolved_by"),
}  # fmt: skip

# What every row ends with: the stamps that the database would give it, see annotations.models.triggers.
STAMPS = ("revision", "recorded_at", "recorded_by", "recorded_through")

_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copied(value: Any) -> str:
    """A value in COPY's text form: None, text, a number, a Boolean, a list of numbers, or a JSON object."""
    if value is None:
        return "\\N"
    if isinstance(value, list):
        return f"{{{','.join(map(str, value))}}}"
    if isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


def row_of(values: Iterable[Any]) -> str:
    """One row, without its stamps."""
    return "\t".join(map(copied, values))


def take_stamps(workspace: int) -> str:
    """The stamps of all rows of the transaction: the end of each row. To be called inside `recording`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT isnad_stamp(%s, NULL)::text, current_setting('isnad.actor'), current_setting('isnad.through')",
            [workspace],
        )
        return row_of([1, *cursor.fetchone()])


def copy_rows(noun: str, rows: Sequence[str], stamps: str) -> None:
    """Take rows (of `row_of`, in the order of COLUMNS) into the table. Raises Django's database errors.

    Rows that bring the right stamps are not stamped one by one; where they were wrong, the database would put its own.
    """
    statement = f"COPY {TABLES[noun]} ({', '.join((*COLUMNS[noun], *STAMPS))}) FROM STDIN"
    end = f"\t{stamps}\n"
    # Errors come when the copy ends, where Django's cursor no longer translates them.
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(end.join([*rows, ""]))


def take_ids(noun: str, number: int) -> list[int]:
    """New internal ids, as many as that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [f"{TABLES[noun]}_id_seq", number])
        return [row[0] for row in cursor.fetchall()]
