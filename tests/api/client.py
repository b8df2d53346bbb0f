"""A client for the tests of the API: signs with a token, speaks JSON, and checks what every answer owes."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from annotations.actions import make_token
from tests.cast import Cast

API = "/api/v1/"


@dataclass
class Api:
    """`api.get("articles/")`, `api.post("spans/", {...})`; further keyword arguments are headers (`if_match='"1"'`)."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def send(self, method: str, path: str, body: Any = None, /, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("authorization", f"Bearer {self.token}")
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        address = path if path.startswith(("/", "http")) else API + path
        response = self.client.generic(
            method, address, data if body is not None else "", content_type="application/json", headers=sent
        )
        if response.status_code >= 400:
            check_problem(response)
        return response

    def get(self, path: str, /, **headers: str) -> Any:
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any, /, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def patch(self, path: str, body: Any, /, **headers: str) -> Any:
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, /, **headers: str) -> Any:
        return self.send("DELETE", path, **headers)


def check_problem(response: Any) -> None:
    """Every refusal is a complete problem document."""
    assert response["Content-Type"] == "application/problem+json", response.content[:200]
    problem = response.json()
    assert {"type", "title", "status", "detail", "rule", "errors"} <= set(problem)
    assert problem["status"] == response.status_code
    assert problem["type"] == f"urn:isnad:problem:{problem['rule']}"
    for error in problem["errors"]:
        assert set(error) == {"field", "rule", "detail"}


def api_of(cast: Cast, who: str, scope: str = "admin") -> Api:
    """A client with a fresh token of that person."""
    actor = cast.actor(who)
    return Api(make_token(actor=actor, scope=scope)[1])


def faults(response: Any) -> list[tuple[str | None, str]]:
    """(field, rule) of each error of a problem."""
    return [(error["field"], error["rule"]) for error in response.json()["errors"]]
