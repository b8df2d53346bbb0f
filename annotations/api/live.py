"""The live stream of a version's changes: what each event looks like, and who may go on listening.

The stream itself is held open by the server (project.live). A server that cannot hold one sends what there is and ends
the answer: whoever listens asks again after RETRY, as the standard has it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils.crypto import constant_time_compare

from annotations.api.encoding import to_json
from annotations.api.since import changes_since, is_empty
from annotations.models import ArticleVersion, Layer, Membership, Token, User

EVENT_STREAM: Final = "text/event-stream"
TICKET: Final = "isnad.ticket"
"""Where the endpoint leaves the ticket for the server, in the request's environment."""
RETRY: Final = 2000  # milliseconds


class Topic(NamedTuple):
    """Internal ids of what a stream is about; `layer` None: all layers of the version."""

    workspace: int
    version: int
    layer: int | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One stream that may be held open: who listens from which window (`viewer`, made by the client), up to where they
    have been told, and what lets them: a session or a token.
    """

    topic: Topic
    viewer: str
    user: int
    username: str
    name: str
    cursor: datetime
    session: str = ""
    token: int | None = None


def event(name: str, document: Any, *, cursor: str = "") -> bytes:
    """One event as it goes over the wire. JSON holds no line break, so that it is one line of data."""
    head = f"id: {cursor}\n" if cursor else ""
    return f"{head}event: {name}\ndata: ".encode() + to_json(document) + b"\n\n"


def news(topic: Topic, after: datetime) -> tuple[bytes, datetime]:
    """The event that tells what changed after a cursor (empty where nothing did), and the cursor that it leads to."""
    version = ArticleVersion.objects.get(pk=topic.version)
    layers = Layer.objects.filter(version=version)
    if topic.layer is not None:
        layers = layers.filter(pk=topic.layer)
    changes = changes_since(version, list(layers), after)
    cursor = datetime.fromisoformat(changes["cursor"])
    return (b"" if is_empty(changes) else event("changes", changes, cursor=changes["cursor"])), cursor


def still_allowed(tickets: Iterable[Ticket]) -> set[Ticket]:
    """Those whose holders are still signed in (or whose token lives) and members of the workspace."""
    held = list(tickets)
    members = set(
        Membership.objects.filter(user__in={one.user for one in held}, user__is_active=True).values_list(
            "workspace", "user"
        )
    )
    sessions = _living_sessions({one.session for one in held if one.session})
    now = datetime.now(UTC)
    tokens = set(
        Token.objects.filter(pk__in={one.token for one in held}, revoked_at=None, expires_at__gt=now).values_list(
            "pk", flat=True
        )
    )
    return {
        one
        for one in held
        if (one.topic.workspace, one.user) in members
        and (sessions.get(one.session) == one.user if one.session else one.token in tokens)
    }


def _living_sessions(keys: set[str]) -> dict[str, int]:
    """User by session, of those sessions that have not ended, expired, or been outlived by a change of password."""
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=datetime.now(UTC))
    contents = {row.session_key: row.get_decoded() for row in rows}
    users = User.objects.in_bulk({int(one[SESSION_KEY]) for one in contents.values() if SESSION_KEY in one})
    living: dict[str, int] = {}
    for key, content in contents.items():
        user = users.get(int(content.get(SESSION_KEY, 0)))
        known = content.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        if user and known and constant_time_compare(content.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            living[key] = user.pk
    return living
