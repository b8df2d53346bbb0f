"""Archives: what is written piece by piece is an archive that others read; what comes in is looked over first."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from annotations.errors import DomainError
from annotations.formats import archive as archive_module
from annotations.formats import guard
from annotations.formats.archive import Archive
from annotations.formats.guard import harmless_xml, spooled, text_file, unpacked

FILES = {"a.txt": b"abc", "أخبار/نص.txt": "نص\n".encode() * 1000, "empty": b"", "deep/er/b": bytes(range(256)) * 400}


def written(files: dict[str, bytes], *, streamed: bool = False) -> bytes:
    archive = Archive()
    out = []
    for name, content in files.items():
        if streamed:
            out += list(archive.stream(name, (content[at : at + 100] for at in range(0, len(content), 100))))
        else:
            out.append(archive.add(name, content))
    return b"".join([*out, *archive.end()])


@pytest.mark.parametrize("streamed", [False, True], ids=["at once", "streamed"])
def test_others_read_the_archive(streamed: bool) -> None:
    file = written(FILES, streamed=streamed)
    with zipfile.ZipFile(io.BytesIO(file)) as found:
        assert found.testzip() is None
        assert {info.filename: found.read(info) for info in found.infolist()} == FILES
        assert {info.date_time for info in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {stat.filemode(info.external_attr >> 16) for info in found.infolist()} == {"-rw-r--r--"}


def test_the_same_files_give_the_same_bytes() -> None:
    assert written(FILES) == written(FILES)


def test_many_files_and_large_ones_use_the_large_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "_LIMIT", 1000)  # as if four gigabytes were a thousand bytes
    files = {f"{number}": bytes([number % 250]) * 10 for number in range(50)}
    archive = Archive()
    file = b"".join([*(archive.add(name, content) for name, content in files.items()), *archive.end()])
    assert file.count(b"PK\x06\x06") == 1
    offsets = [struct.unpack_from("<2HQ", file, at + 46 + 2) for at in _directory(file) if file[at + 47 : at + 49]]
    assert len(offsets) == 50


def _directory(file: bytes) -> list[int]:
    return [at for at in range(len(file)) if file.startswith(b"PK\x01\x02", at)]


def test_more_files_than_the_old_form_can_count() -> None:
    archive = Archive()
    out = b"".join([*(archive.add(str(number), b"") for number in range(70_000)), *archive.end()])
    with zipfile.ZipFile(io.BytesIO(out)) as found:
        assert len(found.infolist()) == 70_000


def test_the_list_of_files_is_not_held_in_memory() -> None:
    def peak(number: int) -> int:
        tracemalloc.start()
        archive = Archive()
        for place in range(number):
            archive.add(f"{place:0100}", b"x")
        for _piece in archive.end():
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(8000) < peak(2000) + 600_000


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries:
            made.writestr(name, content)
    return file.getvalue()


def linked() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def encrypted(file: bytes) -> bytes:
    """The archive with the flag of encryption set at its one file."""
    at = file.index(b"PK\x01\x02") + 8
    return file[:at] + bytes([file[at] | 1]) + file[at + 1 :]


def listed_twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped(("a.txt", b"1"), ("a.txt", b"2"))


HARMFUL = {
    "archive.no_zip": lambda: b"no zip at all",
    "archive.path": lambda: zipped(("../out.txt", b"x")),
    "archive.link": lambda: zipped((linked(), b"/etc/passwd")),
    "archive.bomb": lambda: zipped(("bomb.txt", b"\0" * 3_000_000)),
    "archive.encrypted": lambda: encrypted(zipped(("a.txt", b"x"))),
    "archive.name_twice": listed_twice,
}


@pytest.mark.parametrize("rule", HARMFUL)
def test_a_harmful_archive_is_refused(rule: str) -> None:
    with pytest.raises(DomainError) as refused, unpacked([HARMFUL[rule]()]):
        pass
    assert refused.value.rule == rule


@pytest.mark.parametrize("name", ["/etc/passwd", "a/../../b", "C:/x", "x" * 2000, "..\\b"])
def test_a_path_out_of_the_archive_is_refused(name: str) -> None:
    with pytest.raises(DomainError, match="leads out") as refused, unpacked([zipped((name, b"x"))]):
        pass
    assert refused.value.rule == "archive.path"


def test_limits_of_size_and_number(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = guard.Limits(file=1000, total=1500)
    for entries, rule in (
        ([("a", bytes(range(250)) * 5)], "archive.too_large"),
        ([("a", b"x" * 900), ("b", b"x" * 900)], "archive.too_large"),
    ):
        with pytest.raises(DomainError) as refused, unpacked([zipped(*entries)], limits):
            pass
        assert refused.value.rule == rule
    with pytest.raises(DomainError) as refused, unpacked([bytes(100)], guard.Limits(packed=99)):
        pass
    assert refused.value.rule == "file.too_large"
    monkeypatch.setattr(guard, "MAX_FILES", 1)
    with pytest.raises(DomainError) as refused, unpacked([zipped(("a", b"1"), ("b", b"2"))]):
        pass
    assert refused.value.rule == "archive.too_many_files"
    monkeypatch.setattr(guard, "MAX_DIRECTORY", 10)
    with pytest.raises(DomainError) as refused, unpacked([zipped(("a", b"1"))]):
        pass
    assert refused.value.rule == "archive.too_many_files"


def test_a_lie_about_a_size_is_found_while_reading() -> None:
    file = bytearray(zipped(("a.txt", b"x" * 100_000)))
    at = file.index(b"PK\x01\x02") + 24
    file[at : at + 4] = struct.pack("<I", 10)
    with unpacked([bytes(file)]) as found, pytest.raises(DomainError) as refused:
        found.read("a.txt")
    assert refused.value.rule == "archive.broken"


def test_broken_contents_are_told_by_their_name() -> None:
    file = bytearray(zipped(("a.txt", bytes(range(256)) * 40)))
    file[60] ^= 0xFF
    with unpacked([bytes(file)]) as found, pytest.raises(DomainError, match=r"a\.txt cannot be unpacked") as refused:
        found.read("a.txt")
    assert refused.value.rule == "archive.broken"


def test_files_are_read_by_name() -> None:
    with unpacked([zipped(("b/x.txt", b"two"), ("a.txt", b"one"), ("c/", b""))]) as found:
        assert found.names == ["a.txt", "b/x.txt"]
        assert ("a.txt" in found, "c/" in found) == (True, False)
        assert found.read("b/x.txt") == b"two"


def test_a_file_beyond_the_limit_is_refused_while_it_comes() -> None:
    taken = 0

    def endless() -> Iterator[bytes]:
        nonlocal taken
        while True:
            taken += 1
            yield b"x" * 1000

    with pytest.raises(DomainError) as refused:
        spooled(endless(), most=10_000)
    assert (refused.value.rule, taken) == ("file.too_large", 11)


def test_text_must_be_utf8() -> None:
    assert text_file("\ufeffنص\r\n".encode(), "a.txt") == "\ufeffنص\r\n"
    with pytest.raises(DomainError, match=r"a\.txt is not UTF-8 at byte 2") as refused:
        text_file(b"ab\xff", "a.txt")
    assert refused.value.rule == "text.not_utf8"


BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>"""
EXTERNAL = b"""<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>"""


@pytest.mark.parametrize("xml", [BOMB, EXTERNAL, b"<!-- a --><!DOCTYPE x><x/>", BOMB.decode().encode("utf-16")])
def test_a_document_type_is_refused_before_it_is_passed_on(xml: bytes) -> None:
    passed: list[bytes] = []
    with pytest.raises(DomainError) as refused:
        passed.extend(harmless_xml(bytes([byte]) for byte in xml))
    assert refused.value.rule == "xml.doctype"
    assert b"ENTITY a" not in b"".join(passed)


def test_plain_xml_passes_unchanged() -> None:
    xml = b"""<?xml version="1.0"?><!-- <!DOCTYPE x> --><x a="1">&amp;<![CDATA[<!DOCTYPE y>]]></x>"""
    assert b"".join(harmless_xml([xml[:30], xml[30:]])) == xml
    with pytest.raises(DomainError) as refused:
        list(harmless_xml([b"no xml"]))
    assert refused.value.rule == "xml.malformed"
