"""Parts of a file, after RFC 9110."""

from __future__ import annotations

import email
from pathlib import Path

import pytest

from annotations.actions.byte_ranges import MAX_PARTS, Slice, slice_of

BODY = b"0123456789"
KIND = "application/octet-stream"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "file"
    made.write_bytes(BODY)
    return made


@pytest.mark.parametrize(
    ("asked", "status", "body", "span"),
    [
        ("", 200, BODY, None),
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("Bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-30", 206, BODY, "bytes 0-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=,8-99 ,", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-9,20-30", 206, b"89", "bytes 8-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=10-12,-0", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        # What is no range at all is as if it were not there.
        ("bytes=5-2", 200, BODY, None),
        ("bytes=0-1,5-2", 200, BODY, None),
        ("bytes=-", 200, BODY, None),
        ("bytes=", 200, BODY, None),
        ("bytes=1-2;4-5", 200, BODY, None),
        ("bytes 1-2", 200, BODY, None),
        ("bytes=+1-2", 200, BODY, None),
        ("by tes=1-2", 200, BODY, None),
        ("bytes=1 - 2", 200, BODY, None),
        ("lines=1-2", 200, BODY, None),
        # Nor does a client get more than the file by asking for parts of it.
        ("bytes=0-5,3-9", 200, BODY, None),
        (f"bytes={','.join(['0-0'] * (MAX_PARTS + 1))}", 200, BODY, None),
    ],
)
def test_one_part(path: Path, asked: str, status: int, body: bytes, span: str | None) -> None:
    part = slice_of(path, "tag", KIND, asked=asked)
    assert (part.status, b"".join(part.pieces), part.headers.get("Content-Range")) == (status, body, span)
    assert (part.headers["ETag"], part.headers["Accept-Ranges"], part.media_type) == ('"tag"', "bytes", KIND)
    assert part.headers.get("Content-Length", "0") == str(len(body))


def test_an_empty_file_has_no_part(path: Path) -> None:
    path.write_bytes(b"")
    assert slice_of(path, "tag", KIND).status == 200
    assert slice_of(path, "tag", KIND, asked="bytes=0-").status == 416


def parts_of(part: Slice) -> list[tuple[str, bytes]]:
    body = b"".join(part.pieces)
    assert part.headers["Content-Length"] == str(len(body))
    message = email.message_from_bytes(f"Content-Type: {part.media_type}\r\n\r\n".encode() + body)
    assert message.is_multipart()
    found = [one for one in message.walk() if not one.is_multipart()]
    assert {one.get_content_type() for one in found} == {KIND}
    return [(str(one["Content-Range"]), bytes(one.get_payload(decode=True))) for one in found]


def test_several_parts(path: Path) -> None:
    part = slice_of(path, "tag", KIND, asked="bytes=7-8, 0-0, -1, 99-")
    assert part.status == 206
    assert "Content-Range" not in part.headers
    assert parts_of(part) == [("bytes 7-8/10", b"78"), ("bytes 0-0/10", b"0"), ("bytes 9-9/10", b"9")]


@pytest.mark.parametrize(
    ("if_range", "status"),
    [('"tag"', 206), ('"other"', 200), ('W/"tag"', 200), ("Thu, 26 Nov 2026 00:00:00 GMT", 200)],
)
@pytest.mark.parametrize("asked", ["bytes=2-4", "bytes=2-2,4-4"])
def test_a_part_of_another_file_is_not_sent(path: Path, asked: str, if_range: str, status: int) -> None:
    assert slice_of(path, "tag", KIND, asked=asked, if_range=if_range).status == status


def test_an_if_range_of_another_file_goes_before_a_part_that_is_not_there(path: Path) -> None:
    assert slice_of(path, "tag", KIND, asked="bytes=99-", if_range='"other"').status == 200
