"""Exhibits: what bears on a claim stays, what bears on none goes and comes back; a retraction takes it from all."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import (
    add_exhibit,
    corroborate,
    delete_exhibit,
    delete_mention,
    preview_exhibit_retraction,
    reject_corroboration,
    restore,
    retract_exhibit,
)
from annotations.errors import ConflictError, DeniedError, MissingError, RuleBrokenError
from annotations.models import Corroboration, Exhibit, Mention
from tests.actions.worked import Desk
from tests.cast import Cast, make_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast)


def letter(desk: Desk, **fields: Any) -> Exhibit:
    described = {"kind": "document", "title": "A letter", "url": "https://example.org/letter", **fields}
    return add_exhibit(actor=desk.actor, **described).object


def bearing(desk: Desk, exhibit: Exhibit, **fields: Any) -> Corroboration:
    given = {"claim": desk.claim, "stance": "supports", "state": "accepted", **fields}
    return corroborate(actor=desk.actor, exhibit=exhibit, **given).object


def test_what_bears_on_nothing_goes_and_comes_back_as_it_was(desk: Desk) -> None:
    exhibit = letter(desk, description="two pages")
    delete_exhibit(actor=desk.actor, exhibit=exhibit, expected=None)
    back = restore(actor=desk.actor, model=Exhibit, uid=exhibit.uid)
    assert (back.pk, back.title, back.description, back.url) == (
        exhibit.pk, "A letter", "two pages", "https://example.org/letter",
    )  # fmt: skip
    assert back.revision > (exhibit.revision or 1)
    bearing(desk, back)
    assert desk.stands()[0] == "single_source"
    with pytest.raises(ConflictError) as caught:
        restore(actor=desk.actor, model=Exhibit, uid=exhibit.uid)
    assert caught.value.rule == "restore.not_deleted"


def test_what_bears_on_a_claim_stays(desk: Desk) -> None:
    exhibit = letter(desk)
    bearing(desk, exhibit, state="proposed")
    with pytest.raises(ConflictError) as caught:
        delete_exhibit(actor=desk.actor, exhibit=exhibit, expected=None)
    assert caught.value.rule == "exhibit.in_use"


def test_who_may_bring_it_back(desk: Desk) -> None:
    exhibit = letter(desk)
    delete_exhibit(actor=desk.actor, exhibit=exhibit, expected=None)
    with pytest.raises(DeniedError):
        restore(actor=desk.cast.actor("reader"), model=Exhibit, uid=exhibit.uid)
    with pytest.raises(MissingError):
        restore(actor=desk.cast.actor("stranger"), model=Exhibit, uid=exhibit.uid)


def test_evidence_comes_back_with_its_mention_and_counts(desk: Desk) -> None:
    desk.accept(desk.report("AFP", desk.voice(), at="2020-09-27T10:00Z"))
    mention = Mention.objects.get()
    before = desk.stands()
    delete_mention(actor=desk.actor, mention=mention, expected=None)
    assert not Corroboration.objects.exists()
    assert desk.stands() == ("unverified", (0, 0), (0, 0))
    restore(actor=desk.actor, model=Mention, uid=mention.uid)
    (row,) = Corroboration.objects.all()
    assert (row.state, row.decided_by) == ("accepted", "editor")
    assert desk.stands() == before


class TestRetraction:
    def test_is_previewed_then_takes_it_from_every_claim(self, desk: Desk) -> None:
        exhibit, other = letter(desk), make_claim(desk.actor, "The talks go on.")
        bearing(desk, exhibit, decisive=True, decisive_ground="authenticated_document", decisive_reason="the seal")
        bearing(desk, exhibit, claim=other)
        preview = preview_exhibit_retraction(actor=desk.cast.actor("reader"), exhibit=exhibit)
        moved = {one.claim.statement: one.found.computed for one in preview.differences}
        assert moved == {desk.claim.statement: "unverified", "The talks go on.": "unverified"}
        assert desk.stands()[0] == "confirmed"  # a preview leaves no trace

        retract_exhibit(actor=desk.actor, exhibit=exhibit, reason="the letter was forged")
        assert desk.stands() == desk.stands(other) == ("unverified", (0, 0), (0, 0))
        rows = Corroboration.objects.filter(exhibit=exhibit)
        assert {(row.state, row.decided_by, row.decided_reason) for row in rows} == {
            ("rejected", "editor", "the letter was forged")
        }
        assert Exhibit.objects.filter(pk=exhibit.pk).exists()

    def test_leaves_what_was_rejected_before_as_it_was(self, desk: Desk) -> None:
        exhibit = letter(desk)
        row = bearing(desk, exhibit)
        reject_corroboration(actor=desk.actor, corroboration=row, reason="says nothing of it")
        retract_exhibit(actor=desk.cast.actor("second_editor"), exhibit=exhibit, reason="forged")
        row.refresh_from_db()
        assert (row.decided_by, row.decided_reason) == ("editor", "says nothing of it")

    def test_needs_an_editor_and_a_reason(self, desk: Desk) -> None:
        exhibit = letter(desk)
        with pytest.raises(DeniedError):
            retract_exhibit(actor=desk.cast.actor("annotator"), exhibit=exhibit, reason="forged")
        with pytest.raises(RuleBrokenError) as caught:
            retract_exhibit(actor=desk.actor, exhibit=exhibit, reason=" ")
        assert (caught.value.rule, caught.value.field) == ("field.required", "reason")
