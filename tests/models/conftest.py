"""The world of the database's own tests: two desks, written by plain SQL."""

from __future__ import annotations

import pytest

from tests.models.rows import World


@pytest.fixture
def world(db: None) -> World:
    return World()
