"""Import, beside COPY of the same rows; and what other sections need of a corpus and of the server's memory."""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.corpus import corpus
from tests.bench.section import Bench
from tests.bench.service import Client, Service
from tests.bench.table import seconds, times

IMPORTED = 1000
BATCH = 1000
LISTED = "bench-list"
"""The workspace of the whole corpus."""
JSONL = "application/x-ndjson"


def workspace(served: Service, slug: str) -> Client:
    served.manage("workspace", slug, "--member", "admin:admin")
    return served.client(slug)


def send_corpus(client: Client, articles: int, *, first: int = 0) -> float:
    """Import that many articles through the API; seconds that the imports took."""
    taken = 0.0
    for start in range(first, first + articles, BATCH):
        body = corpus(min(BATCH, first + articles - start), first=start)
        taken += seconds(lambda body=body: client.send("POST", "/api/v1/import/isnad-jsonl/", body, JSONL))  # type: ignore[misc]
    return taken


def fill(bench: Bench, client: Client, articles: int) -> float:
    """Import the corpus, where it is not there yet; seconds that it took."""
    if json.loads(client.send("GET", "/api/v1/articles/?page_size=1")[1])["results"]:
        return 0
    taken = send_corpus(client, articles)
    bench.limits.connection.execute("ANALYZE")
    return taken


def importing(bench: Bench) -> None:
    """A thousand articles, and all of the corpus, a thousand a request. Also in processor time, which tells the truth
    where others keep the machine busy.
    """
    client = workspace(bench.served, "bench-import")
    send_corpus(client, 50, first=500_000)  # warm
    _import(bench, "bench-import", IMPORTED, 50, lambda: send_corpus(client, IMPORTED))
    if bench.articles > IMPORTED:
        listed = workspace(bench.served, LISTED)
        _import(bench, LISTED, bench.articles, 0, lambda: fill(bench, listed, bench.articles))


def _import(bench: Bench, slug: str, articles: int, before: int, work: Callable[[], float]) -> None:
    """What `work` takes to import so many articles into a workspace that has some already, beside COPY."""
    table = bench.table
    _until_no_job_waits(bench)
    busy = _processor(bench)
    taken = work()
    busy = _processor(bench) - busy
    rows = bench.limits.rows_of(slug)
    copying = _processor(bench) + time.process_time()
    share = articles / (articles + before)
    limit = bench.limits.copy_in(rows) * share
    copying = (_processor(bench) + time.process_time() - copying) * share
    table.add(
        f"import {articles:,} articles (isnad-jsonl)",
        f"{articles / taken:,.0f} articles/s",
        f"{articles / limit:,.0f} articles/s (COPY)",
        times(taken, limit),
    )
    table.add(
        f"processor time of that import of {articles:,}, server and database",
        f"{busy:.1f} s",
        f"{copying:.1f} s (COPY)",
        times(busy, copying),
    )


def _until_no_job_waits(bench: Bench) -> None:
    """The worker compares what came in with the rest when it has time: that is no part of what is measured next."""
    waiting = (
        "SELECT count(*) FROM procrastinate_jobs"
        " WHERE status IN ('todo', 'doing') AND COALESCE(scheduled_at, now()) < now() + interval '10 s'"
    )
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        row = bench.limits.connection.execute(waiting).fetchone()
        if row == (0,):
            return
        time.sleep(0.2)
    raise RuntimeError("the worker does not come to an end of its jobs")


def _processor(bench: Bench) -> float:
    """Seconds of processor time that the server's processes and those of its database have taken so far."""
    backends = bench.limits.connection.execute("SELECT pid FROM pg_stat_activity").fetchall()
    pids = {*worker_pids(bench.served), *(pid for (pid,) in backends)}
    return sum(map(_processor_of, pids)) / os.sysconf("SC_CLK_TCK")


def _processor_of(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def memory_kb(pid: int) -> int:
    """Peak resident memory of the process since the peak was last reset, in kB."""
    found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


def worker_pids(served: Service) -> list[int]:
    """The server's processes."""
    parents = {int(p.name): _parent(p) for p in Path("/proc").iterdir() if p.name.isdigit()}
    family = [served.process.pid]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return [pid for pid in family if _is_python(pid)]


def _parent(place: Path) -> int:
    try:
        return int((place / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except (OSError, IndexError, ValueError):
        return 0


def _is_python(pid: int) -> bool:
    try:
        return b"python" in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0]
    except OSError:
        return False


def reset_peaks(pids: list[int]) -> int:
    """Forget the peaks so far; the largest resident memory now, in kB."""
    for pid in pids:
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    return max(memory_kb(pid) for pid in pids)
