"""A browser-like client for each of the cast, with CSRF checks off, as Django's test client has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast


@pytest.fixture
def as_(cast: Cast) -> Callable[[str], Client]:
    """`as_("editor")` is a client signed in as that member of the cast."""

    def signed_in(who: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
