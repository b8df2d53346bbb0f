"""All that is marked in one version, as records."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.corpus.annotations import annotations_of
from tests.cast import find_span, make_article, make_claim, make_frame, make_mention, make_source, shared_layer

pytestmark = pytest.mark.django_db


@pytest.fixture
def marked(cast):
    """A version with a frame in a frame, a speaker, a claim, and a plain span that is tied to it too."""
    actor = cast.actor("editor")
    version = make_article(actor)
    said = find_span(actor, version, "that talks had failed")
    outer = make_frame(
        actor,
        version,
        source=find_span(actor, version, "Two officials"),
        cue=find_span(actor, version, "told"),
        contents=(said,),
        speakers=(make_source(actor, "Two officials", kind="anonymous_group"),),
    )
    inner = make_frame(actor, version, contents=(find_span(actor, version, "talks had failed"),), parent=outer)
    claim = make_claim(actor)
    make_mention(actor, claim, attribution=outer)
    plain = find_span(actor, version, "“We leave,”")
    make_mention(actor, claim, span=plain)
    return version, outer, inner, claim, plain


def test_everything_of_the_version_by_public_ids(marked):
    version, outer, inner, claim, plain = marked
    found = annotations_of(version, [shared_layer(version)])
    frames = {one["id"]: one for one in found["attributions"]}
    spans = {one["id"]: one for one in found["spans"]}
    assert set(frames) == {str(outer.uid), str(inner.uid)}
    assert frames[str(inner.uid)]["parent"] == str(outer.uid)
    assert spans[frames[str(outer.uid)]["source"]]["quote"]["exact"] == "Two officials"
    start, end = spans[frames[str(outer.uid)]["cue"]]["segments"][0]
    assert version.text[start:end] == "told"
    assert frames[str(outer.uid)]["speakers"] == [found["sources"][0]["id"]]
    assert {(one["attribution"], one["span"]) for one in found["mentions"]} == {
        (str(outer.uid), None),
        (None, str(plain.uid)),
    }
    assert [one["id"] for one in found["claims"]] == [str(claim.uid)]
    json.dumps(found)


def test_the_number_of_queries_does_not_grow(cast, marked):
    version = marked[0]
    layer = shared_layer(version)
    with CaptureQueriesContext(
        connection,
    ) as few:
        annotations_of(version, [layer])
    actor = cast.actor("editor")
    for words in ("Officials", "speak", "AFP", "Monday", "one said"):
        frame = make_frame(actor, version, contents=(find_span(actor, version, words),))
        make_mention(actor, make_claim(actor, words), attribution=frame)
    with CaptureQueriesContext(connection) as many:
        annotations_of(version, [layer])
    assert len(many) == len(few) <= 7


def test_another_versions_marks_stay_out(cast, marked):
    actor = cast.actor("editor")
    other = make_article(actor)
    assert annotations_of(other, [shared_layer(other)])["spans"] == []
