"""Bodies that come without a length (in chunks), kept until they are whole: WSGI reads only what is measured."""

from __future__ import annotations

import tempfile
from typing import IO, Any

LARGEST = 2 * 1024**3 + 1024**2
"""The largest body, in bytes: the largest file that is taken, and its form around it."""
_HELD = 1024 * 1024  # bytes in memory; the rest waits on disk
_PIECE = 256 * 1024


class BodyTooLargeError(Exception):
    """The body is larger than anything that is taken."""


def with_length(body: IO[bytes], *, largest: int = LARGEST) -> dict[str, Any]:
    """The body whole, and its length, as WSGI wants them. The file closes itself when nobody holds it any more.

    Raises BodyTooLargeError, and what reading the body raises.
    """
    kept = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - read by the application
    size = 0
    while piece := body.read(_PIECE):
        size += len(piece)
        if size > largest:
            kept.close()
            raise BodyTooLargeError
        kept.write(piece)
    kept.seek(0)
    return {"wsgi.input": kept, "CONTENT_LENGTH": str(size)}
