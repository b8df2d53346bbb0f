"""Relations, exhibits, corroborations and assessments through the API, and how claims stand at other times."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.actions import make_token
from annotations.corpus import settle
from annotations.models import Assessment, Corroboration, uuid7
from annotations.vocabulary import Scope
from tests.actions.worked import Desk
from tests.api.client import api_of
from tests.cast import Cast, make_cast

NOBODY = str(uuid7())


class Api:
    """The API by one person's token."""

    def __init__(self, cast: Cast, who: str) -> None:
        self.client = Client()
        self.key = make_token(actor=cast.actor(who), scope=Scope.EDIT)[1]

    def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        headers = {"authorization": f"Bearer {self.key}"}
        if isinstance(body, dict) and not more.get("form"):
            return self.client.generic(method, f"/api/v1/{path}", json.dumps(body), "application/json", headers=headers)
        if more.get("form"):
            return self.client.post(f"/api/v1/{path}", body, headers=headers)
        return self.client.generic(method, f"/api/v1/{path}", "", "application/json", headers=headers)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


@pytest.fixture
def editor(cast: Cast) -> Api:
    return Api(cast, "editor")


def test_evidence_is_proposed_accepted_and_counted(desk: Desk, editor: Api) -> None:
    said = desk.report("AFP", desk.voice(), at="2020-09-27T10:00:00Z")
    accepted = editor("POST", f"corroborations/{said.uid}/accept/", {}).json()
    assert (accepted["state"], accepted["decided_by"], accepted["stance"]) == ("accepted", "editor", "supports")
    claim = editor("GET", f"claims/{desk.claim.uid}/").json()
    assert claim["assessment"]["effective"] == "single_source"
    assert claim["supporting"] == {"min": 1, "max": 1, "exact": True}
    listed = editor("GET", "claims/?assessment=single_source").json()["results"]
    assert [one["id"] for one in listed] == [str(desk.claim.uid)]
    assert editor("GET", "claims/?assessment=disputed").json()["results"] == []
    voices = editor("GET", f"claims/{desk.claim.uid}/voices/").json()
    (path,) = voices["stances"]["supports"]["paths"]
    assert [link["kind"] for link in path["links"]] == ["report", "said"]
    assert (path["counts"], voices["state"]) == ("fully", "single_source")
    rejected = editor("POST", f"corroborations/{said.uid}/reject/", {"reason": "misread"}).json()
    assert (rejected["state"], rejected["decided_reason"]) == ("rejected", "misread")
    assert [one["number"] for one in editor("GET", f"claims/{desk.claim.uid}/assessments/").json()["results"]] == [2, 1]
    kinds = [one["kind"] for one in editor("GET", f"claims/{desk.claim.uid}/timeline/").json()["results"]]
    assert kinds[0] == "published"
    assert {"stated", "proposed", "rejected", "assessed"} <= set(kinds)


def test_a_contradiction_is_a_broken_rule_with_both_named(desk: Desk, editor: Api) -> None:
    a, b = (desk.voice("", kind="named_person", name=name) for name in ("Ann Smith", "Robert Jones"))
    body = {"kind": "same", "a": str(a.uid), "b": str(b.uid), "reason": "one person"}
    made = editor("POST", "source-relations/", body)
    assert made.status_code == 201
    answer = editor("POST", "source-relations/", {**body, "kind": "distinct"})
    assert (answer.status_code, answer.json()["rule"]) == (422, "relation.contradiction")
    assert made.json()["id"] in answer.json()["detail"]
    assert editor("POST", "source-relations/", body).status_code == 409
    preview = editor("GET", f"source-relations/{made.json()['id']}/withdraw/").json()
    assert preview == {"total": 0, "claims": []}
    gone = editor("POST", f"source-relations/{made.json()['id']}/withdraw/", {"reason": "two after all"}).json()
    assert (gone["withdrawn_by"], gone["withdrawn_reason"]) == ("editor", "two after all")


def test_a_file_comes_in_by_a_form_and_goes_out_as_an_attachment(desk: Desk, editor: Api) -> None:
    pdf = b"%PDF-1.7 a letter"
    form = {"kind": "document", "title": "A letter", "file": SimpleUploadedFile("../<b>.pdf", pdf)}
    made = editor("POST", "exhibits/", form, form=True)
    assert made.status_code == 201, made.content
    shown = made.json()
    assert (shown["sha256"], shown["size"], shown["media_type"]) == (
        hashlib.sha256(pdf).hexdigest(), len(pdf), "application/pdf",
    )  # fmt: skip
    answer = editor("GET", f"exhibits/{shown['id']}/file/")
    assert b"".join(answer.streaming_content) == pdf
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["Content-Type"] == "application/octet-stream"
    stranger = Api(desk.cast, "stranger")
    assert stranger("GET", f"exhibits/{shown['id']}/file/").status_code == 404


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"<html><script>alert(1)</script>", "exhibit.file_type"),
        (b"\x7fELF\x02\x01", "exhibit.file_type"),
        (b"", "exhibit.file_empty"),
    ],
)
def test_a_file_that_is_not_kept_is_refused(desk: Desk, editor: Api, content: bytes, rule: str) -> None:
    form = {"kind": "document", "title": "A letter", "file": SimpleUploadedFile("a.pdf", content)}
    answer = editor("POST", "exhibits/", form, form=True)
    assert (answer.status_code, answer.json()["rule"]) == (422, rule)
    assert answer.json()["errors"][0]["field"] == "file"


def test_a_file_may_be_too_large(desk: Desk, editor: Api, settings: Any) -> None:
    settings.EXHIBIT_MAX_BYTES = 10
    form = {"kind": "document", "title": "A letter", "file": SimpleUploadedFile("a.txt", b"eleven bytes")}
    answer = editor("POST", "exhibits/", form, form=True)
    assert (answer.status_code, answer.json()["rule"]) == (422, "exhibit.file_too_large")


def test_an_override_counts_once_a_second_editor_confirms_it(desk: Desk, editor: Api) -> None:
    desk.accept(desk.report("AFP", desk.voice()))
    path = f"claims/{desk.claim.uid}/assessments/"
    asserted = editor("POST", path, {"state": "unverifiable", "reason": "nobody else can know"})
    assert asserted.json()["rule"] == "assessment.recheck_missing"
    body = {"state": "confirmed", "reason": "we saw the letter ourselves"}
    asserted = editor("POST", path, body).json()
    assert (asserted["asserted"], asserted["effective"]) == ("confirmed", "single_source")
    own = editor("POST", f"{path}{asserted['number']}/confirm/")
    assert (own.status_code, own.json()["rule"]) == (403, "assessment.second_person")
    second = Api(desk.cast, "second_editor")
    confirmed = second("POST", f"{path}{asserted['number']}/confirm/").json()
    assert (confirmed["computed"], confirmed["effective"]) == ("single_source", "confirmed")
    desk.accept(desk.report("INA", desk.voice("a spokesman"), polarity="denies"))
    claim = editor("GET", f"claims/{desk.claim.uid}/").json()["assessment"]
    assert (claim["computed"], claim["asserted"], claim["effective"]) == ("disputed", "confirmed", "confirmed")
    assert editor("POST", path, body).json()["rule"] == "assessment.in_force"
    lifted = editor("POST", f"{path}lift/", {"reason": "the letter was forged"}).json()
    assert (lifted["asserted"], lifted["effective"]) == ("", "disputed")


def test_both_axes_of_time(desk: Desk, editor: Api) -> None:
    """What bore on it by then, and what had been recorded by then."""
    r1 = desk.voice("an Iraqi official")
    two = desk.voice("two Iraqi officials", kind="anonymous_group", stated_count=2)
    desk.accept(desk.report("AFP", r1, at="2020-09-27T10:00:00Z"))
    then = settle(desk.cast.workspace).isoformat().replace("+", "%2B")
    desk.accept(desk.report("Reuters", two, at="2020-09-28T09:00:00Z"))
    path = f"claims/{desk.claim.uid}/"
    assert editor("GET", path).json()["supporting"] == {"min": 2, "max": 3, "exact": True}
    assert editor("GET", f"{path}voices/?valid_at=2020-09-27T20:00:00Z").json()["state"] == "single_source"
    known = editor("GET", f"{path}voices/?known_at={then}").json()
    assert (known["state"], known["supporting"]) == ("single_source", {"min": 1, "max": 1, "exact": True})
    assert editor("GET", f"{path}?known_at={then}").json()["assessment"]["effective"] == "single_source"
    listed = editor("GET", f"claims/?assessment=single_source&known_at={then}").json()["results"]
    assert [one["id"] for one in listed] == [str(desk.claim.uid)]
    assert editor("GET", f"claims/?assessment=corroborated&known_at={then}").json()["results"] == []


def test_a_dispatch_taken_back_is_previewed_then_withdraws_what_it_passed_on(desk: Desk, editor: Api) -> None:
    official = desk.voice()
    desk.accept(desk.report("AFP", official, at="2020-09-27T10:00:00Z"))
    desk.accept(desk.report("Herald", cites="AFP", at="2020-09-27T12:00:00Z"))
    path = f"articles/{desk.articles['AFP'].uid}/retract/"
    (moved,) = editor("GET", path).json()["claims"]
    assert (moved["before"]["assessment"], moved["after"]["assessment"]) == ("single_source", "retracted")
    assert desk.stands()[0] == "single_source"
    assert editor("POST", path, {"reason": "AFP killed the story"}).status_code == 204
    assert desk.stands() == ("retracted", (0, 0), (0, 0))


def test_what_accepted_layers_propose_is_accepted_at_once(desk: Desk, editor: Api) -> None:
    rows = [desk.report(name, desk.voice(name), at="2020-09-27T10:00:00Z") for name in ("AFP", "WSJ", "INA", "DPA")]
    exhibit = editor("POST", "exhibits/", {"kind": "document", "title": "A letter", "url": "https://x.example/"}).json()
    brought = {"claim": str(desk.claim.uid), "exhibit": exhibit["id"], "stance": "supports"}
    assert editor("POST", "corroborations/", brought).status_code == 201
    editor("POST", f"corroborations/{rows[3].uid}/reject/", {"reason": "a joke"})
    few = editor("POST", "corroborations/accept/", {"corroborations": [str(rows[0].uid)]})
    assert [one["state"] for one in few.json()["corroborations"]] == ["accepted"]
    before = Assessment.objects.count()
    done = editor("POST", "corroborations/accept/", {"claim": str(desk.claim.uid)})
    assert {one["id"] for one in done.json()["corroborations"]} == {str(row.uid) for row in rows[1:3]}
    assert desk.stands() == ("single_source", (1, 3), (0, 0))
    assert Assessment.objects.count() == before + 1
    assert sorted(Corroboration.objects.values_list("state", flat=True)) == [*["accepted"] * 3, "proposed", "rejected"]
    assert editor("POST", "corroborations/accept/", {"claim": str(desk.claim.uid)}).json() == {"corroborations": []}


@pytest.mark.parametrize(
    ("body", "status", "rule"),
    [
        ({}, 422, "corroboration.which"),
        ({"claim": NOBODY, "corroborations": []}, 422, "corroboration.which"),
        ({"claim": None}, 422, "field.required"),
        ({"claim": NOBODY}, 422, "claim.missing"),
        ({"corroborations": NOBODY}, 422, "field.not_list"),
        ({"corroborations": [7]}, 400, "field.uuid"),
        ({"corroborations": [NOBODY] * 501}, 422, "field.too_many"),
        ({"corroborations": [NOBODY]}, 422, "corroboration.missing"),
    ],
)
def test_what_cannot_be_accepted_at_once(editor: Api, body: dict[str, Any], status: int, rule: str) -> None:
    answer = editor("POST", "corroborations/accept/", body)
    assert (answer.status_code, answer.json()["rule"]) == (status, rule)


@pytest.mark.django_db(transaction=True)
def test_the_grades_of_a_source_over_time() -> None:
    cast = make_cast()
    editor, patch = Api(cast, "editor"), api_of(cast, "editor").patch
    source = editor("POST", "sources/", {"kind": "outlet", "name": "AFP", "reliability": "C"}).json()
    path = f"sources/{source['id']}/"
    then = settle(cast.workspace).isoformat().replace("+", "%2B")

    def change(**fields: Any) -> None:
        answer = patch(path, fields, if_match="*")
        assert answer.status_code == 200, answer.content

    change(reliability="B")
    change(name="Agence France-Presse")
    change(reliability="")
    grades = editor("GET", f"{path}grades/").json()["results"]
    assert [(one["grade"], one["by"]) for one in grades] == [("", "editor"), ("B", "editor"), ("C", "editor")]
    assert grades == sorted(grades, key=lambda one: one["since"], reverse=True)
    assert [one["grade"] for one in editor("GET", f"{path}grades/?known_at={then}").json()["results"]] == ["C"]
    assert editor("GET", f"{path}?known_at={then}").json()["reliability"] == "C"
    assert editor("GET", path).json()["reliability"] == ""
    assert [one["name"] for one in editor("GET", f"sources/?known_at={then}").json()["results"]] == ["AFP"]
