"""One transaction in somebody's name; objects made once for each id."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection

from annotations.actions import add_claim, delete_claim, edit_claim
from annotations.actions.recording import digest_of, lock, made_before, own, recording, translate
from annotations.errors import ConflictError, RuleBrokenError
from annotations.models import Claim, uuid7
from annotations.policies import Actor
from annotations.vocabulary import Through
from tests.actions.broken import broken, conflict, history, missing, stale
from tests.cast import Cast, make_claim

CLAIM: dict[str, Any] = {"statement": "It rains.", "language": "en", "kind": "past_fact"}


@pytest.mark.parametrize("through", [door for door in Through if door != Through.SQL])
def test_every_row_says_who_when_and_through_what(cast: Cast, through: Through) -> None:
    actor = cast.actor("annotator", through)
    claim = add_claim(actor=actor, **CLAIM).object
    claim.refresh_from_db()
    assert (claim.revision, claim.recorded_by, claim.recorded_through) == (1, "annotator", through.value)
    assert claim.created_by == "annotator"


def test_an_error_inside_undoes_everything(annotator: Actor) -> None:
    with pytest.raises(ZeroDivisionError), recording(annotator):  # noqa: PT012
        make_claim(annotator)
        raise ZeroDivisionError
    assert Claim.objects.count() == 0


def test_what_the_database_refuses_becomes_an_error_of_the_domain(annotator: Actor) -> None:
    with broken("claim.statement_empty"), recording(annotator):
        make_claim(annotator, "")
    with broken("claim.statement_empty", "statement"), recording(annotator, field="statement"):
        make_claim(annotator, "")


def test_a_foreign_key_is_told_in_words_for_a_person(annotator: Actor, stranger: Actor) -> None:
    with pytest.raises(RuleBrokenError) as caught, recording(annotator), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO annotations_transition (uid, workspace_id, claim_id, from_workflow, to_workflow, reason)"
            " VALUES (%s, %s, %s, 'draft', 'marked', '')",
            [uuid7(), annotator.workspace.pk, make_claim(stranger).pk],
        )
    assert caught.value.rule == "transition.other_workspace"
    assert "constraint" not in caught.value.detail


def test_what_is_no_rule_stays_an_error_of_the_database(annotator: Actor) -> None:
    with pytest.raises(DatabaseError), recording(annotator), connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    with pytest.raises(IntegrityError), recording(annotator), connection.cursor() as cursor:
        cursor.execute("INSERT INTO annotations_claim (statement) VALUES (NULL)")


@pytest.mark.parametrize("cause", [psycopg.errors.DeadlockDetected, psycopg.errors.SerializationFailure])
def test_a_collision_is_a_conflict(cause: type[Exception]) -> None:
    error = DatabaseError("collided")
    error.__cause__ = cause("collided")
    told = translate(error)
    assert isinstance(told, ConflictError)
    assert told.rule == "write.collided"


# Objects that a client names.


def test_the_same_request_again_gives_the_same_object(annotator: Actor) -> None:
    uid = uuid7()
    first = add_claim(actor=annotator, uid=uid, **CLAIM)
    again = add_claim(actor=annotator, uid=uid, **CLAIM)
    assert (first.created, again.created) == (True, False)
    assert first.object == again.object
    assert again.object.uid == uid
    assert Claim.objects.count() == 1
    assert history(first.object) == []


def test_a_late_retry_finds_the_object_as_it_is_by_now(annotator: Actor) -> None:
    uid = uuid7()
    claim = add_claim(actor=annotator, uid=uid, **CLAIM).object
    edit_claim(actor=annotator, claim=claim, expected=1, statement="It pours.")
    assert add_claim(actor=annotator, uid=uid, **CLAIM).object.statement == "It pours."


def test_another_request_under_the_same_id_is_refused(annotator: Actor) -> None:
    uid = uuid7()
    add_claim(actor=annotator, uid=uid, **CLAIM)
    with conflict("claim.duplicate_id", "id"):
        add_claim(actor=annotator, uid=uid, **{**CLAIM, "statement": "It pours."})


def test_an_id_that_the_server_made_is_no_clients(annotator: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    with conflict("claim.duplicate_id", "id"):
        add_claim(actor=annotator, uid=claim.uid, **CLAIM)


def test_a_deleted_object_is_not_made_again(annotator: Actor) -> None:
    """A retry that was long on its way must not undo somebody's deletion."""
    uid = uuid7()
    claim = add_claim(actor=annotator, uid=uid, **CLAIM).object
    delete_claim(actor=annotator, claim=claim, expected=1)
    with conflict("claim.deleted", "id"):
        add_claim(actor=annotator, uid=uid, **CLAIM)
    assert Claim.objects.count() == 0


def test_another_workspace_may_use_the_same_id(annotator: Actor, stranger: Actor) -> None:
    uid = uuid7()
    assert add_claim(actor=annotator, uid=uid, **CLAIM).created
    assert add_claim(actor=stranger, uid=uid, **CLAIM).created


def test_a_refused_object_leaves_its_id_free(annotator: Actor) -> None:
    uid = uuid7()
    with broken("field.required", "statement"):
        add_claim(actor=annotator, uid=uid, **{**CLAIM, "statement": " "})
    assert add_claim(actor=annotator, uid=uid, **CLAIM).created


def test_nothing_was_made_before_under_a_new_id(annotator: Actor) -> None:
    assert made_before(Claim, annotator, uuid7(), "x") is None


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": 1}, {"a": "1"}, False),
        ({"a": [1, 2]}, {"a": (1, 2)}, True),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"a": None}, {}, False),
        ({"a": "\u00e9"}, {"a": "e\u0301"}, False),
    ],
)
def test_a_request_is_known_by_what_it_asks(one: dict[str, Any], two: dict[str, Any], same: bool) -> None:
    assert (digest_of(one) == digest_of(two)) is same


# Locks.


def test_a_writer_who_read_an_older_revision_is_told_so(annotator: Actor, editor: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    edit_claim(actor=editor, claim=claim, expected=1, statement="It pours.")
    with stale(current=2):
        edit_claim(actor=annotator, claim=claim, expected=1, statement="It snows.")
    edit_claim(actor=annotator, claim=claim, expected=2, statement="It snows.")
    assert history(claim, "statement") == ["It rains.", "It pours."]
    assert history(claim) == [(1, "annotator", "api", "editor", "api"), (2, "editor", "api", "annotator", "api")]


def test_a_writer_may_say_that_any_revision_will_do(annotator: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    for number in range(3):
        claim = edit_claim(actor=annotator, claim=claim, expected=None, statement=f"It rains {number}.")
    assert claim.revision == 4


def test_a_change_to_what_it_was_makes_no_revision(annotator: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    assert edit_claim(actor=annotator, claim=claim, expected=1, statement="It rains.").revision == 1
    assert edit_claim(actor=annotator, claim=claim, expected=1).revision == 1


def test_what_is_deleted_is_missing(annotator: Actor) -> None:
    claim = add_claim(actor=annotator, **CLAIM).object
    delete_claim(actor=annotator, claim=claim, expected=None)
    with missing():
        edit_claim(actor=annotator, claim=claim, expected=1, statement="It pours.")
    with missing():
        delete_claim(actor=annotator, claim=claim, expected=None)


def test_what_belongs_to_another_workspace_is_missing(annotator: Actor, stranger: Actor) -> None:
    claim = make_claim(annotator)
    own(annotator, claim)
    with missing():
        own(stranger, claim)
    with missing(), recording(stranger):
        lock(stranger, Claim.objects.all(), claim, expected=None)
