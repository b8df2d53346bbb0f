"""`versions/{id}/changes/`, `versions/{id}/live/` and `versions/{id}/presence/`: following what others do."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpResponse
from rest_framework.request import Request

from annotations.api.base import ApiView, JsonRenderer, none
from annotations.api.bodies import optional_uid, read_fields, uid_of
from annotations.api.encoding import to_json
from annotations.api.live import EVENT_STREAM, RETRY, TICKET, Ticket, Topic, event
from annotations.api.operations import operation
from annotations.api.parameters import Id, Time
from annotations.api.since import Shape, changes_since, is_empty
from annotations.corpus.cursor import cursor_of
from annotations.errors import MissingError
from annotations.models import ArticleVersion, Layer
from annotations.policies import Ability

AFTER = Time("after", "The cursor of the last answer. Without it: from now on.")
LAYER = Id("layer", "Only this layer.")


class _Following(ApiView):
    """What the endpoints share that tell of changes to one version."""

    def changes(self, version: ArticleVersion, after: datetime | None) -> Shape:
        return changes_since(version, self.layers(version), after or cursor_of(version.workspace_id))

    def layers(self, version: ArticleVersion) -> list[Layer]:
        rows = self.within(Layer).filter(version=version)
        wanted = self.query["layer"]
        found = list(rows if wanted is None else rows.filter(uid=wanted))
        if not found:
            raise MissingError("object.missing", f"there is no layer {wanted} in this version")
        return found


class VersionChanges(_Following):
    @operation(
        Ability.READ, "annotations_changes", "What changed among a version's annotations since a cursor",
        gives="AnnotationChanges", parameters=(AFTER, LAYER),
        about="Ask with the `cursor` of the last answer as `after`. Objects may come twice, never too late: compare "
        "their `revision`.",
    )  # fmt: skip
    def get(self, request: Request, version: UUID) -> HttpResponse:
        found = self.find(ArticleVersion, version)
        return self.answer(self.changes(found, self.query["after"]))


class _EventRenderer(JsonRenderer):
    """For negotiation alone: a client that asks for an event stream is not refused."""

    media_type = EVENT_STREAM


class VersionLive(_Following):
    renderer_classes = [_EventRenderer]
    one_media_type = True

    @operation(
        Ability.READ, "annotations_live", "Follow a version's annotations as server-sent events",
        returns={200: "EventStream"}, returns_as=(EVENT_STREAM,),
        parameters=(
            AFTER, LAYER,
            Id("viewer", "A UUID of the client's own that names this window among those who are here."),
        ),
        about="`changes` events carry what `changes/` answers; their `id` is the cursor, and a client that comes back "
        "with it as Last-Event-ID misses nothing. `here` tells who is looking at what, `end` why a stream ended.",
    )  # fmt: skip
    def get(self, request: Request, version: UUID) -> HttpResponse:
        found = self.find(ArticleVersion, version)
        after = self.query["after"] or self._last_event()
        changes = self.changes(found, after)
        request.META[TICKET] = self._ticket(found, datetime.fromisoformat(changes["cursor"]))
        # Without news an event of the kind nobody listens to still moves the client's cursor on.
        name = "nothing" if is_empty(changes) else "changes"
        body = f"retry: {RETRY}\n".encode() + event(name, changes, cursor=changes["cursor"])
        return HttpResponse(body, content_type=EVENT_STREAM, headers={"X-Accel-Buffering": "no"})

    def _last_event(self) -> datetime | None:
        """The cursor in Last-Event-ID; something else there is no cursor of ours, and is left alone."""
        given = self.request.headers.get("Last-Event-ID", "")
        try:
            return AFTER.read(given) if given else None
        except ValueError:
            return None

    def _ticket(self, version: ArticleVersion, cursor: datetime) -> Ticket:
        session = getattr(self.request._request, "session", None)  # noqa: SLF001 - the session is the plain request's
        layers = [one.pk for one in self.layers(version)] if self.query["layer"] else [None]
        return Ticket(
            topic=Topic(version.workspace_id, version.pk, layers[0]),
            viewer=str(self.query["viewer"] or ""),
            user=self.actor.user.pk,
            username=self.actor.username,
            name=self.actor.user.get_full_name() or self.actor.username,
            cursor=cursor,
            session="" if self.actor.token or session is None else session.session_key or "",
            token=self.actor.token,
        )


class VersionPresence(ApiView):
    @operation(
        Ability.READ, "presence_tell", "Tell those who look at a version on which frame one is", takes="Presence",
        returns={204: None},
        about="`viewer` is the id with which the live stream was opened. Nothing of this is stored.",
    )  # fmt: skip
    def post(self, request: Request, version: UUID) -> HttpResponse:
        found = self.find(ArticleVersion, version)
        body = read_fields(request.data, ("viewer", "frame"), required=("viewer",))
        where: dict[str, Any] = {
            "viewer": str(uid_of(body["viewer"], "viewer")),
            "frame": _text(optional_uid(body.get("frame"), "frame")),
            "user": self.actor.user.pk,
            "version": found.pk,
        }
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify('isnad_where', %s)", [to_json(where).decode()])
        return none()


def _text(uid: UUID | None) -> str | None:
    return None if uid is None else str(uid)
