"""What goes out with static files besides their bytes."""

from __future__ import annotations

from wsgiref.headers import Headers

WORKER = "/reserve-worker."
POLICY = "default-src 'none'; connect-src 'self'"


def more_headers(headers: Headers, path: str, url: str) -> None:
    """Let the service worker answer for every page, though it lies with the static files, and reach nothing but this server."""
    if WORKER in url:
        headers["Service-Worker-Allowed"] = "/"
        headers["Content-Security-Policy"] = POLICY
