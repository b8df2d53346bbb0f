"""The rows of mentions, evidence and assessments that an import brings, in the order of COLUMNS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from annotations.corpus import (
    AssessmentRecord,
    CorroborationRecord,
    ExhibitRecord,
    MentionRecord,
    SourceDismissalRecord,
    SourceRelationRecord,
)

Row = tuple[Any, ...]


class KeyOf(Protocol):
    """The internal id of a record of the type `noun`, named in the field `place`."""

    def __call__(self, noun: str, uid: Any, place: str) -> Any: ...


Head = Callable[[str, Any], Row]


def evidence_rows(key: KeyOf, key_or_none: KeyOf, head: Head) -> dict[str, Callable[[Any], Row]]:
    """How a row is made of each type of record, with what the planner of a document knows."""

    def mention(record: MentionRecord) -> Row:
        return (
            *head("mention", record),
            key("claim", record.claim, "claim"),
            key_or_none("attribution", record.attribution, "attribution"),
            key_or_none("span", record.span, "span"),
            record.polarity,
            record.credibility,
        )

    def source_relation(record: SourceRelationRecord) -> Row:
        pair = (key("source", record.a, "a"), key("source", record.b, "b"))
        return (*head("source_relation", record), record.kind, *pair, *record[4:8])

    def exhibit(record: ExhibitRecord) -> Row:
        return (*head("exhibit", record), *record[1:11], key_or_none("source", record.origin, "origin"))

    def corroboration(record: CorroborationRecord) -> Row:
        return (
            *head("corroboration", record),
            key("claim", record.claim, "claim"),
            key_or_none("mention", record.mention, "mention"),
            key_or_none("exhibit", record.exhibit, "exhibit"),
            key_or_none("version", record.version, "version"),
            *record[5:15],
        )

    def assessment(record: AssessmentRecord) -> Row:
        made = record_with_author(record)
        sides = [side[name] for side in (record.supporting, record.refuting) for name in ("min", "max", "exact")]
        claim = key("claim", record.claim, "claim")
        return (*head("assessment", made), claim, *record[2:9], *sides, *record[11:14])

    def source_dismissal(record: SourceDismissalRecord) -> Row:
        pair = (key("source", record.a, "a"), key("source", record.b, "b"))
        return (*head("source_dismissal", record), *pair, record.reason)

    return {
        "source_dismissal": source_dismissal,
        "mention": mention,
        "source_relation": source_relation,
        "exhibit": exhibit,
        "corroboration": corroboration,
        "assessment": assessment,
    }


class _Authored:
    """What `head` looks at, of a record that calls its author and time otherwise."""

    def __init__(self, uid: str, created_by: str, created_at: str | None) -> None:
        self.id, self.created_by, self.created_at = uid, created_by, created_at


def record_with_author(record: AssessmentRecord) -> _Authored:
    return _Authored(record.id, record.by, record.at)
