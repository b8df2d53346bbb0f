"""Named sources whose names may be spellings of one, across scripts too: suggested, for a person to decide.

Never of anonymous or collective ones: what nobody named cannot be told apart or together by a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from annotations.models import Source, SourceDismissal, SourceRelation
from annotations.text import fold_plain, likeness_of, name_keys
from annotations.vocabulary import NameLikeness, RelationKind, SourceKind

PEOPLE = (SourceKind.NAMED_PERSON,)
BODIES = (
    SourceKind.NAMED_ORGANISATION, SourceKind.NAMED_GROUP, SourceKind.STATE, SourceKind.OUTLET, SourceKind.NEWSROOM,
)  # fmt: skip
MOST_COMPARED = 200
"""Sources whose names are compared with one, of those that share the most keys with it."""
MOST_SUGGESTED = 10

# Key by key, off the index, as for texts (annotations.corpus.resemblances).
ALIKE = """
SELECT source_id FROM (
    SELECT source_id, count(*) AS shared FROM unnest(%(keys)s::text[]) AS key
    CROSS JOIN LATERAL (
        SELECT source_id FROM annotations_sourcename WHERE keys @> ARRAY[key] AND workspace_id = %(workspace)s) AS named
    GROUP BY source_id) AS counted
WHERE source_id <> %(source)s ORDER BY shared DESC, source_id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class Namesake:
    """Another source that may be the same, and why."""

    source: Source
    why: NameLikeness


def class_of(kind: str) -> tuple[SourceKind, ...]:
    """The kinds among which a name of this kind is looked for; none for what has no name of its own."""
    return next((group for group in (PEOPLE, BODIES) if kind in group), ())


def keys_of(source: Source) -> list[str]:
    """What the source's name is found by."""
    return name_keys(source.name) if class_of(source.kind) else []


def namesakes_of(source: Source) -> list[Namesake]:
    """Other sources that may be this one, but for those of which somebody has said something already."""
    keys = keys_of(source)
    if not keys:
        return []
    parameters: dict[str, Any] = {
        "keys": keys, "workspace": source.workspace_id, "source": source.pk, "most": MOST_COMPARED,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, parameters)
        found = [row[0] for row in cursor.fetchall()]
    said = decided_with(source)
    others = Source.objects.filter(kind__in=class_of(source.kind)).in_bulk([key for key in found if key not in said])
    pairs = ((others[key], likeness_of(source.name, others[key].name)) for key in found if key in others)
    return [Namesake(other, NameLikeness(why)) for other, why in pairs if why][:MOST_SUGGESTED]


def known_as(workspace: int, name: str) -> Source | None:
    """A source of the workspace (its internal id) that has a name and is called, or described, exactly so, however it
    is spelt.
    """
    wanted = fold_plain(name).strip()
    rows = Source.objects.filter(workspace_id=workspace).exclude(name="").matching(wanted).order_by("pk")
    called = ((row, fold_plain(row.name).strip(), fold_plain(row.descriptor).strip()) for row in rows[:MOST_COMPARED])
    return next((row for row, *names in called if wanted in names), None) if wanted else None


def decided_with(source: Source) -> set[int]:
    """The sources (internal ids) of which somebody has said what they are to this one: the same or different, also
    through others that are the same; or not to be asked again.
    """
    in_force = SourceRelation.objects.in_force().filter(workspace=source.workspace_id)
    same, fresh = {source.pk}, {source.pk}
    while fresh:
        pairs = in_force.filter(Q(a__in=fresh) | Q(b__in=fresh), kind=RelationKind.SAME).values_list("a_id", "b_id")
        fresh = {key for pair in pairs for key in pair} - same
        same |= fresh
    different = in_force.filter(Q(a__in=same) | Q(b__in=same), kind=RelationKind.DISTINCT).values_list("a_id", "b_id")
    dismissed = SourceDismissal.objects.filter(Q(a=source) | Q(b=source)).values_list("a_id", "b_id")
    return same | {key for pair in (*different, *dismissed) for key in pair}
