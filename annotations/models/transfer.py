"""Exports and imports that are made in the background. What they leave behind is for a while only: no history."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from annotations.models.identity import uuid7
from annotations.models.workspace import User, Workspace
from annotations.vocabulary import TransferKind, TransferState


class TransferQuerySet(models.QuerySet["Transfer"]):
    def visible_to(self, user: User) -> TransferQuerySet:
        """A person's own that have not expired: a link is dead when its time has come, not when somebody clears up."""
        return self.filter(user=user, expires_at__gt=Now())


class Transfer(models.Model):
    """`options`: article, claim or layer of an export; dry_run of an import. `report`: an import's, or an error."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, editable=False, unique=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=TransferKind)
    format = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    known_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=TransferState, default=TransferState.WAITING)
    file_name = models.CharField(max_length=300, blank=True, default="")
    size = models.BigIntegerField(null=True, help_text="of the file, in bytes")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    report = models.JSONField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects = TransferQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=("workspace", "user", "-id"), name="transfer_newest"),
            models.Index(fields=("expires_at",), name="transfer_expires"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.format} ({self.state})"
