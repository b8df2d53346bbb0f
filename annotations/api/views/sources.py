"""`sources/`: the registry of who speaks."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import delete_source, edit_source, register_source
from annotations.api import shapes
from annotations.api.base import ApiView, ObjectView, Shape, none
from annotations.api.operations import operation
from annotations.api.paging import likest_of
from annotations.api.parameters import KNOWN_AT, LIKE, PAGE, Choice, Text
from annotations.api.resources import SOURCE
from annotations.corpus.likest import likest_sources
from annotations.corpus.source_view import grades_of
from annotations.models import Attribution, Source
from annotations.policies import Ability
from annotations.text import fold_plain, time_text
from annotations.vocabulary import Reliability, SourceKind

FILTERS = (
    Text("q", "Words of the name, the descriptor, the affiliation or the rank, folded."),
    replace(LIKE, about=f"{LIKE.about} Names of another script are found by their consonants."),
    Choice("kind", "Of this kind.", SourceKind),
    Choice("reliability", "With this grade.", Reliability),
    KNOWN_AT,
)


class Sources(ApiView):
    @operation(Ability.READ, "sources_list", "List and search sources", gives="SourcePage", parameters=PAGE + FILTERS)
    def get(self, request: Request) -> HttpResponse:
        rows = self.narrowed(Source, {"kind": "kind", "reliability": "reliability"})
        if self.query["q"]:
            rows = rows.matching(fold_plain(self.query["q"]))  # type: ignore[attr-defined]
        if self.query["like"]:
            find = partial(likest_sources, rows, workspace=self.actor.workspace.pk)
            return self.answer(likest_of(rows, self.query, find, shapes.sources))
        return self.page(rows, shapes.sources)

    @operation(
        Ability.REGISTER_SOURCE, "sources_create", "Register a source", takes="SourceNew", gives="Source", made=True
    )
    def post(self, request: Request) -> HttpResponse:
        uid, fields = self.body_of(SOURCE)
        source, created = register_source(actor=self.actor, uid=uid, **fields)
        shape = self.shape_of(Source, source.uid, shapes.sources)
        return self.give_made(shape, created=created, route="api:source")


class SourceDetail(ObjectView):
    @operation(Ability.READ, "sources_read", "Read a source", gives="Source", tagged=True, parameters=(KNOWN_AT,))
    def get(self, request: Request, source: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    @operation(
        Ability.REGISTER_SOURCE, "sources_change", "Change a source's record", takes="SourceChange", gives="Source",
        guarded=True,
    )  # fmt: skip
    def patch(self, request: Request, source: UUID) -> HttpResponse:
        found = self.find(Source, source)
        expected = self.expected(found.revision)
        edit_source(actor=self.actor, source=found, expected=expected, **self.changes_of(SOURCE, source))
        return self.give(self.current())

    @operation(
        Ability.REGISTER_SOURCE,
        "sources_delete",
        "Take a source out of the registry",
        returns={204: None},
        guarded=True,
    )
    def delete(self, request: Request, source: UUID) -> HttpResponse:
        found = self.find(Source, source)
        delete_source(actor=self.actor, source=found, expected=self.expected(found.revision))
        return none()

    def current(self) -> Shape:
        return self.shape_of(Source, self.kwargs["source"], shapes.sources)


class SourceGrades(ApiView):
    @operation(
        Ability.READ,
        "sources_grades",
        "The grades of reliability that a source has had, the latest first",
        gives="Grades",
        parameters=(KNOWN_AT,),
        about="`grade` is empty where it was taken back. Each claim counts by the grade that the source has.",
    )
    def get(self, request: Request, source: UUID) -> HttpResponse:
        grades = grades_of(self.find(Source, source))
        results = [{"grade": one.grade, "since": time_text(one.since), "by": one.by} for one in grades]
        return self.answer({"results": results, "next": None})


class SourceAttributions(ApiView):
    @operation(
        Ability.READ,
        "sources_attributions",
        "List what a source is quoted for",
        gives="AttributionPage",
        parameters=(*PAGE, KNOWN_AT),
    )
    def get(self, request: Request, source: UUID) -> HttpResponse:
        found = self.find(Source, source)
        rows = self.within(Attribution).filter(speaker_ids__contains=[found.pk])
        return self.page(rows, shapes.attributions)
