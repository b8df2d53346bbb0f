"""`namings/`: the comments of the workspace that name whoever asks, read and unread."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import mark_read, own_namings
from annotations.api import shapes
from annotations.api.base import ApiView, Shape
from annotations.api.bodies import read_fields, uid_of
from annotations.api.encoding import time_or_none
from annotations.api.operations import operation
from annotations.api.paging import Ordering
from annotations.api.parameters import PAGE, Flag
from annotations.errors import RuleBrokenError
from annotations.models import Comment
from annotations.policies import Ability

NEWEST = Ordering("newest", descending=True)
MOST = 500


class Namings(ApiView):
    @operation(
        Ability.READ, "namings_list", "List the comments that name you, newest first", gives="NamingPage",
        parameters=(*PAGE, Flag("read", "Only those that you have read, or only the others.")),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        rows = own_namings(self.actor)
        if self.query["read"] is not None:
            rows = rows.filter(read_at__isnull=not self.query["read"])
        return self.page(rows, self.build, ordering=NEWEST)

    def build(self, rows: QuerySet[Any]) -> list[Shape]:
        """Each comment as it is, with when it was read."""
        found = list(rows.values_list("comment_id", "read_at"))
        comments = Comment.objects.filter(pk__in=[key for key, _ in found])
        shown = dict(zip(comments.order_by("pk").values_list("pk", flat=True), _shapes(comments), strict=True))
        return [{"comment": shown[key], "read_at": time_or_none(read_at)} for key, read_at in found]

    @operation(
        Ability.READ, "namings_read", "Say which of them you have read", takes="NamingsRead",
        returns={200: "NamingsChanged"},
        about="`comments` are ids of comments, at most 500; without it all that name you. `read` false: not yet.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        body = read_fields(request.data, ("comments", "read"))
        read = body.get("read", True)
        if not isinstance(read, bool):
            raise RuleBrokenError("field.boolean", "read must be true or false", field="read")
        return self.answer({"changed": mark_read(actor=self.actor, comments=_comments(body), read=read)})


def _shapes(comments: QuerySet[Comment]) -> list[Shape]:
    return shapes.comments(comments.order_by("pk"))


def _comments(body: dict[str, Any]) -> list[Any] | None:
    given = body.get("comments")
    if given is None:
        return None
    if not isinstance(given, list) or len(given) > MOST:
        raise RuleBrokenError("naming.comments", f"comments must be a list of at most {MOST} ids", field="comments")
    return [uid_of(one, f"comments.{number}") for number, one in enumerate(given)]
