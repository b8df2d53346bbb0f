"""What the program's long-lived processes ask of Python and of the system."""

from __future__ import annotations

import gc
import os
from contextlib import suppress
from pathlib import Path

AUTOGROUP = Path("/proc/self/autogroup")
YIELDING = 3  # of 19: half the share of others where both want a processor; more, and a busy machine would starve it
# Objects made beyond those that went, before Python looks for circles among the new ones, and how often it then looks
# further. An import makes many, which all go by themselves: looking took an eighth of its time.
THRESHOLDS = (20_000, 20, 20)


def collect_seldom() -> None:
    """Look for circles of objects more seldom than Python does, and never in what was loaded until now."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


def give_way() -> None:
    """Let other processes go first where all processors are busy: nobody waits at a screen for this one.

    Linux shares a processor among sessions first where it groups them, so the session is told as well.
    """
    with suppress(OSError):
        os.nice(YIELDING)
    with suppress(OSError):
        AUTOGROUP.write_text(str(YIELDING))
