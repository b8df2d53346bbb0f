"""Members whom comments name find those comments."""

from __future__ import annotations

import pytest

from annotations.actions import add_comment, delete_comment, edit_comment, mark_read, own_namings, restore
from annotations.models import Claim, Comment, Membership
from annotations.policies import Actor
from tests.cast import Cast, make_claim


@pytest.fixture
def claim(annotator: Actor) -> Claim:
    return make_claim(annotator)


def remark(actor: Actor, claim: Claim, body: str) -> Comment:
    return add_comment(actor=actor, target=claim.uid, body=body).object


def waiting(actor: Actor) -> list[str]:
    """The bodies of the comments that name the actor and were not read yet, newest first."""
    return [one.comment.body for one in own_namings(actor).filter(read_at=None).order_by("-id")]


def test_who_is_named_finds_the_comment_and_nobody_else(
    cast: Cast, annotator: Actor, editor: Actor, claim: Claim
) -> None:
    remark(annotator, claim, "@editor, @annotator, @stranger and @nobody: really?")
    remark(annotator, claim, "Nobody in particular.")
    assert len(waiting(editor)) == 1
    for who in ("annotator", "admin", "stranger"):
        assert waiting(cast.actor(who)) == []


def test_reading_is_kept_and_taken_back(cast: Cast, annotator: Actor, editor: Actor, claim: Claim) -> None:
    first, second = (remark(annotator, claim, f"{n}: @editor @admin") for n in (1, 2))
    assert mark_read(actor=editor, comments=[first.uid, claim.uid]) == 1
    assert waiting(editor) == [second.body]
    assert len(waiting(cast.actor("admin"))) == 2
    assert mark_read(actor=editor) == 1
    assert mark_read(actor=editor, comments=[second.uid], read=False) == 1
    assert waiting(editor) == [second.body]


def test_other_words_name_others(cast: Cast, annotator: Actor, editor: Actor, claim: Claim) -> None:
    comment = remark(annotator, claim, "@editor?")
    mark_read(actor=editor)
    edit_comment(actor=annotator, comment=comment, expected=None, body="@editor and @admin?")
    assert waiting(editor) == []  # who read it has read it
    assert len(waiting(cast.actor("admin"))) == 1
    edit_comment(actor=editor, comment=comment, expected=None, resolved=True)
    edit_comment(actor=annotator, comment=comment, expected=None, body="Never mind.")
    assert own_namings(editor).count() == own_namings(cast.actor("admin")).count() == 0


def test_what_is_taken_back_names_nobody_until_it_comes_back(annotator: Actor, editor: Actor, claim: Claim) -> None:
    comment = remark(annotator, claim, "@editor?")
    delete_comment(actor=annotator, comment=comment, expected=None)
    assert waiting(editor) == []
    restore(actor=annotator, model=Comment, uid=comment.uid)
    assert waiting(editor) == ["@editor?"]


def test_who_left_is_not_named(cast: Cast, annotator: Actor, claim: Claim) -> None:
    editor = cast.actor("editor")
    Membership.objects.filter(user=cast.editor).delete()
    remark(annotator, claim, "@editor?")
    assert waiting(editor) == []
