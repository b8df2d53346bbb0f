"""Pages open to whom they should, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import path

from annotations.errors import DeniedError, MissingError
from annotations.policies import Ability
from annotations.vocabulary import Role, Through
from annotations.web.access import PageRequest, open_page, page, signed_in
from tests.cast import Cast


@page(Ability.READ)
def readable(request: PageRequest, number: int = 0) -> HttpResponse:
    return HttpResponse(f"{request.actor.username} {request.actor.role} {number}")


@page(Ability.READ, post=Ability.ADD_VERSION)
def writable(request: PageRequest) -> HttpResponse:
    return HttpResponse(request.method or "")


@page()
def raising(request: PageRequest, error: Exception) -> HttpResponse:
    raise error


@signed_in
def home(request: PageRequest) -> HttpResponse:
    return HttpResponse("home")


@open_page
def open_view(request: PageRequest) -> HttpResponse:
    return HttpResponse("open")


def read(answer: Any) -> bytes:
    content: bytes = answer.content
    return content


urlpatterns = [path("sign-in/", open_view, name="sign-in")]
pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.test_access")]


def ask(user: Any = None, method: str = "GET", **headers: str) -> Any:
    request: Any = RequestFactory().generic(method, "/w/desk/", headers=headers)
    request.user = user or AnonymousUser()
    request.session = SessionStore()
    return request


def test_a_member_gets_an_actor_of_that_workspace(cast: Cast) -> None:
    request = ask(cast.reader)
    assert read(readable(request, workspace="desk", number=3)) == b"reader reader 3"
    assert request.actor.workspace == cast.workspace
    assert (request.actor.role, request.actor.through, request.actor.scope) == (Role.READER, Through.WEB, None)
    assert request.session["workspace"] == "desk"


@pytest.mark.parametrize("slug", ["other", "nowhere"])
def test_other_workspaces_do_not_exist(cast: Cast, slug: str) -> None:
    with pytest.raises(Http404):
        readable(ask(cast.admin), workspace=slug)


def test_nobody_is_sent_to_sign_in_and_back() -> None:
    answer = readable(ask(), workspace="desk")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fw%2Fdesk%2F")
    assert home(ask()).status_code == 302


def test_htmx_is_told_to_load_the_sign_in_page_whole() -> None:
    answer = readable(ask(**{"HX-Request": "true"}), workspace="desk")
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/?next=%2Fw%2Fdesk%2F")


def test_each_method_has_its_ability(cast: Cast) -> None:
    assert read(writable(ask(cast.reader), workspace="desk")) == b"GET"
    assert read(writable(ask(cast.editor, "POST"), workspace="desk")) == b"POST"
    with pytest.raises(PermissionDenied, match="editor"):
        writable(ask(cast.annotator, "POST"), workspace="desk")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_an_undeclared_method_is_not_allowed(cast: Cast, method: str) -> None:
    assert readable(ask(cast.admin, method), workspace="desk").status_code == 405


def test_errors_of_the_domain_become_pages(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match="because"):
        raising(ask(cast.admin), workspace="desk", error=DeniedError("a.b", "because"))
    with pytest.raises(Http404, match="gone"):
        raising(ask(cast.admin), workspace="desk", error=MissingError("a.b", "gone"))


def test_the_other_doors(cast: Cast) -> None:
    assert read(home(ask(cast.stranger))) == b"home"
    assert read(open_view(ask())) == b"open"


def test_every_door_leaves_its_mark() -> None:
    assert readable.access == {"GET": Ability.READ}
    assert writable.access == {"GET": Ability.READ, "POST": Ability.ADD_VERSION}
    assert (home.access, open_view.access) == ("signed_in", "open")
