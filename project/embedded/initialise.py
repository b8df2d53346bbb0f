"""Making a cluster, once."""

import locale
import os
import shutil
import subprocess

from project.embedded.account import Account
from project.embedded.binaries import Binaries
from project.embedded.errors import StartError
from project.embedded.places import Places

SUPERUSER = "postgres"
# pg_trgm asks the C library what a letter is, so LC_CTYPE has to be a UTF-8 one whatever sorts the text.
LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8", "en_US.utf8", "en_GB.UTF-8", "POSIX.UTF-8")


def initialise(places: Places, binaries: Binaries, account: Account, *, durable: bool) -> None:
    """Make the cluster of `places`. It appears under its name only when it is complete.

    Connections are trusted: the one socket lies in a directory that only the owner may enter, and checking
    the name of the connecting account (`peer`) would compare names from two sides of a user namespace.

    Raises `StartError` with what `initdb` said if it fails.
    """
    shutil.rmtree(places.unfinished, ignore_errors=True)
    places.unfinished.mkdir(mode=0o700)
    account.own(places.unfinished)
    command = account.command(
        binaries.initdb,
        f"--pgdata={places.unfinished}",
        f"--username={SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--no-instructions",
        *_locale_options(binaries),
        *(() if durable else ("--no-sync",)),
    )
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    if done.returncode != 0:
        shutil.rmtree(places.unfinished, ignore_errors=True)
        raise StartError(f"PostgreSQL cannot make its data directory {places.cluster}: {_reason(done.stderr)}")
    places.unfinished.rename(places.cluster)


def check_cluster(places: Places, binaries: Binaries) -> bool:
    """Whether `places` holds a cluster that `binaries` can run; False if there is none yet.

    Raises `StartError` if it holds one of another major version, or something else altogether.
    """
    version = places.cluster / "PG_VERSION"
    if version.exists():
        made_by = version.read_text().strip()
        if made_by != str(binaries.major):
            raise StartError(
                f"{places.cluster} was made by PostgreSQL {made_by}, these binaries are {binaries.major}: "
                f"point PG_BIN at the bin directory of a PostgreSQL {made_by}, or name another directory "
                "with ISNAD_DATA."
            )
        return True
    if places.cluster.exists() and any(places.cluster.iterdir()):
        raise StartError(
            f"{places.cluster} is not a data directory of PostgreSQL: move it away, "
            "or name another directory with ISNAD_DATA."
        )
    return False


def clean_environment() -> dict[str, str]:
    """This process's environment without what would change PostgreSQL's language, sorting or directory."""
    unwanted = ("PG", "LC_", "LANG")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}


def _locale_options(binaries: Binaries) -> list[str]:
    name = utf8_locale()
    if binaries.major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", f"--locale={name}"]
    return [f"--locale={name}"]


def utf8_locale() -> str:
    """The name of a UTF-8 locale of this machine, C.UTF-8 where it exists.

    Raises `StartError` if there is none.
    """
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in (*LOCALES, os.environ.get("LC_ALL", ""), os.environ.get("LANG", "")):
            if name.lower().replace("-", "").endswith("utf8") and _exists(name):
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise StartError(
        "This machine has no UTF-8 locale, and search in Arabic needs one: install C.UTF-8 "
        "(Debian: apt-get install locales && locale-gen C.UTF-8), or set DATABASE_URL."
    )


def _exists(name: str) -> bool:
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    return True


def _reason(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (telling or lines or ["initdb gave no reason"])[0]
