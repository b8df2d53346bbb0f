"""Clients of the cast."""

from __future__ import annotations

import pytest

from tests.api.client import Api, api_of
from tests.cast import Cast


@pytest.fixture
def editor(cast: Cast) -> Api:
    return api_of(cast, "editor")


@pytest.fixture
def annotator(cast: Cast) -> Api:
    return api_of(cast, "annotator")


@pytest.fixture
def reader(cast: Cast) -> Api:
    return api_of(cast, "reader")


@pytest.fixture
def stranger(cast: Cast) -> Api:
    return api_of(cast, "stranger")
