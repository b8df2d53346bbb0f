"""Workspaces, the people in them, and the tokens of their programs."""

from __future__ import annotations

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models.base import Recorded, Versioned, history_of, identity
from annotations.models.constraints import CompositeForeignKey, ReferencedKey
from annotations.models.identity import uuid7
from annotations.models.triggers import recording
from annotations.vocabulary import Role, Scope


class User(AbstractUser):
    """A person who signs in. Roles are per workspace, see Membership."""

    language = models.CharField(max_length=5, blank=True, default="", help_text=_("language of the interface"))
    theme = models.CharField(max_length=5, blank=True, default="", help_text=_("light, dark, or as the system"))
    keys = models.JSONField(default=dict, db_default={}, blank=True, help_text=_("keys of the workbench"))


class WorkspaceQuerySet(models.QuerySet["Workspace"]):
    def visible_to(self, user: User) -> WorkspaceQuerySet:
        return self.filter(memberships__user=user)


class Workspace(Versioned):
    """One newsroom or research group. Nothing crosses its border."""

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid7, editable=False, unique=True)
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(db_default=Now())

    objects = WorkspaceQuerySet.as_manager()

    class Meta:
        triggers = recording(workspace_column="id")

    def __str__(self) -> str:
        return self.slug


class Membership(Recorded):
    """A user's role in a workspace."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    workspace = models.ForeignKey(Workspace, on_delete=models.PROTECT, related_name="memberships", db_index=False)
    role = models.CharField(max_length=10, choices=Role)

    class Meta(Recorded.Meta):
        constraints = [
            *identity("membership"),
            ReferencedKey(fields=("workspace", "user"), name="membership.duplicate"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership.role"),
        ]
        triggers = [
            *recording(fixed=("user_id",)),
            # Whoever holds a stream open to this member looks again at whether they may.
            pgtrigger.Trigger(
                name="e_announce",
                when=pgtrigger.After,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="PERFORM pg_notify('isnad_access', OLD.user_id::text); RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.workspace_id}: {self.role}"


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, user: User) -> TokenQuerySet:
        return self.filter(user=user)


class Token(Recorded):
    """A program's key to one workspace, in its user's name. Only the SHA-256 of the key is kept."""

    name = models.CharField(max_length=100, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="tokens")
    scope = models.CharField(max_length=10, choices=Scope)
    key_sha256 = models.CharField(max_length=64, unique=True)
    key_start = models.CharField(max_length=12, help_text=_("the first characters, to tell tokens apart"))
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = TokenQuerySet.as_manager()

    class Meta(Recorded.Meta):
        constraints = [
            *identity("token"),
            models.CheckConstraint(condition=Q(scope__in=Scope.values), name="token.scope"),
            CompositeForeignKey(
                name="token.member",
                fields=("workspace", "user"),
                to="annotations.Membership",
                to_fields=("workspace", "user"),
            ),
        ]
        triggers = recording(fixed=("user_id",))

    def __str__(self) -> str:
        return f"{self.key_start}… ({self.scope})"


class TokenUse(models.Model):
    """When a token was last used, to the minute. Apart from the token, because use is no change of it."""

    token = models.OneToOneField(Token, on_delete=models.CASCADE, primary_key=True, related_name="use")
    last_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.token_id} used {self.last_used_at}"


WorkspaceHistory = history_of(Workspace)
MembershipHistory = history_of(Membership)
TokenHistory = history_of(Token)
