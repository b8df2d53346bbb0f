"""Who × which route × which method: generated from the URL configuration, so that no route can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from annotations.actions import make_token
from annotations.actions.transfers import path_of
from annotations.api.base import ApiView
from annotations.models import Transfer
from annotations.policies import Ability
from annotations.vocabulary import Role, Scope
from tests.cast import Cast, make_cast
from tests.conformance.routes import (
    METHODS,
    SCOPES,
    SECRET,
    Route,
    World,
    border,
    make_world,
    role_allows,
    routes,
    scope_allows,
    scopes_at_the_border,
)

ALL = list(routes())
API = [route for route in ALL if route.is_api and isinstance(route.access, dict)]
PAGES = [route for route in ALL if not route.is_api and isinstance(route.access, dict)]
OPEN = {"api:schema", "api:docs", "api:unknown", "sign-in", "sign-out", "language", "theme"}
SIGNED_IN = {"home", "keys", "workspaces", "profile", "reminders"}
MEMBERS = {"reader": Role.READER, "annotator": Role.ANNOTATOR, "editor": Role.EDITOR, "admin": Role.ADMIN}
# Where an object's own rule is narrower than the role: who asks finds only their own.
OWN_ALONE = {
    "token-revoke", "api:export-detail", "api:export-file", "api:import-detail", "transfer", "transfer-file",
    "transfer-forget", "for-you-one",
}  # fmt: skip
FORM = "application/x-www-form-urlencoded"


@contextmanager
def undone() -> Iterator[None]:
    """Each question is asked of the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, address: str, key: str = "") -> Any:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    body, media_type = ("{}", "application/json") if address.startswith("/api/") and method != "GET" else ("", "")
    with undone():
        return client.generic(method, address, body, media_type or FORM, headers=headers)


def body_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def test_every_route_declares_who_may_use_it() -> None:
    undeclared = [route.pattern for route in ALL if route.access is None]
    assert undeclared == []
    assert len(API) > 20
    assert len(PAGES) > 20


def test_what_is_open_is_open_on_purpose() -> None:
    assert {route.name for route in ALL if route.access == "open"} == OPEN
    assert {route.name for route in ALL if route.access == "signed_in"} == SIGNED_IN


def test_every_page_of_a_workspace_is_below_it() -> None:
    assert [route.name for route in PAGES if "workspace" not in route.arguments] == []


def test_an_endpoint_without_a_declaration_cannot_be_written() -> None:
    with pytest.raises(TypeError, match=r"Forgotten\.post declares no operation"):
        type("Forgotten", (ApiView,), {"post": ApiView.options})


def test_abilities_are_of_the_table() -> None:
    for route in (*API, *PAGES):
        assert all(isinstance(ability, Ability) for ability in route.access.values()), route


@dataclass(frozen=True)
class Stage:
    """What all questions of this module are asked of: a world on either side, and a way in for everybody."""

    cast: Cast
    world: World
    theirs: World
    keys: dict[str, str]
    """A token of each person, of the largest scope; and of the admin by the name of each scope."""
    sessions: dict[str, str]

    def client(self, who: str) -> Client:
        """A browser in which the person is signed in."""
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        return client


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """Made once, in a transaction that is never committed; each test is a savepoint in it."""
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            stack.enter_context(undone())
            stage = make_stage(make_cast())
        yield stage
        with django_db_blocker.unblock():
            stack.close()


def make_stage(cast: Cast) -> Stage:
    keys = {who: make_token(actor=cast.actor(who), scope=Scope.ADMIN)[1] for who in (*MEMBERS, "stranger")}
    scopes = {str(scope): make_token(actor=cast.actor("admin"), scope=scope)[1] for scope in SCOPES}
    sessions = {}
    for who in (*MEMBERS, "stranger"):
        client = Client()
        client.force_login(getattr(cast, who), backend="django.contrib.auth.backends.ModelBackend")
        sessions[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    worlds = make_world(cast, "editor"), make_world(cast, "stranger", "Elsewhere-9c1d")
    return Stage(cast, *worlds, {**scopes, **keys}, sessions)


@pytest.fixture
def stage(made: Stage, db: None) -> Stage:
    for export in Transfer.objects.all():
        path_of(export).touch()  # no rollback brings a file back
    return made


@pytest.mark.parametrize("route", API, ids=str)
def test_the_api_by_role(stage: Stage, route: Route, client: Client) -> None:
    address, keys = stage.world.address(route), stage.keys
    for method in METHODS:
        ability = route.ability(method)
        if ability is None:
            assert ask(client, method, address, keys["admin"]).status_code == 405, method
            continue
        assert ask(client, method, address).status_code == 401, method
        for who, role in border(ability).items():
            answer = ask(client, method, address, keys[who])
            denied = answer.status_code == 403 and "role.too_small" in body_of(answer)
            assert denied is not role_allows(role, ability), (method, who, answer.status_code)
            if route.name in OWN_ALONE and who != "editor":
                assert answer.status_code in (403, 404), (method, who, answer.status_code)
                continue
            assert answer.status_code not in (401, 404, 405), (method, who, answer.status_code)
            assert answer.status_code < 500, (method, who)


@pytest.mark.parametrize("route", API, ids=str)
def test_the_api_by_scope(stage: Stage, route: Route, client: Client) -> None:
    address = stage.world.address(route)
    for method, ability in route.access.items():
        for scope in scopes_at_the_border(ability):
            answer = ask(client, method, address, stage.keys[str(scope)])
            denied = answer.status_code == 403 and "scope.too_small" in body_of(answer)
            assert denied is not scope_allows(scope, ability), (method, scope, answer.status_code)


@pytest.mark.parametrize("route", API, ids=str)
def test_the_api_shows_a_stranger_nothing(stage: Stage, route: Route, client: Client) -> None:
    address = stage.world.address(route)
    named = bool(set(route.arguments) - {"format", "kind"})
    for method, ability in route.access.items():
        answer = ask(client, method, address, stage.keys["stranger"])
        if named:
            expected = 404 if role_allows(Role.EDITOR, ability) else 403
            assert answer.status_code == expected, (method, answer.status_code)
        assert SECRET not in body_of(answer), method


@pytest.mark.parametrize("route", API, ids=str)
def test_no_header_opens_another_workspace_to_a_session(stage: Stage, route: Route) -> None:
    client, address = stage.client("stranger"), stage.world.address(route)
    for method in route.access:
        for slug in (stage.world.slug, ""):
            with undone():
                headers = {"x-workspace": slug} if slug else {}
                answer = client.generic(method, address, "{}", "application/json", headers=headers)
            assert SECRET not in body_of(answer), (method, slug)
            assert answer.status_code == 403 if slug else True, method


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_the_pages_by_role(stage: Stage, route: Route) -> None:
    address = stage.world.address(route)
    clients = {who: stage.client(who) for who in MEMBERS}
    for method in METHODS:
        ability = route.ability(method)
        away = ask(Client(), method, address)
        assert (away.status_code, away["Location"].split("?")[0]) == (302, "/sign-in/"), method
        if ability is None:
            assert ask(clients["admin"], method, address).status_code == 405, method
            continue
        for who, role in border(ability).items():
            answer = ask(clients[who], method, address)
            if not role_allows(role, ability):
                assert answer.status_code == 403, (method, who)
            elif not (route.name in OWN_ALONE and who != "editor"):
                assert answer.status_code not in (403, 404), (method, who, answer.status_code)
                assert answer.status_code < 500, (method, who)


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_the_pages_show_a_stranger_nothing(stage: Stage, route: Route) -> None:
    client = stage.client("stranger")
    objects = bool(set(route.arguments) - {"workspace", "number"})
    for method, ability in route.access.items():
        answer = ask(client, method, stage.world.address(route))
        assert answer.status_code == 404, method
        assert SECRET not in body_of(answer), method
        # Their own workspace in the path, our object behind it.
        answer = ask(client, method, stage.world.address(route, slug=stage.theirs.slug))
        if objects and role_allows(Role.EDITOR, ability) and answer.status_code != 405:
            assert (answer.status_code, method) in {(404, method), *_harmless(route, method)}, answer.status_code
            assert SECRET not in body_of(answer), method


def _harmless(route: Route, method: str) -> set[tuple[int, str]]:
    """GET of what only acts on POST leads away without looking."""
    return {(302, "GET")} if route.name in OWN_ALONE and method == "GET" else set()


def test_an_unknown_method_is_refused_everywhere(stage: Stage, client: Client) -> None:
    for route in API:
        assert ask(client, "TRACE", stage.world.address(route), stage.keys["admin"]).status_code == 405, route
