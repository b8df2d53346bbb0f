"""Who is who: stated, refused where it contradicts, withdrawn."""

from __future__ import annotations

import pytest

from annotations.actions import delete_source, preview_withdrawal, relate_sources, withdraw_relation
from annotations.errors import RuleBrokenError
from annotations.models import Assessment, SourceRelation, uuid7
from tests.actions.broken import broken, conflict, denied
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
