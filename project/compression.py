"""Answers are compressed on their way where that makes them smaller, and nothing else is lost by it."""

from __future__ import annotations

import re
import secrets
from typing import Final

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

PACKED = ("application/zip", "application/octet-stream", "application/pdf", "image/", "audio/", "video/")
# Brotli is taken, and not by a weight of nothing.
_BROTLI: Final = re.compile(r"(?:^|[\s,])br(?![\w-])(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# Of the workbench a quarter less than gzip makes, in less time.
_QUALITY: Final = 5
_LEAST: Final = 200
_MOST_PADDING: Final = 100


class Compression(GZipMiddleware):
    """As Django's, but for what is packed already, and for files of which a client may ask for parts: compressed anew
    each time they would have no length and no bytes to go on at. What is answered whole goes out in Brotli to those who
    take it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if "Accept-Ranges" in response.headers or response.headers.get("Content-Type", "").startswith(PACKED):
            return response
        if isinstance(response, HttpResponse) and _BROTLI.search(request.headers.get("Accept-Encoding", "")):
            return _in_brotli(response)
        return super().process_response(request, response)


def _in_brotli(response: HttpResponse) -> HttpResponse:
    """The length of what goes out varies at random, as Django's does: it tells nobody what a page that repeats a
    guessed secret is shortened by.
    """
    if response.has_header("Content-Encoding") or len(response.content) < _LEAST:
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    packed = brotli.compress(response.content, quality=_QUALITY)
    if len(packed) >= len(response.content):
        return response
    response.content = packed
    response.headers["Content-Length"] = str(len(packed))
    response.headers["Content-Encoding"] = "br"
    response.headers["X-Padding"] = "x" * secrets.randbelow(_MOST_PADDING + 1)
    tag = response.get("ETag", "")
    if tag.startswith('"'):
        response.headers["ETag"] = f"W/{tag}"
    return response
