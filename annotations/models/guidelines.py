"""How a workspace marks up: the text that its people work by. Its versions are its history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from annotations.models.base import Recorded, history_of, identity
from annotations.models.of_workspace import OfWorkspace
from annotations.models.triggers import recording


class GuidelinesQuerySet(OfWorkspace["Guidelines"]):
    pass


class Guidelines(Recorded):
    """The guidelines of a workspace, in Markdown: one row, and one of its history for every version before."""

    body = models.TextField()

    objects = GuidelinesQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("guidelines"),
            models.UniqueConstraint(fields=("workspace",), name="guidelines.duplicate"),
            models.CheckConstraint(condition=~Q(body=""), name="guidelines.body_empty"),
        ]
        triggers = recording()

    def __str__(self) -> str:
        return self.body[:60]


GuidelinesHistory = history_of(Guidelines)
