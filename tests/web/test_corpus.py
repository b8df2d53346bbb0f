"""The corpus page: look, take out, bring in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from annotations.corpus import CORPUS_TYPES, select
from annotations.formats import EXPORTS, export_format
from annotations.models import Attribution, Claim, Transfer
from annotations.web.corpus_preview import type_name
from tests.cast import Cast, make_article, make_claim, make_transfer
from tests.drain import Drain

ID = "01900000-0000-7000-8000-000000000001"
As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def path(name: str = "corpus", **arguments: Any) -> str:
    return reverse(name, kwargs={"workspace": "desk", **arguments})


def upload(cast: Cast, change: Callable[[bytes], bytes] = lambda lines: lines) -> SimpleUploadedFile:
    make_claim(cast.actor("stranger"), "Elsewhere")
    content = b"".join(export_format("isnad-jsonl").export(select(workspace=cast.other_workspace)))
    return SimpleUploadedFile("elsewhere.jsonl", change(content))


def test_one_sees_what_it_will_be(as_: As, cast: Cast) -> None:
    make_article(cast.actor("editor"))
    make_claim(cast.actor("editor"), "Seen")
    shown = as_("reader").get(path(), {"format": "brat"}).content.decode()
    assert "Articles" in shown
    assert "annotation.conf" in shown
    assert '<code class="faint" dir="ltr">claim</code>' in shown
    assert "Download" in shown
    assert "Bring in" not in shown
    part = as_("editor").get(path(), {"format": "isnad-jsonl"}, headers={"hx-request": "true", "hx-target": "preview"})
    text = part.content.decode()
    assert "Nothing is left out." in text
    assert "&quot;type&quot;:&quot;header&quot;" in text
    assert "<html" not in text


@pytest.mark.parametrize("name", [one.name for one in EXPORTS])
def test_every_format_can_be_looked_at(as_: As, cast: Cast, name: str) -> None:
    make_article(cast.actor("editor"))
    assert as_("reader").get(path(), {"format": name}).status_code == 200
    answer = as_("reader").get(path("corpus-download"), {"format": name})
    assert len(b"".join(answer.streaming_content)) > 0  # type: ignore[attr-defined]


def test_every_type_of_record_has_a_name_in_both_languages() -> None:
    for noun in CORPUS_TYPES:
        with override("en"):
            name = type_name(noun)
        with override("ar"):
            assert type_name(noun) not in (noun, name)
        assert name != noun


@pytest.mark.parametrize(
    ("name", "heading", "begins"),
    [
        ("conll", "How its first article looks", "Officials"),
        ("brat", "Files of its first article", "annotation.conf"),
        ("parquet", "Files of its first article", "articles"),
    ],
)
def test_of_a_large_corpus_the_first_article_is_shown(
    as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str, heading: str, begins: str
) -> None:
    for text in ("Officials\tspeak", "Others speak"):
        make_article(cast.actor("editor"), text)
    monkeypatch.setattr("annotations.web.corpus_preview.WHOLE", 0)
    monkeypatch.setattr("annotations.web.corpus_preview.SHOWN", 10_000)
    shown = as_("reader").get(path(), {"format": name}).content.decode()
    assert ("This corpus is large" in shown) == (name != "parquet")  # which leaves out nothing that is there
    assert '<td>Articles</td><td class="number">2</td>' in shown
    assert "there is no column for these records" not in shown
    assert heading in shown
    assert begins in shown.split(heading)[1]
    assert "Others" not in shown


def test_of_a_large_corpus_what_may_be_lost_is_what_is_there(
    as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article(cast.actor("editor"))
    make_claim(cast.actor("editor"))
    monkeypatch.setattr("annotations.web.corpus_preview.WHOLE", 0)
    shown = as_("reader").get(path(), {"format": "conll"}).content.decode()
    losses = shown.split('id="losses"')[1].split("</section>")[0]
    assert re.findall(r'<code class="faint" dir="ltr">(\w+)</code>', losses) == ["overlap", "claim"]


def test_a_large_part_is_shown_from_its_own_beginning(as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    version = make_article(cast.actor("editor"))
    monkeypatch.setattr("annotations.web.corpus_preview.WHOLE", 0)
    part = {"format": "conll", "what": "article", "which": str(version.article.uid)}
    assert "How it begins" in as_("reader").get(path(), part).content.decode()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"what": "article", "which": f"{ID} {ID[:-1]}2"}, "Give the address of its page, or its id."),
        ({"what": "claim", "which": "01900000-0000-7000-8000-000000000001"}, "There is no such claim here."),
        ({"known_at": "2999-01-01T00:00"}, "Nothing is known yet of the future."),
        ({"format": "word"}, "word"),
    ],
)
def test_what_cannot_be_chosen_is_said(as_: As, query: dict[str, str], told: str) -> None:
    answer = as_("reader").get(path(), query)
    assert told in answer.content.decode()
    assert "Nothing is saved" not in answer.content.decode()
    assert answer.status_code == 422
    assert as_("reader").get(path("corpus-download"), query).status_code == 302


def test_a_part_is_named_by_its_address(as_: As, cast: Cast) -> None:
    article = make_article(cast.actor("editor"), title="Chosen").article
    make_article(cast.actor("editor"), title="Another")
    query = {"format": "isnad-jsonl", "what": "article", "which": f"http://testserver/w/desk/articles/{article.uid}/"}
    body = b"".join(as_("reader").get(path("corpus-download"), query).streaming_content)  # type: ignore[attr-defined]
    assert b"Chosen" in body
    assert b"Another" not in body


def test_made_in_the_background(as_: As, cast: Cast, run_jobs: Drain) -> None:
    make_claim(cast.actor("editor"), "Inside")
    client = as_("reader")
    went = client.post(path("corpus-export"), {"format": "brat"})
    made = Transfer.objects.get()
    assert went["Location"] == path("transfer", transfer=made.uid)
    waiting = client.get(went["Location"]).content.decode()
    assert "<progress" in waiting
    assert "every 1s" in waiting
    run_jobs()
    part = client.get(went["Location"], headers={"hx-request": "true", "hx-target": "transfer"}).content.decode()
    assert "<html" not in part
    assert "every 1s" not in part
    assert '<code class="faint" dir="ltr">claim</code>' in part
    file = client.get(path("transfer-file", export=made.uid), headers={"range": "bytes=0-1"})
    assert (file.status_code, b"".join(file.streaming_content)) == (206, b"PK")  # type: ignore[attr-defined]
    assert client.post(path("transfer-forget", transfer=made.uid)).status_code == 302
    assert client.get(went["Location"]).status_code == 404


def test_brought_in_after_a_look(as_: As, cast: Cast, run_jobs: Drain) -> None:
    client = as_("editor")
    went = client.post(path("corpus-import"), {"format": "isnad-jsonl", "file": upload(cast)})
    run_jobs()
    shown = client.get(went["Location"]).content.decode()
    assert "What would be stored" in shown
    assert "elsewhere.jsonl" in shown
    assert not Claim.objects.filter(workspace=cast.workspace).exists()
    assert "elsewhere.jsonl" in client.get(path()).content.decode()
    client.post(went["Location"])
    run_jobs()
    assert "What was stored" in client.get(went["Location"]).content.decode()
    assert Claim.objects.get(workspace=cast.workspace).statement == "Elsewhere"


def test_what_is_refused_is_shown_with_its_place_and_reason(as_: As, cast: Cast, run_jobs: Drain) -> None:
    def broken(content: bytes) -> bytes:
        head, claim, _end = content.splitlines(keepends=True)
        return head + b"nonsense\n" + claim

    client = as_("editor")
    went = client.post(path("corpus-import"), {"format": "isnad-jsonl", "file": upload(cast, broken)})
    run_jobs()
    shown = client.get(went["Location"], headers={"accept-language": "ar"}).content.decode()
    assert "الملف مبتور قبل نهايته." in shown
    made = Transfer.objects.get()
    made.state, made.report = "done", json.loads(REPORT)
    made.save()
    shown = client.get(went["Location"]).content.decode()
    assert "This line is no JSON." in shown
    assert "1 refused" in shown
    assert "json.malformed" in shown
    assert "There is nothing in it." in shown
    assert '<span class="told-where">line 2</span>' in shown


@pytest.mark.parametrize(
    ("place", "words", "rest"),
    [
        ("", "السطر 2", ""),
        ("line 7, label.2", "السطر 7", "label.2"),
        ("task 3, result 0", "المهمة 3", "result 0"),
        ("a/b.ann:4", "", "a/b.ann:4"),
        ("linen 5", "", "linen 5"),
    ],
)
def test_a_place_is_told_in_words_and_in_what_the_format_calls_it(
    as_: As, cast: Cast, place: str, words: str, rest: str
) -> None:
    made = make_transfer(cast.actor("editor"), "import", b"x")
    made.state, made.report, made.size = "done", json.loads(REPORT.replace('"place": ""', f'"place": "{place}"')), 109
    made.save()
    shown = as_("editor").get(path("transfer", transfer=made.uid), headers={"accept-language": "ar"}).content.decode()
    assert re.findall(r'class="told-where"[^>]*>([^<]+)<', shown) == [*filter(None, (words, rest))]
    assert "109\u00a0بايتات" in shown


REPORT = json.dumps(
    {
        "dry_run": True, "created": {}, "unchanged": {}, "held_back": {}, "refused_total": 1, "adjusted_total": 0,
        "adjusted": [],
        "refused": [{"line": 2, "type": "", "id": "", "rule": "json.malformed", "detail": "no", "field": None,
                     "place": ""}],
    }
)  # fmt: skip


def test_who_may_bring_in_and_who_sees_whose(as_: As, cast: Cast) -> None:
    assert as_("annotator").post(path("corpus-import")).status_code == 403
    assert as_("editor").post(path("corpus-import"), {"format": "word"}).status_code == 422
    made = make_transfer(cast.actor("editor"), "export", b"x")
    assert as_("second_editor").get(path("transfer", transfer=made.uid)).status_code == 404
    assert as_("second_editor").get(path("transfer-file", export=made.uid)).status_code == 404


def test_the_labels_of_a_file_can_be_named_and_are_kept_for_the_real_thing(
    as_: As, cast: Cast, run_jobs: Drain
) -> None:
    line = b'{"text": "Merkel sagte, es sei ernst.", "label": [[0, 6, "Wer"], [7, 12, "Wort"], [14, 26, "Was"]]}'
    client = as_("editor")

    def sent(labels: str) -> Any:
        file = SimpleUploadedFile("a.jsonl", line)
        return client.post(path("corpus-import"), {"format": "doccano", "file": file, "labels": labels})

    wrong = sent("Wer=who")
    assert wrong.status_code == 422
    assert "A part of an attribution is source" in wrong.content.decode()
    went = sent("Wer=source, Wort=cue, Was=content")
    run_jobs()
    client.post(went["Location"])
    run_jobs()
    assert Attribution.objects.filter(workspace=cast.workspace).count() == 1


@pytest.mark.parametrize("what", ["article", "claim", "layer"])
def test_a_part_is_found_by_its_words_and_chosen_from_a_list(as_: As, cast: Cast, what: str) -> None:
    version = make_article(cast.actor("editor"), "A text", title="The dam of Mosul")
    make_article(cast.actor("editor"), "Another text", title="Nothing of it")
    claim = make_claim(cast.actor("editor"), "The dam of Mosul holds.")
    make_claim(cast.actor("editor"), "Nothing of it.")
    make_claim(cast.actor("stranger"), "The dam of Mosul is elsewhere.")
    uids = {"article": version.article.uid, "claim": claim.uid, "layer": version.layers.get().uid}
    found = as_("reader").get(path(), {"what": what, "which": "mosul", "format": "brat"}).content.decode()
    assert "The dam of Mosul" in found
    assert "Nothing of it" not in found
    assert "elsewhere" not in found
    assert f"which={uids[what]}" in found
    chosen = as_("reader").get(path(), {"what": what, "which": str(uids[what]), "format": "brat"}).content.decode()
    assert "annotation.conf" in chosen
    assert "<bdi>The dam of Mosul" in chosen
    newest = as_("reader").get(path(), {"what": what, "which": ""}).content.decode()
    assert "Nothing of it" in newest


def test_what_is_not_chosen_yet_is_not_downloaded_whole(as_: As, cast: Cast) -> None:
    make_claim(cast.actor("editor"), "A claim")
    client = as_("reader")
    query = {"what": "claim", "which": "claim", "format": "brat"}
    assert client.get(path("corpus-download"), query).status_code == 302
    client.post(path("corpus-export"), query)
    assert not Transfer.objects.exists()
    assert "Nothing here has these words." in client.get(path(), {"what": "claim", "which": "zebra"}).content.decode()
