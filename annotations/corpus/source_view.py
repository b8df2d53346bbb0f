"""What is known of a source beside its record: statements about it, its grades over time, who may be the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from annotations.models import Source, SourceHistory, SourceRelation
from annotations.text import fold_plain

MOST_RELATIONS = 200
MOST_FOUND = 10


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade ("" for none), who gave it, and since when."""

    grade: str
    since: datetime
    by: str


def relations_of(source: Source) -> list[SourceRelation]:
    """The statements about the source, those in force first, the latest first."""
    rows = SourceRelation.objects.filter(Q(a=source) | Q(b=source)).select_related("a", "b")
    return sorted(rows.order_by("-pk")[:MOST_RELATIONS], key=lambda row: row.withdrawn_at is not None)


def grades_of(source: Source) -> list[Grade]:
    """The grades that the source has had, the latest first; one row for each change. `source` may be its row of
    another time: then those that it had had by that time.
    """
    history = SourceHistory._default_manager.filter(
        workspace_id=source.workspace_id, uid=source.uid, revision__lt=source.revision
    )
    states = [*history.order_by("revision").values_list("reliability", "recorded_at", "recorded_by")]
    states.append((source.reliability, source.recorded_at, source.recorded_by))
    grades: list[Grade] = []
    for grade, since, by in states:
        if (grades[-1].grade if grades else "") != grade:
            grades.append(Grade(grade, since, by))
    return grades[::-1]


def found_sources(source: Source, words: str) -> list[Source]:
    """Other sources of its workspace that these words find."""
    if not words.strip():
        return []
    others = Source.objects.filter(workspace_id=source.workspace_id).exclude(pk=source.pk)
    return list(others.matching(fold_plain(words)).order_by("-created_at", "-pk")[:MOST_FOUND])
