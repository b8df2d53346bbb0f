"""`exhibits/`: read, narrowed, described otherwise, taken back; and taken from every claim."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.actions import accept_corroboration
from annotations.models import Corroboration, Exhibit, uuid7
from tests.actions.worked import Desk
from tests.api.client import API, Api, faults
from tests.cast import Cast, make_source

pytestmark = pytest.mark.django_db
LETTER = {"kind": "document", "title": "A letter", "url": "https://example.org/letter"}


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def add(api: Api, **fields: Any) -> dict[str, Any]:
    made = api.post("exhibits/", {**LETTER, **fields})
    assert made.status_code == 201, made.content
    return dict(made.json())


def test_listed_and_narrowed(desk: Desk, editor: Api, stranger: Api) -> None:
    archive = make_source(desk.actor, "The archive", kind="named_organisation")
    letter, photo = add(editor, origin=str(archive.uid)), add(editor, kind="image", title="A photo")
    for query, expected in (
        ("", {letter["id"], photo["id"]}),
        ("?kind=image", {photo["id"]}),
        (f"?origin={archive.uid}", {letter["id"]}),
        (f"?origin={uuid7()}", set()),
        (f"?sha256={'0' * 64}", set()),
    ):
        assert {one["id"] for one in editor.get(f"exhibits/{query}").json()["results"]} == expected, query
    assert stranger.get("exhibits/").json()["results"] == []
    assert editor.get("exhibits/?kind=ghost").status_code == 400


def test_read_again_only_where_it_changed(desk: Desk, editor: Api, stranger: Api) -> None:
    path = f"exhibits/{add(editor)['id']}/"
    first = editor.get(path)
    assert (first.status_code, first["ETag"], first.json()["title"]) == (200, '"1"', "A letter")
    assert editor.get(path, if_none_match='"1"').status_code == 304
    assert stranger.get(path).status_code == 404


def test_described_otherwise_by_who_read_it_last(desk: Desk, editor: Api, reader: Api) -> None:
    ann = make_source(desk.actor, "Ann", kind="named_person")
    path = f"exhibits/{add(editor)['id']}/"
    assert editor.patch(path, {"title": "x"}).status_code == 428
    assert reader.patch(path, {"title": "x"}, if_match='"1"').status_code == 403
    changed = editor.patch(path, {"title": "The letter", "origin": str(ann.uid)}, if_match='"1"')
    assert (changed.status_code, changed["ETag"]) == (200, '"2"')
    assert (changed.json()["title"], changed.json()["origin"], changed.json()["url"]) == (
        "The letter", str(ann.uid), LETTER["url"],
    )  # fmt: skip
    stale = editor.patch(path, {"title": "mine"}, if_match='"1"')
    assert (stale.status_code, stale.json()["current"]["title"]) == (412, "The letter")
    nobody = editor.patch(path, {"origin": None}, if_match='"2"')
    assert (nobody.status_code, nobody.json()["origin"]) == (200, None)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"url": ""}, ("url", "exhibit.nothing_there")),
        ({"origin": str(uuid7())}, ("origin", "origin.missing")),
        ({"kind": "ghost"}, ("kind", "field.choice")),
        ({"captured_at": "2020-09-27T10:00:00Z", "happened_at": "2020-09-27T11:00:00Z"},
         ("captured_at", "exhibit.captured_before")),
    ],
)  # fmt: skip
def test_what_cannot_be_said_of_it(editor: Api, change: dict[str, Any], fault: tuple[str, str]) -> None:
    refused = editor.patch(f"exhibits/{add(editor)['id']}/", change, if_match="*")
    assert (refused.status_code, faults(refused)) == (422, [fault])
    assert Exhibit.objects.get().title == "A letter"


def test_taken_back_while_it_bears_on_nothing(desk: Desk, editor: Api) -> None:
    one, other = add(editor), add(editor)
    assert editor.delete(f"exhibits/{one['id']}/").status_code == 428
    assert editor.delete(f"exhibits/{one['id']}/", if_match='"1"').status_code == 204
    assert editor.get(f"exhibits/{one['id']}/").status_code == 404
    assert editor.post("corroborations/", bearing(desk, other)).status_code == 201
    kept = editor.delete(f"exhibits/{other['id']}/", if_match='"1"')
    assert (kept.status_code, kept.json()["rule"]) == (409, "exhibit.in_use")


def bearing(desk: Desk, exhibit: dict[str, Any]) -> dict[str, Any]:
    return {"claim": str(desk.claim.uid), "exhibit": exhibit["id"], "stance": "supports"}


def test_taken_from_every_claim_after_a_look_at_them(desk: Desk, editor: Api, annotator: Api) -> None:
    exhibit = add(editor)
    editor.post("corroborations/", bearing(desk, exhibit))
    accept_corroboration(actor=desk.actor, corroboration=Corroboration.objects.get())
    path = f"exhibits/{exhibit['id']}/retract/"
    preview = annotator.get(path).json()
    (moved,) = preview["claims"]
    assert (preview["total"], moved["id"]) == (1, str(desk.claim.uid))
    assert (moved["before"]["assessment"], moved["after"]["assessment"]) == ("single_source", "unverified")
    assert desk.stands()[0] == "single_source"
    assert annotator.post(path, {"reason": "forged"}).status_code == 403
    assert editor.post(path, {}).status_code == 422
    assert editor.post(path, {"reason": "forged"}).status_code == 200
    assert desk.stands()[0] == "unverified"
    row = Corroboration.objects.get()
    read = editor.get(f"corroborations/{row.uid}/").json()
    assert (read["state"], read["decided_reason"]) == ("rejected", "forged")


def test_a_form_leaves_empty_what_is_not_said_and_holds_one_file(editor: Api) -> None:
    key = {"authorization": f"Bearer {editor.token}"}
    form: dict[str, Any] = {**LETTER, "origin": "", "captured_at": "", "happened_at": "", "id": ""}
    made = editor.client.post(f"{API}exhibits/", form, headers=key)
    assert made.status_code == 201, made.content
    assert (made.json()["origin"], made.json()["captured_at"]) == (None, None)
    form["image"] = SimpleUploadedFile("a.txt", b"letters")
    refused = editor.client.post(f"{API}exhibits/", form, headers=key)
    assert (refused.status_code, faults(refused)) == (400, [("file", "file.unknown")])
