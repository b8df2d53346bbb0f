"""Neither an export nor an import holds the corpus in memory: a larger one needs no more of it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import pytest

from annotations.actions import import_records, import_spool, import_storing
from annotations.corpus import select
from annotations.formats import EXPORTS, ExportFormat, import_format
from tests.bench.corpus import corpus
from tests.cast import Cast

FRAMES = 10
# A CAS, and a row of nested records, hold a document whole, as objects.
BY_DOCUMENT = ("cas-xmi", "cas-json", "parquet")
# A ClaimReview is written of published claims alone, of which this corpus has none.
OF_ARTICLES = [form for form in EXPORTS if form.name != "claimreview"]


def peak(work: Callable[[], None]) -> int:
    """The most that Python held at once during the work, in bytes, beyond what it held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def take_in(cast: Cast, pieces: Iterator[bytes]) -> None:
    report = import_records(actor=cast.actor("editor"), incoming=import_format("isnad-jsonl").read(pieces))
    assert report.refused == []


def cut(file: bytes) -> Iterator[bytes]:
    return (file[at : at + 65536] for at in range(0, len(file), 65536))


@pytest.mark.slow
@pytest.mark.parametrize("form", OF_ARTICLES, ids=lambda form: form.name)
def test_an_export_of_four_times_as_much_needs_no_more(cast: Cast, form: ExportFormat) -> None:
    peaks, sizes = [], []

    def drain() -> None:
        sizes.append(sum(len(piece) for piece in form.export(select(workspace=cast.workspace))))

    fewest = 10 if form.name in BY_DOCUMENT else 40  # they take their time
    for first, articles in ((0, fewest), (fewest, 3 * fewest)):
        take_in(cast, cut(corpus(articles, first=first, frames=FRAMES)))
        drain()  # whatever is made only once
        peaks.append(peak(drain))
    assert sizes[-1] > (1.5 if form.name == "parquet" else 3) * sizes[0]  # columns of the like compress well
    assert sizes[-1] > (100_000 if form.suffix.endswith(".zip") else 2_000_000)
    assert peaks[1] < 2_000_000
    assert peaks[1] < 1.6 * peaks[0]  # the smaller one may not fill a batch


@pytest.mark.slow
def test_an_import_of_four_times_as_much_needs_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """With limits small enough that both sizes reach them."""
    monkeypatch.setattr(import_storing, "MAX_RECORDS", 200)
    monkeypatch.setattr(import_spool, "MAX_HELD", 4)
    monkeypatch.setattr(import_spool, "MAX_PART", 20_000)
    take_in(cast, cut(corpus(5, frames=FRAMES)))
    files = [corpus(40, first=1000, frames=FRAMES), corpus(160, first=2000, frames=FRAMES)]
    peaks = [peak(lambda file=file: take_in(cast, cut(file))) for file in files]  # type: ignore[misc]
    assert len(files[1]) > 3 * len(files[0])
    assert peaks[1] < 1.5 * peaks[0]
    assert peaks[1] < len(files[1])
