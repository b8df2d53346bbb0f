"""What a person did in a layer is looked for in the past of that layer, not of the whole workspace."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions.steps import kinds_of
from annotations.models import Attribution, Layer, Mention, Progress, Span
from tests.cast import Cast, make_article, make_frame, make_span, shared_layer

OTHERS = 5_000
# As many rows of the past of other layers as there may be in a busy workspace; written as no person may.
_PAST = """
    INSERT INTO {table}_history ({columns}, superseded_at, superseded_by, superseded_through)
    SELECT {values}, recorded_at + interval '1 s', recorded_by, recorded_through
    FROM {table} CROSS JOIN generate_series(1, %s) AS other
"""


@pytest.fixture
def layer(cast: Cast) -> Layer:
    actor = cast.actor("editor")
    version = make_article(actor)
    frame = make_frame(actor, version, cue=make_span(actor, version, (0, 9)))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in (Span, Attribution):
            columns = [str(field.column) for field in model._meta.concrete_fields]
            values = [f"{name} + other" if name == "layer_id" else name for name in columns]
            table = model._meta.db_table
            cursor.execute(_PAST.format(table=table, columns=", ".join(columns), values=", ".join(values)), [OTHERS])
            cursor.execute(f"ANALYZE {table}_history")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert frame.layer == shared_layer(version)
    return frame.layer


def test_the_past_of_other_layers_is_not_read(layer: Layer) -> None:
    with CaptureQueriesContext(connection) as asked:
        kinds_of(layer, "editor")
    (statement,) = asked
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {statement['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    for model in (Span, Attribution):
        name = model._meta.model_name
        assert f"{name}_h_layer" in plan, plan
        assert f"Seq Scan on {model._meta.db_table}_history" not in plan, plan


def test_the_history_of_what_lies_in_a_layer_has_an_index_for_it(db: None) -> None:
    for model, ties in ((Span, ["layer"]), (Progress, ["layer"]), (Mention, ["attribution", "span"])):
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, f"{model._meta.db_table}_history")
        for tie in ties:
            assert found[f"{model._meta.model_name}_h_{tie}"]["columns"] == [f"{tie}_id"]
