"""The door: sign in, sign out, and which workspace comes next."""

from __future__ import annotations

import pytest
from django.test import Client

from annotations.models import Membership
from annotations.vocabulary import Role
from tests.cast import PASSWORD, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(cast):
    return make_member(cast.workspace, "person", Role.EDITOR, password=PASSWORD)


def sign_in(client, password=PASSWORD, **more):
    return client.post("/sign-in/", {"username": "person", "password": password, **more})


def test_a_person_comes_in_and_goes_out(person):
    client = Client()
    assert client.get("/w/desk/").status_code == 302
    assert sign_in(client)["Location"] == "/"
    assert client.get("/")["Location"] == "/w/desk/"
    assert client.get("/w/desk/").status_code == 200
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/w/desk/")["Cache-Control"] == client.get("/workspaces/")["Cache-Control"] == "private, no-cache"
    out = client.post("/sign-out/")
    assert (out["Location"], out["Clear-Site-Data"]) == ("/sign-in/", '"cache"')
    assert client.get("/")["Location"].startswith("/sign-in/")


def test_a_person_goes_on_where_they_wanted(person):
    assert sign_in(Client(), next="/w/desk/claims/")["Location"] == "/w/desk/claims/"
    assert sign_in(Client(), next="https://example.org/")["Location"] == "/"


def test_a_wrong_password_says_so_and_keeps_the_name(person):
    page = sign_in(Client(), "wrong").content.decode()
    assert "do not belong together" in page
    assert 'value="person"' in page


def test_who_guesses_is_locked_out(person, settings):
    settings.AXES_FAILURE_LIMIT = 3
    client = Client()
    for _ in range(3):
        last = sign_in(client, "wrong")
    assert last.status_code == 429
    assert "Too many attempts" in last.content.decode()
    assert sign_in(client).status_code == 429


def test_the_only_workspace_is_entered_and_the_last_one_found_again(as_, cast):
    client = as_("editor")
    assert client.get("/")["Location"] == "/w/desk/"
    Membership.objects.create(workspace=cast.other_workspace, user=cast.editor, role=Role.READER)
    assert client.get("/")["Location"] == "/workspaces/"
    page = client.get("/workspaces/").content.decode()
    assert "/w/desk/" in page
    assert "/w/other/" in page
    client.get("/w/other/claims/")
    assert client.get("/")["Location"] == "/w/other/"


def test_a_lost_membership_is_no_longer_shown(as_, cast):
    client = as_("editor")
    client.get("/w/desk/")
    Membership.objects.filter(user=cast.editor).delete()
    assert client.get("/")["Location"] == "/workspaces/"
    page = client.get("/workspaces/").content.decode()
    assert "The Desk" not in page
    assert "not a member of any workspace" in page


def test_the_browser_wears_what_the_person_chose_elsewhere(person):
    person.language, person.theme = "ar", "dark"
    person.save()
    client = Client()
    sign_in(client)
    page = client.get("/w/desk/").content.decode()
    assert '<html lang="ar" dir="rtl" data-theme="dark">' in page
