"""The rule of independence: one claim with very many paths."""

from __future__ import annotations

from annotations.corroboration import judge
from tests.bench.section import Bench
from tests.bench.table import median_ms
from tests.corroboration.test_judging import many

PATHS, SOURCES = 10_000, 2_000


def judging(bench: Bench) -> None:
    case = many(PATHS, SOURCES)
    took = median_ms(lambda: judge(case), times=5, warm=1)
    bench.table.add(f"count the voices of one claim, {PATHS:,} paths, {SOURCES:,} sources", f"{took:.0f} ms")
