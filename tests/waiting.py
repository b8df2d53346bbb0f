"""Waiting for what another thread, process or connection does: until it is so, not for a while."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0  # seconds: only a test that fails waits so long


def wait_until(holds: Callable[[], object], *, told: Callable[[], object] = lambda: "it never came") -> None:
    """Wait until `holds()` is true; a test that fails shows what is `told`."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, told()
        time.sleep(0.02)
