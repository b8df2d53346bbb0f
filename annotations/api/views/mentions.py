"""`mentions/`: where the text speaks of a claim."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import add_mention, delete_mention, edit_mention
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.bodies import optional_uid
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Id
from annotations.api.resources import MENTION
from annotations.api.views.places import mentions_in
from annotations.errors import RuleBrokenError
from annotations.models import Attribution, Claim, Mention, Span
from annotations.policies import Ability
from annotations.vocabulary import MentionPolarity

FILTERS = (
    Id("claim", "Only of this claim."),
    Id("attribution", "Only by this frame."),
    Id("span", "Only by this span."),
    Id("version", "Only in this version."),
    Id("article", "Only in this article's versions."),
    Choice("polarity", "With this polarity.", MentionPolarity),
    KNOWN_AT,
)
COLUMNS = {"claim": "claim__uid", "attribution": "attribution__uid", "span": "span__uid", "polarity": "polarity"}
_RELATED = ("attribution__layer", "span__layer")


class Mentions(ApiView):
    @operation(Ability.READ, "mentions_list", "List mentions", gives="MentionPage", parameters=PAGE + FILTERS)
    def get(self, request: Request) -> HttpResponse:
        rows = self.narrowed(Mention, COLUMNS)
        for name, column in (("version", "version__uid"), ("article", "version__article__uid")):
            if uid := self.query[name]:
                rows = rows.filter(pk__in=mentions_in(self.within, **{column: uid}).values("pk"))
        return self.page(rows, shapes.mentions)

    @operation(
        Ability.ANNOTATE, "mentions_create", "Tie a frame or a plain span to a claim", takes="MentionNew",
        gives="Mention", made=True,
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(MENTION)
        claim = self.named(Claim, fields.pop("claim"), "claim")
        if claim is None:
            raise RuleBrokenError("field.required", "claim is required", field="claim")
        attribution = self.named(Attribution, fields.pop("attribution", None), "attribution")
        span = self.named(Span, fields.pop("span", None), "span")
        mention, created = add_mention(
            actor=self.actor, claim=claim, attribution=attribution, span=span, uid=uid, **fields
        )
        shape = self.shape_of(Mention, mention.uid, shapes.mentions)
        return self.give_made(shape, created=created, route="api:mention")

    def named(self, model: type[Model], value: Any, field: str) -> Any:
        """The object that the body names, or None. Raise RuleBrokenError where the workspace has none of that id."""
        uid = optional_uid(value, field)
        if uid is None:
            return None
        rows = self.within(model).filter(uid=uid)
        found = (rows if model is Claim else rows.select_related("layer")).first()
        if found is None:
            raise RuleBrokenError(f"{field}.missing", f"there is no {field} {uid} in this workspace", field=field)
        return found


class MentionDetail(ObjectView):
    @operation(Ability.READ, "mentions_read", "Read a mention", gives="Mention", tagged=True, parameters=(KNOWN_AT,))
    def get(self, request: Request, mention: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.ANNOTATE, "mentions_change", "Change polarity or credibility", takes="MentionChange", gives="Mention",
        guarded=True,
    )  # fmt: skip
    def patch(self, request: Request, mention: UUID) -> HttpResponse:
        found = self.find(Mention, mention, *_RELATED)
        expected = self.expected(found.revision)
        edit_mention(actor=self.actor, mention=found, expected=expected, **self.changes_of(MENTION, mention))
        return self.give(self.current())

    @operation(Ability.ANNOTATE, "mentions_delete", "Untie the place from the claim", returns={204: None}, guarded=True)
    def delete(self, request: Request, mention: UUID) -> HttpResponse:
        found = self.find(Mention, mention, *_RELATED)
        delete_mention(actor=self.actor, mention=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Mention, self.kwargs["mention"], shapes.mentions)
