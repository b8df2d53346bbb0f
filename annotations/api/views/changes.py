"""`changes/`: everything that happened, in order, for whoever keeps a copy."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.api import claim_shapes, evidence_shapes, shapes
from annotations.api.base import ApiView, Shape
from annotations.api.operations import operation
from annotations.api.paging import MAX_KEY
from annotations.api.parameters import DEFAULT_PAGE, PageSize, Text, Time
from annotations.corpus import Change, Position, after, changes, rank_of, revisions_of
from annotations.errors import MalformedError, RuleBrokenError
from annotations.models import (
    Article,
    ArticleVersion,
    Assessment,
    Attribution,
    Claim,
    Comment,
    Corroboration,
    Exhibit,
    Layer,
    Mention,
    Progress,
    Resemblance,
    Source,
    SourceDismissal,
    SourceRelation,
    Span,
    Transition,
)
from annotations.policies import Ability
from annotations.text import time_text

KINDS: Final[dict[str, tuple[type[Any], Callable[[Any], list[Shape]]]]] = {
    "source": (Source, shapes.sources),
    "source_relation": (SourceRelation, evidence_shapes.relations),
    "article": (Article, partial(shapes.articles, versions=ArticleVersion.objects.all())),
    "version": (ArticleVersion, shapes.versions),
    "layer": (Layer, shapes.layers),
    "progress": (Progress, shapes.progress),
    "span": (Span, shapes.spans),
    "attribution": (Attribution, shapes.attributions),
    "claim": (Claim, claim_shapes.claims),
    "mention": (Mention, shapes.mentions),
    "exhibit": (Exhibit, evidence_shapes.exhibits),
    "corroboration": (Corroboration, evidence_shapes.corroborations),
    "assessment": (Assessment, evidence_shapes.assessments),
    "transition": (Transition, shapes.transitions),
    "comment": (Comment, shapes.comments),
    "resemblance": (Resemblance, evidence_shapes.resemblances),
    "source_dismissal": (SourceDismissal, evidence_shapes.dismissals),
}


class Changes(ApiView):
    @operation(
        Ability.READ, "changes", "Every change, in order", gives="Changes",
        parameters=(
            Text("after", "Where to go on: the `cursor` of the last answer, never made by hand."),
            Time("since", "Instead of a cursor: go on after this time, such as the `known_at` of an export."),
            PageSize("page_size", "How many changes at most."),
        ),
        about="Ask again with `after` set to the answer's `cursor`: no change is left out and none comes twice, "
        "whoever writes meanwhile. What one transaction did to one object is one change. `object` is as it was after "
        "the change, a claim without its standing (its assessments tell that); null where it was deleted, or since.",
        refuses=(409, 422),
    )  # fmt: skip
    def get(self, request: Request) -> HttpResponse:
        since = self._since()
        found = changes(workspace=self.actor.workspace, since=since, limit=int(self.query["page_size"] or DEFAULT_PAGE))
        objects = objects_of(found)
        last = found[-1] if found else None
        cursor = cursor_of(last) if last else self.query["after"] or _encode(since)
        results = [{**entry(one), "object": objects.get((one.type, str(one.uid), one.revision))} for one in found]
        address = request.build_absolute_uri(f"{request.path}?after={cursor}")
        if self.query["page_size"]:
            address += f"&page_size={self.query['page_size']}"
        return self.answer({"results": results, "cursor": cursor, "next": address})

    def _since(self) -> Position:
        cursor, moment = self.query["after"], self.query["since"]
        if cursor and moment:
            raise RuleBrokenError("changes.after_and_since", "give a cursor or a time, not both", field="since")
        if cursor:
            return read_cursor(cursor)
        return after(moment) if moment else Position()


def entry(change: Change) -> Shape:
    """A change without its object."""
    return {
        "type": change.type,
        "id": str(change.uid),
        "verb": change.verb,
        "revision": change.revision,
        "at": time_text(change.at),
        "by": change.by,
        "through": change.through,
    }


def objects_of(found: list[Change]) -> dict[tuple[str, str, int], Shape]:
    """What the API shows of each object that was not deleted, as it was after the change; by type, id and revision."""
    objects: dict[tuple[str, str, int], Shape] = {}
    for noun, (model, build) in KINDS.items():
        changed = [one for one in found if one.type == noun and one.verb != "deleted"]
        if changed:
            # One object may stand there in several revisions.
            rows = revisions_of(model, [(one.key, one.revision) for one in changed])
            objects |= {(noun, shape["id"], shape.get("revision", 1)): shape for shape in build(rows)}
    return objects


def cursor_of(change: Change) -> str:
    return _encode(change.position, change.type, deleted=change.verb == "deleted")


def _encode(position: Position, noun: str = "", *, deleted: bool = False) -> str:
    parts = [time_text(position.at), noun, int(deleted), position.key]
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> Position:
    """The position that a cursor names. Raise MalformedError `cursor.malformed`."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        moment, noun, deleted, key = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        at = datetime.fromisoformat(moment)
        rank = rank_of(noun, deleted=bool(deleted)) if noun else -1
    except (ValueError, TypeError, AttributeError, UnicodeError, binascii.Error, RecursionError):
        raise _bad() from None
    if at.tzinfo is None or type(key) is not int or not 0 <= key <= MAX_KEY:
        raise _bad()
    return Position(at, rank, key)


def _bad() -> MalformedError:
    return MalformedError("cursor.malformed", "the cursor is none of this list's", field="after")
