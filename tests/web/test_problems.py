"""Pages that say what went wrong, and the headers that every page carries."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from annotations.errors import ConflictError, DeniedError, RuleBrokenError
from annotations.web.words import sentence_of

pytestmark = pytest.mark.django_db


def test_what_is_missing_is_said_in_the_person_s_language():
    assert "There is nothing here" in Client().get("/nowhere/").content.decode()
    client = Client()
    client.cookies["django_language"] = "ar"
    assert 'dir="rtl"' in client.get("/nowhere/").content.decode()


def test_a_refusal_gives_its_reason(as_):
    response = as_("reader").get("/w/desk/articles/add/")
    assert response.status_code == 403
    assert "This needs the role" in response.content.decode()


def test_a_form_without_its_key_is_explained():
    response = Client(enforce_csrf_checks=True).post("/sign-in/", {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "The form is too old" in response.content.decode()


def test_the_page_of_a_crash_needs_nothing_to_work():
    assert "Something broke on our side" in render_to_string("500.html")


def test_pages_run_no_inline_script_or_style(as_):
    client = as_("editor")
    for path in ("/sign-in/", "/profile/", "/w/desk/articles/", "/w/desk/claims/add/", "/w/desk/tokens/"):
        response = client.get(path, follow=True)
        page = response.content.decode()
        assert "script-src 'self'" in response["Content-Security-Policy"]
        assert "style=" not in page
        assert "<style" not in page
        assert "onclick" not in page
        assert "<script>" not in page


def test_the_domain_s_refusals_have_words():
    assert str(sentence_of(ConflictError("claim.in_use", "raw"))).startswith("Only a draft")
    assert sentence_of(RuleBrokenError("no.such_rule", "raw words")) == "raw words"
    assert sentence_of(DeniedError("field.required", "the policy's own reason")) == "the policy's own reason"


@pytest.mark.parametrize(("error", "status"), [(OperationalError("gone"), 503), (RuntimeError("a fault"), 500)])
def test_what_breaks_is_a_page_that_asks_no_database(
    as_: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*_arguments: object, **_named: object) -> None:
        raise error

    client = as_("reader")
    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.backends.base.SessionBase._get_session", fail)
    answer = client.get(reverse("corpus", kwargs={"workspace": "desk"}))
    assert answer.status_code == status
    assert ("Retry-After" in answer) is (status == 503)
    assert 'lang="ar"' in answer.content.decode()
