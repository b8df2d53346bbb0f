"""A cluster for tests: in memory where there is room, fast instead of durable, and gone afterwards."""

import os
import shutil
import tempfile
from pathlib import Path

from project.embedded.cluster import Cluster
from project.embedded.locks import Membership
from project.embedded.places import Places

PREFIX = "isnad-test-"
ROOM = 2 << 30  # bytes that have to be free in memory


class ThrowAway:
    """A directory for one run of the tests, and the server in it that the run's processes share."""

    def __init__(self) -> None:
        base = _base()
        sweep(base)
        self.root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base)).resolve()
        # PostgreSQL may have to run as another account, which passes through here.
        self.root.chmod(0o711)
        # Held until the end, so that another run does not sweep this one away.
        self._membership = Membership(Places(self.root))
        with self._membership.gate():
            self._membership.join()

    def remove(self) -> None:
        """Stop the server, whoever still uses it, and remove the directory."""
        Cluster(self.root, durable=False).stop()
        self._membership.leave()
        shutil.rmtree(self.root, ignore_errors=True)


def sweep(base: Path) -> None:
    """Remove what runs that were killed have left in `base`."""
    for root in base.glob(f"{PREFIX}*"):
        if root.stat().st_uid != os.geteuid():
            continue
        membership = Membership(Places(root))
        with membership.gate():
            membership.join()
            abandoned = membership.is_last()
            membership.leave()
        if abandoned:
            Cluster(root, durable=False).stop()
            shutil.rmtree(root, ignore_errors=True)


def _base() -> Path:
    memory = Path("/dev/shm")  # noqa: S108
    if os.access(memory, os.W_OK):
        state = os.statvfs(memory)
        if state.f_frsize * state.f_bavail >= ROOM:
            return memory
    return Path(tempfile.gettempdir())
