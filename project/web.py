"""The web server's main process: `python -m project.web HOST PORT`. `project.serve` starts it."""

from __future__ import annotations

import os
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from project.parent import end_with_parent

PROCESSORS = os.cpu_count() or 1


def workers() -> int:
    """How many worker processes: `ISNAD_WORKERS`, or one a processor, two to four."""
    return int(os.environ.get("ISNAD_WORKERS") or min(4, max(2, PROCESSORS)))


def threads() -> int:
    """How many requests a worker handles at once: `ISNAD_THREADS`, or up to eight."""
    return int(os.environ.get("ISNAD_THREADS") or min(8, 2 * PROCESSORS + 1))


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    end_with_parent()
    os.environ.setdefault("ISNAD_POOL", "1")
    os.environ.setdefault("ISNAD_POOL_SIZE", str(threads()))
    Granian(
        "project.worker:application",
        address=sys.argv[1],
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=workers(),
        blocking_threads=threads(),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


if __name__ == "__main__":
    main()
