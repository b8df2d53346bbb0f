"""The one table that the benchmark prints."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of: what was measured, Isnad's figure, the machine's limit, their ratio."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, figure: str, limit: str = "", ratio: str = "") -> None:
        self.rows.append((what, figure, limit, ratio))
        print(f"  {what}: {figure}" + (f" | limit {limit} | {ratio}" if limit else ""), flush=True)  # noqa: T201

    def say(self, line: str) -> None:
        """Tell how far it is; no line of the table."""
        print(line, flush=True)  # noqa: T201

    def text(self) -> str:
        rows = [("measured", "Isnad", "limit of this machine", "Isnad / limit"), *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(4)]
        ruled = [rows[0], tuple("-" * width for width in widths), *rows[1:]]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in ruled)


def machine() -> str:
    """What the figures were measured on: cores, and how busy others kept it in the last minute."""
    return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def median_ms(work: Callable[[], object], *, times: int = 30, warm: int = 3) -> float:
    """Median duration in milliseconds, after a few turns that are not counted."""
    for _ in range(warm):
        work()
    return statistics.median(_timed(work) for _ in range(times)) * 1000


def seconds(work: Callable[[], object]) -> float:
    """Duration of one turn in seconds."""
    return _timed(work)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def times(figure: float, limit: float) -> str:
    """How many times the limit the figure is."""
    return f"{figure / limit:.1f} x" if limit else ""
