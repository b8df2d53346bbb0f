"""Spans, attributions, mentions, and all of a version's annotations at once."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.models import ArticleVersion, Attribution, Span, uuid7
from tests.api.client import Api, faults
from tests.cast import (
    Cast,
    find_span,
    make_article,
    make_claim,
    make_frame,
    make_mention,
    make_source,
    place_of,
    shared_layer,
)


@pytest.fixture
def version(cast: Cast) -> ArticleVersion:
    return make_article(cast.actor("editor"))


def place(version: ArticleVersion, words: str) -> dict[str, Any]:
    return place_of(version.text, words)


def test_a_span_has_its_quote(annotator: Api, version: ArticleVersion) -> None:
    made = annotator.post("spans/", {"version": str(version.uid), **place(version, "told")})
    assert made.status_code == 201
    span = made.json()
    assert span["quote"] == {
        "exact": "told",
        "prefix": version.text[:30],
        "suffix": version.text[34:66],
    }
    assert (span["layer"], span["carried_from"]) == (str(shared_layer(version).uid), None)
    assert annotator.get(made["Location"]).json() == span


def test_the_answer_to_a_repeated_creation_is_the_object_as_it_is_now(annotator: Api, version: ArticleVersion) -> None:
    body = {"id": str(uuid7()), "version": str(version.uid), **place(version, "told")}
    made = annotator.post("spans/", body)
    moved = annotator.patch(made["Location"], place(version, "AFP"), if_match='"1"').json()
    again = annotator.post("spans/", body)
    assert (again.status_code, again.json()) == (200, moved)


@pytest.mark.parametrize(
    ("segments", "rule"),
    [
        ([[0, 9999]], "span.out_of_text"),
        ([[0, 10]], "span.edge_whitespace"),
        ([], "span.none"),
        ([[3, 3]], "span.empty"),
    ],
)
def test_rules_of_a_span(annotator: Api, version: ArticleVersion, segments: Any, rule: str) -> None:
    response = annotator.post("spans/", {"version": str(version.uid), "segments": segments})
    assert response.status_code == 422
    assert faults(response)[0][1] == rule
    assert faults(response)[0][0].startswith("segments")  # type: ignore[union-attr]


def test_a_span_names_a_layer_of_its_version(annotator: Api, cast: Cast, version: ArticleVersion) -> None:
    other = make_article(cast.actor("editor"))
    body = {"layer": str(shared_layer(version).uid), **place(version, "told")}
    assert annotator.post("spans/", body).status_code == 201
    crossed = annotator.post("spans/", {**body, "version": str(other.uid)})
    assert faults(crossed) == [("layer", "layer.of_other_version")]
    assert faults(annotator.post("spans/", {**body, "layer": str(uuid7())})) == [("layer", "layer.missing")]
    assert faults(annotator.post("spans/", place(version, "told"))) == [("layer", "field.required")]


def test_what_a_body_names_lies_in_the_workspace(cast: Cast, annotator: Api, version: ArticleVersion) -> None:
    theirs = cast.actor("stranger")
    there = make_article(theirs)
    span, source, claim = find_span(theirs, there, "told"), make_source(theirs), make_claim(theirs)
    here = {"version": str(version.uid), "cue": place(version, "told")}
    for path, body, field in (
        ("spans/", {"version": str(there.uid), "segments": [[0, 9]]}, "version"),
        ("spans/", {"layer": str(shared_layer(there).uid), "segments": [[0, 9]]}, "layer"),
        ("attributions/", {**here, "source": str(span.uid)}, "source"),
        ("attributions/", {**here, "speakers": [str(source.uid)]}, "speakers.0"),
        ("mentions/", {"claim": str(claim.uid), "span": str(span.uid)}, "claim"),
        ("comments/", {"target": str(claim.uid), "body": "b"}, "target"),
    ):
        response = annotator.post(path, body)
        assert (response.status_code, faults(response)[0][0]) == (422, field), path


def test_a_frame_makes_its_spans(annotator: Api, version: ArticleVersion, cast: Cast) -> None:
    speaker = make_source(cast.actor("editor"), "Two officials", kind="anonymous_group")
    cue = annotator.post("spans/", {"version": str(version.uid), **place(version, "told")}).json()["id"]
    content = {"id": str(uuid7()), **place(version, "talks had failed")}
    made = annotator.post(
        "attributions/",
        {
            "version": str(version.uid), "source": place(version, "Two officials"), "cue": cue, "contents": [content],
            "addressee": place(version, "AFP"), "speakers": [str(speaker.uid)], "resolution": "explicit",
            "cue_kind": "verb", "attitude": "assertion",
        },
    )  # fmt: skip
    assert made.status_code == 201
    frame = made.json()
    assert (frame["cue"], frame["contents"], frame["speakers"]) == (cue, [content["id"]], [str(speaker.uid)])
    assert (frame["quotation"], frame["channel"], frame["parent"]) == ("indirect", None, None)
    assert annotator.get(f"spans/{frame['source']}/").json()["quote"]["exact"] == "Two officials"
    assert Span.objects.count() == 4
    assert annotator.get(f"sources/{speaker.uid}/attributions/").json()["results"] == [frame]


def test_a_refused_frame_leaves_no_span_behind(annotator: Api, version: ArticleVersion) -> None:
    overlapping = {"version": str(version.uid), "cue": place(version, "told"), "contents": [place(version, "told AFP")]}
    response = annotator.post("attributions/", overlapping)
    assert (response.status_code, faults(response)[0][1]) == (422, "frame.parts_overlap")
    assert not Span.objects.exists()


def test_frames_nest_and_are_lifted(annotator: Api, version: ArticleVersion) -> None:
    here = {"version": str(version.uid)}
    outer = annotator.post(
        "attributions/", {**here, "cue": place(version, "told"), "contents": [place(version, "that talks had failed")]}
    ).json()
    inner = {**here, "cue": place(version, "talks"), "contents": [place(version, "had failed")]}
    child = annotator.post("attributions/", {**inner, "parent": outer["id"]}).json()
    assert child["parent"] == outer["id"]
    outside = annotator.post("attributions/", {**here, "cue": place(version, "said"), "parent": outer["id"]})
    assert faults(outside)[0][1] == "frame.child_outside_parent"
    assert annotator.delete(f"attributions/{outer['id']}/", if_match='"1"').status_code == 204
    lifted = annotator.get(f"attributions/{child['id']}/").json()
    assert (lifted["parent"], lifted["revision"]) == (None, 2)


def test_only_the_parts_that_are_sent_change(annotator: Api, version: ArticleVersion) -> None:
    body = {
        "version": str(version.uid),
        "cue": place(version, "told"),
        "contents": [place(version, "talks had failed")],
    }
    made = annotator.post("attributions/", body).json()
    path = f"attributions/{made['id']}/"
    changed = annotator.patch(path, {"attitude": "belief", "source": place(version, "Two officials")}, if_match='"1"')
    answer = changed.json()
    assert (answer["cue"], answer["contents"], answer["attitude"]) == (made["cue"], made["contents"], "belief")
    assert answer["source"] is not None
    emptied = annotator.patch(path, {"cue": None}, if_match='"2"').json()
    assert emptied["cue"] is None
    assert not Span.objects.filter(uid=made["cue"]).exists()


def test_many_frames_or_none(annotator: Api, version: ArticleVersion) -> None:
    parent = str(uuid7())
    frames: list[dict[str, Any]] = [
        {"id": parent, "cue": place(version, "told"), "contents": [place(version, "that talks had failed")]},
        {"cue": place(version, "talks"), "contents": [place(version, "had failed")], "parent": parent},
    ]
    bad = {"cue": {"segments": [[0, 9999]]}}
    refused = annotator.post("attributions/bulk/", {"version": str(version.uid), "attributions": [*frames, bad]})
    assert refused.status_code == 422
    assert faults(refused) == [("attributions.2.cue.segments.0", "span.out_of_text")]
    assert not Attribution.objects.exists()
    made = annotator.post("attributions/bulk/", {"version": str(version.uid), "attributions": frames})
    assert made.status_code == 201
    assert [one["parent"] for one in made.json()["attributions"]] == [None, parent]


def test_every_fault_of_a_bulk_request_has_its_place(annotator: Api, version: ArticleVersion) -> None:
    frames = [{"cue": place(version, "told"), "nonsense": 1}, 7, {"version": str(version.uid)}, {"id": "x"}]
    response = annotator.post("attributions/bulk/", {"version": str(version.uid), "attributions": frames})
    assert response.status_code == 400
    assert [field for field, _rule in faults(response)] == [
        "attributions.0.nonsense", "attributions.1", "attributions.2", "attributions.3.id",
    ]  # fmt: skip


def test_the_layer_of_another_is_not_mine_to_mark(annotator: Api, editor: Api, version: ArticleVersion) -> None:
    own = editor.post(f"versions/{version.uid}/layers/", {"kind": "independent"}).json()["id"]
    body = {"layer": own, **place(version, "told")}
    refused = annotator.post("spans/", body)
    assert (refused.status_code, refused.json()["rule"]) == (403, "layer.of_another")
    span = editor.post("spans/", body).json()
    assert annotator.patch(f"spans/{span['id']}/", place(version, "AFP"), if_match='"1"').status_code == 403
    assert annotator.delete(f"spans/{span['id']}/", if_match='"1"').status_code == 403


def mark_all(cast: Cast, version: ArticleVersion) -> None:
    actor = cast.actor("editor")
    cue, content, plain = (find_span(actor, version, words) for words in ("told", "talks had failed", "We leave"))
    frame = make_frame(
        actor, version, cue=cue, contents=(content,), speakers=(make_source(actor), make_source(actor, "B"))
    )
    claim = make_claim(actor)
    make_mention(actor, claim, attribution=frame)
    make_mention(actor, claim, span=plain)
    make_mention(actor, make_claim(actor, "Other."), span=plain)


def test_all_annotations_at_once(cast: Cast, reader: Api, version: ArticleVersion) -> None:
    mark_all(cast, version)
    answer = reader.get(f"versions/{version.uid}/annotations/").json()
    assert answer["version"] == str(version.uid)
    assert {name: len(answer[name]) for name in answer if name != "version"} == {
        "layers": 1, "spans": 3, "attributions": 1, "mentions": 3, "sources": 2, "claims": 2,
    }  # fmt: skip
    for name in ("spans", "attributions", "mentions", "sources", "claims"):
        for one in answer[name]:
            assert reader.get(f"{name}/{one['id']}/").json() == one


def test_one_layer_alone(cast: Cast, annotator: Api, version: ArticleVersion) -> None:
    mark_all(cast, version)
    path = f"versions/{version.uid}/annotations/"
    own = annotator.post(f"versions/{version.uid}/layers/", {"kind": "independent"}).json()["id"]
    annotator.post("spans/", {"layer": own, **place(version, "AFP")})
    mine = annotator.get(f"{path}?layer={own}").json()
    assert ([one["id"] for one in mine["layers"]], len(mine["spans"]), mine["mentions"]) == ([own], 1, [])
    assert len(annotator.get(path).json()["spans"]) == 4
    assert annotator.get(f"{path}?layer={uuid7()}").status_code == 404


def test_an_unchanged_answer_is_not_sent_again(cast: Cast, annotator: Api, version: ArticleVersion) -> None:
    path = f"versions/{version.uid}/annotations/"
    tag = annotator.get(path)["ETag"]
    assert annotator.get(path, if_none_match=tag).status_code == 304
    annotator.post("spans/", {"version": str(version.uid), **place(version, "AFP")})
    assert annotator.get(path, if_none_match=tag).status_code == 200


def test_the_number_of_queries_does_not_grow(
    cast: Cast, annotator: Api, version: ArticleVersion, django_assert_num_queries
) -> None:
    path = f"versions/{version.uid}/annotations/"
    annotator.get("workspace/")  # the token's use is noted
    mark_all(cast, version)
    with django_assert_num_queries(9):  # token, layers, spans, frames, mentions, sources, claims, standing, intervals
        annotator.get(path)
    for word in ("Officials", "speak", "Monday"):
        find_span(cast.actor("editor"), version, word)
    with django_assert_num_queries(9):
        annotator.get(path)


def test_lists_of_annotations_narrow(cast: Cast, reader: Api, version: ArticleVersion) -> None:
    mark_all(cast, version)
    other = make_article(cast.actor("editor"))
    mark_all(cast, other)
    for path, mine in (("spans", 3), ("attributions", 1), ("mentions", 3)):
        assert len(reader.get(f"{path}/").json()["results"]) == 2 * mine
        assert len(reader.get(f"{path}/?version={version.uid}").json()["results"]) == mine
        assert len(reader.get(f"{path}/?article={version.article.uid}").json()["results"]) == mine
        assert reader.get(f"{path}/?version={uuid7()}").json()["results"] == []
    speaker = reader.get("attributions/").json()["results"][0]["speakers"][0]
    assert len(reader.get(f"attributions/?speaker={speaker}").json()["results"]) == 1
    assert reader.get(f"attributions/?speaker={uuid7()}").json()["results"] == []


def test_a_mention_names_a_frame_or_a_span(cast: Cast, annotator: Api, version: ArticleVersion) -> None:
    actor = cast.actor("editor")
    cue = find_span(actor, version, "told")
    frame, claim = make_frame(actor, version, cue=cue), make_claim(actor)
    body = {"claim": str(claim.uid), "attribution": str(frame.uid), "polarity": "denies", "credibility": 2}
    made = annotator.post("mentions/", body)
    assert (made.status_code, made.json()["polarity"], made.json()["span"]) == (201, "denies", None)
    assert annotator.post("mentions/", body).status_code == 409
    both = annotator.post("mentions/", {**body, "span": str(cue.uid)})
    assert faults(both)[0][1] == "mention.one_target"
    changed = annotator.patch(f"mentions/{made.json()['id']}/", {"credibility": None}, if_match='"1"')
    assert changed.json()["credibility"] is None
    used = annotator.delete(f"spans/{cue.uid}/", if_match='"1"')
    assert (used.status_code, faults(used)[0][1]) == (409, "span.in_use")
    assert annotator.delete(f"mentions/{made.json()['id']}/", if_match='"2"').status_code == 204


def test_what_was_deleted_comes_back(cast: Cast, annotator: Api, version: ArticleVersion) -> None:
    mark_all(cast, version)
    before = annotator.get(f"versions/{version.uid}/annotations/").json()
    frame = before["attributions"][0]
    path = f"attributions/{frame['id']}/"
    annotator.delete(path, if_match='"1"')
    assert annotator.get(path).status_code == 404
    again = annotator.post(f"{path}restore/", {})
    assert again.status_code == 200
    computed = {"revision": 1, "quotation": frame["quotation"]}
    assert {**again.json(), **computed} == frame
    assert again.json()["revision"] == 2
    after = annotator.get(f"versions/{version.uid}/annotations/").json()
    assert {one["id"] for one in after["mentions"]} == {one["id"] for one in before["mentions"]}
    assert annotator.post(f"{path}restore/", {}).status_code == 409
    assert annotator.post(f"attributions/{uuid7()}/restore/", {}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_requests_that_carry_one_step_are_undone_at_once(annotator: Api, version: ArticleVersion) -> None:
    undo = f"versions/{version.uid}/undo/"
    step = str(uuid7())
    for words in ("told", "AFP"):
        annotator.post("spans/", {"version": str(version.uid), **place(version, words)}, x_step=step)
    answer = annotator.post(undo, {})
    assert (answer.json()["done"]["verb"], answer.json()["undo"], Span.objects.count()) == ("create", None, 0)
    assert annotator.post(undo, {"way": "redo"}).status_code == 200
    assert Span.objects.count() == 2


def test_a_step_is_named_by_a_uuid(annotator: Api, version: ArticleVersion) -> None:
    refused = annotator.post("spans/", {"version": str(version.uid), **place(version, "told")}, x_step="first")
    assert refused.status_code in (400, 422)
    assert [fault["field"] for fault in refused.json()["errors"]] == ["X-Step"]
    assert not Span.objects.exists()


def test_ids_and_times_of_all_at_once_are_those_of_each(annotator: Api, cast: Cast, version: ArticleVersion) -> None:
    moments = ("2026-01-01T00:00:00Z", "2026-01-01T10:20:30.5Z", "2026-07-01T23:59:59.00012Z", "1999-12-31T23:59:59Z")
    for moment, words in zip(moments, ("told", "AFP", "talks", "leave"), strict=True):
        span = find_span(cast.actor("editor"), version, words)
        Span.objects.filter(pk=span.pk).update(created_at=moment)
        make_frame(cast.actor("editor"), version, cue=span)
    whole = annotator.get(f"versions/{version.uid}/annotations/").json()
    assert [span["created_at"] for span in whole["spans"]] == list(moments)
    for name in ("spans", "attributions"):
        assert [annotator.get(f"{name}/{one['id']}/").json() for one in whole[name]] == whole[name]


@pytest.mark.django_db(transaction=True)
def test_what_can_be_undone_is_told_before(annotator: Api, editor: Api, version: ArticleVersion) -> None:
    undo = f"versions/{version.uid}/undo/"
    assert annotator.get(undo).json() == {"done": None, "undo": None, "redo": None}
    made = annotator.post("spans/", {"version": str(version.uid), **place(version, "told")}).json()
    step = annotator.get(undo).json()["undo"]
    assert (step["kind"], step["verb"], step["id"]) == ("spans", "create", made["id"])
    assert editor.get(undo).json()["undo"] is None
    elsewhere = annotator.get(f"{undo}?layer={uuid7()}")
    assert (elsewhere.status_code, faults(elsewhere)[0][0]) == (422, "layer")


@pytest.mark.parametrize(
    ("body", "field"), [({"way": "leave"}, "way"), ({"way": None}, "way"), ({"keep": "both"}, "keep")]
)
def test_how_to_undo_is_one_of_few(annotator: Api, version: ArticleVersion, body: dict[str, Any], field: str) -> None:
    refused = annotator.post(f"versions/{version.uid}/undo/", body)
    assert (refused.status_code, faults(refused)) == (422, [(field, "field.choice")])
