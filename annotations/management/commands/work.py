"""`manage.py work`: do the jobs that wait, and go on until told to end."""

from __future__ import annotations

import asyncio
import logging
import signal
from argparse import ArgumentTypeError
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandParser
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException
from psycopg_pool import PoolTimeout

GRACE = 3.0  # seconds that running jobs get to finish before they are asked to break off
PAUSE = 2.0  # seconds before the next look at a database that was away
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Work off the jobs that wait in the database. Any number of workers may run, on any number of hosts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobs", type=_number, default=4, help="how many jobs at once (default: 4)")
        parser.add_argument("--once", action="store_true", help="end when no job waits")

    def handle(self, *_args: Any, **options: Any) -> None:
        # Django's connections belong to threads and join transactions; the worker itself needs a few of its own, async.
        connector = PsycopgConnector(
            kwargs=connector_params(), min_size=1, max_size=options["jobs"] + 2, timeout=10, name="isnad-work"
        )
        with app.replace_connector(connector):
            asyncio.run(work(jobs=options["jobs"], once=options["once"]))


def _number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise ArgumentTypeError("a number from 1 to 64")
    return int(text)


async def work(*, jobs: int, once: bool) -> None:
    """Work until a signal comes, or with `once` until nothing waits; a database that goes away is waited for."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in SIGNALS:
        loop.add_signal_handler(number, stop.set)
    while not stop.is_set():
        try:
            async with app.open_async():
                await _run(stop, jobs=jobs, once=once)
        except (ConnectorException, psycopg.Error, PoolTimeout) as error:
            logger.warning("The database is away (%s); looking again soon", error)
        if once:
            return
        await _either(stop, asyncio.sleep(PAUSE))


async def _run(stop: asyncio.Event, *, jobs: int, once: bool) -> None:
    """One worker, until it ends by itself (the database went away) or `stop` is set."""
    working = asyncio.ensure_future(
        app.run_worker_async(
            concurrency=jobs,
            wait=not once,
            delete_jobs="successful",
            install_signal_handlers=False,
            shutdown_graceful_timeout=GRACE,
        )
    )
    await _either(stop, working)
    if not working.done():
        working.cancel()  # it finishes its running jobs first
    try:
        await working
    except asyncio.CancelledError:
        if not stop.is_set():
            raise


async def _either(stop: asyncio.Event, other: Any) -> None:
    """Wait until `stop` is set or `other` is done, which is left as it is if it is a task of somebody's."""
    stopped = asyncio.ensure_future(stop.wait())
    waited = asyncio.ensure_future(other)
    await asyncio.wait({stopped, waited}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if waited is not other:
        waited.cancel()
