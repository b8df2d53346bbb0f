"""What the API says of itself."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from rest_framework.test import APIRequestFactory

from annotations.api.views import meta


def test_the_first_requests_for_the_schema_make_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's extensions are no good while another thread is loading them."""
    at_once, most, made = threading.Semaphore(0), [0], []

    class Generator:
        def get_schema(self, *, public: bool) -> dict[str, Any]:
            at_once.release()
            most[0] = max(most[0], at_once._value)
            threading.Event().wait(0.02)
            at_once.acquire()
            made.append(public)
            return {"openapi": "3.1.0", "info": {}, "paths": {}}

    monkeypatch.setattr(meta, "SchemaGenerator", Generator)
    monkeypatch.setattr(meta.Schema, "made", None)
    with ThreadPoolExecutor(6) as pool:
        view = meta.Schema.as_view()
        answers = list(pool.map(lambda _n: view(APIRequestFactory().get("/api/v1/schema/")).status_code, range(6)))
    assert (answers, most, made) == ([200] * 6, [1], [True])
