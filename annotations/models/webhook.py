"""Webhooks: addresses outside that are told what changes, and what was sent to them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotations.models.base import Recorded, history_of, identity
from annotations.models.identity import uuid7
from annotations.models.of_workspace import OfWorkspace
from annotations.models.workspace import Workspace
from annotations.vocabulary import DeliveryState


class WebhookQuerySet(OfWorkspace["Webhook"]):
    pass


class Webhook(Recorded):
    """`events` are patterns such as claim.changed, claim.*, *.deleted or *."""

    url = models.CharField(max_length=2000)
    events = ArrayField(models.CharField(max_length=60))
    active = models.BooleanField(default=True)

    objects = WebhookQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("webhook"),
            models.CheckConstraint(condition=Q(url__regex="^https?://"), name="webhook.url"),
            models.CheckConstraint(condition=~Q(events=[]), name="webhook.events_empty"),
        ]

    def __str__(self) -> str:
        return self.url


class WebhookState(models.Model):
    """What no history keeps: the secret, and up to when the changes have been told (all stamps before)."""

    webhook = models.OneToOneField(Webhook, on_delete=models.CASCADE, primary_key=True, related_name="state")
    secret = models.CharField(max_length=200)
    told_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.webhook_id} told until {self.told_until}"


class Delivery(models.Model):
    """One message to a webhook. `body` is sent as it stands, whenever it is sent."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, editable=False, unique=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", db_index=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries", db_index=False)
    body = models.TextField()
    changes = models.IntegerField(help_text="how many it tells")
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.IntegerField(default=0)
    status = models.IntegerField(null=True, help_text="of the last answer")
    error = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    tried_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=("webhook", "-id"), name="delivery_newest"),
            # Few wait among all that were sent in a month; a job looks for them.
            models.Index(fields=("id",), condition=Q(state=DeliveryState.WAITING), name="delivery_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.uid} ({self.state})"


WebhookHistory = history_of(Webhook)
