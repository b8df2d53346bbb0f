"""As whom PostgreSQL runs. It refuses to run as root, so root needs a detour."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from project.embedded.binaries import Binaries
from project.embedded.errors import StartError
from project.embedded.places import Places

PREFERRED = ("postgres", "nobody", "daemon")


@dataclass(frozen=True, slots=True)
class Account:
    """`prefix` goes in front of PostgreSQL's command; `uid` and `gid` must own its files."""

    prefix: tuple[str, ...]
    uid: int
    gid: int

    def command(self, *words: str | Path) -> list[str]:
        """The command line that runs `words` as this account."""
        return [*self.prefix, *map(str, words)]

    def own(self, path: Path) -> None:
        """Give `path` and all below it to this account, if it is somebody else's."""
        if os.geteuid() != 0 or path.stat().st_uid == self.uid:
            return
        for folder, _, files in os.walk(path):
            for name in ("", *files):
                os.chown(Path(folder, name), self.uid, self.gid, follow_symlinks=False)


def choose_account(places: Places, binaries: Binaries) -> Account:
    """The first way of running PostgreSQL as somebody other than root that works on this machine.

    An ordinary user is taken as is. Root enters a user namespace (its files stay root's); where the machine
    has none, PostgreSQL runs as an unprivileged account. A cluster that belongs to an ordinary user stays
    that user's.

    Raises `StartError` if no way works.
    """
    for account in _candidates(places):
        if not account.prefix or _works(account, places, binaries):
            return account
    if os.geteuid() == 0:
        raise StartError(
            "PostgreSQL does not run as root, and this machine allows neither user namespaces (unshare) nor "
            "another account (setpriv): run as an ordinary user, or set DATABASE_URL."
        )
    raise StartError(
        f"The user id {os.geteuid()} has no name on this machine and PostgreSQL wants one: "
        "add it to /etc/passwd, or set DATABASE_URL."
    )


def _candidates(places: Places) -> Iterator[Account]:
    uid, gid = os.geteuid(), os.getegid()
    owner = _owner(places.cluster, default=uid)
    if uid != 0:
        if owner != uid:
            raise StartError(
                f"{places.cluster} belongs to {_name(owner)}: run as that user, or name another directory "
                "with ISNAD_DATA."
            )
        if _name(uid):
            yield Account((), uid, gid)
        else:
            yield Account(_namespace(), uid, gid)
        return
    if owner == 0:
        yield Account(_namespace(), 0, 0)
    target = _entry(owner) if owner else _unprivileged()
    if target is not None:
        identity = (f"--reuid={target.pw_uid}", f"--regid={target.pw_gid}", "--clear-groups")
        yield Account(("setpriv", *identity), target.pw_uid, target.pw_gid)
        # A checkout below /root is closed to every other account, unless it keeps this one capability.
        reach = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
        yield Account(("setpriv", *identity, *reach), target.pw_uid, target.pw_gid)


def _namespace() -> tuple[str, ...]:
    # initdb looks its own name up, so the number inside has to be one that /etc/passwd knows.
    inside = next((e for e in pwd.getpwall() if 0 < e.pw_uid < 65534), None)
    uid, gid = (inside.pw_uid, inside.pw_gid) if inside else (65534, 65534)
    return ("unshare", "--user", f"--map-user={uid}", f"--map-group={gid}", "--")


def _works(account: Account, places: Places, binaries: Binaries) -> bool:
    if shutil.which(account.prefix[0]) is None:
        return False
    script = 'test "$(id -u)" -ne 0 && cd "$1" && exec "$2" --version'
    command = account.command("sh", "-c", script, "sh", places.root, binaries.postgres)
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0


def _unprivileged() -> pwd.struct_passwd | None:
    known = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid != 0}
    return next((known[name] for name in PREFERRED if name in known), None)


def _owner(path: Path, default: int) -> int:
    return path.stat().st_uid if path.exists() else default


def _entry(uid: int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _name(uid: int) -> str:
    entry = _entry(uid)
    return entry.pw_name if entry else ""
