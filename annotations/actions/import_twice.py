"""An id that two articles of one file state: which of them is refused is seen only when the other has been stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from annotations.actions.import_document import Entry
from annotations.actions.import_report import ImportReport, Refusal
from annotations.corpus import stated_twice

_TAKEN = ".duplicate_id"


def tell_twice(report: ImportReport, entries: Iterable[Entry]) -> None:
    """Tell refusals of an id that is taken as `record.twice`, with the other place, where another of the file's
    `entries` has that id and was not refused itself. The entries are looked through only where an id was taken.
    """
    refused = {one.number for one in report.refused} | report.unlisted
    others: dict[tuple[str, str], Entry | None] = {(one.type, one.id): None for one in report.refused if _taken(one)}
    if not others:
        return
    for entry in entries:
        key = (entry.noun, entry.uid)
        if key in others and entry.line not in refused:
            others[key] = entry._replace(values=None)
    report.refused = [_told(one, others.get((one.type, one.id))) for one in report.refused]


def _taken(refusal: Refusal) -> bool:
    return refusal.rule.endswith(_TAKEN)


def _told(refusal: Refusal, other: Entry | None) -> Refusal:
    if other is None or not _taken(refusal):
        return refusal
    where = other.place or f"line {other.line}"
    error = stated_twice(refusal.type, refusal.id, where, later=other.line > refusal.number)
    return replace(refusal, rule=error.rule, detail=error.detail, field=error.field)
