"""Statements that are worded once give what querysets and `save` give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import QuerySet, Value
from django.test.utils import CaptureQueriesContext

from annotations.models import Compiled, CompiledInsert, Layer, Span, User, Workspace, prepared_cursor, uuid7
from annotations.policies import Actor
from annotations.vocabulary import LayerKind
from tests.cast import Cast, make_article

SAID = ("uid", "workspace", "created_by", "made_from", "version", "layer", "segments", "exact", "prefix", "suffix")


def of_version(workspace: int, version: UUID) -> QuerySet[Layer]:
    return Layer.objects.select_related("version").filter(
        workspace=workspace, version__uid=version, kind=LayerKind.SHARED
    )


LAYER = Compiled(of_version, workspace=int, version=UUID)


@pytest.fixture
def editor(cast: Cast) -> Actor:
    return cast.actor("editor")


@pytest.fixture
def layer(editor: Actor) -> Layer:
    return make_article(editor, "One. Two.").layers.get()


def test_it_finds_the_object_with_what_it_is_related_to(layer: Layer, editor: Actor) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = LAYER.first(workspace=editor.workspace.pk, version=layer.version.uid)
        assert found == layer
        assert found is not None
        assert found.version.text == "One. Two."
    assert len(asked) == 1


def test_each_time_it_takes_other_values(layer: Layer, editor: Actor) -> None:
    other = make_article(editor, "Three.").layers.get()
    asked = [layer.version.uid, other.version.uid, uuid7()]
    found = [LAYER.first(workspace=editor.workspace.pk, version=uid) for uid in asked]
    assert found == [layer, other, None]
    assert LAYER.first(workspace=editor.workspace.pk + 70_000, version=layer.version.uid) is None


def test_postgresql_keeps_one_plan_whatever_the_size_of_a_number(layer: Layer) -> None:
    for workspace in (1, 70_000, 1 << 40):
        LAYER.first(workspace=workspace, version=layer.version.uid)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT statement), count(*), max(parameter_types::text) FROM pg_prepared_statements"
            " WHERE statement LIKE '%annotations_layer%'"
        )
        assert cursor.fetchone() == (1, 1, "{text,uuid,bigint}")


def test_a_connection_remembers_nothing_else(layer: Layer, editor: Actor) -> None:
    LAYER.first(workspace=editor.workspace.pk, version=layer.version.uid)
    prepared = connection.connection._prepared
    before = len(prepared._names), len(prepared._counts)
    assert Layer.objects.filter(name="a long text that would be held").count() == 0
    assert (len(prepared._names), len(prepared._counts)) == before
    assert before[0] > 0


def test_fields_are_read_as_a_queryset_reads_them(cast: Cast) -> None:
    User.objects.filter(pk=cast.editor.pk).update(keys={"mark": "m"})
    people = Compiled(
        lambda name, until: User.objects.annotate(told=Value("so")).filter(username=name, date_joined__lt=until),
        name=str,
        until=datetime,
    )
    found = people.first(name=cast.editor.username, until=datetime.now(UTC) + timedelta(days=1))
    assert found is not None
    assert found.keys == {"mark": "m"}
    assert getattr(found, "told") == "so"  # noqa: B009 - annotated
    assert people.first(name=cast.editor.username, until=datetime(2001, 1, 1, tzinfo=UTC)) is None


def test_what_is_not_asked_for_is_read_when_it_is_needed(cast: Cast) -> None:
    slim = Compiled(lambda slug: Workspace.objects.filter(slug=slug).only("pk"), slug=str)
    found = slim.first(slug=cast.workspace.slug)
    assert found is not None
    assert found.get_deferred_fields() > {"name"}
    assert found.name == cast.workspace.name


def test_a_query_that_leaves_a_value_out_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="each of its values"):
        Compiled(lambda slug: Workspace.objects.exclude(name=slug[:1]), slug=str).first(slug=cast.workspace.slug)


def a_span(layer: Layer, **fields: object) -> Span:
    columns = {"exact": "One", "prefix": "", "suffix": ". Two.", "segments": [0, 3], "made_from": "", **fields}
    return Span(workspace_id=layer.workspace_id, created_by="editor", version=layer.version, layer=layer, **columns)


def test_an_object_is_inserted_as_save_inserts_it(layer: Layer) -> None:
    quick, slow = a_span(layer), a_span(layer)
    CompiledInsert(Span, *SAID).insert(quick)
    slow.save()
    for span in (quick, slow):
        stored = Span.objects.get(pk=span.pk)
        for field in Span._meta.concrete_fields:
            assert getattr(span, field.attname) == getattr(stored, field.attname), field.name
    quick.exact = "Two"
    with pytest.raises(IntegrityError), transaction.atomic():
        quick.save()  # changes its row and inserts none
    assert Span.objects.count() == 2


def test_a_rule_that_the_database_holds_is_told_as_always(layer: Layer) -> None:
    with pytest.raises(IntegrityError, match=r"span\.segments_ordered"), transaction.atomic():
        CompiledInsert(Span, *SAID).insert(a_span(layer, segments=[3, 0]))
    assert not Span.objects.exists()


def test_what_is_asked_so_is_logged_where_queries_are(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked, prepared_cursor() as cursor:
        cursor.execute("SELECT slug FROM annotations_workspace WHERE id = %s", [cast.workspace.pk])
        assert cursor.fetchone() == (cast.workspace.slug,)
    assert [one["sql"] for one in asked] == [f"SELECT slug FROM annotations_workspace WHERE id = {cast.workspace.pk}"]


@pytest.fixture
def other(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Another connection, with a table of its own that all can see until the test ends."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as one:
        one.execute("DROP TABLE IF EXISTS altered")
        one.execute("CREATE TABLE altered (n int)")
        one.execute("INSERT INTO altered VALUES (7)")
        yield one
        one.execute("DROP TABLE altered")


def asked() -> Any:
    with prepared_cursor() as cursor:
        cursor.execute("SELECT * FROM altered WHERE n::text <> %s", ["0"])
        return cursor.fetchone()


def test_a_plan_is_made_anew_when_its_table_was_altered(other: psycopg.Connection) -> None:
    assert asked() == (7,)
    other.execute("ALTER TABLE altered ALTER n TYPE text")
    assert [asked(), asked()] == [("7",), ("7",)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%altered%'")
        assert cursor.fetchone() == (1,)


def test_a_plan_that_another_connection_has_is_made_anew(other: psycopg.Connection) -> None:
    """As behind a pooler, which lends the same client another of the server's connections."""
    assert asked() == (7,)
    connection.connection.pgconn.exec_(b"DEALLOCATE ALL")
    assert [asked(), asked()] == [(7,), (7,)]


def test_within_a_transaction_it_can_be_tried_again(other: psycopg.Connection) -> None:
    assert asked() == (7,)
    other.execute("ALTER TABLE altered ALTER n TYPE text")
    with pytest.raises(OperationalError, match="does not hold any more"), transaction.atomic():
        asked()
    with transaction.atomic():
        assert asked() == ("7",)


def test_a_connection_that_broke_between_two_requests_is_replaced(
    other: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    assert asked() == (7,)
    other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    monkeypatch.setattr(connection, "health_check_done", False)  # as at the beginning of a request
    assert asked() == (7,)
