"""What the database refuses of mentions."""

from __future__ import annotations

import pytest

from tests.models.rows import World, delete, uid_of
from tests.models.rules import refuses


def mention(world: World, **columns: object) -> int:
    return world.add("mention", **{"claim_id": world.claim(), **columns})


@refuses("mention.one_target")
def test_a_mention_has_a_target(world: World) -> None:
    mention(world)


@refuses("mention.one_target")
def test_a_mention_has_one_target_only(world: World) -> None:
    span = world.span("Ann")
    mention(world, span_id=span, attribution_id=world.frame(source_id=span))


@refuses("mention.duplicate")
def test_a_frame_mentions_a_claim_once(world: World) -> None:
    frame, claim = world.frame(source_id=world.span("Ann")), world.claim()
    mention(world, claim_id=claim, attribution_id=frame)
    mention(world, claim_id=claim, attribution_id=frame, polarity="denies")


@refuses("mention.duplicate_span")
def test_a_span_mentions_a_claim_once(world: World) -> None:
    span, claim = world.span("Ann"), world.claim()
    mention(world, claim_id=claim, span_id=span)
    mention(world, claim_id=claim, span_id=span)


def test_one_frame_may_mention_several_claims(world: World) -> None:
    frame = world.frame(source_id=world.span("Ann"))
    assert mention(world, attribution_id=frame) != mention(world, attribution_id=frame)


@refuses("mention.polarity")
def test_a_mention_has_a_known_polarity(world: World) -> None:
    mention(world, span_id=world.span("Ann"), polarity="likes")


@pytest.mark.parametrize("grade", [1, 6, None])
def test_credibility_runs_from_one_to_six(world: World, grade: int | None) -> None:
    assert mention(world, span_id=world.span("Ann"), credibility=grade)


@refuses("mention.credibility")
def test_seven_is_no_credibility(world: World) -> None:
    mention(world, span_id=world.span("Ann"), credibility=7)


@refuses("mention.credibility")
def test_zero_is_no_credibility(world: World) -> None:
    mention(world, span_id=world.span("Ann"), credibility=0)


@refuses("annotations_mention_credibility_check")
def test_credibility_is_not_negative(world: World) -> None:
    mention(world, span_id=world.span("Ann"), credibility=-1)


@refuses("mention.duplicate_id")
def test_a_mention_id_is_given_once(world: World) -> None:
    first = mention(world, span_id=world.span("Ann"))
    mention(world, span_id=world.span("Bob"), uid=uid_of("mention", first))


@refuses("mention.claim_of_other_workspace")
def test_the_claim_is_of_the_workspace(world: World) -> None:
    mention(world, claim_id=world.other.claim(), span_id=world.span("Ann"))


@refuses("mention.frame_of_other_workspace")
def test_the_frame_is_of_the_workspace(world: World) -> None:
    mention(world, attribution_id=world.other.frame(source_id=world.other.span("Ann")))


@refuses("mention.span_of_other_workspace")
def test_the_span_is_of_the_workspace(world: World) -> None:
    mention(world, span_id=world.other.span("Ann"))


@refuses("mention.claim_of_other_workspace")
def test_a_mentioned_claim_is_not_deleted(world: World) -> None:
    claim = world.claim()
    mention(world, claim_id=claim, span_id=world.span("Ann"))
    delete("claim", claim)
