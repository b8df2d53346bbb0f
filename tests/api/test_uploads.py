"""Uploads that mean harm, or are broken: each gets its problem, none an error of ours."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from annotations.models import Transfer
from tests.api.client import API, Api, faults

BOUNDARY = "b0undary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def part(content: bytes, *headers: str, name: str = "file", file: str | None = "a.jsonl") -> bytes:
    shown = f'form-data; name="{name}"' + (f'; filename="{file}"' if file is not None else "")
    head = "\r\n".join([f"--{BOUNDARY}", f"Content-Disposition: {shown}", *headers])
    return head.encode() + b"\r\n\r\n" + content + b"\r\n"


END = f"--{BOUNDARY}--\r\n".encode()
HOSTILE = {
    "only the end": (FORM, END, "file.missing"),
    "only fields": (FORM, part(b"x", file=None) + END, "file.missing"),
    "too many fields": (FORM, part(b"x", file=None) * 2100 + END, "file.malformed_form"),
    "too many files": (FORM, part(b"x") * 200 + END, "file.malformed_form"),
    "cut off in a header": (FORM, part(b"x")[:40], "file.missing"),
    "cut off in the file": (FORM, part(b"half a line")[:-6], "file.missing"),
    "wrong base64": (FORM, part(b"!!!", "Content-Transfer-Encoding: base64") + END, "file.malformed_form"),
    "a path for a name": (FORM, part(b"x", file="../../etc/passwd") + END, "file.no_header"),
    "NUL in the name": (FORM, part(b"x", file="a\0b") + END, "file.no_header"),
    "no boundary": ("multipart/form-data", part(b"x"), "file.malformed_form"),
    "boundary too long": (f"multipart/form-data; boundary={'x' * 300}", part(b"x"), "file.malformed_form"),
    "a form of the other kind": ("application/x-www-form-urlencoded", b"file=x", "media_type.unsupported"),
    "nothing": ("application/octet-stream", b"", "file.empty"),
}  # fmt: skip


@pytest.mark.parametrize("background", [False, True], ids=["at once", "in the background"])
@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_upload_is_refused_by_name(editor: Api, case: str, background: bool) -> None:
    kind, body, rule = HOSTILE[case]
    answer: Any = editor.client.post(
        f"{API}import/isnad-jsonl/{'?background=true' if background else ''}",
        body,
        content_type=kind,
        headers={"authorization": f"Bearer {editor.token}"},
    )
    if background and rule == "file.no_header":  # the file itself is looked at later
        assert answer.status_code == 202
        return
    assert 400 <= answer.status_code < 500, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["rule"] == rule, answer.content
    assert faults(answer) is not None
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("length", ["nonsense", "-5", "99999999999999999999"])
def test_a_length_that_is_none_is_refused_or_not_believed(editor: Api, length: str) -> None:
    answer: Any = editor.client.generic(
        "POST", f"{API}import/isnad-jsonl/", b"x", content_type="text/plain",
        headers={"authorization": f"Bearer {editor.token}"}, CONTENT_LENGTH=length,
    )  # fmt: skip
    assert answer.status_code in (400, 413)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("size", [100, 200_000], ids=["found while it comes", "told beforehand"])
@pytest.mark.parametrize("query", ["", "?background=true"])
def test_a_file_that_is_too_large_is_refused_and_not_kept(
    editor: Api, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, query: str
) -> None:
    """As two gigabytes are: by its length before a byte of it is read, else as soon as it is longer."""
    monkeypatch.setattr("annotations.api.views.transfer.MAX_IMPORT", 50)
    taken: list[int] = []

    class File(BytesIO):
        def read(self, length: int | None = -1) -> bytes:
            taken.append(length or 0)
            return super().read(length)

    body: Any = {"CONTENT_LENGTH": str(size), "wsgi.input": File(b"x" * size)}
    answer: Any = editor.client.generic(
        "POST", f"{API}import/isnad-jsonl/{query}", content_type="text/plain",
        headers={"authorization": f"Bearer {editor.token}"}, **body,
    )  # fmt: skip
    assert (answer.status_code, answer.json()["rule"]) == (413, "request.too_large")
    assert bool(taken) == (size == 100)
    assert not Transfer.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
