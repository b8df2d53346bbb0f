"""How much the web server does at once, and what its processes say to one another."""

from __future__ import annotations

import os
import signal

PROCESSORS = os.cpu_count() or 1
LIVE_THREADS = 2
"""Threads of a worker that read the database for the live streams, beside those of the requests."""


END_STREAMS = signal.SIGUSR1
"""Sent to a worker before it is stopped."""


def workers() -> int:
    """How many worker processes: `ISNAD_WORKERS`, or one a processor, two to four."""
    return int(os.environ.get("ISNAD_WORKERS") or min(4, max(2, PROCESSORS)))


def threads() -> int:
    """How many requests a worker handles at once: `ISNAD_THREADS`, or up to eight."""
    return int(os.environ.get("ISNAD_THREADS") or min(8, 2 * PROCESSORS + 1))
