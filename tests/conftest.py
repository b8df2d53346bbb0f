"""Fixtures that every test may ask for, and the database of the tests.

That is a throw-away embedded PostgreSQL, shared by all processes of a run.

`TEST_DATABASE_URL` names another server instead. The server starts when the first test needs it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase
from django.utils.translation import deactivate
from hypothesis import HealthCheck
from hypothesis import settings as properties
from pytest_django.plugin import DjangoDbBlocker

from project.embedded import Cluster, StartError
from project.embedded.throwaway import ThrowAway
from tests.cast import Cast, make_cast
from tests.chromium import find_chromium
from tests.drain import Drain
from tests.emptying import empty_database
from tests.schema import template
from tests.thorough import THOROUGH

ROOT = "ISNAD_TEST_ROOT"
NO_BROWSER = "no Chromium was found (install chromium, or name one with CHROMIUM)"
throw_away = pytest.StashKey[ThrowAway]()
# What a run says rests neither on chance nor on the clock: each property tries the same examples every time, however
# long they take. `--hypothesis-profile search` looks for others, and keeps what it finds.
properties.register_profile("search", deadline=None, suppress_health_check=[HealthCheck.too_slow])
properties.register_profile("same", properties.get_profile("search"), derandomize=True, database=None)
properties.load_profile("same")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the run's directory, once; the processes of pytest-xdist find it in their environment."""
    if not hasattr(config, "workerinput"):
        # Or each of the many programs that tests start compiles all that it imports, for seconds.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.dont_write_bytecode = False
        if os.environ.get("REQUIRE_BROWSER") == "1" and find_chromium() is None:
            raise pytest.UsageError(f"REQUIRE_BROWSER is set, but {NO_BROWSER}")
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        config.stash[throw_away] = ThrowAway()
        os.environ[ROOT] = str(config.stash[throw_away].root)
    _set_up_settings(Path(os.environ[ROOT]))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove the run's directory and stop its server, also after Ctrl-C."""
    if throw_away in config.stash:
        config.stash[throw_away].remove()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what `make check` leaves out, which takes two minutes at most."""
    if item.path in THOROUGH:
        item.add_marker(pytest.mark.thorough)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser tests out where there is no browser. Modules with long tests come first: none ends alone."""
    if find_chromium() is None:
        out = [item for item in items if item.get_closest_marker("browser")]
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in out]
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say so in one line."""
    if find_chromium() is None and "not browser" not in config.option.markexpr:
        terminalreporter.write_line(f"Browser tests were skipped: {NO_BROWSER}.", yellow=True)


def _set_up_settings(root: Path) -> None:
    # The environment is for the programs that tests start, the settings for this process: they are loaded already.
    os.environ["ISNAD_DATA"] = str(root / "data")
    os.environ.pop("DATABASE_URL", None)
    settings.DATA_DIR = root / "data"
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_USE_FINDERS = True  # the live server finds static files where they lie,
    settings.WHITENOISE_AUTOREFRESH = True  # and when they are asked for: a list of all would be made for each client
    settings.STATIC_ROOT = root / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    TransactionTestCase._fixture_teardown = empty_database  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def in_the_language_of_the_settings() -> None:
    """The test before may have asked for a page in another one, which stays the thread's."""
    deactivate()


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """Address of the server that the tests use."""
    external = os.environ.get("TEST_DATABASE_URL")
    if external:
        yield external
        return
    cluster = Cluster(Path(os.environ[ROOT]), durable=False)
    try:
        cluster.join()
    except StartError as error:
        pytest.exit(f"isnad: {error}", returncode=1)
    yield cluster.url
    cluster.leave()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: DjangoDbBlocker,
    database_url: str,
    pytestconfig: pytest.Config,
) -> None:
    """Point Django, which has its settings already, at that server, and at the database to begin with."""
    address: dict[str, Any] = environ.Env.db_url_config(database_url)
    address["HOST"] = address.get("OPTIONS", {}).get("host") or address["HOST"]
    chosen = {name: address[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    settings.DATABASES["default"].update(chosen)
    connections["default"].settings_dict.update(chosen)
    with django_db_blocker.unblock():
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = template(pytestconfig.cache.mkdir("schema"))


@pytest.fixture
def cast(db: None) -> Cast:
    """Two workspaces and everybody in them; see tests/cast.py."""
    return make_cast()


@pytest.fixture
def run_jobs(db: None) -> Drain:
    """`run_jobs()` does the jobs that wait, here and now; see tests/drain.py."""
    return Drain()
