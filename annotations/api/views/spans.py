"""`spans/`: places in the text of a version."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import delete_span, mark, move_span
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.operations import operation
from annotations.api.parameters import KNOWN_AT, PAGE, Id
from annotations.api.resources import SPAN
from annotations.api.views.places import layer_of
from annotations.models import Span
from annotations.policies import Ability

FILTERS = (
    Id("version", "Only in this version."),
    Id("layer", "Only in this layer."),
    Id("article", "Only in its versions."),
    KNOWN_AT,
)
COLUMNS = {"version": "version__uid", "layer": "layer__uid", "article": "version__article__uid"}


class Spans(ApiView):
    @operation(Ability.READ, "spans_list", "List spans", gives="SpanPage", parameters=PAGE + FILTERS)
    def get(self, request: Request) -> HttpResponse:
        return self.page(self.narrowed(Span, COLUMNS), shapes.spans)

    @operation(Ability.ANNOTATE, "spans_create", "Mark a span", takes="SpanNew", gives="Span", made=True)
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(SPAN)
        layer = layer_of(self.actor, fields)
        span, created = mark(actor=self.actor, layer=layer, segments=fields["segments"], uid=uid)
        # A new span is carried from nowhere, so that all it names is at hand: nothing is read again.
        if created:
            row = tuple(getattr(span, column) for column in shapes.SPAN_COLUMNS)
            shape = shapes.span(row, str(layer.version.uid), str(layer.uid), None)
        else:
            shape = self.shape_of(Span, span.uid, shapes.spans)
        return self.give_made(shape, created=created, route="api:span")


class SpanDetail(ObjectView):
    @operation(Ability.READ, "spans_read", "Read a span", gives="Span", tagged=True, parameters=(KNOWN_AT,))
    def get(self, request: Request, span: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.ANNOTATE, "spans_change", "Give a span other boundaries", takes="SpanChange", gives="Span", guarded=True
    )
    def patch(self, request: Request, span: UUID) -> HttpResponse:
        found = self.find(Span, span, "layer")
        expected = self.expected(found.revision)
        changes = self.changes_of(SPAN, span)
        if "segments" in changes:
            move_span(actor=self.actor, span=found, segments=changes["segments"], expected=expected)
        return self.give(self.current())

    @operation(Ability.ANNOTATE, "spans_delete", "Take a span away", returns={204: None}, guarded=True)
    def delete(self, request: Request, span: UUID) -> HttpResponse:
        found = self.find(Span, span, "layer")
        delete_span(actor=self.actor, span=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Span, self.kwargs["span"], shapes.spans)
