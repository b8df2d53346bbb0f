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


class EvidenceRows:
    """How a row is made of each type of record, with what the planner of a document knows."""

    def __init__(self, key: KeyOf, key_or_none: KeyOf, head: Head) -> None:
        self._key, self._key_or_none, self._head = key, key_or_none, head

    def by_noun(self) -> dict[str, Callable[[Any], Row]]:
        return {
            "source_dismissal": self._source_dismissal,
            "mention": self._mention,
            "source_relation": self._source_relation,
            "exhibit": self._exhibit,
            "corroboration": self._corroboration,
            "assessment": self._assessment,
        }

    def _mention(self, record: MentionRecord) -> Row:
        return (
            *self._head("mention", record),
            self._key("claim", record.claim, "claim"),
            self._key_or_none("attribution", record.attribution, "attribution"),
            self._key_or_none("span", record.span, "span"),
            record.polarity,
            record.credibility,
        )

    def _source_relation(self, record: SourceRelationRecord) -> Row:
        pair = (self._key("source", record.a, "a"), self._key("source", record.b, "b"))
        return (*self._head("source_relation", record), record.kind, *pair, *record[4:8])

    def _exhibit(self, record: ExhibitRecord) -> Row:
        return (*self._head("exhibit", record), *record[1:11], self._key_or_none("source", record.origin, "origin"))

    def _corroboration(self, record: CorroborationRecord) -> Row:
        return (
            *self._head("corroboration", record),
            self._key("claim", record.claim, "claim"),
            self._key_or_none("mention", record.mention, "mention"),
            self._key_or_none("exhibit", record.exhibit, "exhibit"),
            self._key_or_none("version", record.version, "version"),
            *record[5:15],
        )

    def _assessment(self, record: AssessmentRecord) -> Row:
        made = record_with_author(record)
        sides = [side[name] for side in (record.supporting, record.refuting) for name in ("min", "max", "exact")]
        claim = self._key("claim", record.claim, "claim")
        return (*self._head("assessment", made), claim, *record[2:9], *sides, *record[11:14])

    def _source_dismissal(self, record: SourceDismissalRecord) -> Row:
        pair = (self._key("source", record.a, "a"), self._key("source", record.b, "b"))
        return (*self._head("source_dismissal", record), *pair, record.reason)


class _Authored:
    """What `head` looks at, of a record that calls its author and time otherwise."""

    def __init__(self, uid: str, created_by: str, created_at: str | None) -> None:
        self.id, self.created_by, self.created_at = uid, created_by, created_at


def record_with_author(record: AssessmentRecord) -> _Authored:
    return _Authored(record.id, record.by, record.at)
