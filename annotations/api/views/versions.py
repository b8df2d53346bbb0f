"""`articles/{id}/versions/` and `versions/{id}/`: the texts, their layers, and all annotations of one at once."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from rest_framework.request import Request

from annotations.actions import add_version, open_layer
from annotations.api import shapes
from annotations.api.annotations import annotations_of
from annotations.api.base import ApiView, ObjectView, Shape
from annotations.api.encoding import to_json
from annotations.api.operations import JSON, operation
from annotations.api.parameters import KNOWN_AT, PAGE, Id
from annotations.api.resources import LAYER, VERSION
from annotations.models import Article, ArticleVersion, Layer
from annotations.policies import Ability
from annotations.text import flags, paragraphs
from annotations.vocabulary import Capture


class ArticleVersions(ApiView):
    @operation(
        Ability.READ, "versions_list", "List an article's versions, without their texts", gives="VersionPage",
        parameters=(*PAGE, KNOWN_AT),
    )  # fmt: skip
    def get(self, request: Request, article: UUID) -> HttpResponse:
        found = self.find(Article, article)
        return self.page(self.within(ArticleVersion).filter(article=found), shapes.versions)

    @operation(
        Ability.ADD_VERSION, "versions_create", "Store a corrected text; the annotations are carried over",
        takes="VersionNew", returns={201: "VersionAdded"},
    )  # fmt: skip
    def post(self, request: Request, article: UUID) -> HttpResponse:
        found = self.find(Article, article)
        body = self.body_of(VERSION)
        added = add_version(actor=self.actor, article=found, captured_how=Capture.API, **body.fields)
        shape = self.shape_of(ArticleVersion, added.version.uid, shapes.versions)
        more = {"carried": added.report.as_dict()}
        return self.give_made(shape, created=True, route="api:version", more=more)


class VersionDetail(ObjectView):
    @operation(
        Ability.READ, "versions_read", "Read a version: its text, paragraphs and invisible characters",
        gives="VersionRead", tagged=True, parameters=(KNOWN_AT,),
    )  # fmt: skip
    def get(self, request: Request, version: UUID) -> HttpResponse:
        return self.give_unless_known(self.current())

    def current(self) -> Shape:
        found = self.find(ArticleVersion, self.kwargs["version"])
        shape = self.shape_of(ArticleVersion, found.uid, shapes.versions)
        return {
            **shape,
            "text": found.text,
            "paragraphs": [one._asdict() for one in paragraphs(found.text)],
            "flags": [one._asdict() for one in flags(found.text)],
        }


class VersionLayers(ApiView):
    @operation(Ability.READ, "layers_list", "List a version's layers", gives="LayerPage", parameters=(*PAGE, KNOWN_AT))
    def get(self, request: Request, version: UUID) -> HttpResponse:
        found = self.find(ArticleVersion, version)
        return self.page(self.within(Layer).filter(version=found), shapes.layers)

    @operation(
        Ability.ANNOTATE, "layers_open", "Open one's own layer, or the adjudicated one", takes="LayerNew",
        gives="Layer",
    )  # fmt: skip
    def post(self, request: Request, version: UUID) -> HttpResponse:
        found = self.find(ArticleVersion, version)
        layer = open_layer(actor=self.actor, version=found, **self.body_of(LAYER).fields)
        return self.give(self.shape_of(Layer, layer.uid, shapes.layers))


class VersionAnnotations(ApiView):
    @operation(
        Ability.READ, "annotations_read", "All annotations of a version at once", gives="Annotations", tagged=True,
        parameters=(Id("layer", "Only this layer."), KNOWN_AT),
    )  # fmt: skip
    def get(self, request: Request, version: UUID) -> HttpResponse:
        found = annotations_of(self.within, version, layer=self.query["layer"], at=self.at)
        return self.unless_same(to_json(found), request.headers.get("If-None-Match", ""))

    def unless_same(self, body: bytes, known: str) -> HttpResponse:
        """The tag is a digest of the answer: whoever looks again every few seconds is sent only what is new."""
        tag = hashlib.blake2b(body, digest_size=12).hexdigest()
        headers: dict[str, Any] = {"ETag": f'W/"{tag}"'}
        if tag in known:
            return HttpResponse(status=304, headers=headers)
        return HttpResponse(body, content_type=JSON, headers=headers)
