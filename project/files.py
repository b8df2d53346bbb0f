"""What goes out with static files besides their bytes."""

from __future__ import annotations

from wsgiref.headers import Headers

WORKER = "/reserve-worker."
POLICY = "default-src 'none'; connect-src 'self'"


def more_headers(headers: Headers, _path: str, url: str) -> None:
    """Let the service worker answer for every page, though it lies among static files, and reach this server alone."""
    if WORKER in url:
        headers["Service-Worker-Allowed"] = "/"
        headers["Content-Security-Policy"] = POLICY
