"""How much work something is, whatever else the machine does: processor time beside that of a yardstick."""

from __future__ import annotations

import time
from collections.abc import Callable

STEPS = 1_000_000


def effort(work: Callable[[], object]) -> float:
    """Processor time of `work` in that of a bare loop of a million steps, which is run just before and just after.

    A bound on it holds on a slow machine as on a fast one; leave room of ten times, for memory and caches are shared.
    """
    before = _processor_time(_yardstick)
    own = _processor_time(work)
    return own / max(before, _processor_time(_yardstick))


def _yardstick() -> None:
    for _ in range(STEPS):
        pass


def _processor_time(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun
