"""What is compressed on its way, and what is not."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from project.compression import Compression

BODY = b"says " * 200


def sent(response: HttpResponseBase) -> Any:
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip"})
    return Compression(lambda _: response)(request)


@pytest.mark.parametrize("kind", ["text/html", "application/json", "application/x-ndjson", "application/xml"])
def test_text_is_compressed(kind: str) -> None:
    answer = sent(HttpResponse(BODY, content_type=kind))
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content) == BODY


@pytest.mark.parametrize("kind", ["application/zip", "application/octet-stream", "image/png"])
def test_what_is_packed_already_is_sent_as_it_is(kind: str) -> None:
    answer = sent(StreamingHttpResponse([BODY], content_type=kind, headers={"Content-Length": "1000"}))
    assert "Content-Encoding" not in answer
    assert answer["Content-Length"] == "1000"


def test_a_file_of_which_parts_are_sent_keeps_its_tag_and_length() -> None:
    headers = {"Accept-Ranges": "bytes", "ETag": '"tag"', "Content-Length": "1000"}
    answer = sent(StreamingHttpResponse([BODY], content_type="text/plain", headers=headers))
    assert ("Content-Encoding" in answer, answer["ETag"], answer["Content-Length"]) == (False, '"tag"', "1000")
