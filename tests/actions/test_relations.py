"""Who is who: stated, refused where it contradicts, withdrawn."""

from __future__ import annotations

from itertools import pairwise

import pytest

from annotations.actions import delete_source, preview_withdrawal, relate_sources, withdraw_relation
from annotations.actions.relations import ContradictionError
from annotations.errors import RuleBrokenError
from annotations.models import Assessment, SourceRelation, uuid7
from tests.actions.broken import broken, conflict, denied, missing
from tests.actions.worked import Desk
from tests.cast import Cast, make_source


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def test_a_contradiction_names_both_statements(desk: Desk) -> None:
    a, b, c = (make_source(desk.actor, name) for name in ("Ann", "Bob", "Eve"))
    desk.relate("same", a, b)
    desk.relate("same", b, c)
    with pytest.raises(RuleBrokenError) as caught:
        relate_sources(actor=desk.actor, kind="distinct", a=a, b=c, reason="we met both")
    assert (caught.value.rule, caught.value.field) == ("relation.contradiction", "b")
    standing = {str(one.uid) for one in SourceRelation.objects.all()}
    assert all(uid in caught.value.detail for uid in standing)
    assert "“Ann” and “Eve” are different" in caught.value.detail
    assert SourceRelation.objects.count() == 2


def test_the_same_is_not_said_twice(desk: Desk) -> None:
    a, b = make_source(desk.actor, "Ann"), make_source(desk.actor, "Bob")
    desk.relate("same", a, b)
    with conflict("relation.duplicate", "b"):
        relate_sources(actor=desk.actor, kind="same", a=b, b=a, reason="again")
    with broken("relation.itself", "b"):
        relate_sources(actor=desk.actor, kind="same", a=a, b=a, reason="of course")
    with broken("field.required", "reason"):
        relate_sources(actor=desk.actor, kind="same", a=a, b=b, reason=" ")


def test_a_repeated_request_is_one_statement(desk: Desk) -> None:
    uid, a, b = uuid7(), make_source(desk.actor, "Ann"), make_source(desk.actor, "Bob")
    made = [relate_sources(actor=desk.actor, kind="same", a=a, b=b, reason="r", uid=uid) for _ in range(2)]
    assert [one.created for one in made] == [True, False]


def test_annotators_state_nothing_of_sources(desk: Desk) -> None:
    a, b = make_source(desk.actor, "Ann"), make_source(desk.actor, "Bob")
    with denied("role.too_small"):
        relate_sources(actor=desk.cast.actor("annotator"), kind="same", a=a, b=b, reason="r")


def test_a_withdrawal_is_previewed_then_done_and_moves_the_claim_back(desk: Desk) -> None:
    a, b = (desk.voice("", kind="named_person", name=name) for name in ("Ann Smith", "Robert Jones"))
    desk.accept(desk.report("AFP", a), desk.report("Reuters", b))
    desk.relate("same", a, b)
    relation = SourceRelation.objects.get()
    before = Assessment.objects.count()
    (difference,) = preview_withdrawal(actor=desk.cast.actor("reader"), relation=relation).differences
    assert (difference.claim, difference.found.computed) == (desk.claim, "corroborated")
    relation.refresh_from_db()
    assert (relation.withdrawn_at, relation.revision, Assessment.objects.count()) == (None, 1, before)
    assert desk.stands() == ("single_source", (1, 1), (0, 0))
    withdraw_relation(actor=desk.actor, relation=relation, reason="two after all")
    assert desk.stands() == ("corroborated", (2, 2), (0, 0))
    with conflict("relation.withdrawn_already"):
        withdraw_relation(actor=desk.actor, relation=relation, reason="again")
    desk.relate("distinct", a, b)


def test_a_source_of_which_something_was_stated_stays(desk: Desk) -> None:
    a, b = make_source(desk.actor, "Ann"), make_source(desk.actor, "Bob")
    desk.relate("same", a, b)
    with conflict("source.in_use"):
        delete_source(actor=desk.actor, source=a, expected=None)


def test_a_contradiction_is_found_through_any_number_of_sources(desk: Desk) -> None:
    names = [make_source(desk.actor, name) for name in ("Ann", "Bob", "Eve", "Max", "Sue")]
    for one, next_one in pairwise(names):
        desk.relate("same", one, next_one)
    with broken("relation.contradiction", "b", ContradictionError):
        relate_sources(actor=desk.actor, kind="distinct", a=names[0], b=names[-1], reason="we met both")


def test_a_contradiction_names_each_statement_once(desk: Desk) -> None:
    a, b, c = (make_source(desk.actor, name) for name in ("Ann", "Bob", "Eve"))
    desk.relate("same", a, b)
    desk.relate("distinct", b, c)
    with pytest.raises(RuleBrokenError) as caught:
        relate_sources(actor=desk.actor, kind="same", a=a, b=c, reason="we were told")
    for one in SourceRelation.objects.all():
        assert caught.value.detail.count(str(one.uid)) == 1


def test_what_differs_from_one_source_may_differ_from_another(desk: Desk) -> None:
    """Being different leads nowhere: two who differ from a third may be the same."""
    a, b, c, d = (make_source(desk.actor, name) for name in ("Ann", "Bob", "Eve", "Max"))
    desk.relate("distinct", a, b)
    desk.relate("distinct", b, c)
    desk.relate("same", a, c)
    desk.relate("same", b, d)
    with broken("relation.contradiction", "b", ContradictionError):
        relate_sources(actor=desk.actor, kind="same", a=d, b=c, reason="we were told")


def test_sources_of_another_workspace_are_not_there(desk: Desk) -> None:
    mine, theirs = make_source(desk.actor, "Ann"), make_source(desk.cast.actor("stranger"), "Bob")
    for a, b in ((mine, theirs), (theirs, mine)):
        with missing():
            relate_sources(actor=desk.actor, kind="same", a=a, b=b, reason="r")
