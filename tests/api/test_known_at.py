"""Reading the past, and files that go out and come in."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from annotations.formats import export_format
from annotations.models import Claim, Span
from tests.api.client import Api, api_of, faults
from tests.cast import (
    Cast,
    find_span,
    make_article,
    make_cast,
    make_claim,
    make_frame,
    make_mention,
    make_source,
)

NATIVE = "isnad-jsonl"


def lines(response: Any) -> list[dict[str, Any]]:
    body = b"".join(response.streaming_content)
    return [json.loads(line) for line in body.splitlines()]


# Each request must be a transaction of its own: stamps of one transaction are one time.
@pytest.mark.django_db(transaction=True)
def test_the_past_stays_as_it_was() -> None:
    cast = make_cast()
    editor = api_of(cast, "editor")
    actor = cast.actor("editor")
    version = make_article(actor)
    cue = find_span(actor, version, "told")
    frame = make_frame(actor, version, cue=cue, speakers=(make_source(actor),))
    claim = make_claim(actor)
    make_mention(actor, claim, attribution=frame)
    reads = [
        f"articles/{version.article.uid}/", "articles/?", f"versions/{version.uid}/annotations/",
        f"claims/{claim.uid}/", "claims/?", f"claims/?article={version.article.uid}",
    ]  # fmt: skip
    before = {path: editor.get(path).json() for path in reads}
    exported = editor.get(f"export/{NATIVE}/")
    then = exported["X-Known-At"]
    kept = b"".join(exported.streaming_content)

    editor.patch(f"claims/{claim.uid}/", {"statement": "Changed."}, if_match='"1"')
    editor.patch(f"articles/{version.article.uid}/", {"title": "Changed."}, if_match='"1"')
    editor.delete(f"attributions/{frame.uid}/", if_match='"1"')
    editor.post(f"articles/{version.article.uid}/versions/", {"text": "Changed."})
    make_claim(actor, "Later")

    for path, answer in before.items():
        assert editor.get(path).json() != answer, path
        joined = "" if path.endswith("?") else "&" if "?" in path else "?"
        assert editor.get(f"{path}{joined}known_at={then}").json() == answer, path
    assert b"".join(editor.get(f"export/{NATIVE}/?known_at={then}").streaming_content) == kept
    early = (datetime.fromisoformat(then) - timedelta(days=1)).isoformat()
    assert editor.get(f"claims/{claim.uid}/?known_at={early}").status_code == 404
    assert editor.get(f"claims/?known_at={early}").json()["results"] == []


@pytest.mark.django_db(transaction=True)
def test_what_is_gone_is_still_read_as_of_then() -> None:
    """Also where what a row names has been deleted since, and where a list is narrowed by it."""
    cast = make_cast()
    editor = api_of(cast, "editor")
    actor = cast.actor("editor")
    version = make_article(actor)
    cue, source = find_span(actor, version, "told"), make_source(actor)
    frame = make_frame(actor, version, cue=cue, speakers=(source,))
    claim = make_claim(actor)
    mention = make_mention(actor, claim, attribution=frame)
    comment = editor.post("comments/", {"target": str(frame.uid), "body": "Really?"}).json()["id"]
    article = version.article.uid
    reads = [
        "spans/?", f"spans/?version={version.uid}", f"spans/?layer={frame.layer.uid}", f"spans/{cue.uid}/?",
        f"attributions/?speaker={source.uid}", f"attributions/?article={article}", f"attributions/{frame.uid}/?",
        "mentions/?", f"mentions/?claim={claim.uid}", f"mentions/?attribution={frame.uid}",
        f"mentions/?version={version.uid}", f"mentions/?article={article}", f"mentions/{mention.uid}/?",
        f"comments/?target={frame.uid}", f"comments/{comment}/?",
    ]  # fmt: skip
    before = {path: editor.get(path).json() for path in reads}
    assert all(answer.get("results", [answer]) for answer in before.values())
    steps = f"claims/{claim.uid}/transitions/?"
    taken = editor.get(steps).json()["results"]
    then = editor.get(f"export/{NATIVE}/")["X-Known-At"]

    gone = [f"comments/{comment}/", f"attributions/{frame.uid}/", f"claims/{claim.uid}/", f"sources/{source.uid}/"]
    for path in gone:
        revision = editor.get(path)["ETag"]
        assert editor.delete(path, if_match=revision).status_code == 204, path

    for path, answer in before.items():
        now = editor.get(path)
        assert now.status_code == 404 or now.json()["results"] == [], path
        assert editor.get(f"{path}&known_at={then}").json() == answer, path
    past = editor.get(f"{steps}known_at={then}").json()
    assert (past["results"], past["next_steps"]) == (taken, [])
    early = (datetime.fromisoformat(then) - timedelta(days=1)).isoformat()
    for path in (f"versions/{version.uid}/", f"versions/{version.uid}/layers/", f"spans/{cue.uid}/"):
        assert editor.get(f"{path}?known_at={early}").status_code == 404, path


@pytest.mark.django_db(transaction=True)
def test_a_search_and_a_list_of_versions_are_of_then() -> None:
    """By words of a text or a title that were there then, and are gone, or came later."""
    cast = make_cast()
    editor = api_of(cast, "editor")
    kept, renamed, rewritten = (
        editor.post("articles/", {"title": title, "language": "ar", "text": text}).json()
        for title, text in (("One", "قال والعراق"), ("Two", "زرافة"), ("Three", "العراق ثم البصرة"))
    )
    versions = f"articles/{rewritten['id']}/versions/"
    only = editor.get(versions).json()
    then = editor.get(f"export/{NATIVE}/")["X-Known-At"]
    editor.patch(f"articles/{renamed['id']}/", {"title": "العراق"}, if_match='"1"')
    editor.post(versions, {"text": "الكوفة"})
    editor.post("articles/", {"title": "Four", "language": "ar", "text": "في العراق"})

    def found(query: str, *, at: str = "") -> set[str]:
        return {one["title"] for one in editor.get(f"articles/?q={query}{at}").json()["results"]}

    past = f"&known_at={then}"
    assert found("العراق") == {"One", "العراق", "Four"}
    assert found("العراق", at=past) == {"One", "Three"}
    assert (found("البصرة"), found("البصرة", at=past)) == (set(), {"Three"})
    assert (found("الكوفة"), found("الكوفة", at=past)) == ({"Three"}, set())
    assert (found("two"), found("two", at=past)) == (set(), {"Two"})
    assert found("العراق", at="&known_at=2020-01-01T00:00:00Z") == set()
    assert [one["number"] for one in editor.get(versions).json()["results"]] == [1, 2]
    assert editor.get(f"{versions}?known_at={then}").json() == only
    assert editor.get(f"{versions}?known_at=2020-01-01T00:00:00Z").status_code == 404
    assert kept["title"] in found("قال", at=past)


@pytest.mark.parametrize("path", ["articles/", "claims/", f"export/{NATIVE}/"])
def test_the_future_is_not_known(editor: Api, path: str) -> None:
    later = (timezone.now() + timedelta(minutes=1)).isoformat()
    response = editor.get(f"{path}?known_at={later}")
    assert (response.status_code, faults(response)) == (422, [("known_at", "known_at.future")])


def test_an_export_is_a_file(cast: Cast, reader: Api) -> None:
    version = make_article(cast.actor("editor"))
    make_article(cast.actor("editor"))
    make_article(cast.actor("stranger"), title="Theirs")
    response = reader.get(f"export/{NATIVE}/", accept="text/csv")
    assert response["Content-Type"] == export_format(NATIVE).media_type
    assert response["Content-Disposition"].startswith('attachment; filename="desk-')
    records = lines(response)
    assert (records[0]["workspace"], records[0]["counts"]["article"]) == ("desk", 2)
    assert "Theirs" not in json.dumps(records)
    part = lines(reader.get(f"export/{NATIVE}/?article={version.article.uid}"))
    assert part[0]["counts"]["article"] == 1
    assert reader.get(f"export/{NATIVE}/?article={version.uid}").status_code == 404
    head = reader.send("HEAD", f"export/{NATIVE}/")
    assert (head.status_code, head.content) == (200, b"")


def test_web_annotation_is_json_ld(cast: Cast, reader: Api) -> None:
    make_article(cast.actor("editor"))
    response = reader.get("export/web-annotation/")
    assert response["Content-Type"].startswith("application/ld+json")
    assert json.loads(b"".join(response.streaming_content))["type"] == "AnnotationCollection"


@pytest.mark.parametrize("path", ["export/nonsense/", "import/nonsense/", "import/tei/"])
def test_formats_that_are_not_there(editor: Api, path: str) -> None:
    response = editor.get(path) if path.startswith("export") else editor.post(path, b"x")
    assert (response.status_code, response.json()["rule"]) == (404, "format.missing")


def corpus_of(cast: Cast, who: str) -> bytes:
    actor = cast.actor(who)
    version = make_article(actor)
    find_span(actor, version, "told")
    make_claim(actor)
    return b"".join(api_of(cast, who).get(f"export/{NATIVE}/").streaming_content)


def test_what_went_out_comes_in(cast: Cast, stranger: Api) -> None:
    file = corpus_of(cast, "editor")
    path = f"import/{NATIVE}/"
    rehearsed = stranger.post(f"{path}?dry_run=true", file).json()
    assert (rehearsed["dry_run"], rehearsed["created"]["span"], rehearsed["refused"]) == (True, 1, [])
    assert not Claim.objects.filter(workspace=cast.other_workspace).exists()
    done = stranger.post(path, file)
    assert (done.status_code, done.json()["created"]) == (200, rehearsed["created"])
    again = stranger.post(path, file).json()
    assert (again["created"], again["unchanged"]) == ({}, rehearsed["created"])


def test_a_file_in_a_form(cast: Cast, stranger: Api) -> None:
    content = corpus_of(cast, "editor")
    file = SimpleUploadedFile("corpus.jsonl", content)
    headers = {"authorization": f"Bearer {stranger.token}"}
    response = stranger.client.post(f"/api/v1/import/{NATIVE}/", {"file": file}, headers=headers)
    assert (response.status_code, response.json()["created"]["article"]) == (200, 1)
    empty = stranger.client.post(f"/api/v1/import/{NATIVE}/", {"file": "text"}, headers=headers)
    assert (empty.status_code, empty.json()["rule"]) == (400, "file.missing")
    other = stranger.client.post(f"/api/v1/import/{NATIVE}/", "x", content_type="image/png", headers=headers)
    assert other.status_code == 415
    assert "'image/png'" in other.json()["detail"]
    accepted = other.json()["detail"].partition("Accepted: ")[2].removesuffix(".").split(", ")
    assert {"application/x-ndjson", "application/octet-stream", "multipart/form-data"} <= set(accepted)
    for kind in accepted[:-1]:
        again = stranger.client.post(f"/api/v1/import/{NATIVE}/", content, kind, headers=headers)
        assert (again.status_code, again.json()["unchanged"]["article"]) == (200, 1)


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"{}", b"nonsense", b'{"type":"header"}\n', b"[" * 100_000, b"\x00" * 10]
)
def test_files_that_cannot_be_read(editor: Api, body: bytes) -> None:
    response = editor.post(f"import/{NATIVE}/", body)
    assert response.status_code == 400
    assert response.json()["rule"].startswith("file.")


def test_only_editors_import(cast: Cast, annotator: Api) -> None:
    file = corpus_of(cast, "editor")
    assert annotator.post(f"import/{NATIVE}/", file).status_code == 403
    assert Span.objects.count() == 1


def test_refused_records_are_named_by_their_line(cast: Cast, stranger: Api) -> None:
    records = [json.loads(line) for line in corpus_of(cast, "editor").splitlines()][:-1]
    place = next(index for index, record in enumerate(records) if record["type"] == "span")
    records[place]["segments"] = [[0, 9999]]
    refused = stranger.post(f"import/{NATIVE}/", sealed(records)).json()
    assert [(one["line"], one["type"]) for one in refused["refused"]] == [(place + 1, "span")]
    assert refused["refused"][0]["rule"] == "span.out_of_text"
    assert refused["created"]["claim"] == 1


def sealed(records: list[dict[str, Any]]) -> bytes:
    """The file of these records, with its closing sum."""
    body = b"".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for one in records)
    end = {"type": "end", "sha256": hashlib.sha256(body).hexdigest()}
    return body + json.dumps(end).encode() + b"\n"
