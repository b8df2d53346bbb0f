"""Parts of a file, as a client asks for them with the headers Range and If-Range (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

PIECE = 256 * 1024
MAX_PARTS = 20
"""In one answer. Whoever asks for more, or for the same bytes twice, is sent the whole file."""
_SPEC = re.compile(r"(\d{0,18})-(\d{0,18})")


class Slice(NamedTuple):
    """What of a file is sent: status 200, 206 or 416, its headers, and the bytes."""

    status: int
    headers: dict[str, str]
    media_type: str
    pieces: Iterator[bytes]


class _Span(NamedTuple):
    """Bytes of the file, `end` exclusive."""

    start: int
    end: int

    def told(self, size: int) -> str:
        return f"bytes {self.start}-{self.end - 1}/{size}"


def slice_of(path: Path, tag: str, media_type: str, *, asked: str = "", if_range: str = "") -> Slice:
    """The bytes that the header Range (`asked`) names, the whole file where it says nothing that can be understood.

    `tag` is the file's entity tag without quotes, a strong one: the bytes never change. An If-Range that is not it
    (another tag, a weak one, a date) asks for the whole file. Several ranges make a `multipart/byteranges`.
    """
    size = path.stat().st_size
    headers = {"Accept-Ranges": "bytes", "ETag": f'"{tag}"'}
    spans = _spans(asked, size)
    if spans is None or (if_range and if_range.strip() != f'"{tag}"'):
        return Slice(200, {**headers, "Content-Length": str(size)}, media_type, _bytes(path, _Span(0, size)))
    if not spans:
        return Slice(416, {**headers, "Content-Range": f"bytes */{size}"}, media_type, iter(()))
    if len(spans) == 1:
        told = {"Content-Range": spans[0].told(size), "Content-Length": str(spans[0].end - spans[0].start)}
        return Slice(206, {**headers, **told}, media_type, _bytes(path, spans[0]))
    return _several(path, spans, size, headers, boundary=f"part-{tag[:32]}", media_type=media_type)


def _spans(asked: str, size: int) -> list[_Span] | None:
    """What can be sent of what was asked for; None where the header is to be ignored."""
    unit, _, specs = asked.partition("=")
    parts = [part.strip(" \t") for part in specs.split(",")]
    matches = [_SPEC.fullmatch(part) for part in parts if part]
    if unit.strip().lower() != "bytes" or not matches or len(matches) > MAX_PARTS:
        return None
    spans = []
    for match in matches:
        if match is None or not (match[1] or match[2]):
            return None
        if match[1] and match[2] and int(match[2]) < int(match[1]):
            return None
        if match[1]:
            span = _Span(int(match[1]), min(int(match[2] or size), size - 1) + 1)
        else:
            span = _Span(max(0, size - int(match[2])), size)
        if span.start < span.end:
            spans.append(span)
    in_order = sorted(spans)
    overlap = any(one.end > other.start for one, other in pairwise(in_order))
    return None if overlap else spans


def _several(
    path: Path, spans: list[_Span], size: int, headers: dict[str, str], *, boundary: str, media_type: str
) -> Slice:
    heads = [
        f"\r\n--{boundary}\r\nContent-Type: {media_type}\r\nContent-Range: {span.told(size)}\r\n\r\n".encode()
        for span in spans
    ]
    tail = f"\r\n--{boundary}--\r\n".encode()
    length = sum(span.end - span.start for span in spans) + sum(map(len, heads)) + len(tail)

    def pieces() -> Iterator[bytes]:
        for head, span in zip(heads, spans, strict=True):
            yield head
            yield from _bytes(path, span)
        yield tail

    told = {"Content-Length": str(length)}
    return Slice(206, {**headers, **told}, f"multipart/byteranges; boundary={boundary}", pieces())


def _bytes(path: Path, span: _Span) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(span.start)
        left = span.end - span.start
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
