"""`make run`: the database, the web server, and a clean end for both. `python -m project.serve`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Self

from project.address import Address
from project.data import accounts_file, data_directory, demo_passwords
from project.embedded import Cluster, StartError
from project.start import database

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 60.0  # seconds until the web server has to answer
REVIVALS = 5  # how often a database that died is started again


class Stop(BaseException):
    """Somebody asked the program to end."""


def say(line: str = "") -> None:
    """Print one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Serve until SIGINT, SIGTERM or SIGHUP; the exit status."""
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        address = Address.from_environment()
        address.check_free()
        with database(say) as cluster:
            try:
                serve(address, cluster)
            finally:
                _ignore_signals()  # stopping is quick and must not be cut short
    except Stop:
        say("Stopped.")
    except StartError as error:
        sys.stderr.write(f"isnad: {error}\n")
        return 1
    return 0


def serve(address: Address, cluster: Cluster | None) -> None:
    """Prepare the database and serve it. Ends by `Stop` or `StartError` only."""
    os.environ.setdefault("ISNAD_ALLOWED_HOSTS", ",".join(address.allowed_hosts()))
    passwords = demo_passwords(data_directory())
    with _child("project.prepare") as prepare:
        if prepare.wait() != 0:
            raise StartError("The database could not be prepared; the lines above say why.")
    say("Starting the web server")
    with _child("project.web", address.host, str(address.port)) as web:
        _wait_until_it_answers(address, web)
        with Worker() as worker:
            _announce(address, passwords)
            _watch(web, worker, cluster)


def _stop(_number: int, _frame: FrameType | None) -> None:
    _ignore_signals()
    say()
    say("Stopping the server and the database")
    raise Stop


def _ignore_signals() -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def _child(module: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    # A session of its own: Ctrl-C reaches this process alone, which then ends the others in order.
    command = [sys.executable, "-m", module, *words]
    child = subprocess.Popen(command, start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        yield child
    finally:
        _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
    try:
        os.killpg(child.pid, signal.SIGKILL)  # what it left behind, if anything
    except (ProcessLookupError, PermissionError):
        return


def _wait_until_it_answers(address: Address, web: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not address.answers():
        if web.poll() is not None or time.monotonic() > deadline:
            raise StartError(f"The web server did not start on {address.host}:{address.port}; see above.")
        time.sleep(0.05)


def _announce(address: Address, passwords: dict[str, str]) -> None:
    say()
    say(f"Isnad is running at {address.url}")
    say(f"Accounts of the workspace demo (kept in {accounts_file(data_directory())}):")
    for user, password in passwords.items():
        say(f"  {user:<14} {password}")
    say("Stop it with Ctrl-C.")


class Worker:
    """The process that works off the jobs; started again, not too often, when it ends by itself.

    `ISNAD_JOBS=0` leaves the jobs to workers that run elsewhere (`manage.py work`).
    """

    PAUSE = 5.0  # seconds

    def __init__(self) -> None:
        self.wanted = os.environ.get("ISNAD_JOBS") != "0"
        self.started = -self.PAUSE
        self.stack = ExitStack()
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.revive()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stack.close()

    def revive(self) -> None:
        """Start it, if it does not run."""
        if not self.wanted or (self.process is not None and self.process.poll() is None):
            return
        if time.monotonic() < self.started + self.PAUSE:
            return
        self.stack.close()
        self.started = time.monotonic()
        self.process = self.stack.enter_context(_child("project.work", str(os.getpid())))


def _watch(web: subprocess.Popen[bytes], worker: Worker, cluster: Cluster | None) -> None:
    revivals = 0
    while web.poll() is None:
        time.sleep(0.5)
        worker.revive()
        if cluster is not None and cluster.revive():
            revivals += 1
            say("PostgreSQL had stopped and was started again.")
            if revivals > REVIVALS:
                raise StartError(f"PostgreSQL keeps stopping; see {cluster.places.log}.")
    raise StartError("The web server has ended by itself; see above.")


if __name__ == "__main__":
    sys.exit(main())
