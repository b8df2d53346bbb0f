"""The webhooks' pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.urls import reverse

from annotations.models import Delivery, Webhook
from tests.cast import Cast, make_webhook

As = Callable[[str], Client]


def path(name: str, **arguments: Any) -> str:
    return reverse(name, kwargs={"workspace": "desk", **arguments})


def test_made_and_its_secret_shown_once(as_: As, cast: Cast) -> None:
    client = as_("admin")
    sent = {"url": "https://example.org/hook", "events": "claim.*, *.deleted", "secret": ""}
    shown = client.post(path("webhooks"), sent)
    webhook = Webhook.objects.get()
    assert webhook.events == ["claim.*", "*.deleted"]
    assert webhook.state.secret in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    again = client.get(path("webhooks")).content.decode()
    assert webhook.state.secret not in again
    assert "https://example.org/hook" in again


def test_what_is_refused_is_said_beside_its_field(as_: As, cast: Cast) -> None:
    answer = as_("admin").post(path("webhooks"), {"url": "http://10.0.0.1/", "events": "*"})
    assert answer.status_code == 422
    assert "Webhooks may not reach addresses" in answer.content.decode()


def test_switched_replayed_and_removed(as_: As, cast: Cast) -> None:
    webhook, delivery = make_webhook(cast.actor("admin"))
    Delivery.objects.filter(pk=delivery.pk).update(state="failed", error="the answer was 500", status=500)
    client = as_("admin")
    page = path("webhook", webhook=webhook.uid)
    assert "the answer was 500" in client.get(page).content.decode()
    client.post(path("delivery-replay", webhook=webhook.uid, delivery=delivery.uid))
    delivery.refresh_from_db()
    assert delivery.state == "waiting"
    again = client.post(path("delivery-replay", webhook=webhook.uid, delivery=delivery.uid), follow=True)
    assert "This message is still being sent." in again.content.decode()
    for step, active in (("off", False), ("on", True)):
        client.post(page, {"step": step})
        webhook.refresh_from_db()
        assert webhook.active is active
    client.post(page, {"step": "remove"})
    assert not Webhook.objects.exists()


def test_only_administrators_find_them(as_: As, cast: Cast) -> None:
    assert as_("editor").get(path("webhooks")).status_code == 403
    assert path("webhooks") not in as_("editor").get(path("corpus")).content.decode()
    assert path("webhooks") in as_("admin").get(path("corpus")).content.decode()
