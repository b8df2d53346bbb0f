"""Lines are taken apart by their form as JSON would be; those of another form are left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from annotations.corpus import BETWEEN, frame_columns, id_of, ids_of, span_columns
from tests.bench.corpus import document
from tests.corpus.test_unread import SPAN, line

FOUND = document(1, frames=2)
FRAME: dict[str, Any] = {
    **FOUND["attribution"][0], "contents": [SPAN["id"], SPAN["layer"]], "speakers": [SPAN["id"]], "cue": SPAN["id"],
    "parent": SPAN["version"],
}  # fmt: skip


def within(record: dict[str, Any]) -> str:
    return f"{record['version']}{BETWEEN}{record['layer']}"


def test_the_columns_of_spans_are_what_json_says() -> None:
    spans = [*FOUND["span"], SPAN, {**SPAN, "quote": {"exact": '"}\\,', "prefix": "\n", "suffix": "},"}}]
    found = list(span_columns(b"".join(map(line, spans)).decode()))
    assert len(found) == len(spans)
    for record, columns in zip(spans, found, strict=True):
        assert columns is not None
        uid, ids, start, end, quote, created_by, created_at, _rest = columns
        assert (uid, ids, created_by) == (record["id"], within(record), record["created_by"])
        assert [[int(start), int(end)]] == record["segments"]
        assert json.loads(f"{{{quote}}}") == record["quote"]
        assert id_of(created_at) == record["created_at"]


def test_the_columns_of_frames_are_what_json_says() -> None:
    frames = [*FOUND["attribution"], FRAME]
    for record, columns in zip(frames, frame_columns(b"".join(map(line, frames)).decode()), strict=True):
        assert columns is not None
        assert columns[:2] == (record["id"], within(record))
        named = [record[name] for name in ("source", "cue", "addressee", "channel", "parent")]
        assert [id_of(columns[place]) for place in (2, 3, 5, 6, 7)] == named
        assert [ids_of(columns[place]) for place in (4, 8)] == [record["contents"], record["speakers"]]
        assert columns[9:13] == tuple(record[name] for name in ("resolution", "cue_kind", "attitude", "quotation"))
        assert (columns[13], id_of(columns[14])) == (record["created_by"], record["created_at"])


@pytest.mark.parametrize(
    "odd",
    [
        line({**SPAN, "segments": [[0, 2], [3, 4]]}),
        line({**SPAN, "segments": []}),
        line({**SPAN, "carried_from": SPAN["id"]}),
        line({**SPAN, "created_by": 'a"b'}),
        line({**SPAN, "created_by": "a\tb"}),
        line({**SPAN, "layer": None}),
        line({key: value for key, value in SPAN.items() if key != "carried_from"}),
        line({**SPAN, "more": 1}),
        line(SPAN).replace(b"[[0,2]]", b"[[00,2]]"),
        line(SPAN).replace(b"[[0,2]]", b"[[-0,2]]"),
        line(SPAN).replace(b"[[0,2]]", b"[[0,2.0]]"),
        line(SPAN).replace(b'"segments":', b'"segments": '),
        line(SPAN).replace(b"}\n", b"} \n"),
        line(SPAN).replace(b"}\n", b',"layer":"x"}\n'),
    ],
)
def test_a_span_of_another_form_is_left_among_those_that_are_not(odd: bytes) -> None:
    before, found, after = span_columns((line(SPAN) + odd + line(SPAN)).decode())
    assert found is None
    assert before == after
    assert before is not None


@pytest.mark.parametrize(
    "odd",
    [
        line({**FRAME, "antecedent": SPAN["id"]}),
        line({**FRAME, "cites": SPAN["id"]}),
        line({**FRAME, "contents": [7]}),
        line({**FRAME, "source": ""}),
        line({**FRAME, "attitude": 'a"'}),
        line({key: value for key, value in FRAME.items() if key != "speakers"}),
        line(FRAME).replace(b'"contents":["', b'"contents":[ "'),
        line(FRAME).replace(b'"],"addressee"', b'",],"addressee"'),
    ],
)
def test_a_frame_of_another_form_is_left_among_those_that_are_not(odd: bytes) -> None:
    assert odd != line(FRAME)
    assert [one is None for one in frame_columns((line(FRAME) + odd + line(FRAME)).decode())] == [False, True, False]
