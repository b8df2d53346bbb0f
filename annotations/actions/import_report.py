"""What an import did, or would do."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from annotations.errors import DomainError

MAX_LISTED = 1000
# How readers write a line or a task at the beginning of a place, or behind the path of a file.
_LINE = re.compile(r"(?:line|task) ([0-9]+)\b|.*:([0-9]+)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not taken in, or not as it stood: where, which it is, and the rule that it breaks.

    `number` is the record's own in the order in which the file is read; `place` says where in the words of a format
    that has more than lines, and is empty for the others.
    """

    number: int
    type: str
    id: str
    rule: str
    detail: str
    field: str | None = None
    place: str = ""

    @property
    def line(self) -> int:
        """The line in the file (of an archive, in the file that `place` names), or the task of Label Studio; where
        there are neither, the record's number.
        """
        found = _LINE.match(self.place)
        return int(found[1] or found[2]) if found else self.number

    def as_dict(self) -> dict[str, Any]:
        told = asdict(self)
        del told["number"]
        return {"line": self.line, **told}


@dataclass(slots=True)
class ImportReport:
    """Counts by type of record. Every record of the file is in exactly one of them.

    `unchanged` were there already, and equal. `held_back` break no rule themselves, but belong to a document
    of which another record was refused. `refused` lists at most MAX_LISTED of the `refused_total` refusals, and
    `adjusted` of the `adjusted_total` things that were made to fit (in no other count).
    """

    dry_run: bool
    created: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    held_back: Counter[str] = field(default_factory=Counter)
    refused: list[Refusal] = field(default_factory=list)
    refused_total: int = 0
    adjusted: list[Refusal] = field(default_factory=list)
    adjusted_total: int = 0
    unlisted: set[int] = field(default_factory=set)
    """Numbers of refusals beyond the listed ones, of records whose id one of these has too."""
    _ids: set[tuple[str, str]] = field(default_factory=set)

    def refuse(self, refusal: Refusal) -> None:
        self.refused_total += 1
        if len(self.refused) < MAX_LISTED:
            self.refused.append(refusal)
            self._ids.add((refusal.type, refusal.id))
        elif (refusal.type, refusal.id) in self._ids:
            self.unlisted.add(refusal.number)

    def adjust(self, adjustment: Refusal) -> None:
        self.adjusted_total += 1
        if len(self.adjusted) < MAX_LISTED:
            self.adjusted.append(adjustment)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, the refusals in the order of the file."""
        return {
            "dry_run": self.dry_run,
            "created": dict(self.created),
            "unchanged": dict(self.unchanged),
            "held_back": dict(self.held_back),
            "refused_total": self.refused_total,
            "refused": [refusal.as_dict() for refusal in sorted(self.refused, key=lambda one: one.number)],
            "adjusted_total": self.adjusted_total,
            "adjusted": [adjustment.as_dict() for adjustment in self.adjusted],
        }


def refusal_of(number: int, noun: str, uid: str, error: DomainError, *, place: str = "") -> Refusal:
    return Refusal(number, noun, uid, error.rule, error.detail, error.field, place)
