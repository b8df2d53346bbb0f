"""Which steps of whom were undone, and which transactions are one step.

What a step changed is not kept here: the history has it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from annotations.models.article import Layer
from annotations.models.base import MAX_USERNAME
from annotations.models.constraints import same_workspace
from annotations.models.workspace import Workspace
from annotations.vocabulary import Way


class Undoing(models.Model):
    """One step (all that one transaction of one person wrote in a layer, or several of one gesture; named by its first
    stamp `step`) was undone, done again, or left for good because of what others did since. `at` is the stamp of the
    transaction that did so.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", db_index=False)
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    username = models.CharField(max_length=MAX_USERNAME)
    step = models.DateTimeField()
    at = models.DateTimeField()
    way = models.CharField(max_length=5, choices=Way)
    request = models.UUIDField(null=True, help_text="the client's id of the request that asked for it")

    class Meta:
        constraints = [
            same_workspace("undoing.other_workspace", "layer", "annotations.Layer"),
            models.CheckConstraint(condition=Q(way__in=Way.values), name="undoing.way"),
            models.UniqueConstraint(fields=("workspace", "username", "request"), name="undoing.duplicate_id"),
        ]
        indexes = [models.Index(fields=["layer", "username", "id"], name="undoing_of_layer")]

    def __str__(self) -> str:
        return f"{self.way} {self.step} of {self.username}"


class Gesture(models.Model):
    """The transaction with the stamp `at` belongs to a gesture of its writer: one thing done by several requests, which
    the client names `uid`. What belongs together is one step, undone at once.
    """

    id = models.BigAutoField(primary_key=True)
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="+", db_index=False)
    username = models.CharField(max_length=MAX_USERNAME)
    at = models.DateTimeField()
    uid = models.UUIDField(help_text="the client's name of the gesture")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("workspace", "username", "at"), name="gesture.duplicate_stamp")]

    def __str__(self) -> str:
        return f"{self.uid} of {self.username} at {self.at}"
