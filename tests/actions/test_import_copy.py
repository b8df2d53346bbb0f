"""What COPY takes in is what was given, whatever is in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.actions.import_copy import row_of
from annotations.actions.import_search import SEARCH_COPY, search_row
from annotations.text import terms

TEXTS = st.text(
    st.one_of(st.sampled_from("\t\n\r\\N{}\",'\x01 ا"), st.characters(exclude_categories=["Cs"])), max_size=8
)
VALUES = TEXTS.filter(lambda text: "\0" not in text) | st.none()


def copied(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE copied (place serial, a text, b text, c text) ON COMMIT DROP")
        with cursor.copy("COPY copied (a, b, c) FROM STDIN") as copy:
            copy.write("".join(f"{row_of(row)}\n" for row in rows))
        cursor.execute("SELECT a, b, c FROM copied ORDER BY place")
        found = list(cursor.fetchall())
        cursor.execute("DROP TABLE copied")
        return found


@pytest.mark.django_db
@given(st.lists(st.tuples(VALUES, VALUES, VALUES), max_size=8))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_text_arrives_as_it_was(rows: list[tuple[Any, ...]]) -> None:
    assert copied(rows) == rows


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["\\N", "\\", "\t", "a\\.", "\\n", "", "\r\n", "\\.\n"])
def test_what_means_something_to_copy_is_text(text: str) -> None:
    rows = [(text, None, "x"), (None, None, text), (text, text, text)]
    assert copied(rows) == rows


@pytest.mark.parametrize(
    ("value", "written"),
    [([], "{}"), ([1, 2], "{1,2}"), ({}, "{}"), ({"a": 'b"'}, '{"a": "b\\\\""}'), (True, "True"), (7, "7")],
)
def test_other_values(value: object, written: str) -> None:
    assert row_of((value, "x")) == f"{written}\tx"


@pytest.mark.django_db
def test_search_terms_arrive_as_they_are() -> None:
    text = 'Don\'t say \\N or {x},"y" to وواشنطن\n٣٫١٤ x,y'
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE found (article_id bigint, terms text[], paragraphs integer) ON COMMIT DROP")
        with cursor.copy(SEARCH_COPY.replace("annotations_articlesearch", "found")) as copy:
            copy.write(search_row(1, 'A "title"', text) + search_row(2, "…", "!"))
        cursor.execute("SELECT terms, paragraphs FROM found ORDER BY article_id")
        assert cursor.fetchall() == [(terms(f'A "title"\n{text}'), 2), ([], 1)]
