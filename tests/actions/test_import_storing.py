"""Batches: planned while the one before is stored, and stored whole or not at all."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from annotations.actions import import_records, import_storing
from annotations.corpus import select
from annotations.errors import RuleBrokenError
from annotations.formats import export_format, import_format
from annotations.models import Article, Attribution, Span
from tests.actions.test_importing import first, load, made, records, refusals
from tests.cast import Cast
from tests.formats.corpora import file_of


def test_a_batch_may_refer_to_the_one_before(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is planned before that one is stored; whatever it misses is looked for again."""
    monkeypatch.setattr(import_storing, "MAX_RECORDS", 1)
    maker = made()
    spans: list[dict[str, Any]] = []
    for number in range(6):
        _article, version = maker.article(f"Text {number}", title=f"Article {number}")
        layer = maker.layer(version)
        spans.append(maker.span(version, layer, (0, 4), carried=spans[-1]["id"] if spans else None))
    report = load(cast, file_of(maker.records))
    stored = report.created["span"]
    # Documents come in no order of their own: what refers to a later one is refused, as without batches.
    assert stored + report.refused_total == 6
    assert refusals(report) == [("span.missing", "carried_from")] * report.refused_total
    assert Span.objects.count() == stored
    while report.refused_total:
        report = load(cast, file_of(maker.records))
    assert Span.objects.filter(carried_from__isnull=False).count() == 5


@pytest.mark.parametrize("dry_run", [False, True])
def test_progress_counts_what_is_refused_and_ends_whole(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, dry_run: bool
) -> None:
    """Whoever refuses: a line that is no record, a document that breaks a rule, the database that halves a batch."""
    monkeypatch.setattr(import_storing, "MAX_RECORDS", 30)
    found = [record for number in range(1, 8) for record in records(number)]
    first(found, "span")["segments"] = [[0, 10**6]]
    extra = {**[one for one in found if one["type"] == "version"][-1], "id": "01900000-0000-7000-8000-00000000ffff"}
    found.append({**extra, "note": "the same number again"})
    told: list[tuple[int, int]] = []
    report = import_records(
        actor=cast.actor("editor"),
        incoming=import_format("isnad-jsonl").read([file_of(found)]),
        dry_run=dry_run,
        progress=lambda done, total: told.append((done, total)),
    )
    assert report.refused_total == 2
    assert len(told) > 2
    assert told == sorted(told)
    assert told[-1] == (len(found), len(found))
    assert {total for _done, total in told} == {len(found)}


def test_a_failure_while_the_database_works_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_storing, "MAX_RECORDS", 1)
    planned = import_storing.Storing._go_on

    def fail(*arguments: Any) -> None:
        planned(*arguments)
        message = "no memory"
        raise MemoryError(message)

    monkeypatch.setattr(import_storing.Storing, "_go_on", fail)
    with pytest.raises(MemoryError):
        load(cast, file_of([*records(1), *records(2)]))
    assert not Article.objects.exists()
    monkeypatch.undo()
    assert load(cast, file_of([*records(1), *records(2)])).created["article"] == 2


def test_a_batch_that_is_refused_at_once_keeps_none_back(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """What should have been done while the database stored it is done afterwards."""
    monkeypatch.setattr(import_storing, "MAX_RECORDS", 1)
    refusals_left = [RuleBrokenError("write.collided", "somebody was here")]

    def once(_pairs: object) -> None:
        if refusals_left:
            raise refusals_left.pop()

    monkeypatch.setattr(import_storing, "make_way", once)
    report = load(cast, file_of([*records(1), *records(2), *records(3)]))
    assert (report.created["article"], report.refused_total) == (3, 0)


def test_numbers_in_metadata_come_out_as_they_came(cast: Cast) -> None:
    """Also beyond 64 bits, where a quick reader of JSON makes them floats."""
    found = records()
    metadata = {"big": 123456789012345678901234567890, "small": 1e-7, "list": [2**70], "text": "\\N\t\n", "x": None}
    first(found, "article")["metadata"] = metadata
    assert load(cast, file_of(found)).refused == []
    out = b"".join(export_format("isnad-jsonl").export(select(workspace=cast.workspace)))
    article = next(one for one in map(json.loads, out.splitlines()) if one["type"] == "article")
    assert article["metadata"] == metadata


def test_what_has_the_id_of_something_here_is_named_in_a_new_document_too(cast: Cast) -> None:
    """Nobody looks for the spans and frames of a text that is new; the unique key does, and then they are."""
    load(cast, file_of(records(1)))
    second, third = records(2), records(3)
    taken, old = first(records(1), "attribution")["id"], first(second, "attribution")["id"]
    first(second, "attribution")["id"] = taken
    report = load(cast, file_of([*second, *third]))
    assert [(one.rule, one.id) for one in report.refused] == [("attribution.duplicate_id", taken)]
    assert report.created["article"] == 1
    assert not Attribution.objects.filter(uid=old).exists()
    assert load(cast, file_of([*records(2), *third])).created["article"] == 1


def test_marks_of_a_new_text_are_not_looked_for(cast: Cast) -> None:
    asked: list[str] = []

    def noted(execute: Any, statement: str, *rest: Any) -> Any:
        asked.append(str(statement))
        return execute(statement, *rest)

    with connection.execute_wrapper(noted):
        load(cast, file_of(records(1)))
    again = [one for one in asked if "FROM annotations_span t" in one or "FROM annotations_attribution t" in one]
    assert again == []
    with connection.execute_wrapper(noted):
        assert load(cast, file_of(records(1))).created.total() == 0
    assert any("annotations_span t" in one for one in asked)
