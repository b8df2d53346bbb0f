"""What every page's header shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from annotations.models import Membership
from annotations.web.access import SESSION_WORKSPACE
from annotations.web.for_you import unread_count

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def shell(request: HttpRequest) -> dict[str, Any]:
    """The workspace, the person's role in it, and the theme: "light", "dark", or "" for the system's."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "workspace": actor.workspace if actor else _last_workspace(request),
        # Counted where a template shows it; pages above workspaces do not.
        "unread": (lambda: unread_count(actor)) if actor else 0,
        "theme": theme if theme in THEMES else "",
    }


def _last_workspace(request: HttpRequest) -> Any:
    """The workspace that a signed-in person looked at last, for pages above workspaces; else None."""
    session = getattr(request, "session", None)
    user = getattr(request, "user", None)
    slug = session.get(SESSION_WORKSPACE) if session is not None else None
    if not slug or user is None or not user.is_authenticated:
        return None
    membership = Membership.objects.filter(user=user, workspace__slug=slug).select_related("workspace").first()
    return membership.workspace if membership else None
