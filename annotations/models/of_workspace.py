"""Who sees the objects of a workspace: its members. Every read of such objects begins here."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models

from annotations.models.workspace import User, Workspace

Row = TypeVar("Row", bound=models.Model, covariant=True)


class OfWorkspace(models.QuerySet[Row]):
    """Objects that belong to a workspace."""

    def visible_to(self, user: User) -> Self:
        """Those of the workspaces that `user` is a member of."""
        return self.filter(workspace__memberships__user=user)

    def in_workspace(self, workspace: Workspace) -> Self:
        return self.filter(workspace=workspace)


class FoundByWords(OfWorkspace[Row]):
    """Objects with a folded column that trigrams are kept of."""

    def matching(self, folded: str) -> Self:
        """Those whose folded column contains every one of the folded words."""
        found = self
        for word in folded.split():
            found = found.filter(folded__contains=word)
        return found
