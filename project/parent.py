"""A process that must not outlive the one that started it."""

from __future__ import annotations

import os
import signal
import threading
import time

INTERVAL = 0.5  # seconds


def end_with_parent(parent: int | None = None) -> None:
    """Send this process SIGTERM, and soon after SIGKILL, when its parent is gone, even if that was killed.

    `parent`: its process id, where the parent may be gone before this is called.
    """
    parent = parent or os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(INTERVAL)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()
