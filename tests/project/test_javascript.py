"""The JavaScript modules have tests of their own, run by Node where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent / "js"
OLDEST = 18  # the first release with `node --test`


def _node() -> str | None:
    node = shutil.which("node")
    if node is None:
        return None
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    return node if int(version.lstrip("v").partition(".")[0] or 0) >= OLDEST else None


@pytest.mark.skipif(_node() is None, reason=f"Node {OLDEST} or newer is not installed: JavaScript tests skipped")
def test_javascript_modules_pass_their_own_tests():
    files = sorted(map(str, TESTS.glob("**/*.test.js")))
    done = subprocess.run([str(_node()), "--test", *files], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
