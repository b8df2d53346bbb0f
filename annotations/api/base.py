"""What every endpoint shares: who asks, what they may, what they sent, and how an object goes out."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from rest_framework.exceptions import NotAuthenticated
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView

from annotations.api import claim_shapes
from annotations.api.authentication import BearerToken, SessionCookie
from annotations.api.bodies import Body, optional_uid, read_change, read_new
from annotations.api.encoding import from_json, to_json
from annotations.api.operations import JSON, Operation
from annotations.api.paging import BY_ID, Ordering, page_of
from annotations.api.parameters import Query, check_encoding, read_parameters
from annotations.api.problems import PreconditionMissingError, TooLargeError, answer_exception
from annotations.api.resources import Resource
from annotations.api.schema import ApiSchema
from annotations.corpus import Selection, rows_at, select
from annotations.corpus.stood import Stood, bore_at, stood_at
from annotations.errors import MalformedError, MissingError, StaleError
from annotations.models import Claim
from annotations.policies import Actor, may

STEP: Final = "X-Step"
"""The header by which a client says that several requests are one step of its user, undone at once."""
_METHODS: Final = ("get", "post", "put", "patch", "delete")
_ETAG: Final = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
Shape = dict[str, Any]


def _gesture(request: Request) -> UUID | None:
    named = request.headers.get(STEP)
    return None if named is None else optional_uid(named, STEP)


class JsonParser(BaseParser):
    """Strict JSON, see annotations.api.encoding."""

    media_type = JSON

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise TooLargeError("request.too_large", f"the body is larger than {limit} bytes")
        return from_json(body)


class JsonRenderer(BaseRenderer):
    """Compact JSON."""

    media_type = JSON
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return to_json(data)


class Negotiation(DefaultContentNegotiation):
    """By the Accept header alone: `format` is no parameter of this API."""

    def filter_renderers(self, renderers: Any, format: Any) -> Any:  # noqa: A002
        return renderers


class ApiView(APIView):
    """An endpoint. Each of its methods is declared with `operation`; without a declaration the class is refused."""

    authentication_classes = [BearerToken, SessionCookie]
    parser_classes = [JsonParser]
    renderer_classes = [JsonRenderer]
    content_negotiation_class = Negotiation
    metadata_class = None
    format_kwarg = None
    http_method_names = [*_METHODS, "head"]
    schema = ApiSchema()
    operations: ClassVar[dict[str, Operation]] = {}

    one_media_type = False
    """Whether the answer is what it is, whatever the client accepts: files, pages, the schema."""

    actor: Actor
    query: Query
    past: Selection | None = None
    """What `known_at` selects, once it is settled; None for the present."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.operations = {}
        for method in _METHODS:
            handler = getattr(cls, method, None)
            if handler is None:
                continue
            declared = getattr(handler, "operation", None)
            if declared is None:
                raise TypeError(f"{cls.__name__}.{method} declares no operation: nobody could say who may use it")
            cls.operations[method.upper()] = declared

    def get_exception_handler(self) -> Callable[..., Any]:
        return answer_exception

    def handle_exception(self, exc: Exception) -> Any:
        """As DRF's, but a missing sign-in stays 401 whatever the authenticators are."""
        response = answer_exception(exc, self.get_exception_handler_context())
        if response.status_code == 401:
            response["WWW-Authenticate"] = self.get_authenticate_header(self.request) or ""
        return response

    def initial(self, request: Request, *_args: Any, **_kwargs: Any) -> None:
        """Authenticate, check the policy, parse the query; an undeclared method goes on to its 405."""
        renderer, media_type = self.perform_content_negotiation(request, force=self.one_media_type)
        request.accepted_renderer, request.accepted_media_type = renderer, media_type
        method = "GET" if request.method == "HEAD" else request.method or ""
        declared = self.operations.get(method)
        if declared is None:
            return
        if declared.ability is not None:
            if not isinstance(request.auth, Actor):
                raise NotAuthenticated("Send a token: “Authorization: Bearer …”, or sign in.", "token.missing")
            self.actor = replace(request.auth, gesture=_gesture(request))
            may(self.actor, declared.ability).require()
        check_encoding(request.META.get("QUERY_STRING", "").encode("latin-1", "replace"))
        self.query = read_parameters(request.query_params, declared.parameters)
        if known_at := self.query.get("known_at"):
            self.past = select(workspace=self.actor.workspace, known_at=known_at)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Answers are one person's: no shared cache may keep them."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer

    # Reading

    def within(self, model: type[Model]) -> QuerySet[Any]:
        """The rows of the actor's workspace, now or at the time that `known_at` names: where every read begins."""
        if self.past is not None:
            return rows_at(model, workspace=self.past.workspace, known_at=self.past.known_at)
        return model._default_manager.filter(workspace=self.actor.workspace)

    def find(self, model: type[Model], uid: UUID, *related: str) -> Any:
        """The object of the actor's workspace with this public id. Raise MissingError: 404."""
        rows = self.within(model).filter(uid=uid)
        found = (rows.select_related(*related) if related else rows).first()
        if found is None:
            raise MissingError("object.missing", f"there is no {model._meta.verbose_name} {uid} in this workspace")
        return found

    def narrowed(self, model: type[Model], columns: Mapping[str, str]) -> QuerySet[Any]:
        """The workspace's rows, narrowed by the parameters that `columns` maps to conditions."""
        given = {column: self.query[name] for name, column in columns.items() if self.query[name] is not None}
        if self.past is not None:
            given = dict(self._named_then(model, column, value) for column, value in given.items())
        # What a row names lies in its own workspace, so a public id that also exists elsewhere finds nothing there.
        return self.within(model).filter(**given)

    def _named_then(self, model: type[Model], column: str, value: Any) -> tuple[str, Any]:
        """The same condition for rows of the past: what they name may be gone, so that a join would not find it.
        Versions and articles stay; a way through them is left as it is.
        """
        name, _, rest = column.partition("__")
        if rest != "uid":
            return column, value
        related: Any = model._meta.get_field(name).related_model
        return f"{name}__in", self.within(related).filter(uid=value).values("pk")

    def shape_of(self, model: type[Model], uid: UUID, build: Callable[[QuerySet[Any]], list[Shape]]) -> Shape:
        """One object as it is answered. Raise MissingError: 404."""
        shown = build(self.within(model).filter(uid=uid))
        if not shown:
            raise MissingError("object.missing", f"there is no {model._meta.verbose_name} {uid} in this workspace")
        return shown[0]

    def claims(self, rows: QuerySet[Any]) -> list[Shape]:
        """Claims as they are answered, with how they stood at the times that are looked at."""
        return claim_shapes.claims(rows, None if self.at is None else self.stood, self.at)

    @property
    def at(self) -> datetime | None:
        """The time as of which is answered; None for now."""
        valid_at: datetime | None = self.query.get("valid_at")
        return valid_at or (self.past.known_at if self.past is not None else None)

    def stood(self, claims: list[Claim]) -> Mapping[int, Stood]:
        """How these claims stood at `known_at` and `valid_at`."""
        found, valid_at = stood_at(self.within, claims), self.query.get("valid_at")
        if valid_at is None:
            return found
        known_at = self.past.known_at if self.past is not None else None
        return bore_at(self.actor.workspace.pk, found, known_at=known_at, valid_at=valid_at)

    def page(
        self, rows: QuerySet[Any], build: Callable[[QuerySet[Any]], list[Shape]], *, ordering: Ordering = BY_ID
    ) -> HttpResponse:
        return self.answer(page_of(rows, self.query, self.request, build, ordering=ordering))

    # Bodies and preconditions

    def accepted_types(self) -> tuple[str, ...]:
        """The media types that a body of this request may have."""
        declared = self.operations.get(self.request.method or "")
        return declared.takes_as if declared is not None else (JSON,)

    def body_of(self, resource: Resource, *, also: tuple[str, ...] = ()) -> Body:
        """The body of a creation."""
        return read_new(self.request.data, resource, also=also)

    # Answers

    def answer(self, document: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
        return HttpResponse(to_json(document), status=status, content_type=JSON, headers=headers)

    def give(self, shape: Shape, *, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
        """One object, with its revision as ETag."""
        return self.answer(shape, status=status, headers={"ETag": f'"{shape["revision"]}"', **(headers or {})})

    def give_unless_known(self, shape: Shape) -> HttpResponse:
        """As `give`; 304 where the client has this revision already."""
        header = self.request.headers.get("If-None-Match", "")
        tags = {match[1] for match in _ETAG.finditer(header)}
        if header.strip() == "*" or str(shape["revision"]) in tags:
            return HttpResponse(status=304, headers={"ETag": f'"{shape["revision"]}"'})
        return self.give(shape)

    def give_made(self, shape: Shape, *, created: bool, route: str, more: Shape | None = None) -> HttpResponse:
        """A creation: 201 the first time, 200 when the same request had been served before."""
        location = self.request.build_absolute_uri(reverse(route, args=[shape["id"]]))
        headers = {"Location": location}
        return self.give({**shape, **(more or {})}, status=201 if created else 200, headers=headers)


class ObjectView(ApiView, ABC):
    """What is at the address of one object that may be written over."""

    def changes_of(self, resource: Resource, uid: UUID) -> dict[str, Any]:
        """The body of a PATCH."""
        return read_change(self.request.data, resource, uid=uid, current=self.current)

    @abstractmethod
    def current(self) -> Shape:
        """The object at this address as it is now."""

    def expected(self, revision: int) -> int | None:
        """The revision that If-Match allows to be overwritten; None for `*`. `revision` is the present one.

        Raise PreconditionMissingError (428), StaleError (412), MalformedError (400).
        """
        header = self.request.headers.get("If-Match")
        if not header or not header.strip():
            raise PreconditionMissingError(
                "precondition.required", "Send If-Match with the revision that you read, as in its ETag."
            )
        if header.strip() == "*":
            return None
        tags = [tag.strip() for tag in header.split(",")]
        matches = [_ETAG.fullmatch(tag) for tag in tags]
        if not all(matches):
            raise MalformedError("precondition.malformed", 'If-Match must be an ETag such as "3"')
        if str(revision) not in {match[1] for match in matches if match}:
            raise StaleError(f"you read {header[:100]}; the revision is now {revision}", current=revision)
        return revision


def none() -> HttpResponse:
    """Done, with nothing to say."""
    return HttpResponse(status=204)
