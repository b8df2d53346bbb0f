"""`workspace/`: where the token leads, who is there, and every closed vocabulary with its labels."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Choices
from django.http import HttpResponse
from django.utils.translation import override
from rest_framework.request import Request

from annotations import vocabulary
from annotations.api.base import ApiView
from annotations.api.operations import operation
from annotations.corpus.rechecks import recheck_days
from annotations.models import Membership
from annotations.policies import Ability

LANGUAGES = ("en", "ar")


def vocabularies() -> dict[str, list[dict[str, Any]]]:
    """Every enum by its name in snake_case: its values, in order, with their labels."""
    found = {}
    for name in vocabulary.__all__:
        choices = getattr(vocabulary, name)
        if isinstance(choices, type) and issubclass(choices, Choices):
            found[re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()] = [_member(one) for one in choices]
    return found


def _member(one: Any) -> dict[str, Any]:
    labels = {}
    for language in LANGUAGES:
        with override(language):
            labels[language] = str(one.label)
    return {"value": one.value, **labels}


class WorkspaceDetail(ApiView):
    @operation(Ability.READ, "workspace_read", "The token's workspace", gives="Workspace")
    def get(self, request: Request) -> HttpResponse:
        workspace = self.actor.workspace
        rows = Membership.objects.filter(workspace=workspace, user__is_active=True).select_related("user")
        members = [
            {"username": one.user.get_username(), "name": one.user.get_full_name(), "role": one.role}
            for one in rows.order_by("user__username")
        ]
        scope = self.actor.scope.value if self.actor.scope else None
        return self.answer(
            {
                "id": str(workspace.uid),
                "slug": workspace.slug,
                "name": workspace.name,
                "members": members,
                "recheck_days": recheck_days(self.within),
                "me": {"username": self.actor.username, "role": self.actor.role.value, "scope": scope},
                "vocabulary": vocabularies(),
            }
        )
