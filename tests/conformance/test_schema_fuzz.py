"""Every endpoint against its own schema, with input made up by schemathesis: no input whatever gives a 500."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from annotations.actions import make_token
from project.wsgi import application
from tests.cast import Cast, find_span, make_article, make_claim

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# First letters of addresses, each of which makes a part for itself: two processes that share the parts end together.
PARTS = "acs"
CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application runs inside the test's transaction: it must not close the connection after a request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key(cast: Cast) -> str:
    """One for all requests: to make a token is dearer than most of them."""
    return make_token(actor=cast.actor("admin"), scope="admin")[1]


@pytest.fixture
def api_schema(cast: Cast) -> schemathesis.schemas.BaseSchema:
    """The schema as the program serves it."""
    editor = cast.actor("editor")
    find_span(editor, make_article(editor), "AFP")
    make_claim(editor)
    made = schemathesis.openapi.from_wsgi("/api/v1/schema/", application)
    # The examples of the schema are lived through in tests/api/test_examples.py.
    made.config.phases.examples.enabled = False
    # What each address answers to every method that it does not have is shown in test_routes.
    made.config.phases.coverage.unexpected_methods = set()
    return made


schema = schemathesis.pytest.from_fixture("api_schema")
modestly = settings(
    max_examples=4, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip


@schema.include(path_regex="/v1/a").parametrize()
@modestly
def test_every_answer_from_articles_on_is_one_that_the_schema_promises(case: schemathesis.Case[Any], key: str) -> None:
    check(case, key)


@schema.include(path_regex="/v1/c").parametrize()
@modestly
def test_every_answer_from_changes_on_is_one_that_the_schema_promises(case: schemathesis.Case[Any], key: str) -> None:
    check(case, key)


@schema.include(path_regex="/v1/s").parametrize()
@modestly
def test_every_answer_from_schema_on_is_one_that_the_schema_promises(case: schemathesis.Case[Any], key: str) -> None:
    check(case, key)


@schema.exclude(path_regex=f"/v1/[{PARTS}]").parametrize()
@modestly
def test_every_other_answer_is_one_that_the_schema_promises(case: schemathesis.Case[Any], key: str) -> None:
    check(case, key)


def check(case: schemathesis.Case[Any], key: str) -> None:
    response = case.call(headers={"Authorization": f"Bearer {key}", "Accept-Encoding": "identity"})
    # A file of an export is bytes, not a JSON string, which is the only type that a JSON Schema has for it.
    checks = [check for check in CHECKS if check is not response_schema_conformance or "/export/" not in case.path]
    case.validate_response(response, checks=checks)
