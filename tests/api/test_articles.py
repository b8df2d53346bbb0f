"""Articles and the versions of their text."""

from __future__ import annotations

import hashlib

import pytest

from annotations.models import Article, uuid7
from tests.api.client import Api, faults
from tests.cast import Cast, find_span, make_article, make_frame

ARABIC = "عنوان\nوقالت واشنطن إنها «سترحل» قريبا.\n"
NEW = {"title": "عنوان", "language": "ar", "text": ARABIC}


def test_a_new_article_has_its_text_as_version_1(annotator: Api) -> None:
    made = annotator.post("articles/", NEW)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    article = made.json()
    assert (article["direction"], article["status"], article["created_by"]) == ("rtl", "new", "annotator")
    assert "text" not in article
    assert annotator.get(made["Location"]).json() == article
    version = annotator.get(f"versions/{article['current_version']}/").json()
    assert (version["article"], version["number"], version["text"]) == (article["id"], 1, ARABIC)
    assert version["sha256"] == hashlib.sha256(ARABIC.encode()).hexdigest()
    assert version["paragraphs"][0] == {"start": 0, "end": 5, "kind": "headline"}
    assert (version["captured_how"], version["captured_by"]) == ("api", "annotator")


def test_invisible_characters_are_flagged_and_kept(annotator: Api) -> None:
    made = annotator.post("articles/", {**NEW, "text": "a\u202eb\u200b"}).json()
    version = annotator.get(f"versions/{made['current_version']}/").json()
    assert version["text"] == "a\u202eb\u200b"
    assert [(flag["offset"], flag["code_point"], flag["kind"]) for flag in version["flags"]] == [
        (1, "U+202E", "bidi_control"),
        (3, "U+200B", "invisible"),
    ]


def test_the_same_creation_twice_makes_one_article(annotator: Api) -> None:
    uid = str(uuid7())
    first = annotator.post("articles/", {**NEW, "id": uid})
    again = annotator.post("articles/", {**NEW, "id": uid.upper()})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["id"] == uid
    assert Article.objects.count() == 1
    other = annotator.post("articles/", {**NEW, "id": uid, "title": "Another"})
    assert (other.status_code, faults(other)) == (409, [("id", "article.duplicate_id")])


def test_one_id_may_live_in_two_workspaces(annotator: Api, stranger: Api) -> None:
    body = {**NEW, "id": str(uuid7())}
    assert annotator.post("articles/", body).status_code == 201
    assert stranger.post("articles/", {**body, "title": "Theirs"}).status_code == 201
    assert annotator.get(f"articles/{body['id']}/").json()["title"] == "عنوان"


@pytest.mark.parametrize(
    ("change", "field", "rule"),
    [
        ({"text": " \n"}, "text", "text.empty"),
        ({"title": ""}, "title", "field.required"),
        ({"title": "t" * 501}, "title", "field.too_long"),
        ({"language": "not a tag"}, "language", "field.language"),
        ({"direction": "up"}, "direction", "field.choice"),
        ({"url": "javascript:alert(1)"}, "url", "field.url"),
        ({"published_at": "2026-01-01"}, "published_at", "field.time"),
        ({"status": "gone"}, "status", "field.choice"),
        ({"metadata": []}, "metadata", "field.not_object"),
        ({"tittle": "x"}, "tittle", "field.unknown"),
    ],
)
def test_rules_of_an_article(annotator: Api, change: dict[str, object], field: str, rule: str) -> None:
    response = annotator.post("articles/", {**NEW, **change})
    assert (response.status_code, faults(response)) == (422, [(field, rule)])


def test_what_is_said_of_an_article_changes_and_its_text_does_not(annotator: Api) -> None:
    made = annotator.post("articles/", NEW)
    path = f"articles/{made.json()['id']}/"
    changes = {"outlet": "AFP", "published_at": "2026-01-01T03:00:00+03:00", "status": "in progress"}
    changed = annotator.patch(path, changes, if_match=made["ETag"])
    assert changed.status_code == 200
    answer = changed.json()
    assert (answer["outlet"], answer["published_at"], answer["status"]) == (
        "AFP",
        "2026-01-01T00:00:00Z",
        "in_progress",
    )
    assert (answer["revision"], changed["ETag"]) == (2, '"2"')
    refused = annotator.patch(path, {"text": "Other."}, if_match='"2"')
    assert faults(refused) == [("text", "field.read_only")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=الامريكيه", ["a"]),
        ("q=العراق", ["a"]),
        ("q=عراق الأمريكية", ["a"]),
        ("q=hello", ["b"]),
        ("q=HELLO world", ["b"]),
        ("q=nothing", []),
        ("outlet=AFP", ["a"]),
        ("language=AR", ["a"]),
        ("status=done", ["b"]),
        ("published_after=2026-01-01T00:00:00Z", ["b"]),
        ("published_before=2026-01-01T00:00:00Z", ["a"]),
        ("published_before=2025-06-01T03:00:00+03:00", []),
    ],
)
def test_filters(cast: Cast, reader: Api, query: str, found: list[str]) -> None:
    actor = cast.actor("editor")
    make_article(
        actor, "القوات الأمريكية والعراق", title="a", language="ar", outlet="AFP", published_at="2025-06-01T00:00Z"
    )
    make_article(actor, "Hello, world.", title="b", status="done", published_at="2026-01-01T00:00Z")
    assert [one["title"] for one in reader.get(f"articles/?{query}").json()["results"]] == found


def test_a_corrected_text_carries_the_annotations_over(cast: Cast, editor: Api) -> None:
    actor = cast.actor("editor")
    old = make_article(actor)
    cue, content, lost = (find_span(actor, old, words) for words in ("told", "talks had failed", "AFP"))
    make_frame(actor, old, cue=cue, contents=(content,))
    corrected = "Correction. " + old.text.replace(" AFP", "")
    made = editor.post(f"articles/{old.article.uid}/versions/", {"text": corrected, "note": "no agency"})
    assert made.status_code == 201
    answer = made.json()
    assert (answer["number"], answer["note"], answer["length"]) == (2, "no agency", len(corrected))
    carried = answer["carried"]
    assert set(carried["moved"]) == {str(cue.uid), str(content.uid)}
    assert carried["lost"] == [str(lost.uid)]
    assert carried["counts"]["lost"] == 1
    marked = editor.get(f"versions/{answer['id']}/annotations/").json()
    assert {span["carried_from"] for span in marked["spans"]} == {str(cue.uid), str(content.uid)}
    assert len(marked["attributions"]) == 1
    listed = editor.get(f"articles/{old.article.uid}/versions/").json()["results"]
    assert [(one["number"], "text" in one) for one in listed] == [(1, False), (2, False)]
    assert editor.get(f"articles/{old.article.uid}/").json()["current_version"] == answer["id"]


def test_the_same_text_is_no_new_version(cast: Cast, editor: Api) -> None:
    version = make_article(cast.actor("editor"))
    response = editor.post(f"articles/{version.article.uid}/versions/", {"text": version.text})
    assert (response.status_code, faults(response)) == (409, [("text", "version.duplicate_text")])


def test_layers_are_opened_once(cast: Cast, annotator: Api) -> None:
    path = f"versions/{make_article(cast.actor('editor')).uid}/layers/"
    mine = annotator.post(path, {"kind": "independent"})
    assert (mine.status_code, mine.json()["annotator"]) == (200, "annotator")
    assert annotator.post(path, {"kind": "independent"}).json() == mine.json()
    assert [one["kind"] for one in annotator.get(path).json()["results"]] == ["shared", "independent"]
    assert annotator.post(path, {"kind": "adjudicated"}).status_code == 403
    assert faults(annotator.post(path, {"kind": "shared"})) == [("kind", "layer.duplicate")]


def test_articles_are_found_by_who_works_on_them(annotator: Api) -> None:
    ids = {
        name: annotator.post("articles/", {**NEW, "title": f"for {name}", "assignee": name}).json()["id"]
        for name in ("annotator", "editor", "")
    }

    def found(query: str) -> list[str]:
        return [one["id"] for one in annotator.get(f"articles/?assignee={query}").json()["results"]]

    assert found("me") == found("@annotator") == [ids["annotator"]]
    assert found("@editor") == [ids["editor"]]
    assert found("nobody") == [ids[""]]
    assert found("@stranger") == []
    wrong = annotator.get("articles/?assignee=editor")
    assert (wrong.status_code, faults(wrong)) == (400, [("assignee", "parameter.malformed")])


def test_an_article_is_given_to_nobody_who_may_not_annotate(annotator: Api) -> None:
    made = annotator.post("articles/", {**NEW, "assignee": "reader"})
    assert (made.status_code, faults(made)) == (422, [("assignee", "article.assignee")])
