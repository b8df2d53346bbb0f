"""Two editors at once change what claims rest on: whatever they do, each claim ends as its evidence says."""

from __future__ import annotations

import pytest

from annotations.actions import accept_corroboration, edit_source, recheck, relate_sources, withdraw_relation
from annotations.models import SourceRelation, Standing, Workspace
from tests.actions.test_races import at_once, while_open
from tests.actions.worked import Desk
from tests.cast import Cast, make_claim, make_source

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def differences(workspace: Workspace) -> list[str]:
    return [str(one.claim) for one in recheck(workspace=workspace)]


def test_two_relations_at_once_leave_claims_as_their_evidence_says(desk: Desk) -> None:
    """Both move the same claims; neither writer sees what the other has not committed."""
    names = ("Ann Smith", "Robert Jones", "Eve Black", "Max Stone")
    a, b, c, d = (desk.voice("", kind="named_person", name=name) for name in names)
    claims = [make_claim(desk.actor, f"Claim {number}") for number in range(3)]
    for claim in claims:
        for number, voice in enumerate((a, b, c, d)):
            desk.accept(desk.report(f"Paper {claim.pk}-{number}", voice, claim=claim))
    editor, second = desk.cast.actor("editor"), desk.cast.actor("second_editor")
    at_once(
        lambda: relate_sources(actor=editor, kind="same", a=a, b=b, reason="one person"),
        lambda: relate_sources(actor=second, kind="same", a=c, b=d, reason="one person"),
    )
    assert {desk.stands(claim)[1] for claim in claims} == {(2, 2)}
    relation = SourceRelation.objects.get(a=a)
    at_once(
        lambda: withdraw_relation(actor=editor, relation=relation, reason="two after all"),
        lambda: relate_sources(actor=second, kind="same", a=b, b=c, reason="one person"),
        lambda: edit_source(actor=desk.cast.actor("admin"), source=d, expected=None, reliability="E"),
    )
    assert {desk.stands(claim)[1] for claim in claims} == {(2, 2)}
    assert differences(desk.cast.workspace) == []


def test_whoever_comes_second_waits_and_sees_the_first(desk: Desk) -> None:
    a, b = (desk.voice("", kind="named_person", name=name) for name in ("Ann Smith", "Robert Jones"))
    first, second = desk.report("AFP", a), desk.report("Reuters", b)
    desk.accept(first)
    while_open(
        lambda: relate_sources(actor=desk.cast.actor("editor"), kind="same", a=a, b=b, reason="one person"),
        lambda: accept_corroboration(actor=desk.cast.actor("second_editor"), corroboration=second),
    )
    assert desk.stands() == ("single_source", (1, 1), (0, 0))
    assert differences(desk.cast.workspace) == []


def test_two_editors_cannot_contradict_each_other_at_once(desk: Desk) -> None:
    a, b, c = (make_source(desk.actor, name) for name in ("A", "B", "C"))
    relate_sources(actor=desk.actor, kind="same", a=b, b=c, reason="one")
    answers = at_once(
        lambda: relate_sources(actor=desk.cast.actor("editor"), kind="same", a=a, b=b, reason="one").created,
        lambda: relate_sources(actor=desk.cast.actor("second_editor"), kind="distinct", a=a, b=c, reason="two").created,
    )
    assert sorted(map(str, answers)) == ["True", "relation.contradiction"]
    assert SourceRelation.objects.count() == 2


def test_what_passes_by_the_actions_is_found_and_mended(desk: Desk) -> None:
    desk.accept(desk.report("AFP", desk.voice()))
    assert differences(desk.cast.workspace) == []
    desk.claim.corroborations.update(stance="refutes")
    found = list(recheck(workspace=desk.cast.workspace, fix=True))
    assert [(one.recorded and one.recorded.computed, one.found.computed) for one in found] == [
        ("single_source", "disputed")
    ]
    assert desk.stands()[0] == "disputed"
    assert differences(desk.cast.workspace) == []
    assert not Standing.objects.filter(stale=True).exists()
