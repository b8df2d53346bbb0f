"""Answers are compressed on their way where that makes them smaller, and nothing else is lost by it."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

PACKED = ("application/zip", "application/octet-stream", "application/pdf", "image/", "audio/", "video/")


class Compression(GZipMiddleware):
    """As Django's, but for what is packed already, and for files of which a client may ask for parts: compressed anew
    each time they would have no length and no bytes to go on at.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Accept-Ranges" in response.headers or response.headers.get("Content-Type", "").startswith(PACKED):
            return response
        return super().process_response(request, response)
