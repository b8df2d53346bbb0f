"""The spans that many drafts describe are made in one statement."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.actions import FrameDraft, attribute_many
from annotations.actions.drafts import span_keys
from annotations.models import Layer, Span, uuid7
from annotations.policies import Actor
from tests.actions.test_attributions import ANN, PAUL, place, rest


def test_the_spans_of_many_frames_are_made_in_one_statement(annotator: Actor, layer: Layer) -> None:
    """But for one that brings its id, which may be here already; each description makes a span of its own."""
    own = uuid7()
    third = FrameDraft(source={"id": str(own), **place("Bob")}, addressee=place("him"), contents=[rest("that Eve")])
    with CaptureQueriesContext(connection) as captured:
        frames = attribute_many(actor=annotator, layer=layer, drafts=[(None, ANN), (None, ANN), (uuid7(), third)])
    assert len([one for one in captured if one["sql"].startswith('INSERT INTO "annotations_span"')]) == 2
    words = [sorted(Span.objects.filter(pk__in=span_keys(frame)).values_list("exact", flat=True)) for frame in frames]
    assert words[0] == words[1]
    assert {"Ann", "told", "him"} < set(words[0])
    assert {"Bob", "him"} < set(words[2])
    assert frames[2].source is not None
    assert frames[2].source.uid == own
    assert Span.objects.count() == sum(map(len, map(span_keys, frames))) == 4 + 4 + 3
    assert {*Span.objects.values_list("recorded_by", "created_by")} == {(annotator.username,) * 2}


def test_what_is_built_again_makes_no_spans(annotator: Actor, layer: Layer) -> None:
    uid, other = uuid7(), uuid7()
    [frame] = attribute_many(actor=annotator, layer=layer, drafts=[(uid, PAUL)])
    frames = attribute_many(actor=annotator, layer=layer, drafts=[(uid, PAUL), (other, ANN), (other, ANN)])
    assert (frames[0], frames[1]) == (frame, frames[2])
    assert Span.objects.count() == len(span_keys(frame)) + len(span_keys(frames[1]))
