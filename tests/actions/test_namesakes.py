"""Sources that may be one under two spellings are suggested; a person decides, and is not asked again."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from annotations.actions import (
    delete_source,
    dismiss_namesake,
    edit_source,
    read_names,
    read_names_everywhere,
    register_source,
    relate_sources,
    withdraw_relation,
)
from annotations.actions.namesakes import TASK
from annotations.corpus.namesakes import ALIKE, namesakes_of
from annotations.errors import ConflictError, DeniedError, RuleBrokenError
from annotations.models import Source, SourceDismissal
from annotations.policies import Actor
from annotations.text import name_keys
from tests.actions.test_importing import load
from tests.cast import Cast, make_source
from tests.drain import Drain
from tests.formats.corpora import file_of

pytestmark = pytest.mark.django_db


def person(actor: Actor, name: str, **fields: Any) -> Source:
    return register_source(actor=actor, **{"kind": "named_person", "name": name, **fields}).object


def suggested(source: Source) -> list[tuple[str, str]]:
    return [(one.source.name, one.why.value) for one in namesakes_of(source)]


def test_across_spellings_and_scripts_with_the_reason(editor: Actor) -> None:
    sadr = person(editor, "مقتدى الصدر")
    for name in ("Moqtada al-Sadr", "مقتدي الصدر", "Muqtada Sadr", "Mohammed Baqir al-Sadr", "نوري المالكي"):
        person(editor, name)
    assert sorted(suggested(sadr)) == [
        ("Moqtada al-Sadr", "scripts"), ("Muqtada Sadr", "scripts"), ("مقتدي الصدر", "same"),
    ]  # fmt: skip
    latin = Source.objects.get(name="Muqtada Sadr")
    assert ("Moqtada al-Sadr", "spelling") in suggested(latin)


def test_bodies_among_bodies_and_people_among_people(editor: Actor) -> None:
    agency = person(editor, "AFP", kind="outlet")
    person(editor, "Agence France-Presse", kind="named_organisation")
    person(editor, "AFP", kind="named_person")
    assert suggested(agency) == [("Agence France-Presse", "initials")]


@pytest.mark.parametrize("kind", ["anonymous_person", "anonymous_group", "mixed_group", "unnamed_group"])
def test_never_of_anonymous_or_collective_ones(editor: Actor, kind: str) -> None:
    named = person(editor, "Moqtada al-Sadr")
    other = person(editor, "Moqtada al-Sadr", kind=kind, descriptor="an official")
    assert suggested(named) == suggested(other) == []


def test_what_somebody_has_said_is_not_suggested_again(editor: Actor) -> None:
    sadr, latin = person(editor, "مقتدى الصدر"), person(editor, "Moqtada al-Sadr")
    other, third = person(editor, "Muqtada Sadr"), person(editor, "Moktada Sadr")
    same = relate_sources(actor=editor, kind="same", a=sadr, b=latin, reason="his office").object
    relate_sources(actor=editor, kind="distinct", a=latin, b=other, reason="a namesake")
    assert suggested(sadr) == [("Moktada Sadr", "scripts")]  # the others follow from what is stated
    made = dismiss_namesake(actor=editor, a=third, b=sadr, reason="asked before")
    assert (made.created_by, made.reason) == ("editor", "asked before")
    assert suggested(sadr) == []
    withdraw_relation(actor=editor, relation=same, reason="it was another office")
    assert {name for name, _ in suggested(sadr)} == {"Moqtada al-Sadr", "Muqtada Sadr"}


def test_what_is_refused(cast: Cast, editor: Actor, stranger: Actor) -> None:
    a, b = person(editor, "Moqtada al-Sadr"), person(editor, "Muqtada Sadr")
    with pytest.raises(DeniedError):
        dismiss_namesake(actor=cast.actor("annotator"), a=a, b=b)
    with pytest.raises(RuleBrokenError, match="a source is itself"):
        dismiss_namesake(actor=editor, a=a, b=a)
    dismiss_namesake(actor=editor, a=a, b=b)
    with pytest.raises(ConflictError) as caught:
        dismiss_namesake(actor=editor, a=b, b=a)
    assert caught.value.rule == "dismissal.duplicate"
    delete_source(actor=editor, source=b, expected=None)
    assert not SourceDismissal.objects.exists()
    person(stranger, "Moqtada al-Sadr")
    assert suggested(a) == []


def test_a_new_name_is_read_at_once_an_imported_one_by_a_job(cast: Cast, editor: Actor, run_jobs: Drain) -> None:
    sadr = person(editor, "مقتدى الصدر")
    other = person(editor, "somebody")
    edit_source(actor=editor, source=other, expected=None, name="Moqtada al-Sadr")
    assert suggested(sadr) == [("Moqtada al-Sadr", "scripts")]
    record = {
        "type": "source", "id": "01890000-0000-7000-8000-000000000001", "kind": "named_person", "name": "Muqtada Sadr",
        "created_by": "ann", "created_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    assert not load(cast, file_of([record])).refused
    assert run_jobs.waiting() == [TASK]
    assert len(suggested(sadr)) == 1
    run_jobs()
    assert len(suggested(sadr)) == 2


def test_what_was_left_waiting_is_looked_after(editor: Actor, run_jobs: Drain) -> None:
    make_source(editor, "Moqtada al-Sadr", kind="named_person")
    read_names_everywhere()
    assert run_jobs() == [TASK]
    assert read_names(workspace=editor.workspace.pk) == 0


def test_the_names_are_looked_up_in_the_index(cast: Cast) -> None:
    """Two thousand people with the same first name: as many are compared as is allowed, and none is read one by one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO annotations_sourcename (source_id, workspace_id, keys, waiting)"
            " SELECT 1000000 + n, %s, ARRAY['mhmd', 'k' || n], false FROM generate_series(1, 2000) AS n",
            [cast.workspace.pk],
        )
        cursor.execute("ANALYZE annotations_sourcename")
        wanted: dict[str, Any] = {"keys": name_keys("محمد شياع السوداني"), "workspace": cast.workspace.pk, "source": 1}
        cursor.execute(f"EXPLAIN {ALIKE}", {**wanted, "most": 10})
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Bitmap Index Scan on source_name_keys" in plan
    assert "Seq Scan on annotations_sourcename" not in plan
