"""Files that mean harm, or are none of the format chosen, on the corpus page: refused while one waits, nothing kept."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from annotations.errors import DomainError
from annotations.formats import look_first
from annotations.models import Article, Transfer
from tests.cast import Cast
from tests.drain import Drain

As = Callable[[str], Client]
LARGE = 20_000_000  # bytes, of one value, so that the file itself is small


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def zipped(*files: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def nested_bomb() -> bytes:
    return zipped(("annotation/a.txt/maha.zip", zipped(("a.xmi", b" " * LARGE))))


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb": ("brat", lambda: zipped(("a.txt", b"\0" * LARGE)), "would grow beyond measure"),
    "a sparse file": ("isnad-zip", lambda: zipped(("corpus.isnad.jsonl", b"\0" * LARGE)), "would grow beyond measure"),
    "a bomb in an archive": ("cas-xmi", nested_bomb, "would grow beyond measure"),
    "a path outside": ("brat", lambda: zipped(("../../etc/passwd.txt", b"x")), "leads out of it"),
    "an absolute path": ("cas-json", lambda: zipped(("/etc/a.json", b"{}")), "leads out of it"),
    "two of one name": ("brat", lambda: zipped(("a.txt", b"x"), ("a.txt", b"y")), "have one name"),
    "XML with entities": ("cas-xmi", lambda: zipped(("a.xmi", ENTITIES)), "document type or with entities"),
    "no UTF-8": ("isnad-jsonl", lambda: b'{"type": "header\xff"}\n', "begins with a header"),
    "no UTF-8 in JSON": ("web-annotation", lambda: b'{"a": "\xff\xfe"}', "not UTF-8"),
    "an archive for lines": ("isnad-jsonl", lambda: zipped(("a.txt", b"x")), "begins with a header"),
    "lines for an archive": ("brat", lambda: b'{"type":"header"}\n', "no ZIP archive"),
    "JSON for another JSON": ("label-studio", lambda: b'{"a": 1}', "which text the task is about"),
    "half an archive": ("brat", lambda: zipped(("a.txt", b"x" * 5000))[:60], "no ZIP archive"),
    "nothing": ("conll", lambda: b"", "is empty"),
}


def sent(client: Client, form: str, content: bytes) -> Any:
    file = SimpleUploadedFile("a.bin", content)
    return client.post(reverse("corpus-import", kwargs={"workspace": "desk"}), {"format": form, "file": file})


@pytest.mark.parametrize("case", HOSTILE)
def test_it_is_refused_at_once_in_words_and_nothing_is_kept(
    as_: As, cast: Cast, run_jobs: Drain, tmp_path: Path, case: str
) -> None:
    form, content, words = HOSTILE[case]
    file, client = content(), as_("editor")
    answer = sent(client, form, file)
    assert 400 <= answer.status_code < 500
    assert words in answer.content.decode()
    assert run_jobs() == []
    assert not Transfer.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not Article.objects.filter(workspace=cast.workspace).exists()


@pytest.mark.parametrize("case", ["a bomb", "a sparse file", "a bomb in an archive"])
def test_memory_does_not_grow_with_what_is_packed(case: str) -> None:
    form, content, _words = HOSTILE[case]
    file = content()
    tracemalloc.start()
    with pytest.raises(DomainError):
        look_first(form, [file])
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < LARGE / 20


def test_what_is_wrong_with_one_document_keeps_none_of_the_others_out(as_: As, cast: Cast, run_jobs: Drain) -> None:
    parts = [("a.txt", b"All is well."), ("b.txt", b"\xff\xfe"), ("c.txt", "Die Lage sei ernst.".encode("utf-16"))]
    client = as_("editor")
    went = sent(client, "brat", zipped(*parts))
    assert went.status_code == 302
    run_jobs()
    shown = client.get(went["Location"]).content.decode()
    assert "2 refused" in shown
    assert shown.count("text.not_utf8") == 2
    assert all(name in shown for name in ("b.txt", "c.txt"))
    client.post(went["Location"])
    run_jobs()
    assert [one.title for one in Article.objects.filter(workspace=cast.workspace)] == ["All is well."]


def test_a_file_that_is_too_large_is_refused_before_it_is_looked_at(
    as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.web.forms.corpus.MAX_FILE", 10)
    answer = sent(as_("editor"), "isnad-jsonl", b" " * 11)
    assert answer.status_code == 422
    assert "larger than Isnad takes" in answer.content.decode()
    assert not Transfer.objects.exists()


def test_a_large_file_is_looked_at_by_the_worker(
    as_: As, cast: Cast, run_jobs: Drain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("annotations.web.corpus.SOON", 10)
    client = as_("editor")
    went = sent(client, "brat", zipped(("../a.txt", b"x")))
    assert went.status_code == 302
    run_jobs()
    shown = client.get(went["Location"]).content.decode()
    assert "Nothing came of it" in shown
    assert "leads out of it" in shown
    assert "&#x27;../a.txt&#x27;" in shown
    assert "archive.path" in shown
