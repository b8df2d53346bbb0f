"""Import: every record that is refused is named with its line and its rule, and the other documents go in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection

from annotations.actions import ImportReport, edit_article, import_records, import_storing
from annotations.corpus import Incoming, select
from annotations.errors import DeniedError, MalformedError
from annotations.formats import export_format, import_format
from annotations.models import Article, ArticleSearch, Attribution, Claim, Comment, Layer, Span
from tests.bench.corpus import document, lines
from tests.cast import Cast, make_cast
from tests.formats.corpora import Maker, file_as_is, file_of

Record = dict[str, Any]


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


def test_a_document_is_stored_whole_or_not_at_all(cast: Cast) -> None:
    found = records()
    _outside(found)
    report = load(cast, file_of([*found, *records(2)])).as_dict()
    assert [one["rule"] for one in report["refused"]] == ["span.out_of_text"]
    assert report["held_back"] == {"article": 1, "version": 1, "layer": 1, "span": 5, "attribution": 3}
    assert report["created"] == {"article": 1, "version": 1, "layer": 1, "span": 6, "attribution": 3}
    assert Article.objects.get().title == "تقرير رقم 2"


def test_another_record_under_the_same_id_is_refused(cast: Cast) -> None:
    load(cast, file_of(records()))
    changed = records()
    first(changed, "article")["title"] = "Another title"
    report = load(cast, file_of(changed)).as_dict()
    assert [one["rule"] for one in report["refused"]] == ["article.duplicate_id"]
    assert Article.objects.get().title == "تقرير رقم 1"


def _miscounted(file: bytes) -> bytes:
    """The header counts an article that is not there; the sum is right."""
    header, *lines, _end = file.splitlines(keepends=True)
    told = json.loads(header)
    told["counts"] = {"article": 2}
    body = b"".join([json.dumps(told).encode() + b"\n", *lines])
    return body + json.dumps({"type": "end", "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n"


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (_miscounted, "file.counts"),
        (lambda file: file[: len(file) // 2], "file.truncated"),
        (lambda _file: b"", "file.empty"),
        (lambda file: b"\xff\xfe" + file, "file.no_header"),
        (lambda file: file.replace(b"shared", b"Shared", 1), "file.sum"),
        (lambda file: file.replace(b'"version":1', b'"version":9', 1), "file.version"),
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


def test_a_damaged_line_holds_back_its_document_alone(cast: Cast) -> None:
    """It is named with its line, type and id, as far as these can be read."""
    whole = file_of([*records(1), *records(2)]).splitlines(keepends=True)[:-1]
    place = next(n for n, line in enumerate(whole) if line.startswith(b'{"type":"span"'))
    uid = json.loads(whole[place])["id"]
    whole[place] = whole[place].replace(b'"quote":', b'"quote"')
    body = b"".join(whole)
    end = json.dumps({"type": "end", "sha256": hashlib.sha256(body).hexdigest()}).encode() + b"\n"
    report = load(cast, body + end)
    assert [(one.line, one.type, one.id, one.rule) for one in report.refused] == [
        (place + 1, "span", uid, "json.malformed")
    ]
    assert report.created == {"article": 1, "version": 1, "layer": 1, "span": 6, "attribution": 3}
    assert report.held_back == {"article": 1, "version": 1, "layer": 1, "span": 5, "attribution": 3}


def test_a_version_of_no_article_is_a_document_of_its_own(cast: Cast) -> None:
    found = records(1)
    first(found, "version")["article"] = "no id\n at all"
    report = load(cast, file_of([*found, *records(2)]))
    assert {one.rule for one in report.refused} == {"article.missing", "article.no_version"}
    assert report.created["article"] == 1


def test_an_annotator_may_not_import(cast: Cast) -> None:
    with pytest.raises(DeniedError):
        load(cast, file_of(records()), who="annotator")
    assert not Article.objects.exists()


def test_the_benchmark_corpus_goes_in_and_comes_out(cast: Cast) -> None:
    file = b"".join(lines([document(number, frames=5) for number in range(3)]))
    assert load(cast, file).as_dict()["refused"] == []
    out = b"".join(export_format("isnad-jsonl").export(select(workspace=cast.workspace)))
    assert len(out.splitlines()) == len(file.splitlines())


def made(*, seed: int = 1) -> Maker:
    return Maker(seed)


def refusals(report: ImportReport) -> list[tuple[str, str | None]]:
    return [(one.rule, one.field) for one in report.refused]


def test_a_document_that_the_database_refuses_leaves_the_others_alone(cast: Cast) -> None:
    """Two versions with one number: only the unique key knows. The batch is halved until the culprit stands alone."""
    maker = made()
    for number in range(5):
        article, version = maker.article(f"Text {number}", title=f"Article {number}")
        maker.layer(version)
        if number == 2:
            maker.layer(maker.version(article, "Another text", 1))
    report = load(cast, file_of(maker.records))
    assert [one.rule for one in report.refused] == ["version.duplicate_number"]
    assert report.created["article"] == 4
    assert report.held_back.total() == 4
    assert set(Article.objects.values_list("title", flat=True)) == {f"Article {n}" for n in (0, 1, 3, 4)}


def test_what_was_deleted_here_does_not_come_back_by_itself(cast: Cast) -> None:
    maker = made()
    claim = maker.claim()
    load(cast, file_of(maker.records))
    Claim.objects.all().delete()
    report = load(cast, file_of(maker.records))
    assert refusals(report) == [("claim.deleted", "id")]
    assert report.refused[0].id == claim["id"]


def test_a_version_without_its_shared_layer_gets_one(cast: Cast) -> None:
    maker = made()
    _article, version = maker.article("A text")
    maker.layer(version, "independent", "annotator")
    assert load(cast, file_of(maker.records)).created["layer"] == 2
    assert Layer.objects.filter(kind="shared").count() == 1
    assert load(cast, file_of(maker.records)).created.total() == 0


def test_an_article_without_a_text_is_refused(cast: Cast) -> None:
    maker = made()
    maker.article("A text")
    maker.records = [record for record in maker.records if record["type"] == "article"]
    assert refusals(load(cast, file_of(maker.records))) == [("article.no_version", "id")]


def test_a_file_may_add_to_a_document_that_is_there(cast: Cast) -> None:
    """The text, the layer, the parent and its content are not in the second file."""
    maker = made()
    _article, version = maker.article("Officials said that talks had failed")
    layer = maker.layer(version)
    content = maker.span(version, layer, (15, 36))
    outer = maker.frame(version, layer, contents=[content["id"]])
    load(cast, file_of(maker.records))
    maker.records = []
    inside, outside = maker.span(version, layer, (20, 25)), maker.span(version, layer, (0, 9))
    maker.frame(version, layer, contents=[inside["id"]], parent=outer["id"])
    assert load(cast, file_of(maker.records)).created == {"span": 2, "attribution": 1}
    maker.records = []
    maker.frame(version, layer, contents=[outside["id"]], parent=outer["id"])
    assert refusals(load(cast, file_of(maker.records))) == [("frame.child_outside_parent", "parent")]


def test_spans_carried_over_name_the_version_before(cast: Cast) -> None:
    maker = made()
    article, version = maker.article("Talks failed")
    first_span = maker.span(version, maker.layer(version), (0, 5))
    newer = maker.version(article, "The talks failed: Talks", 2)
    maker.span(newer, maker.layer(newer), (18, 23), carried=first_span["id"])
    assert load(cast, file_of(maker.records)).refused == []
    carried = Span.objects.get(carried_from__isnull=False)
    assert carried.carried_from is not None
    assert str(carried.carried_from.uid) == first_span["id"]
    assert "the" in ArticleSearch.objects.get().terms


def test_mentions_steps_and_comments_stand_for_themselves(cast: Cast) -> None:
    maker = made()
    claim = maker.claim()
    maker.step(claim)
    maker.step({"id": maker.uid()})
    maker.comment("claim", claim, resolved=True)
    maker.comment("article", claim)
    maker.mention(claim, span=maker.uid())
    maker.mention(claim)
    report = load(cast, file_of(maker.records))
    assert report.created == {"claim": 1, "transition": 1, "comment": 1}
    assert sorted(refusals(report)) == [
        ("article.missing", "target"), ("claim.missing", "claim"), ("mention.one_target", "attribution"),
        ("span.missing", "span"),
    ]  # fmt: skip
    assert Comment.objects.get().resolved_by == "editor"


def test_records_out_of_order_and_twice_are_refused(cast: Cast) -> None:
    maker = made()
    sources = sorted((maker.source() for _ in range(3)), key=lambda record: str(record["id"]))
    report = load(cast, file_as_is([sources[0], sources[2], sources[1], sources[2], sources[2]]))
    assert [(one.line, one.rule) for one in report.refused] == [
        (4, "record.order"),
        (5, "record.twice"),
        (6, "record.twice"),
    ]
    uid = sources[2]["id"]
    assert [one.detail for one in report.refused[1:]] == [f"another source had the id {uid} before, at line 3"] * 2
    assert report.created == {"source": 2}


def test_times_are_kept_to_the_microsecond_in_any_zone(cast: Cast) -> None:
    maker = made()
    claim = maker.claim()
    claim["created_at"] = "2020-10-06T11:06:01.000010+03:00"
    claim["recheck_at"] = "2020-10-06"
    assert refusals(load(cast, file_of(maker.records))) == [("field.time", "recheck_at")]
    claim["recheck_at"] = None
    assert load(cast, file_of(maker.records)).created == {"claim": 1}
    assert Claim.objects.get().created_at.isoformat() == "2020-10-06T08:06:01.000010+00:00"
    assert load(cast, file_of(maker.records)).unchanged == {"claim": 1}


def test_a_dry_run_keeps_nobody_waiting(transactional_db: None) -> None:
    """Whoever reads as of now waits for writers; a dry run commits nothing and is none. Other tests take locks too."""
    cast = make_cast()
    found: list[bool] = []

    def watched() -> Iterator[Incoming]:
        yield from import_format("isnad-jsonl").read([file_of(records())])

    def look() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE classid = 1769173601 AND pid = pg_backend_pid()")
            found.append(cursor.fetchone()[0] > 0)

    with patch.object(import_storing, "_result", side_effect=lambda _future: look()):
        import_records(actor=cast.actor("editor"), incoming=watched(), dry_run=True)
        import_records(actor=cast.actor("editor"), incoming=watched())
    assert found == [False, True]


@pytest.mark.parametrize("dry_run", [False, True])
def test_what_was_changed_here_since_is_told_with_its_line_and_stays(cast: Cast, dry_run: bool) -> None:
    file = file_of(records())
    load(cast, file)
    article = Article.objects.get()
    edit_article(actor=cast.actor("second_editor"), article=article, expected=None, title="Edited here")
    report = load(cast, file, dry_run=dry_run)
    assert [(one.rule, one.type, one.id) for one in report.refused] == [
        ("article.changed_here", "article", str(article.uid))
    ]
    (told,) = report.refused
    assert f'"id":"{article.uid}"'.encode() in file.splitlines()[told.line - 1]
    assert "by second-editor" in told.detail
    assert "revision 2" in told.detail
    assert report.created.total() == 0
    assert Article.objects.get().title == "Edited here"
