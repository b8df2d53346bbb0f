"""`webhooks/`: addresses that are told of changes, and what was sent to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions.webhooks import add_webhook, edit_webhook, remove_webhook, replay
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.operations import operation
from annotations.api.paging import Ordering
from annotations.api.parameters import PAGE
from annotations.api.resources import WEBHOOK
from annotations.errors import MissingError
from annotations.models import Delivery, Webhook
from annotations.policies import Ability

NEWEST = Ordering("-id", descending=True)


class Webhooks(ApiView):
    @operation(Ability.MANAGE_WEBHOOKS, "webhooks_list", "List webhooks", gives="WebhookPage", parameters=PAGE)
    def get(self, request: Request) -> HttpResponse:
        return self.page(self.within(Webhook), shapes.webhooks)

    @operation(
        Ability.MANAGE_WEBHOOKS, "webhooks_create", "Have an address told of changes", takes="WebhookNew",
        gives="WebhookMade", made=True,
        about="Events are patterns: `claim.changed`, `claim.*`, `*.deleted`, `*`. Messages are signed as Standard "
        "Webhooks describes it. Without a `secret` one is made, and shown in this answer alone.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(WEBHOOK)
        made, secret = add_webhook(actor=self.actor, uid=uid, **fields)
        shape = self.shape_of(Webhook, made.object.uid, shapes.webhooks)
        more = {"secret": secret} if secret else None
        return self.give_made(shape, created=made.created, route="api:webhook", more=more)


class WebhookDetail(ObjectView):
    @operation(Ability.MANAGE_WEBHOOKS, "webhooks_read", "Read a webhook", gives="Webhook", tagged=True)
    def get(self, request: Request, webhook: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.MANAGE_WEBHOOKS, "webhooks_change", "Change a webhook", takes="WebhookChange", gives="Webhook",
        guarded=True, about="Switched on again, it is told of what happens from then on.",
    )  # fmt: skip
    def patch(self, request: Request, webhook: UUID) -> HttpResponse:
        found = self.find(Webhook, webhook)
        expected = self.expected(found.revision)
        edit_webhook(actor=self.actor, webhook=found, expected=expected, **self.changes_of(WEBHOOK, webhook))
        return self.give(self.current())

    @operation(
        Ability.MANAGE_WEBHOOKS, "webhooks_delete", "Forget a webhook and its deliveries", returns={204: None},
        guarded=True,
    )  # fmt: skip
    def delete(self, request: Request, webhook: UUID) -> HttpResponse:
        found = self.find(Webhook, webhook)
        remove_webhook(actor=self.actor, webhook=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Webhook, self.kwargs["webhook"], shapes.webhooks)


class Deliveries(ApiView):
    @operation(
        Ability.MANAGE_WEBHOOKS, "deliveries_list", "What was sent to a webhook, newest first", gives="DeliveryPage",
        parameters=PAGE,
    )  # fmt: skip
    def get(self, request: Request, webhook: UUID) -> HttpResponse:
        found = self.find(Webhook, webhook)
        return self.page(Delivery.objects.filter(webhook=found), shapes.deliveries, ordering=NEWEST)


class DeliveryReplay(ApiView):
    @operation(
        Ability.MANAGE_WEBHOOKS, "deliveries_replay", "Send a message again, under its own id", gives="Delivery",
        refuses=(409,),
    )  # fmt: skip
    def post(self, request: Request, webhook: UUID, delivery: UUID) -> HttpResponse:
        rows: Any = Delivery.objects.filter(webhook=self.find(Webhook, webhook), uid=delivery)
        found = rows.first()
        if found is None:
            raise MissingError("object.missing", f"there is no delivery {delivery} of this webhook")
        replay(actor=self.actor, delivery=found)
        return self.answer(shapes.deliveries(rows)[0])
