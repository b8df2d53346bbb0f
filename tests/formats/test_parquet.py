"""Parquet as pandas and DuckDB read it: nested, flat, partitioned, described in its schema."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow.parquet as pq
import pytest

from annotations.actions import create_workspace
from annotations.corpus import Document, documents, select, snapshot
from annotations.formats import export_format, parquet_tables
from annotations.formats.parquet import OTHERS, table_of
from annotations.models import Workspace
from annotations.text import time_text
from tests.cast import Cast
from tests.formats.corpora import Maker, file_of
from tests.formats.test_round_trip import SEEDS, taken_in

Records = dict[str, dict[str, Any]]


@pytest.fixture
def workspace(cast: Cast) -> Workspace:
    """The seed article, two more with awkward texts, one of them with nothing marked in it."""
    made = create_workspace(slug="tables", name="Tables")
    assert taken_in(cast, made, SEEDS.read_bytes()).refused == []
    maker = Maker(3)
    _article, version = maker.article("👩‍👩‍👧 قالت بغداد «لا»\nand then: e\u0301 \x07 no")
    maker.annotate(version, maker.layer(version), [maker.source()])
    maker.article("nothing marked here")
    assert taken_in(cast, made, file_of(maker.records)).refused == []
    return made


def exported(workspace: Workspace) -> tuple[bytes, datetime]:
    selection = select(workspace=workspace)
    return b"".join(export_format("parquet").export(selection)), selection.known_at


@pytest.fixture
def folder(workspace: Workspace, tmp_path: Path) -> Path:
    """The archive, unpacked."""
    zipfile.ZipFile(io.BytesIO(exported(workspace)[0])).extractall(tmp_path)
    return tmp_path


def asked(statement: str) -> list[Any]:
    """What DuckDB answers."""
    return duckdb.connect().execute(statement).fetchall()


def all_documents(workspace: Workspace) -> Iterator[Document]:
    with snapshot():
        yield from documents(select(workspace=workspace))


def check_the_flat_table(workspace: Workspace, folder: Path) -> None:
    table = pandas.read_parquet(folder / "attributions").set_index("id")
    wanted = 0
    for document in all_documents(workspace):
        text = document.version.text
        for layer in document.layers:
            for uid, frame in layer.attributions.items():
                row: Any = table.loc[uid]
                wanted += 1
                assert list(row["contents"]) == [layer.spans[key].quote["exact"] for key in frame.contents]
                assert list(row["speaker_names"]) == [
                    document.sources[key].name or document.sources[key].descriptor for key in frame.speakers
                ]
                if frame.cue:
                    start, end = (int(row[name]) for name in ("cue_start", "cue_end"))
                    assert text[start:end] == row["cue"]
                else:
                    assert pandas.isna(row["cue"])
                assert (row["quotation"], row["title"]) == (frame.quotation, document.article.title)
                assert (None if pandas.isna(row["cites"]) else row["cites"]) == frame.cites
    assert len(table) == wanted > 40
    assert table["depth"].max() == 3
    assert str(table["created_at"].dt.tz) == "UTC"


def check_nested_spans(workspace: Workspace, folder: Path) -> None:
    spans = asked(
        f"""SELECT version, span.id, span.exact, span.segments, text
        FROM (SELECT version, text, unnest(spans) AS span FROM '{folder}/articles/*.parquet')"""
    )
    wanted = {
        span.id: (span.version, span.quote["exact"])
        for document in all_documents(workspace)
        for layer in document.layers
        for span in layer.spans.values()
    }
    assert {uid: (version, exact) for version, uid, exact, _segments, _text in spans} == wanted
    for _version, _uid, exact, segments, text in spans:
        assert " ".join(text[one["start"] : one["end"]] for one in segments) == exact


def check_a_join(folder: Path) -> None:
    """The way of a researcher: how often does each source speak, and of which kinds are the claims?"""
    found = asked(
        f"""SELECT c.kind, count(*) AS frames FROM '{folder}/attributions/*.parquet' a, unnest(a.claims) AS m (claim)
        JOIN '{folder}/claims/*.parquet' c ON c.id = m.claim GROUP BY ALL ORDER BY frames DESC"""
    )
    assert sum(frames for _kind, frames in found) > 40
    assert {kind for kind, _frames in found} >= {"threat", "past_fact"}


def check_counts(workspace: Workspace, folder: Path) -> None:
    native = b"".join(export_format("isnad-jsonl").export(select(workspace=workspace)))
    counts = json.loads(native.splitlines()[0])["counts"]
    for noun in OTHERS:
        assert pq.read_table(folder / table_of(noun)).num_rows == counts[noun], noun
    articles = pandas.read_parquet(folder / "articles")
    assert len(articles) == counts["version"]
    for column, noun in (
        ("layers", "layer"),
        ("spans", "span"),
        ("attributions", "attribution"),
        ("mentions", "mention"),
    ):
        assert articles[column].map(len).sum() == counts[noun], noun
    assert json.loads((folder / "LOSS.json").read_text())["lost"] == []


def test_the_schema_tells_of_the_file(workspace: Workspace, tmp_path: Path) -> None:
    file, known_at = exported(workspace)
    zipfile.ZipFile(io.BytesIO(file)).extractall(tmp_path)
    for path in tmp_path.glob("*/*.parquet"):
        about = {key.decode(): value.decode() for key, value in pq.read_schema(path).metadata.items()}
        assert about["isnad.format"] == "parquet"
        assert about["isnad.version"] == "1"
        assert about["isnad.offset_unit"] == "code_point"
        assert about["isnad.known_at"] == time_text(known_at)
        assert about["isnad.rule_version"]
        assert json.loads(about["isnad.counts"])["attribution"] > 40
        assert json.loads(about["isnad.loss"])["lost"] == []
    schema = pq.read_schema(tmp_path / "attributions" / "part-00000.parquet")
    assert str(schema.field("published_at").type) == "timestamp[us, tz=UTC]"


def test_every_table_is_named_in_the_documentation(folder: Path) -> None:
    said = (Path(__file__).resolve().parents[2] / "docs" / "formats.md").read_text().split("## Parquet")[1]
    said = said.split("## ")[0]
    assert [one.name for one in folder.iterdir() if one.is_dir() and f"`{one.name}`" not in said] == []


def test_a_large_corpus_comes_in_parts(workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _known_at = exported(workspace)
    monkeypatch.setattr(parquet_tables, "MAX_PART", 5_000)
    parts, _known_at = exported(workspace)
    zipfile.ZipFile(io.BytesIO(whole)).extractall(tmp_path / "whole")
    zipfile.ZipFile(io.BytesIO(parts)).extractall(tmp_path / "parts")
    assert len(list((tmp_path / "parts" / "articles").iterdir())) > 2
    for name in ("articles", "attributions", *map(table_of, OTHERS)):
        one, other = (pq.read_table(tmp_path / folder / name) for folder in ("whole", "parts"))
        assert one.replace_schema_metadata(None).equals(other.replace_schema_metadata(None)), name


def test_an_empty_workspace_gives_empty_tables(cast: Cast, tmp_path: Path) -> None:
    empty = create_workspace(slug="empty", name="Empty")
    zipfile.ZipFile(io.BytesIO(exported(empty)[0])).extractall(tmp_path)
    assert len(pandas.read_parquet(tmp_path / "attributions")) == 0
    assert "content" in pandas.read_parquet(tmp_path / "attributions").columns
    assert asked(f"SELECT count(*) FROM '{tmp_path}/articles/*.parquet'") == [(0,)]


def check_moments(folder: Path) -> None:
    articles = pandas.read_parquet(folder / "articles")
    seed = articles[articles["captured_how"] == "seeded"].iloc[0]
    assert seed["captured_at"].to_pydatetime().astimezone(UTC).year >= 2020


def test_pandas_and_duckdb_read_all_of_it(workspace: Workspace, folder: Path) -> None:
    check_the_flat_table(workspace, folder)
    check_nested_spans(workspace, folder)
    check_a_join(folder)
    check_counts(workspace, folder)
    check_moments(folder)
