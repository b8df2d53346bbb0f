"""Claims, their workflow, sources and comments."""

from __future__ import annotations

import pytest

from annotations.models import uuid7
from tests.api.client import Api, api_of, faults
from tests.cast import Cast, find_span, make_article, make_claim, make_frame, make_mention, make_source

CLAIM = {"statement": "الولايات المتحدة سترحل", "language": "ar", "kind": "threat"}


def test_a_claim_begins_as_a_draft(annotator: Api) -> None:
    made = annotator.post(
        "claims/", {**CLAIM, "translations": {"en": "The US will leave."}, "horizon": "2026-05-01T00:00:00Z"}
    )
    claim = made.json()
    assert (made.status_code, claim["workflow"], claim["certainty"]) == (201, "draft", "unspecified")
    assert (claim["horizon"], claim["recheck_at"]) == ("2026-05-01T00:00:00Z", None)
    refused = annotator.post("claims/", {**CLAIM, "workflow": "published"})
    assert faults(refused) == [("workflow", "claim.transition_not_allowed")]


def test_the_way_of_a_claim(cast: Cast, annotator: Api, editor: Api) -> None:
    claim = annotator.post("claims/", CLAIM).json()
    path = f"claims/{claim['id']}/transitions/"
    for to in ("marked", "in review"):
        assert annotator.post(path, {"to": to}).status_code == 201
    own = annotator.post(path, {"to": "accepted"})
    assert own.status_code == 403
    accepted = editor.post(path, {"to": "accepted", "reason": "two agencies"}, if_match='"3"')
    assert accepted.status_code == 201
    step = accepted.json()
    assert (step["from"], step["to"], step["reason"], step["by"]) == ("in_review", "accepted", "two agencies", "editor")
    assert (step["workflow"], step["claim_revision"]) == ("accepted", 4)
    history = editor.get(path).json()
    assert [one["to"] for one in history["results"]] == ["marked", "in_review", "accepted"]
    assert {one["to"]: one["allowed"] for one in history["next_steps"]} == {"published": True, "rejected": True}
    stale = editor.post(path, {"to": "published"}, if_match='"3"')
    assert (stale.status_code, stale.json()["current"]["workflow"]) == (412, "accepted")


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"to": "published"}, 422, "to"),
        ({"to": "nonsense"}, 422, "to"),
        ({"to": None}, 422, "to"),
        ({}, 422, "to"),
        ({"to": "rejected"}, 422, "reason"),
        ({"to": "rejected", "reason": 7}, 422, "reason"),
        ({"to": "marked", "because": "x"}, 422, "because"),
    ],
)
def test_steps_that_are_refused(cast: Cast, editor: Api, body: dict[str, object], status: int, field: str) -> None:
    claim = make_claim(cast.actor("editor"))
    response = editor.post(f"claims/{claim.uid}/transitions/", body)
    assert (response.status_code, faults(response)[0][0]) == (status, field)


def test_filters_of_claims(cast: Cast, reader: Api) -> None:
    actor = cast.actor("editor")
    version = make_article(actor)
    speaker = make_source(actor)
    spoken, plain, other = (make_claim(actor, text) for text in ("Spoken", "Plain", "Other"))
    frame = make_frame(actor, version, cue=find_span(actor, version, "told"), speakers=(speaker,))
    make_mention(actor, spoken, attribution=frame)
    make_mention(actor, plain, span=find_span(actor, version, "AFP"))
    due = make_claim(actor, "Due", kind="threat", recheck_at="2026-01-01T00:00Z")

    def found(query: str) -> list[str]:
        return [one["statement"] for one in reader.get(f"claims/?{query}").json()["results"]]

    assert found("") == ["Due", "Other", "Plain", "Spoken"]
    assert found(f"article={version.article.uid}") == ["Plain", "Spoken"]
    assert found(f"source={speaker.uid}") == ["Spoken"]
    assert found(f"source={uuid7()}") == []
    assert found("due_before=2026-01-01T00:00:01Z") == [due.statement]
    assert found("kind=threat&workflow=draft") == [due.statement]
    assert found("q=oth") == [other.statement]


def test_a_claim_is_taken_back_only_as_an_unmentioned_draft(cast: Cast, editor: Api) -> None:
    actor = cast.actor("editor")
    version, claim = make_article(actor), make_claim(actor)
    mention = make_mention(actor, claim, span=find_span(actor, version, "AFP"))
    path = f"claims/{claim.uid}/"
    assert editor.delete(path, if_match='"1"').status_code == 409
    editor.delete(f"mentions/{mention.uid}/", if_match='"1"')
    assert editor.delete(path, if_match='"1"').status_code == 204
    assert editor.get(path).status_code == 404


def test_the_registry_of_sources(cast: Cast, annotator: Api, editor: Api) -> None:
    body = {"kind": "anonymous_group", "descriptor": "مسؤولون عراقيون", "stated_count": 2}
    made = annotator.post("sources/", body)
    assert made.status_code == 201
    path = f"sources/{made.json()['id']}/"
    graded = annotator.patch(path, {"reliability": "B"}, if_match='"1"')
    assert graded.status_code == 403
    assert editor.patch(path, {"reliability": "B"}, if_match='"1"').json()["reliability"] == "B"
    assert [one["id"] for one in annotator.get("sources/?q=عراقيين مسوولون").json()["results"]] == []
    assert [one["id"] for one in annotator.get("sources/?q=مسوولون").json()["results"]] == [made.json()["id"]]
    assert annotator.get("sources/?kind=outlet").json()["results"] == []
    assert faults(annotator.post("sources/", {"kind": "outlet"}))[0] == ("name", "source.nameless")


def test_a_source_that_speaks_stays(cast: Cast, editor: Api) -> None:
    actor = cast.actor("editor")
    version, speaker = make_article(actor), make_source(actor)
    make_frame(actor, version, cue=find_span(actor, version, "told"), speakers=(speaker,))
    response = editor.delete(f"sources/{speaker.uid}/", if_match='"1"')
    assert (response.status_code, faults(response)[0][1]) == (409, "source.in_use")


@pytest.mark.parametrize("kind", [0, False, [], {}])
def test_what_is_no_kind_of_target_is_refused(cast: Cast, annotator: Api, kind: object) -> None:
    claim = make_claim(cast.actor("editor"))
    refused = annotator.post("comments/", {"target": str(claim.uid), "body": "Sure?", "target_type": kind})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "target_type")


def test_comments(cast: Cast, annotator: Api, editor: Api) -> None:
    claim = make_claim(cast.actor("editor"))
    made = annotator.post("comments/", {"target": str(claim.uid), "body": "Sure?"})
    comment = made.json()
    assert (made.status_code, comment["target_type"], comment["resolved"]) == (201, "claim", False)
    path = f"comments/{comment['id']}/"
    assert editor.patch(path, {"resolved": True}, if_match='"1"').json()["resolved"] is True
    assert editor.patch(path, {"body": "Not mine."}, if_match='"2"').status_code == 403
    assert annotator.get(f"comments/?target={claim.uid}&resolved=true").json()["results"][0]["id"] == comment["id"]
    assert annotator.get("comments/?resolved=false").json()["results"] == []
    assert annotator.delete(path, if_match='"2"').status_code == 204


def test_readers_read_and_write_nothing(cast: Cast) -> None:
    reader = api_of(cast, "reader")
    assert reader.get("claims/").status_code == 200
    assert reader.post("claims/", CLAIM).status_code == 403
