"""Rows in PostgreSQL's COPY form, and the statements that take them in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from annotations.corpus import CORPUS_TYPES

_NAMED_OTHERWISE = {
    "version": "articleversion", "source_relation": "sourcerelation", "source_dismissal": "sourcedismissal",
}  # fmt: skip
TABLES = {noun: f"annotations_{_NAMED_OTHERWISE.get(noun, noun)}" for noun in CORPUS_TYPES}
_FIRST = ("id", "uid", "workspace_id", "created_by", "created_at")
# In this order: what is referred to comes before what refers to it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "source": (
        *_FIRST, "kind", "name", "descriptor", "affiliation", "nationality", "rank", "relayed_by",
        "anonymity_reason", "stated_count", "reliability", "folded",
    ),
    "source_relation": (
        *_FIRST, "kind", "a_id", "b_id", "reason", "withdrawn_at", "withdrawn_by", "withdrawn_reason",
    ),
    "claim": (
        *_FIRST, "statement", "language", "translations", "kind", "certainty", "polarity", "workflow", "validity",
        "overtaken_by", "happened_at", "horizon", "recheck_at", "folded",
    ),
    "article": (
        *_FIRST, "title", "language", "direction", "outlet", "url", "published_at", "credited_wire", "origin",
        "copy_of", "status", "assignee", "metadata",
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
        "parent_id", "speaker_ids", "resolution", "antecedent_frame_id", "antecedent_span_id", "cites",
        "cue_kind", "attitude", "quotation",
    ),
    "mention": (*_FIRST, "claim_id", "attribution_id", "span_id", "polarity", "credibility"),
    "exhibit": (
        *_FIRST, "kind", "title", "description", "url", "sha256", "size", "media_type", "file_name", "captured_at",
        "happened_at", "origin_id",
    ),
    "corroboration": (
        *_FIRST, "claim_id", "mention_id", "exhibit_id", "version_id", "stance", "decisive", "decisive_ground",
        "decisive_reason", "interested", "bears_from", "state", "decided_by", "decided_at", "decided_reason",
    ),
    "assessment": (
        *_FIRST, "claim_id", "number", "cause", "computed", "asserted", "asserted_by", "confirmed_by", "reason",
        "supporting_min", "supporting_max", "supporting_exact", "refuting_min", "refuting_max", "refuting_exact",
        "rule_version", "valid_from", "recheck_at",
    ),
    "transition": (*_FIRST, "claim_id", "from_workflow", "to_workflow", "reason"),
    "comment": (*_FIRST, "target", "target_type", "body", "resolved", "resolved_by"),
    "progress": (*_FIRST, "version_id", "layer_id", "start", "state"),
    "resemblance": (
        *_FIRST, "article_id", "other_id", "verdict", "similarity", "reason", "decided_by", "decided_at",
    ),
    "source_dismissal": (*_FIRST, "a_id", "b_id", "reason"),
}  # fmt: skip

_NULL = "\\N"
# What every row ends with: the stamps that the database would give it, see annotations.models.triggers.
STAMPS = ("revision", "recorded_at", "recorded_by", "recorded_through")


def copied(value: Any) -> str:
    """A value in COPY's text form: None, text, a number, a Boolean, a list of numbers, or a JSON object."""
    if value is None:
        return _NULL
    return _plain(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _plain(value: Any) -> str:
    kind = type(value)
    if value is None:
        return _NULL
    if kind is list:
        return f"{{{','.join(map(str, value))}}}"
    if kind is dict and value:
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def row_of(values: Sequence[Any]) -> str:
    """One row, without its stamps.

    Hardly any value holds a tab or a backslash: that is seen once a row, not once a value.
    """
    row = "\t".join([value if type(value) is str else _plain(value) for value in values])
    if row.count("\t") >= len(values) or row.count("\\") > values.count(None):
        return "\t".join(map(copied, values))
    return row.replace("\n", "\\n").replace("\r", "\\r")


def take_stamps(workspace: int) -> str:
    """The stamps of all rows of the transaction: the end of each row. To be called inside `recording`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT isnad_stamp(%s, NULL)::text, current_setting('isnad.actor'), current_setting('isnad.through')",
            [workspace],
        )
        return row_of([1, *cursor.fetchone()])


def copy_statement(noun: str) -> str:
    """Takes rows (of `row_of`, in the order of COLUMNS, each with its stamps) into the table.

    Rows that bring the right stamps are not stamped one by one; where they were wrong, the database would put its own.
    """
    return f"COPY {TABLES[noun]} ({', '.join((*COLUMNS[noun], *STAMPS))}) FROM STDIN"


def take_ids(noun: str, number: int) -> list[int]:
    """New internal ids, as many as that."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", [f"{TABLES[noun]}_id_seq", number])
        return [row[0] for row in cursor.fetchall()]
