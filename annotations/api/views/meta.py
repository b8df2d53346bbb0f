"""The schema, its documentation for people, and what is said where there is nothing."""

from __future__ import annotations

from threading import Lock
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request

from annotations.api.base import ApiView
from annotations.api.operations import operation

MEDIA_TYPE = "application/vnd.oai.openapi+json"


class Schema(ApiView):
    """Made once a process: it depends on the code alone."""

    one_media_type = True

    made: dict[str, Any] | None = None
    making = Lock()  # the library looks for its extensions the first time, and not twice at once

    @operation(None, "schema_read", "This document", returns={200: "OpenApi"})
    def get(self, request: Request) -> HttpResponse:
        with Schema.making:
            if Schema.made is None:
                Schema.made = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
        return self.answer(Schema.made, headers={"Cache-Control": "public, max-age=300"})


class Docs(ApiView):
    """Swagger UI from our own files. It is a page, so it is no part of the schema."""

    one_media_type = True

    schema = None  # type: ignore[assignment]

    @operation(None, "docs_read", "Documentation for people")
    def get(self, request: Request) -> HttpResponse:
        return render(request._request, "api/docs.html")  # noqa: SLF001


class Unknown(ApiView):
    """Every other address under /api/v1/."""

    schema = None  # type: ignore[assignment]

    def initial(self, request: Request, *_args: Any, **_kwargs: Any) -> None:
        """Nothing is asked of the request: whatever it says, nothing is here."""
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request, force=True)

    @operation(None, "unknown", "Nothing is here")
    def get(self, request: Request, path: str) -> HttpResponse:
        raise Http404

    post = put = patch = delete = get
