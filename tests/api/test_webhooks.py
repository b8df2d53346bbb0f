"""`webhooks/` as an administrator's program uses it."""

from __future__ import annotations

import pytest

from tests.api.client import Api, api_of
from tests.cast import Cast, make_webhook

HOOK = {"url": "https://example.org/hook", "events": ["claim.*"]}


@pytest.fixture
def admin(cast: Cast) -> Api:
    return api_of(cast, "admin")


def test_the_life_of_a_webhook(admin: Api) -> None:
    made = admin.post("webhooks/", HOOK)
    assert made.status_code == 201
    assert made.json().pop("secret").startswith("whsec_")
    path = made["Location"].removeprefix("http://testserver/api/v1/")
    shown = admin.get(path)
    assert (shown.json()["url"], shown.json()["events"], shown.json()["active"]) == (HOOK["url"], ["claim.*"], True)
    assert "secret" not in shown.json()
    changed = admin.patch(path, {"active": False, "secret": "0123456789abcdef"}, if_match=shown["ETag"])
    assert changed.json()["active"] is False
    assert admin.delete(path, if_match=shown["ETag"]).status_code == 412
    assert admin.delete(path, if_match=changed["ETag"]).status_code == 204
    assert admin.get("webhooks/").json()["results"] == []


@pytest.mark.parametrize("secret", [0, False, [], {}])
def test_a_secret_that_is_none_is_refused_and_not_replaced(admin: Api, secret: object) -> None:
    answer = admin.post("webhooks/", {**HOOK, "secret": secret})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["secret"]


def test_a_secret_of_ones_own_is_never_shown(admin: Api) -> None:
    assert "secret" not in admin.post("webhooks/", {**HOOK, "secret": "0123456789abcdef"}).json()


def test_the_same_creation_again_gives_the_same_webhook(admin: Api) -> None:
    body = {**HOOK, "id": "01900000-0000-7000-8000-000000000001"}
    assert [admin.post("webhooks/", body).status_code for _ in range(2)] == [201, 200]


def test_deliveries_and_replay(admin: Api, cast: Cast) -> None:
    webhook, delivery = make_webhook(cast.actor("admin"))
    (shown,) = admin.get(f"webhooks/{webhook.uid}/deliveries/").json()["results"]
    assert (shown["id"], shown["state"], shown["body"]["type"]) == (str(delivery.uid), "delivered", "changes")
    again = admin.post(f"webhooks/{webhook.uid}/deliveries/{delivery.uid}/replay/", {})
    assert (again.status_code, again.json()["state"]) == (200, "waiting")
    assert admin.post(f"webhooks/{webhook.uid}/deliveries/{delivery.uid}/replay/", {}).status_code == 409
    other, _ = make_webhook(cast.actor("admin"))
    assert admin.post(f"webhooks/{other.uid}/deliveries/{delivery.uid}/replay/", {}).status_code == 404


@pytest.mark.parametrize("scope", ["read", "annotate", "edit"])
def test_a_smaller_scope_is_not_enough(cast: Cast, scope: str) -> None:
    assert api_of(cast, "admin", scope).get("webhooks/").status_code == 403
