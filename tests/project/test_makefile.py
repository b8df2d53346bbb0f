"""The Makefile names only what is there."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from tests.thorough import THOROUGH

ROOT = Path(__file__).resolve().parents[2]


def test_every_module_that_it_runs_exists() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"\$\(PY\) -m ((?:project|tests)[\w.]*)", text))
    assert {"project.serve", "tests.bench", "tests.screenshots"} <= named
    for module in named:
        found = importlib.util.find_spec(module)
        assert found is not None, module
        runs = importlib.util.find_spec(f"{module}.__main__") if found.submodule_search_locations else found
        assert runs is not None, module


def test_the_quick_tests_leave_out_only_what_is_there_and_leave_most() -> None:
    modules = set((ROOT / "tests").rglob("test_*.py"))
    assert modules > THOROUGH
    assert len(THOROUGH) < len(modules) / 3
