"""Files of exhibits: how they are kept, and which types may come in.

A file's type is told from its first bytes, never from what its sender says it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

from annotations.corpus.exhibit_files import files_of, place_of
from annotations.errors import MissingError, RuleBrokenError
from annotations.models import Exhibit, Workspace

SAFE_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
"""Of the answer that hands out a file: to be kept, never to be shown or run in the newsroom's own origin."""
_HEAD: Final = 512
# (what the file begins with, at which byte, media type)
_SIGNS: Final[tuple[tuple[bytes, int, str], ...]] = (
    (b"%PDF-", 0, "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF87a", 0, "image/gif"),
    (b"GIF89a", 0, "image/gif"),
    (b"WEBP", 8, "image/webp"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
    (b"ftyp", 4, "video/mp4"),
    (b"\x1aE\xdf\xa3", 0, "video/webm"),
    (b"OggS", 0, "video/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"WAVE", 8, "audio/wav"),
    (b"PK\x03\x04", 0, "application/zip"),
    (b"PAR1", 0, "application/vnd.apache.parquet"),
)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
_TEXTS: Final = {".csv": "text/csv", ".json": "application/json", ".tsv": "text/tab-separated-values"}


class StoredFile(NamedTuple):
    """`size` in bytes."""

    sha256: str
    size: int
    media_type: str


def store_file(
    workspace: Workspace, pieces: Iterable[bytes], name: str, *, expected: str = "", keep: bool = True
) -> StoredFile:
    """Keep a file, or only try whether it could be kept; it has the sum `expected`, where that is named.

    Raises RuleBrokenError `exhibit.file_too_large`, `exhibit.file_empty`, `exhibit.file_type` or `exhibit.file_sum`.
    """
    place = files_of(workspace.uid)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size, head = hashlib.sha256(), 0, b""
    handle, temporary = tempfile.mkstemp(dir=place)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > settings.EXHIBIT_MAX_BYTES:
                    raise RuleBrokenError(
                        "exhibit.file_too_large", f"a file may have at most {settings.EXHIBIT_MAX_BYTES} bytes",
                        field="file",
                    )  # fmt: skip
                if len(head) < _HEAD:
                    head = (head + piece)[:_HEAD]
                digest.update(piece)
                file.write(piece)
        stored = StoredFile(digest.hexdigest(), size, media_type_of(head, name))
        if expected and stored.sha256 != expected:
            raise RuleBrokenError("exhibit.file_sum", "the file is not the one whose sum it bears", field="sha256")
        if keep:
            target = place_of(workspace.uid, stored.sha256)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            Path(temporary).replace(target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return stored


def media_type_of(head: bytes, name: str) -> str:
    """What a file is whose first bytes these are. Markup and programs are none of the types that are kept."""
    if not head:
        raise RuleBrokenError("exhibit.file_empty", "the file is empty", field="file")
    for sign, at, media_type in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return media_type
    try:
        text = head.decode("utf-8-sig", errors="strict" if len(head) < _HEAD else "ignore")
    except UnicodeDecodeError:
        text = ""
    if text and not _CONTROL.search(text) and not text.lstrip().startswith(("<", "#!")):
        return _TEXTS.get(Path(name).suffix.lower(), "text/plain")
    known = sorted({media_type for _sign, _at, media_type in _SIGNS} | {*_TEXTS.values(), "text/plain"})
    raise RuleBrokenError(
        "exhibit.file_type", f"a file of this type is not kept; these are: {', '.join(known)}", field="file"
    )


def file_of(exhibit: Exhibit) -> Path:
    """Where the exhibit's file lies. Raise MissingError where it has none, or it did not come with an import."""
    if exhibit.sha256:
        place = place_of(exhibit.workspace.uid, exhibit.sha256)
        if place.is_file():
            return place
    raise MissingError("exhibit.no_file", "this exhibit has no file here")


