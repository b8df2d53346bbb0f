"""A ZIP archive written piece by piece: nothing is sought back, and memory does not grow with the number of files.

After PKWARE's APPNOTE 6.3.10. Every file carries the same time, so that the same files give the same bytes. The
central directory, which comes last, waits on disk.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator

TIME, DATE = 0, 0x21  # 1980-01-01 00:00, the earliest that the format knows
_UTF8_NAME, _SIZES_FOLLOW = 1 << 11, 1 << 3
_DEFLATED = 8
_ZIP64 = 45
_HELD = 64 * 1024  # bytes of the central directory in memory
_READ = 64 * 1024
_LIMIT = 0xFFFFFFFF


class Archive:
    """Files go in one by one, bytes come out to be passed on at once; `end` closes it."""

    def __init__(self) -> None:
        self._directory = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - closed by end
        self._offset = 0
        self._files = 0

    def add(self, name: str, content: bytes) -> bytes:
        """A file that is in memory; `name` with slashes. Below 4 GiB."""
        packed, checked = _packed(content), zlib.crc32(content)
        path = name.encode()
        sizes = (len(packed), len(content))
        head = struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", 20, _UTF8_NAME, _DEFLATED, TIME, DATE, checked, *sizes, len(path), 0
        )
        self._list(path, _UTF8_NAME, checked, sizes)
        return self._passed(head + path + packed)

    def stream(self, name: str, pieces: Iterable[bytes], *, level: int = -1) -> Iterator[bytes]:
        """A file of any size, whose checksum and sizes follow it. Level 0 is for what is compressed already."""
        path = name.encode()
        flags = _UTF8_NAME | _SIZES_FOLLOW
        extra = struct.pack("<2H2Q", 1, 16, 0, 0)
        head = struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", _ZIP64, flags, _DEFLATED, TIME, DATE, 0, _LIMIT, _LIMIT, len(path), len(extra)
        )
        start = self._offset
        yield self._passed(head + path + extra)
        packer = zlib.compressobj(level, wbits=-15)
        checked = packed_size = size = 0
        for piece in pieces:
            checked = zlib.crc32(piece, checked)
            size += len(piece)
            packed = packer.compress(piece)
            packed_size += len(packed)
            if packed:
                yield self._passed(packed)
        packed = packer.flush()
        packed_size += len(packed)
        self._list(path, flags, checked, (packed_size, size), start=start)
        yield self._passed(packed + struct.pack("<4sI2Q", b"PK\x07\x08", checked, packed_size, size))

    def end(self) -> Iterator[bytes]:
        """The central directory; nothing can be added any more."""
        start = self._offset
        with self._directory as directory:
            directory.seek(0)
            while piece := directory.read(_READ):
                yield self._passed(piece)
        size = self._offset - start
        end = b""
        if self._files > 0xFFFE or self._offset >= _LIMIT:
            end += struct.pack(
                "<4sQ2H2I4Q", b"PK\x06\x06", 44, _ZIP64, _ZIP64, 0, 0, self._files, self._files, size, start
            )
            end += struct.pack("<4sIQI", b"PK\x06\x07", 0, self._offset, 1)
        files = min(self._files, 0xFFFF)
        end += struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, files, files, min(size, _LIMIT), min(start, _LIMIT), 0)
        yield self._passed(end)

    def _passed(self, out: bytes) -> bytes:
        self._offset += len(out)
        return out

    def _list(self, path: bytes, flags: int, checked: int, sizes: tuple[int, int], *, start: int | None = None) -> None:
        """Note the file in the central directory."""
        start = self._offset if start is None else start
        large = [number for number in (sizes[1], sizes[0], start) if number >= _LIMIT]
        extra = struct.pack(f"<2H{len(large)}Q", 1, 8 * len(large), *large) if large else b""
        needed = _ZIP64 if large or flags & _SIZES_FOLLOW else 20
        unix = 3 << 8  # so that the mode below is believed: a plain file that everybody may read
        head = struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", unix | _ZIP64, needed, flags, _DEFLATED, TIME, DATE, checked,
            min(sizes[0], _LIMIT), min(sizes[1], _LIMIT), len(path), len(extra), 0, 0, 0, 0o100644 << 16,
            min(start, _LIMIT),
        )  # fmt: skip
        self._directory.write(head + path + extra)
        self._files += 1


def _packed(content: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()
