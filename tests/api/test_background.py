"""`exports/` and `imports/` as a program uses them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotations.models import Transfer
from tests.api.client import API, Api, api_of, faults
from tests.cast import Cast, make_claim, make_transfer
from tests.drain import Drain


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_from_asking_to_the_file(cast: Cast, reader: Api, run_jobs: Drain) -> None:
    make_claim(cast.actor("editor"), "A claim")
    asked = reader.post("exports/", {"format": "isnad-jsonl"})
    assert (asked.status_code, asked.json()["state"], asked.json()["url"]) == (202, "waiting", None)
    early = reader.get(f"exports/{asked.json()['id']}/file/")
    assert (early.status_code, faults(early)) == (409, [(None, "export.not_done")])
    run_jobs()
    done = reader.get(asked["Location"]).json()
    assert done["state"] == "done"
    whole = reader.get(done["url"])
    body = b"".join(whole.streaming_content)
    assert (len(body), whole["ETag"]) == (done["size"], f'"{done["sha256"]}"')
    assert b"A claim" in body
    rest = reader.get(done["url"], range=f"bytes={len(body) - 5}-", if_range=whole["ETag"])
    assert (rest.status_code, b"".join(rest.streaming_content)) == (206, body[-5:])
    assert reader.get(done["url"], range=f"bytes={len(body)}-").status_code == 416
    assert [one["id"] for one in reader.get("exports/").json()["results"]] == [done["id"]]
    assert reader.delete(f"exports/{done['id']}/").status_code == 204
    assert reader.get(done["url"]).status_code == 404


def test_a_download_goes_on_whatever_the_client_can_unpack(cast: Cast, reader: Api) -> None:
    made = make_transfer(cast.actor("reader"), "export", b"0123456789" * 100)
    address = f"exports/{made.uid}/file/"
    whole = reader.get(address, accept_encoding="gzip")
    assert (whole["ETag"], whole["Content-Length"]) == (f'"{made.sha256}"', "1000")
    assert "Content-Encoding" not in whole.headers
    tag, rest = whole["ETag"], {"accept_encoding": "gzip", "range": "bytes=997-"}
    assert b"".join(reader.get(address, if_range=tag, **rest).streaming_content) == b"789"
    for other in (f"W/{tag}", '"other"', "Thu, 26 Nov 2026 00:00:00 GMT"):
        assert reader.get(address, if_range=other, **rest).status_code == 200
    parts = reader.get(address, range="bytes=0-1, -2")
    assert parts["Content-Type"].startswith("multipart/byteranges; boundary=")
    head = reader.send("HEAD", address, range="bytes=0-1")
    assert (head.status_code, head["Content-Length"], head["Accept-Ranges"]) == (200, "1000", "bytes")


def test_a_link_expires_whether_anybody_clears_up_or_not(cast: Cast, reader: Api) -> None:
    made = make_transfer(cast.actor("reader"), "export", b"x")
    client, page = Client(), reverse("transfer-file", kwargs={"workspace": "desk", "export": made.uid})
    client.force_login(cast.reader)

    def answers() -> list[int]:
        return [reader.get(f"exports/{made.uid}/file/").status_code, client.get(page).status_code]

    assert answers() == [200, 200]
    Transfer.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert answers() == [404, 404]
    assert reader.get("exports/").json()["results"] == []


@pytest.mark.parametrize(
    ("body", "status", "fault"),
    [
        ({"format": "word"}, 422, ("format", "format.missing")),
        ({"format": 7}, 400, ("format", "field.type")),
        ({}, 422, ("format", "field.required")),
        ({"format": "isnad-jsonl", "known_at": "yesterday"}, 400, ("known_at", "field.time")),
        ({"format": "isnad-jsonl", "known_at": 7}, 400, ("known_at", "field.time")),
        ({"format": "isnad-jsonl", "known_at": "2999-01-01T00:00:00Z"}, 422, ("known_at", "known_at.future")),
        ({"format": "isnad-jsonl", "claim": "x"}, 400, ("claim", "field.uuid")),
    ],
)
def test_what_is_refused(reader: Api, body: Any, status: int, fault: tuple[str, str]) -> None:
    answer = reader.post("exports/", body)
    assert (answer.status_code, faults(answer)) == (status, [fault])


def test_nobody_sees_what_another_asked_for(cast: Cast, reader: Api) -> None:
    made = make_transfer(cast.actor("editor"), "export", b"x")
    assert reader.get(f"exports/{made.uid}/file/").status_code == 404
    assert reader.get("exports/").json()["results"] == []


def test_an_import_in_the_background(cast: Cast, editor: Api, run_jobs: Drain) -> None:
    make_claim(cast.actor("stranger"), "Elsewhere")
    file = b"".join(api_of(cast, "stranger").get("export/isnad-jsonl/").streaming_content)
    sent: Any = editor.client.post(
        f"{API}import/isnad-jsonl/?background=true&dry_run=true",
        file,
        content_type="application/x-ndjson",
        headers={"authorization": f"Bearer {editor.token}"},
    )
    assert sent.status_code == 202
    assert (sent.json()["state"], sent.json()["progress"]) == ("waiting", {"done": 0, "total": 0})
    assert sent["Location"].endswith(f"/imports/{sent.json()['id']}/")
    run_jobs()
    done = editor.get(sent["Location"]).json()
    assert (done["state"], done["dry_run"], done["report"]["created"]) == ("done", True, {"claim": 1})
    assert done["progress"]["done"] == done["progress"]["total"] > 0
    assert [one["id"] for one in editor.get("imports/").json()["results"]] == [done["id"]]
    assert editor.delete(f"imports/{done['id']}/").status_code == 204
    assert editor.get("imports/").json()["results"] == []


def test_a_form_that_cannot_be_read_is_refused(editor: Api) -> None:
    answer: Any = editor.client.post(
        f"{API}import/isnad-jsonl/",
        b"x",
        content_type="multipart/form-data",
        headers={"authorization": f"Bearer {editor.token}"},
    )
    assert (answer.status_code, faults(answer)) == (400, [("file", "file.malformed_form")])


LABELLED = b'{"text": "Merkel sagte, die Lage sei ernst.", "label": [[0, 6, "Wer"], [7, 12, "Wort"], [14, 32, "Was"]]}'
OWN = "Wer=source, Wort=cue, Was=content"


def send(editor: Api, query: dict[str, str], form: str = "doccano") -> Any:
    return editor.client.post(
        f"{API}import/{form}/?{urlencode(query)}", LABELLED, content_type="application/x-ndjson",
        headers={"authorization": f"Bearer {editor.token}"},
    )  # fmt: skip


def test_labels_of_a_project_s_own_are_understood_at_once_and_later(editor: Api, run_jobs: Drain) -> None:
    assert "attribution" not in send(editor, {"dry_run": "true"}).json()["created"]
    at_once = send(editor, {"labels": OWN, "dry_run": "true"}).json()
    assert (at_once["created"]["attribution"], at_once["refused_total"]) == (1, 0)
    asked = send(editor, {"labels": OWN, "background": "true"})
    assert asked.json()["labels"] == OWN
    run_jobs()
    assert editor.get(asked["Location"]).json()["report"]["created"]["attribution"] == 1


@pytest.mark.parametrize(
    ("form", "labels", "status", "rule"),
    [
        ("doccano", "Wer", 400, "labels.malformed"),
        ("doccano", "Wer=who", 422, "labels.part"),
        ("isnad-jsonl", "Wer=source", 422, "labels.not_taken"),
    ],
)
@pytest.mark.parametrize("later", ["true", "false"])
def test_labels_that_say_nothing_are_refused(
    editor: Api, form: str, labels: str, status: int, rule: str, later: str
) -> None:
    answer = send(editor, {"labels": labels, "background": later}, form)
    assert (answer.status_code, faults(answer)) == (status, [("labels", rule)])
