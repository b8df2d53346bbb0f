"""The short way to what is marked gives what the long way gives."""

from __future__ import annotations

import pytest

from annotations.corpus.annotations import annotations_of
from annotations.corpus.marks import marks_of
from annotations.web.workbench_data import for_script
from tests.cast import (
    Cast,
    find_span,
    make_article,
    make_claim,
    make_frame,
    make_mention,
    make_source,
    shared_layer,
)

pytestmark = pytest.mark.django_db


def test_both_ways_agree_and_the_short_one_asks_five_times(cast: Cast, django_assert_num_queries):
    actor = cast.actor("editor")
    version = make_article(actor)
    speaker = make_source(actor, "", descriptor="Two officials", kind="anonymous_group")
    claim = make_claim(actor)
    outer = make_frame(
        actor,
        version,
        source=find_span(actor, version, "Two officials"),
        cue=find_span(actor, version, "told"),
        contents=(find_span(actor, version, "that talks had failed"), find_span(actor, version, "on Monday")),
        addressee=find_span(actor, version, "AFP"),
        speakers=(speaker,),
        quotation="indirect",
    )
    inner = make_frame(
        actor, version, cue=find_span(actor, version, "failed"), parent=outer, antecedent_frame=outer,
        resolution="inherited",
    )  # fmt: skip
    make_mention(actor, claim, attribution=inner)
    make_mention(actor, claim, span=find_span(actor, version, "Officials speak"))
    layer = shared_layer(version)
    with django_assert_num_queries(5):
        short = marks_of(layer)
    assert short == for_script(annotations_of(version, [layer]))
