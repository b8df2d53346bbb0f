"""Chromium, a page in it, and the application served to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.chromium import FLAGS, find_chromium

# Playwright runs an event loop in this thread, for which Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
HERE = Path(__file__).parent
PATIENCE = 30_000  # milliseconds: only a test that fails waits so long
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this directory is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process.

    While Playwright's event loop runs, Django keeps other connections for this thread than before and after. Those of
    either time are closed, or the database could not be dropped.
    """
    connections.close_all()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture(autouse=True)
def everybody_leaves(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close every page before the database is emptied, and see that what they still asked for has reached the server.

    Requests that it has begun are waited for by `tests.emptying`.
    """
    if "live_server" in request.fixturenames:
        request.getfixturevalue("transactional_db")  # so that it is torn down later
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()
    if "live_server" in request.fixturenames:
        # The server takes connections in the order in which they came: behind this one there is none left.
        address = f"{request.getfixturevalue('live_server').url}/static/annotations/css/lean.css"
        with urlopen(address, timeout=60) as answer:  # noqa: S310
            answer.read()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with cookies of its own, in English, 1280 by 800 CSS pixels. What it keeps for lack of a connection is
    tested for itself; every other test would pay for it.
    """
    context = browser.new_context(
        locale="en-GB", viewport={"width": 1280, "height": 800}, service_workers="block"
    )
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def live(live_server: LiveServer) -> str:
    """Address of the served application, without a closing slash; its database is emptied after the test."""
    return live_server.url
