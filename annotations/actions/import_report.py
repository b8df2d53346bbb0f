"""What an import did, record by record where it did not."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from annotations.errors import DomainError

MAX_LISTED = 10_000


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not stored: its place in the file (a line number from 1), and the rule that it breaks."""

    line: int
    type: str
    id: str
    rule: str
    field: str | None
    detail: str

    @classmethod
    def of(cls, line: int, noun: str, uid: str, error: DomainError) -> Refusal:
        return cls(line, noun, uid, error.rule, error.field, error.detail)


@dataclass(slots=True)
class Tally:
    """Counts by type of record, and the refusals."""

    created: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.created += other.created
        self.unchanged += other.unchanged
        self.refusals += other.refusals


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The tally of a whole import; a dry run has stored nothing."""

    dry_run: bool
    tally: Tally

    def as_dict(self) -> dict[str, Any]:
        """Counts, and the refusals by line; at most MAX_LISTED of them, `refused_total` counts all."""
        refusals = sorted(self.tally.refusals, key=lambda one: one.line)
        return {
            "dry_run": self.dry_run,
            "created": dict(self.tally.created),
            "unchanged": dict(self.tally.unchanged),
            "refused_total": len(refusals),
            "refused": [
                {
                    "line": one.line, "type": one.type, "id": one.id, "rule": one.rule, "field": one.field,
                    "detail": one.detail,
                }
                for one in refusals[:MAX_LISTED]
            ],
        }  # fmt: skip
