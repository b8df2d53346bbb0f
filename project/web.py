"""The web server's main process: `python -m project.web HOST PORT`. `project.serve` starts it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from project.parent import end_with_parent
from project.size import END_STREAMS, LIVE_THREADS, threads, workers

STOPS = (signal.SIGINT, signal.SIGTERM)


def end_streams_first() -> None:
    """Let the workers end their open streams when they are to stop: the server waits for whatever is open."""
    for number in STOPS:
        before: Any = signal.getsignal(number)

        def stop(number: int, frame: Any, before: Any = before) -> None:
            for worker in multiprocessing.active_children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.pid or 0, END_STREAMS)
            before(number, frame)

        signal.signal(number, stop)


def main() -> None:
    """Serve until SIGINT or SIGTERM."""
    end_with_parent()
    os.environ.setdefault("ISNAD_POOL", "1")
    os.environ.setdefault("ISNAD_POOL_SIZE", str(threads() + LIVE_THREADS))
    server = Granian(
        "project.worker:application",
        address=sys.argv[1],
        port=int(sys.argv[2]),
        interface=Interfaces.ASGI,
        workers=workers(),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
    server.on_startup(end_streams_first)
    server.serve()


if __name__ == "__main__":
    main()
