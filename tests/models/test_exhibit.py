"""What the database refuses of exhibits and corroborations."""

from __future__ import annotations

from tests.models.rows import World, delete, digest, uid_of
from tests.models.rules import refuses

DECIDED = {"decided_by": "ann", "decided_at": "2026-01-01T00:00:00Z"}
DECISIVE = {"decisive": True, "decisive_ground": "competent_party", "decisive_reason": "on record"}


def mention(world: World, **columns: object) -> int:
    return world.add("mention", **{"claim_id": world.claim(), "span_id": world.span("Ann"), **columns})


def corroborate(world: World, **columns: object) -> int:
    whole = {"claim_id": world.claim(), **columns}
    if "mention_id" not in whole:
        whole.setdefault("exhibit_id", world.add("exhibit"))
    return world.add("corroboration", **whole)


@refuses("exhibit.kind")
def test_an_exhibit_is_of_a_known_kind(world: World) -> None:
    world.add("exhibit", kind="rumour")


@refuses("exhibit.title_empty")
def test_an_exhibit_has_a_title(world: World) -> None:
    world.add("exhibit", title="")


@refuses("exhibit.nothing_there")
def test_an_exhibit_is_a_file_or_an_address(world: World) -> None:
    world.add("exhibit", url="")


def test_what_we_saw_ourselves_needs_neither(world: World) -> None:
    assert world.add("exhibit", url="", kind="own_witness")


@refuses("exhibit.sha256")
def test_a_file_has_a_sum_of_64_digits(world: World) -> None:
    world.add("exhibit", sha256="abc", size=3)


@refuses("exhibit.sha256")
def test_a_file_has_a_size(world: World) -> None:
    world.add("exhibit", sha256=digest("a file"))


@refuses("exhibit.captured_before")
def test_nothing_is_captured_before_it_happened(world: World) -> None:
    world.add("exhibit", captured_at="2026-01-01T00:00:00Z", happened_at="2026-01-02T00:00:00Z")


@refuses("exhibit.origin_of_other_workspace")
def test_the_origin_is_of_the_workspace(world: World) -> None:
    world.add("exhibit", origin_id=world.other.source())


@refuses("exhibit.origin_of_other_workspace")
def test_a_source_that_an_exhibit_comes_from_stays(world: World) -> None:
    source = world.source()
    world.add("exhibit", origin_id=source)
    delete("source", source)


@refuses("exhibit.duplicate_id")
def test_an_exhibit_id_is_given_once(world: World) -> None:
    world.add("exhibit", uid=uid_of("exhibit", world.add("exhibit")))


@refuses("annotations_exhibit_workspace_id_fk")
def test_an_exhibit_lies_in_a_workspace(world: World) -> None:
    world.add("exhibit", workspace_id=999_999)


@refuses("corroboration.one_evidence")
def test_evidence_is_a_mention_or_an_exhibit(world: World) -> None:
    corroborate(world, exhibit_id=None)


@refuses("corroboration.one_evidence")
def test_and_not_both(world: World) -> None:
    corroborate(world, mention_id=mention(world), exhibit_id=world.add("exhibit"), version_id=world.version)


@refuses("corroboration.one_evidence")
def test_a_mention_is_pinned_to_a_version(world: World) -> None:
    corroborate(world, mention_id=mention(world))


@refuses("corroboration.duplicate")
def test_a_mention_bears_on_a_claim_once(world: World) -> None:
    columns = {"mention_id": mention(world), "version_id": world.version, "claim_id": world.claim()}
    corroborate(world, **columns)
    corroborate(world, **columns, stance="refutes")


@refuses("corroboration.duplicate_exhibit")
def test_an_exhibit_bears_on_a_claim_once(world: World) -> None:
    columns = {"exhibit_id": world.add("exhibit"), "claim_id": world.claim()}
    corroborate(world, **columns)
    corroborate(world, **columns)


@refuses("corroboration.stance")
def test_a_stance_is_a_known_one(world: World) -> None:
    corroborate(world, stance="likes")


@refuses("corroboration.decisive_reason")
def test_what_is_decisive_has_a_reason(world: World) -> None:
    corroborate(world, **{**DECISIVE, "decisive_reason": ""})


@refuses("corroboration.decisive_reason")
def test_what_is_decisive_has_a_ground(world: World) -> None:
    corroborate(world, **{**DECISIVE, "decisive_ground": "a feeling"})


@refuses("corroboration.interested_denial")
def test_the_denial_of_an_interested_party_decides_nothing(world: World) -> None:
    corroborate(world, **DECISIVE, stance="refutes", interested=True)


@refuses("corroboration.state")
def test_a_state_is_a_known_one(world: World) -> None:
    corroborate(world, state="maybe", **DECIDED)


@refuses("corroboration.decided")
def test_somebody_accepted_it(world: World) -> None:
    corroborate(world, state="accepted")


@refuses("corroboration.decided")
def test_nobody_decided_what_is_only_proposed(world: World) -> None:
    corroborate(world, **DECIDED)


@refuses("corroboration.claim_of_other_workspace")
def test_the_claim_is_of_the_workspace(world: World) -> None:
    corroborate(world, claim_id=world.other.claim())


@refuses("corroboration.claim_of_other_workspace")
def test_a_claim_with_evidence_stays(world: World) -> None:
    claim = world.claim()
    corroborate(world, claim_id=claim)
    delete("claim", claim)


@refuses("corroboration.mention_of_other_workspace")
def test_the_mention_is_of_the_workspace(world: World) -> None:
    there = world.other.add("mention", claim_id=world.other.claim(), span_id=world.other.span("Ann"))
    corroborate(world, mention_id=there, version_id=world.version)


@refuses("corroboration.version_of_other_workspace")
def test_the_version_is_of_the_workspace(world: World) -> None:
    corroborate(world, mention_id=mention(world), version_id=world.other.version)


@refuses("corroboration.exhibit_of_other_workspace")
def test_the_exhibit_is_of_the_workspace(world: World) -> None:
    corroborate(world, exhibit_id=world.other.add("exhibit"))


@refuses("corroboration.duplicate_id")
def test_a_corroboration_id_is_given_once(world: World) -> None:
    corroborate(world, uid=uid_of("corroboration", corroborate(world)))
