"""Problem documents (RFC 9457): what every refusal under /api/v1/ looks like.

`type` is ``urn:isnad:problem:`` and the rule's name, which is stable; `rule` repeats the name alone. `errors` lists
every fault of the input with its field. The one place where the domain's errors get an HTTP status.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import Any, Final

from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse, UnreadablePostError
from rest_framework import exceptions

from annotations.api.encoding import to_json
from annotations.errors import (
    ConflictError,
    DeniedError,
    DomainError,
    MalformedError,
    ManyErrors,
    MissingError,
    RuleBrokenError,
    StaleError,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:isnad:problem:"

TITLES: Final[dict[int, str]] = {
    400: "Malformed request",
    401: "Sign in first",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    406: "Not acceptable",
    409: "Conflict",
    412: "Changed in the meantime",
    413: "Too large",
    415: "Unsupported media type",
    416: "No such part",
    422: "Rule broken",
    428: "If-Match is missing",
    429: "Too many requests",
    500: "Internal error",
    503: "Not available now",
}

_STATUS: Final[tuple[tuple[type[DomainError], int], ...]] = (
    (MalformedError, 400),
    (DeniedError, 403),
    (MissingError, 404),
    (ConflictError, 409),
    (StaleError, 412),
    (RuleBrokenError, 422),
)
# Refusals of the framework, by their status.
_RULES: Final[dict[int, str]] = {
    400: "request.malformed",
    401: "token.missing",
    403: "request.denied",
    404: "route.unknown",
    405: "method.not_allowed",
    406: "media_type.not_acceptable",
    413: "request.too_large",
    415: "media_type.unsupported",
    429: "request.too_many",
}


class PreconditionMissingError(DomainError):
    """A write without If-Match."""


class TooLargeError(DomainError):
    """A body over the limit of the settings."""


def problem(
    status: int,
    rule: str,
    detail: str,
    *,
    errors: Iterable[DomainError] = (),
    headers: dict[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    """Build the response. `more` are further members of the document."""
    document: dict[str, Any] = {
        "type": f"{TYPE_PREFIX}{rule}",
        "title": TITLES.get(status, "Refused"),
        "status": status,
        "detail": detail,
        "rule": rule,
        "errors": [{"field": error.field, "rule": error.rule, "detail": error.detail} for error in errors],
        **more,
    }
    return HttpResponse(to_json(document), status=status, content_type=MEDIA_TYPE, headers=headers)


def status_of(error: DomainError) -> int:
    """The HTTP status of an error of the domain; of several, the smallest: malformed before broken."""
    if isinstance(error, ManyErrors):
        return min(status_of(one) for one in error.errors)
    if isinstance(error, PreconditionMissingError):
        return 428
    if isinstance(error, TooLargeError):
        return 413
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def domain_problem(error: DomainError, **more: Any) -> HttpResponse:
    """The problem document of an error of the domain."""
    faults = error.errors if isinstance(error, ManyErrors) else [error]
    headers = {"WWW-Authenticate": 'Bearer error="insufficient_scope"'} if error.rule == "scope.too_small" else None
    return problem(status_of(error), error.rule, error.detail, errors=faults, headers=headers, **more)


def answer_exception(error: Exception, context: dict[str, Any]) -> HttpResponse:
    """DRF's exception handler: every exception of a view becomes a problem document."""
    if isinstance(error, StaleError):
        return _stale(error, context)
    if isinstance(error, DomainError):
        return domain_problem(error)
    if isinstance(error, UnreadablePostError):
        return problem(400, "request.broken_off", "The request broke off before it was whole.")
    if isinstance(error, Http404):
        return problem(404, "route.unknown", "There is nothing at this address.")
    if isinstance(error, exceptions.APIException):
        return _framework_problem(error, context)
    return _unexpected(error)


def _stale(error: StaleError, context: dict[str, Any]) -> HttpResponse:
    """With the present state, so that the writer need not ask for it; 404 when the object went in that moment."""
    try:
        return domain_problem(error, current=context["view"].current())
    except MissingError as gone:
        return domain_problem(gone)


def _framework_problem(error: exceptions.APIException, context: dict[str, Any]) -> HttpResponse:
    status = error.status_code
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    code = error.get_codes()
    rule = code if isinstance(code, str) and "." in code else _RULES.get(status, "request.refused")
    detail = _unsupported(context) if status == 415 else str(error.detail)
    return problem(status, rule, detail, headers=headers)


def _unsupported(context: dict[str, Any]) -> str:
    """What the body was said to be, and what it may be."""
    view = context["view"]
    taken = ", ".join(view.accepted_types())
    return f"A body of the type {context['request'].content_type[:100]!r} is not read here. Accepted: {taken}."


def _unexpected(error: Exception) -> HttpResponse:
    """A fault of ours, or the database's: say no more than that, and log the rest."""
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("the database could not be used", exc_info=error)
        return problem(
            503, "database.unavailable", "The database cannot be used now; try again.", headers={"Retry-After": "2"}
        )
    logger.error("unexpected error in the API", exc_info=error)
    if isinstance(error, DataError):
        return problem(422, "request.not_storable", "The database cannot hold one of the values.")
    return problem(500, "internal.error", "Something went wrong on the server; it was logged.")
