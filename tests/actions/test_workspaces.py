"""Workspaces and the people in them."""

from __future__ import annotations

import pytest

from annotations.actions import create_workspace, set_member
from annotations.models import Membership, User, Workspace
from annotations.vocabulary import Role
from tests.actions.broken import broken, denied, history
from tests.cast import Cast


@pytest.mark.django_db
def test_a_workspace_is_made_once() -> None:
    made = create_workspace(slug="desk", name="The Desk", by="ann")
    made.refresh_from_db()
    assert (made.recorded_by, made.recorded_through) == ("ann", "command")
    again = create_workspace(slug="desk", name="Another name")
    assert (again, again.name, Workspace.objects.count()) == (made, "The Desk", 1)


def test_a_person_is_given_a_role_and_another(cast: Cast) -> None:
    user = User.objects.create(username="new")
    first = set_member(workspace=cast.workspace, user=user, role="reader")
    changed = set_member(workspace=cast.workspace, user=user, role="editor", actor=cast.actor("admin"))
    assert (changed, changed.role) == (first, Role.EDITOR)
    assert history(first, "role", "recorded_through", "superseded_by") == [("reader", "command", "admin")]
    assert Membership.objects.filter(user=user).count() == 1


@pytest.mark.parametrize("who", ["reader", "annotator", "editor", "second_editor"])
def test_only_administrators_give_roles(cast: Cast, who: str) -> None:
    with denied():
        set_member(workspace=cast.workspace, user=cast.reader, role="admin", actor=cast.actor(who))


def test_an_unknown_role_is_refused(cast: Cast) -> None:
    with broken("field.choice", "role"):
        set_member(workspace=cast.workspace, user=cast.reader, role="owner")
