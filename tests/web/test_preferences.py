"""Language and theme."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from annotations.web.preferences import back

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_language_turns_the_page(as_, cast, language, direction):
    client = as_("reader")
    answer = client.post("/language/", {"language": language, "next": "/w/desk/claims/?q=a"})
    assert answer["Location"] == "/w/desk/claims/?q=a"
    assert f'<html lang="{language}" dir="{direction}">' in client.get("/w/desk/claims/").content.decode()
    cast.reader.refresh_from_db()
    assert cast.reader.language == language


def test_nobody_in_particular_may_choose_a_language_too():
    client = Client()
    client.post("/language/", {"language": "ar", "next": "/sign-in/"})
    assert 'lang="ar" dir="rtl"' in client.get("/sign-in/").content.decode()


def test_the_theme_is_worn_and_taken_off(as_, cast):
    client = as_("reader")
    client.post("/theme/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/profile/").content.decode()
    cast.reader.refresh_from_db()
    assert cast.reader.theme == "dark"
    client.post("/theme/", {"theme": ""})
    assert "data-theme=" not in client.get("/profile/").content.decode()


@pytest.mark.parametrize(("path", "field"), [("/language/", "language"), ("/theme/", "theme")])
def test_nonsense_changes_nothing(as_, cast, path, field):
    client = as_("reader")
    assert client.post(path, {field: "<script>"}).status_code == 302
    assert client.get(path).status_code == 405
    cast.reader.refresh_from_db()
    assert getattr(cast.reader, field) == ""


def test_a_made_up_theme_cookie_is_not_worn():
    client = Client()
    client.cookies["theme"] = '"><script>'
    assert "data-theme=" not in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/w/desk/claims/?q=%D8%A7", "/w/desk/claims/?q=%D8%A7"),
        ("https://example.org/x", "/"),
        ("//example.org/x", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: b=c", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_on_this_site(address, leads_to):
    assert back(RequestFactory().post("/theme/", {"next": address}))["Location"] == leads_to
