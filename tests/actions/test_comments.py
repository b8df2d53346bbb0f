"""People remark on the objects of a workspace."""

from __future__ import annotations

from typing import Any

import pytest

from annotations.actions import add_comment, add_exhibit, corroborate, delete_comment, edit_comment
from annotations.models import ArticleVersion, Comment, uuid7
from annotations.policies import Actor
from annotations.vocabulary import TargetType
from tests.actions.broken import broken, conflict, denied, history, stale
from tests.cast import Cast, find_span, make_claim, make_frame, make_mention, make_source


@pytest.fixture
def targets(annotator: Actor, version: ArticleVersion) -> dict[TargetType, Any]:
    span, claim = find_span(annotator, version, "Ann"), make_claim(annotator)
    exhibit = add_exhibit(actor=annotator, kind="own_witness", title="What we saw").object
    return {
        TargetType.ARTICLE: version.article,
        TargetType.VERSION: version,
        TargetType.SPAN: span,
        TargetType.ATTRIBUTION: make_frame(annotator, version, source=span),
        TargetType.SOURCE: make_source(annotator),
        TargetType.CLAIM: claim,
        TargetType.MENTION: make_mention(annotator, claim, span=span),
        TargetType.EXHIBIT: exhibit,
        TargetType.CORROBORATION: corroborate(actor=annotator, claim=claim, exhibit=exhibit).object,
    }


@pytest.mark.parametrize("kind", TargetType)
def test_any_object_may_be_remarked_on(annotator: Actor, targets: dict[TargetType, Any], kind: TargetType) -> None:
    target = targets[kind].uid
    found = add_comment(actor=annotator, target=target, body="Really?").object
    told = add_comment(actor=annotator, target=target, target_type=kind.value, body="Really?").object
    assert (found.target_type, told.target_type) == (kind, kind)
    other = TargetType.CLAIM if kind != TargetType.CLAIM else TargetType.SPAN
    with broken("comment.target_missing", "target"):
        add_comment(actor=annotator, target=target, target_type=other.value, body="Really?")


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("body", "", "field.required"),
        ("body", " \n", "field.required"),
        ("body", None, "field.not_text"),
        ("body", "\x00", "text.nul"),
        ("body", "x" * 100_001, "field.too_long"),
        ("target_type", "weather", "field.choice"),
        ("target", uuid7(), "comment.target_missing"),
    ],
)
def test_each_field_is_checked_by_its_name(annotator: Actor, field: str, value: Any, rule: str) -> None:
    with broken(rule, field):
        add_comment(actor=annotator, **{"target": make_claim(annotator).uid, "body": "Really?", field: value})


def test_a_repeated_request_is_one_comment(annotator: Actor) -> None:
    uid, target = uuid7(), make_claim(annotator).uid
    first = add_comment(actor=annotator, target=target, body="Really?", uid=uid)
    again = add_comment(actor=annotator, target=target, body="Really?", uid=uid)
    assert (again.created, again.object) == (False, first.object)
    with conflict("comment.duplicate_id", "id"):
        add_comment(actor=annotator, target=target, body="Yes.", uid=uid)
    delete_comment(actor=annotator, comment=first.object, expected=None)
    with conflict("comment.deleted", "id"):
        add_comment(actor=annotator, target=target, body="Really?", uid=uid)


@pytest.fixture
def comment(annotator: Actor) -> Comment:
    return add_comment(actor=annotator, target=make_claim(annotator).uid, body="Really?").object


def test_anybody_who_comments_resolves_and_reopens(editor: Actor, annotator: Actor, comment: Comment) -> None:
    resolved = edit_comment(actor=editor, comment=comment, expected=1, resolved=True)
    assert (resolved.resolved, resolved.resolved_by, resolved.revision) == (True, "editor", 2)
    reopened = edit_comment(actor=annotator, comment=comment, expected=2, resolved=False)
    assert (reopened.resolved, reopened.resolved_by) == (False, "")
    with stale(3):
        edit_comment(actor=editor, comment=comment, expected=1, resolved=True)


def test_its_words_are_its_authors(annotator: Actor, editor: Actor, comment: Comment) -> None:
    with denied("comment.of_another"):
        edit_comment(actor=editor, comment=comment, expected=1, body="No.", resolved=True)
    with denied("comment.of_another"):
        delete_comment(actor=editor, comment=comment, expected=1)
    assert edit_comment(actor=annotator, comment=comment, expected=1, body="Yes.").body == "Yes."
    assert history(comment, "body", "resolved") == [("Really?", False)]
    delete_comment(actor=annotator, comment=comment, expected=2)
    assert Comment.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"resolved": "yes"}, "field.boolean", "resolved"),
        ({"resolved": None}, "field.boolean", "resolved"),
        ({"body": ""}, "field.required", "body"),
        ({"target": "x"}, "field.unknown", "target"),
    ],
)
def test_each_change_is_checked_by_its_name(
    annotator: Actor, comment: Comment, changes: dict[str, Any], rule: str, field: str
) -> None:
    with broken(rule, field):
        edit_comment(actor=annotator, comment=comment, expected=1, **changes)


def test_readers_do_not_comment(cast: Cast, comment: Comment) -> None:
    reader = cast.actor("reader")
    with denied():
        add_comment(actor=reader, target=comment.target, body="Hm.")
    with denied():
        edit_comment(actor=reader, comment=comment, expected=None, resolved=True)
    with denied():
        delete_comment(actor=reader, comment=comment, expected=None)


def test_a_note_may_be_resolved_from_the_start(annotator: Actor) -> None:
    claim = make_claim(annotator)
    note = add_comment(actor=annotator, target=claim.uid, body="Checked by phone.", resolved=True).object
    assert (note.resolved, note.resolved_by) == (True, "annotator")
    assert not add_comment(actor=annotator, target=claim.uid, body="Really?", resolved=False).object.resolved
    with broken("field.boolean", "resolved"):
        add_comment(actor=annotator, target=claim.uid, body="Really?", resolved="yes")
