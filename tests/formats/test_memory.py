"""Neither an export nor an import holds the corpus in memory: a larger one needs no more of it."""

from __future__ import annotations

import gc
import hashlib
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import pyarrow
import pytest
from django.db import connection

from annotations.actions import import_records, import_spool, import_storing
from annotations.corpus import Selection, exhibit_files, select
from annotations.formats import EXPORTS, ExportFormat, archive, claimreview, export, import_format, parquet
from annotations.formats import parquet_tables as tables
from annotations.formats.isnad_jsonl import IsnadJsonl
from tests.bench.corpus import corpus
from tests.cast import Cast
from tests.formats.corpora import Maker, file_of

FEW, MANY = 16, 80
"""Articles. With the batches of `small_batches` both are more than any of them holds. Of the smaller file of Parquet a
third is the same whatever it holds: schemas and metadata of two dozen tables. So five times as many make it
more than thrice as large.
"""
BOUND = 1.15
FRAMES = 10
# Of each length, and the longest (CPython's free lists).
KEPT_TUPLES, LONGEST_KEPT = 2000, 20
Result = TypeVar("Result")


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Whatever is gathered before it goes on is full after a few articles."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(export, "PIECE", 4096)
    monkeypatch.setattr(archive, "_HELD", 1024)
    monkeypatch.setattr(import_module("annotations.corpus.documents"), "FETCHED_ELSE", 5)
    monkeypatch.setattr(exhibit_files, "_FETCHED", 5)
    monkeypatch.setattr(parquet, "BATCH", 4)
    monkeypatch.setattr(tables, "MAX_PART", 16 * 1024)
    monkeypatch.setattr(claimreview, "BATCH", 4)


def peak(work: Callable[[], Result]) -> tuple[Result, int]:
    """(result, the most that Python and Arrow held at once during the work, in bytes, beyond what they held before)"""
    keep_tuples()
    usual = pyarrow.default_memory_pool()
    pool = pyarrow.proxy_memory_pool(usual)
    pyarrow.set_memory_pool(pool)
    tracemalloc.start()
    try:
        result = work()
        return result, tracemalloc.get_traced_memory()[1] + (pool.max_memory() or 0)
    finally:
        tracemalloc.stop()
        pyarrow.set_memory_pool(usual)


def keep_tuples() -> None:
    """Have Python keep as many freed tuples as it ever does for the next of their length. It would keep those of the
    work, more of them the longer that lasts, and what is kept counts as held.
    """
    gc.collect()
    kept = [[(None,) * length for _ in range(KEPT_TUPLES)] for length in range(1, LONGEST_KEPT + 1)]
    del kept


def take_in(cast: Cast, pieces: Iterable[bytes]) -> None:
    report = import_records(actor=cast.actor("editor"), incoming=import_format("isnad-jsonl").read(pieces))
    assert report.refused == []


def cut(file: bytes) -> Iterator[bytes]:
    return (file[at : at + 65536] for at in range(0, len(file), 65536))


def articles(number: int, *, seed: int) -> bytes:
    """So many short ones, each with frames, a published claim that it supports, comments and an exhibit's file."""
    maker = Maker(seed)
    for place in range(number):
        source = maker.source(f"وكالة {seed}.{place}")
        _article, version = maker.article(
            f"{seed}.{place} 👍🏽 قالت بغداد إن المحادثات فشلت. Washington said “no”.\n" * 3
        )
        maker.annotate(version, maker.layer(version), [source], depth=2)
        claim = next(one for one in reversed(maker.records) if one["type"] == "claim")
        claim["workflow"] = "published"
        sha256 = hashlib.sha256(f"{seed}.{place}".encode()).hexdigest()
        maker.accepted(claim, maker.exhibit(sha256=sha256, size=5, origin=source["id"]))
    return file_of(maker.records)


def drained(pieces: Iterable[bytes]) -> int:
    """How many bytes there are."""
    return sum(len(piece) for piece in pieces)


def measured(forms: Iterable[ExportFormat], cast: Cast) -> dict[str, tuple[int, int]]:
    """(size of the file, peak of memory) of each format, in bytes."""
    selection = select(workspace=cast.workspace)
    return {form.name: peak(lambda form=form: drained(form.export(selection))) for form in forms}  # type: ignore[misc]


def warm_up(forms: Iterable[ExportFormat], cast: Cast) -> None:
    """The first time makes whatever is made only once, libraries and all."""
    for form in forms:
        drained(form.export(select(workspace=cast.workspace)))


class Hoarder(IsnadJsonl):
    """A format as none may be: it keeps what it has written."""

    name = "hoarder"

    def export(self, selection: Selection) -> Iterator[bytes]:
        return iter(list(super().export(selection)))


class HoardingTable(Hoarder):
    """As bad, where Python does not see it."""

    name = "hoarding-table"

    def export(self, selection: Selection) -> Iterator[bytes]:
        kept = [pyarrow.array([piece]) for piece in IsnadJsonl().export(selection)]
        return (piece[0].as_py() for piece in kept)


@pytest.mark.slow
def test_an_export_of_five_times_as_much_needs_no_more(cast: Cast, small_batches: None) -> None:
    forms = [*EXPORTS, Hoarder(), HoardingTable()]
    take_in(cast, [articles(FEW, seed=1)])
    warm_up(forms, cast)
    few = measured(forms, cast)
    take_in(cast, [articles(MANY - FEW, seed=2)])
    many = measured(forms, cast)
    assert {name for name in few if many[name][0] < 3 * few[name][0]} == set()
    assert {name for name in few if many[name][1] > BOUND * few[name][1]} == {"hoarder", "hoarding-table"}


LONG, LONG_ONES = 250_000, 36
"""Code points of a text, of one word and two bytes each, and how many there are: 18 MB."""
LONG_BOUND = 15_000_000
LONG_TEXTS = """
    WITH made AS (
        INSERT INTO annotations_article (uid, workspace_id, title, language, direction, outlet, url, credited_wire,
            origin, status, metadata)
        SELECT gen_random_uuid(), %(workspace)s, 'Long', 'ar', 'rtl', '', '', '', '', 'new', '{}'
        FROM generate_series(1, %(articles)s) RETURNING id, workspace_id)
    INSERT INTO annotations_articleversion (uid, workspace_id, article_id, number, text, sha256, captured_how,
        captured_by, note, captured_at)
    SELECT gen_random_uuid(), workspace_id, id, 1, body, isnad_sha256(body), 'api', '', '', now()
    FROM made, (SELECT repeat('س', %(length)s) AS body) t
"""


@pytest.mark.slow
def test_an_export_holds_a_few_texts_however_many_there_are(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """With the batches that are used, which a few of these texts fill: a quarter of the 64 MB that an export may take,
    and less than the texts are together.
    """
    settings.DATA_DIR = tmp_path
    forms = [*EXPORTS, Hoarder(), HoardingTable()]
    warm_up(forms, cast)
    with connection.cursor() as cursor:
        cursor.execute(LONG_TEXTS, {"workspace": cast.workspace.pk, "articles": LONG_ONES, "length": LONG})
    found = measured(forms, cast)
    assert {name for name, (_size, most) in found.items() if most > LONG_BOUND} == {"hoarder", "hoarding-table"}


@pytest.mark.slow
def test_an_import_of_four_times_as_much_needs_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """With limits small enough that both sizes reach them."""
    monkeypatch.setattr(import_storing, "MAX_RECORDS", 200)
    monkeypatch.setattr(import_spool, "MAX_HELD", 4)
    monkeypatch.setattr(import_spool, "MAX_PART", 20_000)
    take_in(cast, cut(corpus(5, frames=FRAMES)))
    files = [corpus(40, first=1000, frames=FRAMES), corpus(160, first=2000, frames=FRAMES)]
    peaks = [peak(lambda file=file: take_in(cast, cut(file)))[1] for file in files]  # type: ignore[misc]
    assert len(files[1]) > 3 * len(files[0])
    assert peaks[1] < 1.5 * peaks[0]
    assert peaks[1] < len(files[1])
