"""The server process: is it there, whose is it, start it, stop it."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from project.embedded.places import SOCKET_NAME, Places

# kill(2) knows no process of this number, so PostgreSQL takes a lock file that names it for a dead server's.
NOBODY = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Running:
    """A live server: its process id, and the directory of its socket."""

    pid: int
    sockets: Path


def find_running(places: Places) -> Running | None:
    """The live server of this data directory, whoever started it; None if there is none.

    A lock file left by a killed server, one whose number now belongs to some other program, and a dead server
    that nobody has waited for (a zombie) all count as none.
    """
    try:
        lines = (places.cluster / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not is_postmaster(pid, places.cluster):
        return None
    sockets = lines[4].strip() if len(lines) > 4 else ""
    return Running(pid, Path(sockets) if sockets else places.sockets)


def is_postmaster(pid: int, cluster: Path) -> bool:
    """Whether the process `pid` is a PostgreSQL server of the data directory `cluster`."""
    if pid <= 0:
        return False
    words = _command(pid)
    # The children of a server call themselves "postgres: checkpointer" and the like.
    if not words or Path(words[0]).name not in ("postgres", "postmaster"):
        return False
    if str(cluster) in words:
        return True
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cwd").resolve() == cluster
    return False


def _command(pid: int) -> list[str]:
    """The words of the command line of `pid`; none for a zombie, or if there is no such process."""
    if Path("/proc/self").exists():
        try:
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).split("\0")
        except OSError:
            return []
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    line = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    program, _, rest = line.partition(" -D ")
    return [program, rest.partition(" -c ")[0]]


def disarm_stale_locks(places: Places) -> None:
    """Make the lock files of a dead server harmless. Call it only when `find_running` found none.

    The main one is kept but for its process id: it also names the dead server's shared memory, by which
    PostgreSQL itself makes sure that none of that server's children still writes.
    """
    main = places.cluster / "postmaster.pid"
    with contextlib.suppress(FileNotFoundError):
        lines = main.read_text().splitlines(keepends=True)
        if len(lines) > 1:
            main.write_text("".join([f"{NOBODY}\n", *lines[1:]]))
        else:
            main.unlink()
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (places.sockets / name).unlink(missing_ok=True)


def end_orphans(cluster: Path, *, force: bool) -> None:
    """End the children of a killed server of `cluster`, which would finish their statement first."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes()
            if words.startswith(b"postgres: ") and (entry / "cwd").resolve() == cluster:
                os.kill(int(entry.name), signal.SIGKILL if force else signal.SIGQUIT)
        except OSError:
            continue


def launch(command: list[str], log: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start the server in a session of its own, so that a Ctrl-C at the terminal does not reach it."""
    with log.open("ab") as sink:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
            env=environment,
            cwd="/",
            start_new_session=True,
        )


def stop(pid: int, cluster: Path, child: subprocess.Popen[bytes] | None = None) -> None:
    """Stop the server `pid`: politely, then at once, then by force.

    `child` is the handle of the server that this process started, if it did.
    """
    own = child if child is not None and child.pid == pid else None
    for kind, seconds in ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 10.0)):
        if not _lives(pid, cluster, own):
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, kind)
        deadline = time.monotonic() + seconds
        while _lives(pid, cluster, own) and time.monotonic() < deadline:
            time.sleep(0.01)


def _lives(pid: int, cluster: Path, own: subprocess.Popen[bytes] | None) -> bool:
    # A child of ours counts from its first moment, when it is not PostgreSQL yet; asking also buries it.
    return own.poll() is None if own is not None else is_postmaster(pid, cluster)
