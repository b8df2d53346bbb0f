"""A line of progress on a terminal; nothing where standard error is a file."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_EVERY = 0.1  # seconds
_WIDTH = 30


class Bar:
    """`bar(done, total, unit)` shows it; a total of 0 is not known."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.shown = stream.isatty()
        self.begun = time.monotonic()
        self.last = 0.0
        self.length = 0

    def __call__(self, done: int, total: int, unit: str) -> None:
        now = time.monotonic()
        if not self.shown or now < self.last + _EVERY:
            return
        self.last = now
        self._write(line_of(done, total, unit, now - self.begun))

    def _write(self, line: str) -> None:
        self.stream.write(f"\r{line.ljust(self.length)}")
        self.stream.flush()
        self.length = len(line)

    def clear(self) -> None:
        """Leave the line empty for what comes next."""
        if self.length:
            self._write("")
            self.stream.write("\r")
            self.stream.flush()


def line_of(done: int, total: int, unit: str, seconds: float) -> str:
    """`████      40 %  4,000 of 10,000 records  812/s`, or without a total `12.3 MB  4.1 MB/s`."""
    shown, speed = _amount(done, unit), _amount(int(done / max(seconds, 0.001)), unit)
    if not total:
        return f"{shown}  {speed}/s"
    part = min(1.0, done / total)
    return f"{'█' * int(part * _WIDTH):<{_WIDTH}} {part:4.0%}  {shown} of {_amount(total, unit)}  {speed}/s"


def _amount(number: int, unit: str) -> str:
    return f"{number / 1e6:,.1f} MB" if unit == "bytes" else f"{number:,} {unit}"


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Bar]:
    """A bar on standard error, gone at the end."""
    bar = Bar(stream or sys.stderr)
    try:
        yield bar
    finally:
        bar.clear()
