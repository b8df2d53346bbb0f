"""`attributions/`: who says what, by which words; one by one or many at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import FrameDraft, attribute, attribute_many, delete_attribution, edit_attribution
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.bodies import read_fields, read_new
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Choice, Id
from annotations.api.resources import ATTRIBUTION
from annotations.api.views.places import layer_of
from annotations.api.views.spans import COLUMNS, FILTERS
from annotations.errors import DomainError, MalformedError, ManyErrors
from annotations.models import Attribution, Source
from annotations.policies import Ability
from annotations.vocabulary import Attitude, CueKind, Quotation, Resolution

OWN_FILTERS = (
    *FILTERS,
    Id("speaker", "Only where this source speaks."),
    Id("parent", "Only directly inside this frame."),
    Choice("resolution", "With this resolution of the source.", Resolution),
    Choice("cue_kind", "With a cue of this kind.", CueKind),
    Choice("attitude", "With this attitude.", Attitude),
    Choice("quotation", "Quoted in this way.", Quotation),
)
OWN_COLUMNS = {
    **COLUMNS,
    "parent": "parent__uid",
    **{name: name for name in ("resolution", "cue_kind", "attitude", "quotation")},
}


class Attributions(ApiView):
    @operation(
        Ability.READ, "attributions_list", "List attributions", gives="AttributionPage", parameters=PAGE + OWN_FILTERS
    )
    def get(self, request: Request) -> HttpResponse:
        rows = self.narrowed(Attribution, OWN_COLUMNS)
        if speaker := self.query["speaker"]:
            key = self.within(Source).filter(uid=speaker).values_list("pk", flat=True).first()
            rows = rows.filter(speaker_ids__contains=[key]) if key else rows.none()
        return self.page(rows, shapes.attributions)

    @operation(
        Ability.ANNOTATE, "attributions_create", "Build a frame", takes="AttributionNew", gives="Attribution",
        made=True,
        about="A span part takes a span's id, or its `segments`, which makes the span in the same transaction.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(ATTRIBUTION)
        layer = layer_of(self.actor, fields)
        frame, created = attribute(actor=self.actor, layer=layer, draft=FrameDraft(**fields), uid=uid)
        shape = self.shape_of(Attribution, frame.uid, shapes.attributions)
        return self.give_made(shape, created=created, route="api:attribution")


class AttributionBulk(ApiView):
    @operation(
        Ability.ANNOTATE, "attributions_bulk", "Build many frames, all or none", takes="AttributionBulk",
        returns={201: "Attributions"},
        about="A later frame may name an earlier one's id as its parent. Errors carry their place: attributions.3.cue.",
    )  # fmt: skip
    def post(self, request: Request) -> HttpResponse:
        body = dict(read_fields(request.data, ("version", "layer", "attributions"), required=("attributions",)))
        drafts = self.drafts(body.pop("attributions"))
        layer = layer_of(self.actor, body)
        frames = attribute_many(actor=self.actor, layer=layer, drafts=drafts)
        made = shapes.attributions(self.within(Attribution).filter(pk__in=[frame.pk for frame in frames]))
        place = {str(frame.uid): index for index, frame in enumerate(frames)}
        return self.answer({"attributions": sorted(made, key=lambda one: place[one["id"]])}, status=201)

    def drafts(self, values: Any) -> list[tuple[UUID | None, FrameDraft]]:
        """Raise every fault of shape at once, each with its place."""
        if not isinstance(values, list) or not values:
            raise MalformedError("bulk.not_list", "attributions must be a list of attributions", field="attributions")
        drafts: list[tuple[UUID | None, FrameDraft]] = []
        faults: list[DomainError] = []
        for place, value in enumerate(values):
            try:
                uid, fields = read_new(value, ATTRIBUTION)
                if "layer" in fields or "version" in fields:
                    raise MalformedError("bulk.layer", "name the layer once, beside `attributions`")
                drafts.append((uid, FrameDraft(**fields)))
            except ManyErrors as error:
                faults += [one.at(f"attributions.{place}") for one in error.errors]
            except DomainError as error:
                faults.append(error.at(f"attributions.{place}"))
        if faults:
            raise ManyErrors(faults)
        return drafts


class AttributionDetail(ObjectView):
    @operation(
        Ability.READ, "attributions_read", "Read an attribution", gives="Attribution", tagged=True,
        parameters=(KNOWN_AT,),
    )  # fmt: skip
    def get(self, request: Request, attribution: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.ANNOTATE, "attributions_change", "Change parts of a frame", takes="AttributionChange",
        gives="Attribution", guarded=True,
    )  # fmt: skip
    def patch(self, request: Request, attribution: UUID) -> HttpResponse:
        found = self.find(Attribution, attribution, "layer")
        expected = self.expected(found.revision)
        draft = FrameDraft(**self.changes_of(ATTRIBUTION, attribution))
        if draft.given():
            edit_attribution(actor=self.actor, attribution=found, draft=draft, expected=expected)
        return self.give(self.current())

    @operation(
        Ability.ANNOTATE, "attributions_delete", "Take a frame away", returns={204: None}, guarded=True,
        about="Its mentions go with it, its children move up to its parent, spans that nothing else uses go.",
    )  # fmt: skip
    def delete(self, request: Request, attribution: UUID) -> HttpResponse:
        found = self.find(Attribution, attribution, "layer")
        delete_attribution(actor=self.actor, attribution=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Attribution, self.kwargs["attribution"], shapes.attributions)
