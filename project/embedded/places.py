"""Where the embedded PostgreSQL keeps its files."""

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from project.embedded.errors import StartError

# sun_path holds 108 bytes on Linux and 104 on macOS and the BSDs, the closing NUL among them.
SOCKET_PATH_BYTES = 103
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True, slots=True)
class Places:
    """The files of one data directory (`root`, absolute)."""

    root: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data directory."""
        return self.root / "postgres"

    @property
    def unfinished(self) -> Path:
        """Where `initdb` works. It is renamed to `cluster` when complete, so half a cluster is never met."""
        return self.root / "postgres.new"

    @property
    def log(self) -> Path:
        """What PostgreSQL writes to its standard output and error."""
        return self.root / "postgres.log"

    @property
    def gate(self) -> Path:
        """Lock file, held while somebody decides whether to start or to stop the server."""
        return self.root / "start.lock"

    @property
    def users(self) -> Path:
        """Lock file, shared by every process that uses the server."""
        return self.root / "users.lock"

    @property
    def sockets(self) -> Path:
        """Directory of the Unix socket: inside the data directory, or in /tmp where that path cannot serve.

        That is so where it is too long, or holds a comma, at which clients would cut it in two.
        """
        near = self.root / "socket"
        if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_PATH_BYTES and "," not in str(near):
            return near
        key = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]
        # /tmp by name: TMPDIR may differ between two processes that have to meet here.
        base = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108
        return Path(base) / f"isnad-{key}"


def prepare_root(root: Path) -> Places:
    """Make the data directory if it is missing and check that it can be written to.

    Raises `StartError` if it cannot be.
    """
    try:
        # Others may pass through (PostgreSQL as another account must) but not list; all inside is private.
        root.mkdir(mode=0o711, parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=root).close()
    except FileExistsError:
        raise StartError(f"The data directory {root} is a file: name a directory with ISNAD_DATA.") from None
    except OSError as error:
        raise StartError(
            f"Cannot write to the data directory {root} ({error.strerror}): "
            "make it yours, or name another with ISNAD_DATA."
        ) from None
    return Places(root.resolve())


def give_to_owner(path: Path, root: Path) -> None:
    """When root makes a file in somebody's data directory, it shall belong to that person."""
    if os.geteuid() == 0:
        owner = root.stat()
        with suppress(OSError):
            os.chown(path, owner.st_uid, owner.st_gid)
