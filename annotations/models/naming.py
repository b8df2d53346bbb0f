"""Whom comments name, and whether they have read it. Follows from the comments; a person's reading is no history."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from annotations.models.base import workspace_through_parent
from annotations.models.comment import Comment
from annotations.models.constraints import same_workspace
from annotations.models.workspace import User


class NamingQuerySet(models.QuerySet["Naming"]):
    def visible_to(self, user: User) -> NamingQuerySet:
        """A person's own."""
        return self.filter(user=user)


class Naming(models.Model):
    """A comment names a member (@name)."""

    id = models.BigAutoField(primary_key=True)
    workspace = workspace_through_parent()
    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="namings", db_constraint=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField(null=True)

    objects = NamingQuerySet.as_manager()

    class Meta:
        constraints = [
            same_workspace("naming.other_workspace", "comment", "annotations.Comment"),
            models.UniqueConstraint(fields=("comment", "user"), name="naming.duplicate"),
        ]
        indexes = [
            models.Index(fields=("workspace", "user", "-id"), name="naming_newest"),
            models.Index(fields=("workspace", "user"), name="naming_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} names {self.user_id}"
