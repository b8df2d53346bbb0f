"""Every format of the registry out and in, beside COPY of the same rows."""

from __future__ import annotations

from tests.bench.corpus_lines import LISTED, fill, memory_kb, reset_peaks, send_corpus, worker_pids, workspace
from tests.bench.section import Bench
from tests.bench.service import Client, Service
from tests.bench.table import seconds, times

READ_BACK = 200
"""Articles that are read in again in each format."""
WHOLE = ("isnad-jsonl", "parquet")
"""The formats that always write all of the corpus."""


def names_of(served: Service, registry: str) -> list[str]:
    """The names of the formats in a registry, EXPORTS or IMPORTS."""
    program = f"from annotations.formats import {registry} as known; print(*(one.name for one in known))"
    return served.manage("shell", "--no-imports", "-c", program).split()


def exporting(bench: Bench) -> None:
    """The corpus in each format; what the server's largest process grows by is its peak above idle."""
    part = min(bench.part, bench.articles)
    stored = {LISTED: bench.articles, "bench-part": part}
    for name in names_of(bench.served, "EXPORTS"):
        slug = LISTED if name in WHOLE or part == bench.articles else "bench-part"
        _export(bench, name, slug, stored[slug])


def _export(bench: Bench, name: str, slug: str, articles: int) -> None:
    served, limits, table, *_ = bench
    client = workspace(served, slug)
    fill(bench, client, articles)
    pids = worker_pids(served)
    before = reset_peaks(pids)
    sizes: list[int] = []
    taken = seconds(lambda: sizes.append(client.drain(f"/api/v1/export/{name}/")))
    grown = max(memory_kb(pid) for pid in pids) - before
    limit, copied = limits.copy_out(slug)
    rate = f"{sizes[0] / taken / 1e6:.1f} MB/s, {articles / taken:,.0f} articles/s"
    table.add(
        f"export {articles:,} articles as {name} ({sizes[0] / 1e6:,.0f} MB)",
        f"{rate}, {taken:.1f} s, +{grown / 1024:.0f} MB",
        f"{copied / limit / 1e6:.1f} MB/s, {articles / limit:,.0f} articles/s, {limit:.1f} s (COPY)",
        times(taken, limit),
    )


def reading_back(bench: Bench) -> None:
    """Some articles, written in each format that is also read, into an empty workspace."""
    served, limits, table, *_ = bench
    source = workspace(served, "bench-formats")
    send_corpus(source, READ_BACK, first=700_000)
    limit = limits.copy_in(limits.rows_of("bench-formats"))
    written = names_of(served, "EXPORTS")
    for name in names_of(served, "IMPORTS"):
        if name not in written:
            continue
        # A connection of its own: the server has closed one that lay idle meanwhile.
        file = Client(source.host, source.port, source.token).send("GET", f"/api/v1/export/{name}/")[1]
        client = workspace(served, f"bench-in-{name}")
        path = f"/api/v1/import/{name}/"
        taken = seconds(lambda: client.send("POST", path, file, "application/octet-stream"))  # noqa: B023 - at once
        table.add(
            f"import {READ_BACK} articles ({name})",
            f"{READ_BACK / taken:,.0f} articles/s",
            f"{READ_BACK / limit:,.0f} articles/s (COPY)",
            times(taken, limit),
        )
