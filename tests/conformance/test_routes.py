"""Who × which route × which method: generated from the URL configuration, so that no route can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from annotations.actions import make_token
from annotations.api.base import ApiView
from annotations.policies import Ability
from annotations.vocabulary import Role, Scope
from tests.cast import Cast
from tests.conformance.routes import (
    METHODS,
    SCOPES,
    SECRET,
    Route,
    World,
    make_world,
    role_allows,
    routes,
    scope_allows,
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


@pytest.fixture
def world(cast: Cast) -> World:
    return make_world(cast, "editor")


@pytest.fixture
def theirs(cast: Cast) -> World:
    return make_world(cast, "stranger")


def key_of(cast: Cast, who: str, scope: Scope = Scope.ADMIN) -> str:
    return make_token(actor=cast.actor(who), scope=scope)[1]


@pytest.mark.parametrize("route", API, ids=str)
def test_the_api_by_role(cast: Cast, world: World, route: Route, client: Client) -> None:
    address = world.address(route)
    keys = {who: key_of(cast, who) for who in MEMBERS}
    for method in METHODS:
        ability = route.ability(method)
        if ability is None:
            assert ask(client, method, address, keys["admin"]).status_code == 405, method
            continue
        assert ask(client, method, address).status_code == 401, method
        for who, role in MEMBERS.items():
            answer = ask(client, method, address, keys[who])
            denied = answer.status_code == 403 and "role.too_small" in body_of(answer)
            assert denied is not role_allows(role, ability), (method, who, answer.status_code)
            if route.name in OWN_ALONE and who != "editor":
                assert answer.status_code in (403, 404), (method, who, answer.status_code)
                continue
            assert answer.status_code not in (401, 404, 405), (method, who, answer.status_code)
            assert answer.status_code < 500, (method, who)


@pytest.mark.parametrize("route", API, ids=str)
def test_the_api_by_scope(cast: Cast, world: World, route: Route, client: Client) -> None:
    address = world.address(route)
    keys = {scope: key_of(cast, "admin", scope) for scope in SCOPES}
    for method, ability in route.access.items():
        for scope, key in keys.items():
            answer = ask(client, method, address, key)
            denied = answer.status_code == 403 and "scope.too_small" in body_of(answer)
            assert denied is not scope_allows(scope, ability), (method, scope, answer.status_code)


@pytest.mark.parametrize("route", API, ids=str)
def test_the_api_shows_a_stranger_nothing(cast: Cast, world: World, route: Route, client: Client) -> None:
    address = world.address(route)
    named = bool(set(route.arguments) - {"format", "kind"})
    for method, ability in route.access.items():
        answer = ask(client, method, address, key_of(cast, "stranger"))
        if named:
            expected = 404 if role_allows(Role.EDITOR, ability) else 403
            assert answer.status_code == expected, (method, answer.status_code)
        assert SECRET not in body_of(answer), method


@pytest.mark.parametrize("route", API, ids=str)
def test_no_header_opens_another_workspace_to_a_session(cast: Cast, world: World, route: Route, client: Client) -> None:
    client.force_login(cast.stranger)
    for method in route.access:
        for slug in (world.slug, ""):
            with undone():
                headers = {"x-workspace": slug} if slug else {}
                answer = client.generic(method, world.address(route), "{}", "application/json", headers=headers)
            assert SECRET not in body_of(answer), (method, slug)
            assert answer.status_code == 403 if slug else True, method


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_the_pages_by_role(cast: Cast, world: World, route: Route) -> None:
    address = world.address(route)
    clients = {who: Client() for who in MEMBERS}
    for who, client in clients.items():
        client.force_login(getattr(cast, who))
    for method in METHODS:
        ability = route.ability(method)
        away = ask(Client(), method, address)
        assert (away.status_code, away["Location"].split("?")[0]) == (302, "/sign-in/"), method
        for who, role in MEMBERS.items():
            answer = ask(clients[who], method, address)
            if ability is None:
                assert answer.status_code == 405, (method, who)
            elif not role_allows(role, ability):
                assert answer.status_code == 403, (method, who)
            elif not (route.name in OWN_ALONE and who != "editor"):
                assert answer.status_code not in (403, 404), (method, who, answer.status_code)
                assert answer.status_code < 500, (method, who)


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_the_pages_show_a_stranger_nothing(cast: Cast, world: World, theirs: World, route: Route) -> None:
    client = Client()
    client.force_login(cast.stranger)
    objects = bool(set(route.arguments) - {"workspace", "number"})
    for method, ability in route.access.items():
        answer = ask(client, method, world.address(route))
        assert answer.status_code == 404, method
        assert SECRET not in body_of(answer), method
        # Their own workspace in the path, our object behind it.
        answer = ask(client, method, world.address(route, slug=theirs.slug))
        if objects and role_allows(Role.EDITOR, ability) and answer.status_code != 405:
            assert (answer.status_code, method) in {(404, method), *_harmless(route, method)}, answer.status_code
            assert SECRET not in body_of(answer), method


def _harmless(route: Route, method: str) -> set[tuple[int, str]]:
    """GET of what only acts on POST leads away without looking."""
    return {(302, "GET")} if route.name in OWN_ALONE and method == "GET" else set()


def test_an_unknown_method_is_refused_everywhere(cast: Cast, world: World, client: Client) -> None:
    key = key_of(cast, "admin")
    for route in API:
        assert ask(client, "TRACE", world.address(route), key).status_code == 405, route
