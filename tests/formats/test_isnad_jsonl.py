"""The native format: what the file says of itself, its order, and that what was known then is the same for ever."""

from __future__ import annotations

import hashlib
import itertools
import json
from datetime import datetime
from typing import Any

import pytest

from annotations.corpus import CORPUS_TYPES, keys_of, select
from annotations.errors import MissingError
from annotations.formats import EXPORTS, export_format
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source, make_span


def exported(cast: Cast, **selected: Any) -> bytes:
    return b"".join(export_format("isnad-jsonl").export(select(workspace=cast.workspace, **selected)))


def records(file: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.splitlines()]


@pytest.fixture
def filled(cast: Cast) -> Cast:
    actor = cast.actor("editor")
    version = make_article(
        actor, 'قالت وكالة 👩‍👩‍👧: «\u202eلا\u202c» "no" \\ \u0007\nثم قالت', metadata={"b": [1, {"a": "ب"}]}
    )
    source = make_source(actor, 'وكالة\t"AFP"')
    parts = [find_span(actor, version, words) for words in ("وكالة", "قالت", "لا")]
    frame = make_frame(actor, version, source=parts[0], cue=parts[1], contents=(parts[2],), speakers=(source,))
    make_mention(actor, make_claim(actor), attribution=frame)
    make_mention(actor, make_claim(actor, "Another\n"), span=make_span(actor, version, (0, 4), (5, 10)))
    return cast


def test_a_header_comes_first_and_a_true_sum_last(filled: Cast) -> None:
    file = exported(filled)
    *body, last = file.splitlines(keepends=True)
    header, end = json.loads(body[0]), json.loads(last)
    assert list(header) == [
        "type", "format", "version", "offset_unit", "workspace", "known_at", "rule_version", "counts",
    ]  # fmt: skip
    assert header["format"] == "isnad-jsonl"
    assert header["offset_unit"] == "code_point"
    assert header["workspace"] == "desk"
    nothing = {"summary": "nothing was left out", "lost": []}
    assert end == {"type": "end", "loss": nothing, "sha256": hashlib.sha256(b"".join(body)).hexdigest()}
    assert file.endswith(b"\n")


def test_records_are_ordered_by_type_and_id_with_their_keys_in_order(filled: Cast) -> None:
    found = records(exported(filled))
    types = list(CORPUS_TYPES)
    places = [(types.index(record["type"]), record["id"]) for record in found[1:-1]]
    assert places == sorted(places)
    assert found[0]["counts"] == {name: sum(1 for record in found if record["type"] == name) for name in types}
    for name, group in itertools.groupby(found[1:-1], key=lambda record: record["type"]):
        assert all(list(record) == ["type", *keys_of(CORPUS_TYPES[name])] for record in group)


def test_offsets_are_code_points_and_texts_are_untouched(filled: Cast) -> None:
    found = records(exported(filled))
    text = next(record["text"] for record in found if record["type"] == "version")
    assert '👩‍👩‍👧: «\u202eلا\u202c» "no" \\ \u0007\n' in text
    spans = [record for record in found if record["type"] == "span"]
    assert len(spans) == 4
    for span in spans:
        assert " ".join(text[start:end] for start, end in span["segments"]) == span["quote"]["exact"]
        assert text.startswith(span["quote"]["suffix"], span["segments"][-1][1])
    assert [[0, 4], [5, 10]] in [span["segments"] for span in spans]
    article = next(record for record in found if record["type"] == "article")
    assert article["metadata"] == {"b": [1, {"a": "ب"}]}
    assert article["published_at"] is None


def test_lines_are_as_json_dumps_would_write_them(filled: Cast) -> None:
    """Compact, in UTF-8, nothing escaped that need not be. Free JSON (metadata) keeps PostgreSQL's own spaces."""
    for line in exported(filled).decode().splitlines():
        record = json.loads(line)
        if not record.get("metadata") and not record.get("translations"):
            assert line == json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def test_the_same_time_gives_the_same_bytes(filled: Cast) -> None:
    first = exported(filled)
    known_at = json.loads(first.splitlines()[0])["known_at"]
    selection = select(workspace=filled.workspace)
    assert datetime.fromisoformat(known_at) <= selection.known_at
    form = export_format("isnad-jsonl")
    assert b"".join(form.export(selection)) == b"".join(form.export(selection))


def test_a_reader_who_leaves_early_leaves_the_connection_usable(filled: Cast) -> None:
    pieces = export_format("isnad-jsonl").export(select(workspace=filled.workspace))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert exported(filled)


def test_formats_are_found_by_name() -> None:
    assert next(each.name for each in EXPORTS) == "isnad-jsonl"
    with pytest.raises(MissingError):
        export_format("docx")
