"""Export and import over HTTP."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.http import StreamingHttpResponse

from annotations.models import Article
from tests.api.client import Api, api_of
from tests.bench.corpus import corpus
from tests.cast import Cast, find_span, make_article

JSONL = "application/x-ndjson"


def whole(response: StreamingHttpResponse) -> bytes:
    return b"".join(response)


def send_file(api: Api, file: bytes, query: str = "") -> dict[str, object]:
    response = api.client.generic(
        "POST", f"/api/v1/import/isnad-jsonl/{query}", file, content_type=JSONL,
        headers={"authorization": f"Bearer {api.token}"},
    )  # fmt: skip
    answer: dict[str, object] = response.json()
    return {**answer, "http": response.status_code}


def test_an_export_streams_with_a_name_and_a_time(cast: Cast) -> None:
    find_span(cast.actor("editor"), make_article(cast.actor("editor")), "AFP")
    response = api_of(cast, "reader", "read").get("export/isnad-jsonl/")
    assert response.streaming
    assert response["Content-Disposition"].startswith('attachment; filename="desk-')
    lines = [json.loads(line) for line in whole(response).splitlines()]
    assert [line["type"] for line in lines] == ["header", "article", "version", "layer", "span", "end"]
    assert lines[0]["known_at"] == response["X-Known-At"]


def test_the_same_time_gives_the_same_bytes_after_later_changes(cast: Cast) -> None:
    api = api_of(cast, "editor")
    version = make_article(cast.actor("editor"))
    span = find_span(cast.actor("editor"), version, "AFP")
    first = api.get("export/isnad-jsonl/")
    then, before = first["X-Known-At"], whole(first)
    start = version.text.index("Monday")
    moved = api.patch(f"spans/{span.uid}/", {"segments": [[start, start + 6]]}, if_match="*")
    assert moved.status_code == 200
    assert whole(api.get("export/isnad-jsonl/")) != before
    assert whole(api.get(f"export/isnad-jsonl/?known_at={then}")) == before


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("export/word/", 404),
        ("export/isnad-jsonl/?known_at=2999-01-01T00:00:00Z", 422),
        ("export/isnad-jsonl/?known_at=yesterday", 400),
        ("export/isnad-jsonl/?article=x", 400),
        ("export/isnad-jsonl/?article=01920000-0000-7000-8000-000000000000", 404),
        ("export/isnad-jsonl/?colour=red", 400),
    ],
)
def test_says_what_is_wrong_with_the_request(cast: Cast, path: str, status: int) -> None:
    assert api_of(cast, "reader", "read").get(path).status_code == status


def test_imports_a_file_and_reports(cast: Cast) -> None:
    api = api_of(cast, "editor")
    dry = send_file(api, corpus(2, frames=3), "?dry_run=true")
    assert dry["dry_run"] is True
    assert not Article.objects.exists()
    wet = send_file(api, corpus(2, frames=3))
    assert wet["created"] == {"article": 2, "version": 2, "layer": 2, "span": 12, "attribution": 6}
    assert wet["refused"] == []
    assert Article.objects.count() == 2


def test_refuses_a_broken_file_as_a_whole(cast: Cast) -> None:
    answer = send_file(api_of(cast, "editor"), corpus(1, frames=3)[:-40])
    assert (answer["http"], answer["rule"]) == (400, "file.truncated")
    assert not Article.objects.exists()


@pytest.mark.parametrize(("who", "scope"), [("reader", "admin"), ("annotator", "admin"), ("editor", "annotate")])
def test_only_editors_import(cast: Cast, who: str, scope: str) -> None:
    assert send_file(api_of(cast, who, scope), corpus(1, frames=3))["http"] == 403
    assert not Article.objects.exists()


def remade(file: bytes, at: int, line: bytes) -> bytes:
    """The export with another line there, and the sum that then is true."""
    lines = file.splitlines(keepends=True)[:-1]
    lines[at] = line + b"\n"
    end = {"type": "end", "sha256": hashlib.sha256(b"".join(lines)).hexdigest()}
    return b"".join(lines) + json.dumps(end).encode() + b"\n"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (b"no JSON", "json.malformed"),
        (b"[]", "json.not_object"),
        (b'{"type":"article","title":"\\u0000"}', "text.nul"),
        (b'{"type":"article","title":"\\ud800"}', "text.lone_surrogate"),
        (b'{"type":"novel"}', "record.unknown_type"),
        (b'{"type":"article","title":"a","title":"b"}', "json.duplicate_key"),
        (b'{"type":"article","metadata":{"a":[{"b":1,"c":2,"b":1}]}}', "json.duplicate_key"),
        (b'{"type":"article","metadata":{"a": 1,"a" : 2}}', "json.duplicate_key"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_place(cast: Cast, line: bytes, rule: str) -> None:
    make_article(cast.actor("editor"))
    file = whole(api_of(cast, "reader", "read").get("export/isnad-jsonl/"))
    answer: dict[str, Any] = send_file(api_of(cast, "editor"), remade(file, 1, line), "?dry_run=true")
    assert answer["http"] == 200
    assert (answer["refused"][0]["line"], answer["refused"][0]["rule"]) == (2, rule)


@pytest.mark.parametrize(("uid", "rule"), [(None, "record.field_type"), (5, "record.field_type"), ("zz", "field.uuid")])
def test_a_record_with_no_id_does_not_put_the_others_out_of_order(cast: Cast, uid: object, rule: str) -> None:
    for title in ("One", "Two"):
        make_article(cast.actor("editor"), f"{title} said AFP on Monday.")
    file = whole(api_of(cast, "reader", "read").get("export/isnad-jsonl/"))
    article = {**json.loads(file.splitlines()[1]), "id": uid}
    answer: dict[str, Any] = send_file(
        api_of(cast, "editor"), remade(file, 1, json.dumps(article).encode()), "?dry_run=true"
    )
    assert [(one["line"], one["rule"]) for one in answer["refused"]] == [(2, rule)]
