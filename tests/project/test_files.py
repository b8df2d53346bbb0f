"""The service worker may answer for the whole site, and nothing else among the static files is told anything."""

from __future__ import annotations

from wsgiref.headers import Headers

import pytest

from project.files import more_headers


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("/static/annotations/js/reserve-worker.824c84ed4c66.js", True),
        ("/static/annotations/js/reserve-worker.js", True),
        ("/static/annotations/js/shell.js", False),
    ],
)
def test_only_the_worker_has_headers_of_its_own(url: str, told: bool):
    headers = Headers([("Content-Type", "text/javascript")])
    more_headers(headers, "anywhere", url)
    assert headers["Service-Worker-Allowed"] == ("/" if told else None)
    assert headers["Content-Security-Policy"] == ("default-src 'none'; connect-src 'self'" if told else None)
