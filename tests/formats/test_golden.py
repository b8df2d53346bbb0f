"""Each export format writes the same corpus as it always did: a change of a format shows in its golden file.

To change a format, take its new golden file from what the failing test names, and look at the difference.
"""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from pyarrow import parquet

from annotations.actions import create_workspace, import_records
from annotations.corpus import select
from annotations.formats import EXPORTS, ExportFormat, import_format
from annotations.policies import Actor
from annotations.text import time_text
from annotations.vocabulary import Role, Through
from tests.cast import Cast
from tests.formats.corpora import renewed

GOLDEN = Path(__file__).parent / "golden"
CORPUS = GOLDEN / "isnad-jsonl.isnad.jsonl"
KNOWN_AT = "2026-01-01T00:00:00Z"


def golden_file(form: ExportFormat) -> Path:
    """An archive is shown as text, file after file."""
    return GOLDEN / f"{form.name}{form.suffix}{'.txt' if form.suffix.endswith('.zip') else ''}"


def shown(form: ExportFormat, file: bytes) -> bytes:
    if not form.suffix.endswith(".zip"):
        return file
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return b"".join(
            f"=== {name}\n".encode() + readable(name, archive.read(name)) + b"\n" for name in archive.namelist()
        )


def readable(name: str, content: bytes) -> bytes:
    """A Parquet table as its columns and rows: its bytes depend on the library's version."""
    if not name.endswith(".parquet"):
        return content
    table = parquet.read_table(io.BytesIO(content))
    about = {key.decode(): value.decode() for key, value in table.schema.metadata.items()}
    columns = {field.name: str(field.type) for field in table.schema}
    rows = (json.dumps(row, ensure_ascii=False, default=str) for row in table.to_pylist())
    return "\n".join([json.dumps(about, ensure_ascii=False), json.dumps(columns), *rows]).encode()


@pytest.mark.parametrize("form", EXPORTS, ids=lambda form: form.name)
def test_the_golden_corpus_is_written_as_ever(cast: Cast, form: ExportFormat, tmp_path: Path) -> None:
    workspace = create_workspace(slug="golden", name="Golden")
    actor = Actor(user=cast.editor, workspace=workspace, role=Role.EDITOR, through=Through.API)
    report = import_records(actor=actor, incoming=import_format("isnad-jsonl").read([CORPUS.read_bytes()]))
    assert report.refused == []
    selection = select(workspace=workspace)
    actual = shown(form, b"".join(form.export(selection)))
    actual = actual.replace(time_text(selection.known_at).encode(), KNOWN_AT.encode())
    if b'{"type":"end"' in actual:
        start, end = actual.index(b'{"type":"header"'), actual.index(b"\n", actual.rindex(b'{"type":"end"')) + 1
        actual = actual[:start] + renewed(actual[start:end]) + actual[end:]
    (tmp_path / "actual").write_bytes(actual)
    assert golden_file(form).exists(), f"a format needs its golden file; this run wrote {tmp_path / 'actual'}"
    assert actual.decode() == golden_file(form).read_bytes().decode()


def test_every_golden_file_belongs_to_a_format() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {golden_file(form).name for form in EXPORTS}
