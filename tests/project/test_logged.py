"""What the log tells of a refused request, and of one that failed."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from annotations.errors import ManyErrors, RuleBrokenError
from tests.cast import Cast


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the server would write, by the handlers' own format."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    line: Any = settings.LOGGING["formatters"]
    handler.setFormatter(logging.Formatter(line["line"]["format"], style="{"))
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize(("path", "status"), [("webhooks/", 403), ("articles/%00/", 404), ("nowhere/", 404)])
def test_a_refusal_is_one_line(cast: Cast, log: io.StringIO, path: str, status: int) -> None:
    client = Client()
    client.force_login(cast.reader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/w/desk/{path}").status_code == status
    told = [line for line in log.getvalue().splitlines() if "/w/desk/" in line or "Traceback" in line]
    assert len(told) == 1
    assert "WARNING django.request" in told[0]
    assert log.getvalue().count("\n") == 1


def test_a_failure_keeps_its_traceback(cast: Cast, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("in a page")

    monkeypatch.setattr("annotations.web.sources.newest_first", fails)
    client = Client(raise_request_exception=False)
    client.force_login(cast.reader, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/w/desk/sources/").status_code == 500
    assert "ERROR django.request" in log.getvalue()
    assert "ZeroDivisionError: in a page" in log.getvalue()


def test_several_errors_are_told_as_several() -> None:
    first, second = RuleBrokenError("a.rule", "no"), RuleBrokenError("b.rule", "never")
    assert ManyErrors([first, second]).detail == "2 errors; the first: no"
    assert ManyErrors([first]).detail == "no"
