"""One embedded server, shared by all processes that use the same data directory."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from project.embedded.account import Account, choose_account
from project.embedded.binaries import Binaries, find_binaries
from project.embedded.errors import StartError
from project.embedded.initialise import SUPERUSER, check_cluster, clean_environment, initialise
from project.embedded.locks import Membership
from project.embedded.places import Places, give_to_owner, prepare_root
from project.embedded.postmaster import disarm_stale_locks, end_orphans, find_running, launch, stop
from project.embedded.tuning import options

ROLE = "isnad"
DATABASE = "isnad"
PATIENCE = 600.0  # seconds; a server that recovers from a crash may take its time
LOG_BYTES = 10_000_000

Say = Callable[[str], None]


def _silent(line: str) -> None:
    """Say nothing."""


class Cluster:
    """The server of one data directory, as this process uses it."""

    def __init__(self, root: Path, *, durable: bool = True, say: Say = _silent) -> None:
        self.places: Places = prepare_root(root)
        self.durable = durable
        self._say = say
        self._membership = Membership(self.places)
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """`DATABASE_URL` of the application's database. Its role owns that one and may make others, no more."""
        return self._conninfo(ROLE, DATABASE)

    def join(self) -> None:
        """Use the server: start it if nobody has. Raises `StartError` if it cannot be started."""
        with self._membership.gate():
            self._membership.join()
            try:
                self._ensure()
            except BaseException:
                self._part()
                raise

    def leave(self) -> None:
        """Use it no longer: stop it if nobody else does."""
        with self._membership.gate():
            self._part()

    def revive(self) -> bool:
        """Start the server again if it has died under its users; whether that was necessary."""
        if find_running(self.places) is not None:
            return False
        with self._membership.gate():
            if find_running(self.places) is not None:
                return False
            self._ensure()
            return True

    def stop(self) -> None:
        """Stop the server whoever else uses it."""
        with self._membership.gate():
            self._stop()
            self._membership.leave()

    def _part(self) -> None:
        try:
            if self._membership.is_last():
                self._stop()
        finally:
            self._membership.leave()

    def _stop(self) -> None:
        running = find_running(self.places)
        if running is not None:
            stop(running.pid, self.places.cluster, self._child)
            if not self.places.sockets.is_relative_to(self.places.root):
                with suppress(OSError):
                    self.places.sockets.rmdir()
        self._child = None

    def _ensure(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if find_running(self.places) is None:
                self._start(deadline)
            elif not self._answers():
                time.sleep(0.05)
                continue
            self._provide_database()
            return
        raise StartError(f"PostgreSQL does not answer; see {self.places.log}.")

    def _start(self, deadline: float) -> None:
        binaries = find_binaries()
        account = choose_account(self.places, binaries)
        if not check_cluster(self.places, binaries):
            self._say("Making the database")
            initialise(self.places, binaries, account, durable=self.durable)
        account.own(self.places.cluster)
        self._prepare_sockets(account)
        self._say("Starting PostgreSQL")
        self._launch(binaries, account, deadline)

    def _launch(self, binaries: Binaries, account: Account, deadline: float) -> None:
        command = account.command(
            binaries.postgres, "-D", self.places.cluster, *options(self.places.sockets, durable=self.durable)
        )
        started = time.monotonic()
        while True:
            disarm_stale_locks(self.places)
            offset = self._rotate_log()
            self._child = launch(command, self.places.log, clean_environment())
            try:
                if self._wait(deadline):
                    return
            except BaseException:
                stop(self._child.pid, self.places.cluster, self._child)
                raise
            said = self._said(offset)
            waited = time.monotonic() - started
            if "shared memory block" not in said or waited > 60:
                raise StartError(f"PostgreSQL did not start: {said}; see {self.places.log}.")
            # Children of a killed server still work. Most notice within moments; one inside a long statement does not.
            if waited > 1:
                end_orphans(self.places.cluster, force=waited > 10)
            time.sleep(0.2)

    def _wait(self, deadline: float) -> bool:
        """Whether the server that was launched answers; False as soon as it has ended."""
        child, said, begun = self._child, False, time.monotonic()
        while child is not None and time.monotonic() < deadline:
            if child.poll() is not None:
                return False
            if self._answers():
                return True
            if not said and time.monotonic() - begun > 3:
                self._say("PostgreSQL is recovering what an interruption left")
                said = True
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self._conninfo(SUPERUSER, "postgres"), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _provide_database(self) -> None:
        with psycopg.connect(self._conninfo(SUPERUSER, "postgres"), autocommit=True) as connection:
            role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
            if not connection.execute("SELECT FROM pg_roles WHERE rolname = %s", (ROLE,)).rowcount:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
            if not connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,)).rowcount:
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))
            if not self.durable:
                # Tests empty tables whose triggers forbid it.
                connection.execute(sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(role))

    def _prepare_sockets(self, account: Account) -> None:
        sockets = self.places.sockets
        try:
            sockets.mkdir(mode=0o700, exist_ok=True)
            account.own(sockets)
            state = sockets.lstat()
            foreign = sockets.is_symlink() or state.st_uid != account.uid
            sockets.chmod(0o700)
        except OSError:
            foreign = True
        if foreign:
            raise StartError(f"{sockets} belongs to somebody else and PostgreSQL needs it for its socket: remove it.")

    def _rotate_log(self) -> int:
        """The length of the log in bytes, after moving an overlong one aside."""
        log = self.places.log
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".log.1"))
        log.touch(mode=0o600)
        give_to_owner(log, self.places.root)
        return log.stat().st_size

    def _said(self, offset: int) -> str:
        """What the server wrote to its log since `offset` (bytes), cut to the line that tells most."""
        with self.places.log.open("rb") as log:
            log.seek(offset)
            lines = log.read().decode("utf-8", "replace").splitlines()
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line]
        line = (telling or lines or ["it gave no reason"])[-1]
        return line.partition("FATAL:")[2].strip() or line.strip()

    def _conninfo(self, role: str, database: str) -> str:
        running = find_running(self.places)
        sockets = running.sockets if running else self.places.sockets
        return f"postgresql://{role}@/{database}?host={quote(str(sockets), safe='')}"


@contextmanager
def start_or_join(root: Path, *, durable: bool = True, say: Say = _silent) -> Iterator[Cluster]:
    """Use the server of the data directory `root` for the length of a `with` block.

    Raises `StartError` if it cannot be started.
    """
    cluster = Cluster(root, durable=durable, say=say)
    cluster.join()
    try:
        yield cluster
    finally:
        cluster.leave()
