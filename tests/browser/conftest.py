"""Chromium, a page in it, and the application served to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from project.static import joined
from tests.chromium import FLAGS, find_chromium
from tests.project.served import PROJECT, free_port
from tests.waiting import wait_until

# Playwright runs an event loop in this thread, for which Django would refuse its database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
HERE = Path(__file__).parent
STATIC = PROJECT / "annotations" / "static"
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


@pytest.fixture(scope="session")
def whole_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sheets and modules joined as `make run` serves them: a workbench asks for a dozen files, not for seventy,
    which were a third of what it costs to open one.
    """
    place = tmp_path_factory.mktemp("whole")
    for name, text in joined(lambda name: (STATIC / name).read_text(encoding="utf-8")).items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


@pytest.fixture
def live(live_server: LiveServer, whole_files: Path) -> Iterator[str]:
    """Address of the served application, without a closing slash; its database is emptied after the test."""
    with override_settings(STATICFILES_DIRS=[whole_files]):
        yield live_server.url


@pytest.fixture(scope="session")
def web(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory, whole_files: Path) -> Iterator[str]:
    """The web server as `make run` starts it, on the tests' own database.

    It has a directory of static files to itself: the live server of other tests would hand out what lies in theirs
    before it asks the application, which gives files their headers.
    """
    static = tmp_path_factory.mktemp("static")
    with override_settings(STATIC_ROOT=static, STATICFILES_DIRS=[whole_files]):
        call_command("collectstatic", interactive=False, verbosity=0)
    place = connection.settings_dict
    port = free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgres://{place['USER']}:{place['PASSWORD']}@/{place['NAME']}?host={place['HOST']}",
        "ISNAD_SECRET_KEY": settings.SECRET_KEY,
        "ISNAD_STATIC": str(static),
        "ISNAD_STATICFILES_BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "ISNAD_WORKERS": "1",
    }
    command = [sys.executable, "-m", "project.web", "127.0.0.1", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment)
    wait_until(lambda: process.poll() is not None or answers(port))
    assert process.poll() is None
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=20)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
