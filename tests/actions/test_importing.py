"""Import: every record that is refused is named with its line and its rule, and the rest goes in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from annotations.actions import ImportReport, import_records
from annotations.corpus import select
from annotations.errors import DeniedError, MalformedError
from annotations.formats import export_format, import_format
from annotations.models import Article, ArticleSearch, Attribution, Span
from tests.bench.corpus import document, lines
from tests.cast import Cast

Record = dict[str, Any]


def file_of(records: list[Record]) -> bytes:
    """Rewrite header and end around the records, sorted as a file must be."""
    order = [
        "source",
        "article",
        "version",
        "layer",
        "span",
        "attribution",
        "claim",
        "mention",
        "transition",
        "comment",
    ]
    records = sorted(records, key=lambda record: (order.index(record["type"]), record["id"]))
    counts = {noun: sum(record["type"] == noun for record in records) for noun in order}
    header = {
        "type": "header", "format": "isnad-jsonl", "version": 1, "offset_unit": "code_point", "workspace": "x",
        "known_at": "2026-01-01T00:00:00Z", "rule_version": None, "counts": counts,
    }  # fmt: skip
    body = b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in [header, *records])
    return body + json.dumps({"type": "end", "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n"


def records(number: int = 1) -> list[Record]:
    made = document(number, frames=3)
    return [record for noun in made.values() for record in noun]


def load(cast: Cast, file: bytes, *, who: str = "editor", dry_run: bool = False) -> ImportReport:
    incoming = import_format("isnad-jsonl").read([file])
    return import_records(actor=cast.actor(who), incoming=incoming, dry_run=dry_run)


def first(found: list[Record], noun: str) -> Record:
    return next(record for record in found if record["type"] == noun)


def test_stores_everything_and_makes_it_findable(cast: Cast) -> None:
    report = load(cast, file_of(records())).as_dict()
    assert report["refused"] == []
    assert report["created"] == {"article": 1, "version": 1, "layer": 1, "span": 6, "attribution": 3}
    assert Article.objects.get().created_by == "annotator"
    assert "واشنطن" in ArticleSearch.objects.get().terms
    assert Span.objects.order_by("pk")[0].recorded_by == "editor"


def test_the_same_file_again_changes_nothing(cast: Cast) -> None:
    load(cast, file_of(records()))
    report = load(cast, file_of(records())).as_dict()
    assert report["created"] == {}
    assert report["unchanged"] == {"article": 1, "version": 1, "layer": 1, "span": 6, "attribution": 3}


def test_a_dry_run_reports_the_same_and_stores_nothing(cast: Cast) -> None:
    dry = load(cast, file_of(records()), dry_run=True).as_dict()
    assert not Article.objects.exists()
    wet = load(cast, file_of(records())).as_dict()
    assert {**dry, "dry_run": False} == wet


def _outside(found: list[Record]) -> None:
    first(found, "span")["segments"] = [[0, 10_000_000]]


def _quote(found: list[Record]) -> None:
    first(found, "span")["quote"]["exact"] = "something else"


def _grade(found: list[Record]) -> None:
    first(found, "attribution")["attitude"] = "doubt"


def _speaker(found: list[Record]) -> None:
    first(found, "attribution")["speakers"] = [first(found, "article")["id"]]


def _unknown(found: list[Record]) -> None:
    first(found, "layer")["colour"] = "red"


def _sum(found: list[Record]) -> None:
    first(found, "version")["sha256"] = "0" * 64


def _itself(found: list[Record]) -> None:
    frame = first(found, "attribution")
    frame["parent"] = frame["id"]


def _typed(found: list[Record]) -> None:
    first(found, "version")["number"] = "1"


@pytest.mark.parametrize(
    ("break_it", "noun", "rule"),
    [
        (_outside, "span", "span.out_of_text"),
        (_quote, "span", "span.quote"),
        (_grade, "attribution", "field.choice"),
        (_speaker, "attribution", "source.missing"),
        (_unknown, "layer", "record.unknown_field"),
        (_sum, "version", "version.sha256"),
        (_itself, "attribution", "frame.cycle"),
        (_typed, "version", "record.field_type"),
    ],
)
def test_names_the_line_and_the_rule(
    cast: Cast, break_it: Callable[[list[Record]], None], noun: str, rule: str
) -> None:
    broken, whole = records(1), records(2)
    break_it(broken)
    file = file_of([*broken, *whole])
    report = load(cast, file).as_dict()
    refused = report["refused"][0]
    assert (refused["type"], refused["rule"]) == (noun, rule)
    assert json.loads(file.splitlines()[refused["line"] - 1])["id"] == refused["id"]
    assert Article.objects.filter(title="تقرير رقم 2").exists()
    assert Attribution.objects.filter(version__article__title="تقرير رقم 2").count() == 3


def test_what_refers_to_a_refused_record_is_refused_with_it(cast: Cast) -> None:
    found = records()
    _outside(found)
    report = load(cast, file_of(found)).as_dict()
    assert [one["rule"] for one in report["refused"]] == ["span.out_of_text", "span.missing"]
    assert report["created"]["attribution"] == 2


def test_another_record_under_the_same_id_is_refused(cast: Cast) -> None:
    load(cast, file_of(records()))
    changed = records()
    first(changed, "article")["title"] = "Another title"
    report = load(cast, file_of(changed)).as_dict()
    assert [one["rule"] for one in report["refused"]] == ["article.duplicate_id"]
    assert Article.objects.get().title == "تقرير رقم 1"


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda file: file[: len(file) // 2], "file.truncated"),
        (lambda _file: b"", "file.empty"),
        (lambda file: b"\xff\xfe" + file, "file.no_header"),
        (lambda file: file.replace(b"shared", b"Shared", 1), "file.sum"),
        (lambda file: file.replace(b'"version": 1', b'"version": 9', 1), "file.version"),
        (lambda file: file + b"{}\n", "file.after_end"),
    ],
)
def test_a_file_that_cannot_be_trusted_stores_nothing(cast: Cast, spoil: Callable[[bytes], bytes], rule: str) -> None:
    with pytest.raises(MalformedError) as caught:
        load(cast, spoil(file_of(records())))
    assert caught.value.rule == rule
    assert not Article.objects.exists()


def test_hostile_lines_are_refused_one_by_one(cast: Cast) -> None:
    whole = file_of(records()).splitlines(keepends=True)[:-1]
    whole[0] = whole[0].replace(b'"counts": {', b'"counted": {')
    hostile = [b"not json\n", b"[1]\n", b'{"type":"claim","id":"\\ud800"}\n', b"[" * 100_000 + b"\n", b'{"a":"\xff"}\n']
    body = b"".join([*whole, *hostile])
    end = json.dumps({"type": "end", "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n"
    report = load(cast, body + end).as_dict()
    assert [one["rule"] for one in report["refused"]] == [
        "json.malformed", "json.not_object", "text.lone_surrogate", "json.too_deep", "json.not_utf8",
    ]  # fmt: skip
    assert Article.objects.count() == 1


def test_an_annotator_may_not_import(cast: Cast) -> None:
    with pytest.raises(DeniedError):
        load(cast, file_of(records()), who="annotator")
    assert not Article.objects.exists()


def test_the_benchmark_corpus_goes_in_and_comes_out(cast: Cast) -> None:
    file = b"".join(lines([document(number, frames=5) for number in range(3)]))
    assert load(cast, file).as_dict()["refused"] == []
    out = b"".join(export_format("isnad-jsonl").export(select(workspace=cast.workspace)))
    assert len(out.splitlines()) == len(file.splitlines())
