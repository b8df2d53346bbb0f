"""Untrusted archives and XML: refused before they cost memory, time or a file outside of them."""

from __future__ import annotations

import re
import stat
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple
from xml.parsers import expat

from annotations.errors import MalformedError, RuleBrokenError

MAX_FILES = 100_000
MAX_DIRECTORY = 200 * MAX_FILES
"""The list of an archive's files, in bytes: all of it is read at once."""
MAX_FILE = 64 * 1024 * 1024
"""The largest file within an archive, unpacked, in bytes."""
MAX_TOTAL = 2 * 1024 * 1024 * 1024
"""All files of an archive, unpacked, in bytes."""
MAX_PACKED = 1024 * 1024 * 1024
MAX_RATIO = 200
"""How many times its packed size a file may grow, where it is larger than RATIO_FROM bytes."""
RATIO_FROM = 1024 * 1024
MAX_NAME = 1000


class Limits(NamedTuple):
    """Of an archive, in bytes: each of its files, and all of them together, unpacked; the archive as it comes."""

    file: int = MAX_FILE
    total: int = MAX_TOTAL
    packed: int = MAX_PACKED


USUAL = Limits()
ENCODINGS = "UTF-8, UTF-16, US-ASCII, ISO-8859-1 and others of its family, windows-1250 to 1258"
"""Of XML: one character is found in them as every parser finds it."""
_ENCODING = re.compile(r"utf-8|utf-16(le|be)?|us-ascii|iso-8859-([1-9]|1[013-6])|windows-125[0-8]", re.IGNORECASE)
_HELD = 1024 * 1024
_READ = 64 * 1024
_TAIL = 66_000  # bytes in which a ZIP's end stands, with the longest comment


def spooled(pieces: Iterable[bytes], *, most: int = MAX_PACKED) -> IO[bytes]:
    """The pieces in a temporary file, on disk beyond a megabyte; read from its start, closed by whoever asked for it.

    Raises RuleBrokenError `file.too_large`.
    """
    file = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115 - the caller's to close
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            file.close()
            raise RuleBrokenError("file.too_large", f"the file has more than {most} bytes", field="file")
        file.write(piece)
    file.seek(0)
    return file


class Unpacked:
    """The files of an archive that was looked over; read one at a time, each within its limit."""

    def __init__(self, archive: zipfile.ZipFile, limits: Limits = USUAL) -> None:
        self._archive = archive
        self._limits = limits
        self._infos = {info.filename: info for info in _checked(archive, limits)}
        self._read = 0

    @property
    def names(self) -> list[str]:
        """The paths of the files, sorted."""
        return sorted(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def read(self, name: str) -> bytes:
        """The whole file. Raises RuleBrokenError `archive.too_large` and MalformedError `archive.broken`."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """The file in pieces; raises as `read` does. What the archive says of its sizes is not believed."""
        info = self._infos[name]
        size = 0
        try:
            with self._archive.open(info) as file:
                while piece := file.read(_READ):
                    size += len(piece)
                    self._read += len(piece)
                    if size > self._limits.file or self._read > 2 * self._limits.total:
                        raise _too_large(name, self._limits)
                    yield piece
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError) as error:
            raise MalformedError("archive.broken", f"{name[:200]} cannot be unpacked: {error}", field="file") from None


@contextmanager
def unpacked(pieces: Iterable[bytes], limits: Limits = USUAL) -> Iterator[Unpacked]:
    """The files of the ZIP archive in `pieces`.

    Raises MalformedError `archive.no_zip`, `archive.encrypted`, `archive.broken`, and RuleBrokenError `file.too_large`,
    `archive.too_large`, `archive.bomb`, `archive.too_many_files`, `archive.path`, `archive.link`,
    `archive.name_twice`.
    """
    with spooled(pieces, most=limits.packed) as file:
        _check_directory(file)
        try:
            archive = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise MalformedError("archive.no_zip", f"this is no ZIP archive: {error}", field="file") from None
        with archive:
            yield Unpacked(archive, limits)


def _check_directory(file: IO[bytes]) -> None:
    """Refuse a list of files that is too long before it is read."""
    length = file.seek(0, 2)
    file.seek(max(0, length - _TAIL))
    tail = file.read()
    file.seek(0)
    end, large = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    size = struct.unpack_from("<I", tail, end + 12)[0] if 0 <= end <= len(tail) - 22 else 0
    if large >= 0 and len(tail) >= large + 48:
        size = max(size if size < 0xFFFFFFFF else 0, struct.unpack_from("<Q", tail, large + 40)[0])
    if size > MAX_DIRECTORY:
        raise RuleBrokenError("archive.too_many_files", f"the archive holds more than {MAX_FILES} files")


def _checked(archive: zipfile.ZipFile, limits: Limits) -> Iterator[zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > MAX_FILES:
        raise RuleBrokenError(
            "archive.too_many_files", f"the archive holds {len(infos)} files; at most {MAX_FILES} are taken"
        )
    names: set[str] = set()
    total = 0
    for info in infos:
        _check_name(info)
        if info.is_dir():
            continue
        if info.filename in names:
            raise RuleBrokenError("archive.name_twice", f"the archive holds {info.filename[:200]} twice")
        names.add(info.filename)
        _check_size(info, limits)
        total += info.file_size
        if total > limits.total:
            raise RuleBrokenError("archive.too_large", f"unpacked the archive has more than {limits.total} bytes")
        yield info


def _check_name(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename
    parts = name.replace("\\", "/").split("/")
    outside = name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in name
    if outside or len(name) > MAX_NAME:
        raise RuleBrokenError("archive.path", f"the path {name[:200]!r} leads out of the archive, or is none")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise RuleBrokenError("archive.link", f"{name[:200]} is a link or a device, not a file")
    if info.flag_bits & 0x1:
        raise MalformedError("archive.encrypted", f"{name[:200]} is encrypted")


def _check_size(info: zipfile.ZipInfo, limits: Limits) -> None:
    if info.file_size > limits.file:
        raise _too_large(info.filename, limits)
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        detail = f"{info.filename[:200]} would grow more than {MAX_RATIO} times when unpacked"
        raise RuleBrokenError("archive.bomb", detail)


def _too_large(name: str, limits: Limits) -> RuleBrokenError:
    return RuleBrokenError("archive.too_large", f"{name[:200]} has more than {limits.file} bytes when unpacked")


def text_file(content: bytes, name: str) -> str:
    """The file as text, its line ends and a BOM as they are; raises MalformedError `text.not_utf8`."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise MalformedError("text.not_utf8", f"{name[:200]} is not UTF-8 at byte {error.start}") from None


def harmless_xml(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces of XML, looked over until the root element begins: a document type, and so any entity of its
    own, is refused before a parser that would follow it sees the piece.

    Raises MalformedError `xml.doctype`, `xml.encoding` for a file that says it is in another than ENCODINGS, or
    `xml.malformed` (with the line) for what is no XML that far.
    """
    parser = expat.ParserCreate()
    begun = False

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        # Of others this parser knows what Python does, and the next one what its own library does.
        if encoding is not None and not _ENCODING.fullmatch(encoding):
            detail = f"XML in the encoding {encoding[:40]!r} is not read; those that are: {ENCODINGS}"
            raise MalformedError("xml.encoding", detail, field="file")

    def refuse(*_declared: object) -> None:
        raise MalformedError("xml.doctype", "XML with a document type or with entities is not taken", field="file")

    def begin(*_element: object) -> None:
        nonlocal begun
        begun = True

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = begin
    for piece in pieces:
        if not begun:
            try:
                parser.Parse(piece, False)
            except expat.ExpatError as error:
                if not begun:
                    detail = f"line {error.lineno}: {expat.ErrorString(error.code)}"
                    raise MalformedError("xml.malformed", detail, field="file") from None
        yield piece
