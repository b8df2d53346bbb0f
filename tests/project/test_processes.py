"""Run in processes of their own: what they ask of Python and of the system cannot be taken back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from project.processes import THRESHOLDS, YIELDING

ROOT = Path(__file__).resolve().parents[2]


def said(program: str) -> str:
    """What a program in a session of its own prints."""
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, start_new_session=True)
    return done.stdout.strip()


def test_python_looks_seldom_for_circles_and_finds_them_still() -> None:
    program = """
import gc, weakref
from project.processes import collect_seldom
class Circle: pass
collect_seldom()
one = Circle()
one.itself = one
seen = weakref.ref(one)
del one
print(gc.get_threshold(), gc.get_freeze_count() > 1000, seen() is None, bool(gc.collect()), seen() is None)
"""
    assert said(program) == f"{THRESHOLDS} True False True True"


def test_a_process_gives_way_and_so_does_its_session(tmp_path: Path) -> None:
    program = f"""
import os, pathlib
from project import processes
for told in ("session", "not/there"):  # a system that groups sessions, and one that does not
    processes.AUTOGROUP = pathlib.Path({str(tmp_path)!r}) / told
    before = os.nice(0)
    processes.give_way()
    print(os.nice(0) - before)
print(*(one.name + one.read_text() for one in pathlib.Path({str(tmp_path)!r}).iterdir()))
"""
    assert said(program).split() == [str(YIELDING), str(YIELDING), f"session{YIELDING}"]
