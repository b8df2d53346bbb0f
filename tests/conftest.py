"""Fixtures that every test may ask for."""

from __future__ import annotations

import pytest

from tests.cast import Cast, make_cast


@pytest.fixture
def cast(db: None) -> Cast:
    """Two workspaces and everybody in them; see tests/cast.py."""
    return make_cast()
