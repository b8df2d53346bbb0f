"""Whether a database, embedded or external, can carry Isnad."""

import psycopg
from psycopg import sql

from project.embedded.binaries import OLDEST_MAJOR
from project.embedded.errors import StartError

EXTENSIONS = ("pg_trgm", "btree_gist")
TIMEOUT = 10  # seconds


def check_server(url: str) -> None:
    """Look at the database that `url` names; change nothing in it.

    Raises `StartError` if it cannot be reached, is older than PostgreSQL 15, is not UTF-8, lacks an
    extension, or has an LC_CTYPE for which Arabic has no letters.
    """
    with _connect(url) as connection:
        _check_version(connection)
        _check_encoding(connection)
        try:
            for name in EXTENSIONS:
                _check_extension(connection, name)
            _check_letters(connection)
        finally:
            connection.rollback()


def _connect(url: str) -> psycopg.Connection:
    try:
        return psycopg.connect(url, connect_timeout=TIMEOUT)
    except psycopg.ProgrammingError:
        raise StartError(
            "DATABASE_URL is not an address of PostgreSQL: write postgresql://USER:PASSWORD@HOST:PORT/NAME, "
            "or unset it to use the embedded one."
        ) from None
    except psycopg.OperationalError as error:
        # The last attempt counts; what is indented below it is libpq's advice, and ours follows.
        told = [line for line in str(error).splitlines() if line[:1].strip()]
        reason = told[-1].removeprefix("connection failed: ")
        raise StartError(
            f"The database that DATABASE_URL names cannot be used ({reason}): start it or correct the "
            "address, or unset DATABASE_URL to use the embedded one."
        ) from None


def _check_version(connection: psycopg.Connection) -> None:
    major = connection.info.server_version // 10_000
    if major < OLDEST_MAJOR:
        raise StartError(
            f"The database is PostgreSQL {major}; Isnad needs {OLDEST_MAJOR} or newer: upgrade it, "
            "or unset DATABASE_URL to use the embedded one."
        )


def _check_encoding(connection: psycopg.Connection) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StartError(f"The database is encoded in {encoding}: make it again with ENCODING 'UTF8'.")


def _check_extension(connection: psycopg.Connection, name: str) -> None:
    if connection.execute("SELECT FROM pg_extension WHERE extname = %s", (name,)).rowcount:
        return
    if not connection.execute("SELECT FROM pg_available_extensions WHERE name = %s", (name,)).rowcount:
        raise StartError(
            f"This PostgreSQL lacks the extension {name}: install its contrib package (Debian: "
            "postgresql-contrib), or use the embedded one (unset DATABASE_URL and PG_BIN)."
        )
    try:
        connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(name)))
    except psycopg.Error:
        raise StartError(
            f"The extension {name} is not installed in the database and its user may not install it: "
            f"have its administrator run CREATE EXTENSION {name}."
        ) from None


def _check_letters(connection: psycopg.Connection) -> None:
    try:
        row = connection.execute("SELECT show_trgm('بغداد')").fetchone()
    except psycopg.Error as error:
        raise StartError(f"The extension pg_trgm does not work ({str(error).splitlines()[0]}).") from None
    if not row or not row[0]:
        raise StartError(
            "The database's LC_CTYPE knows no Arabic letters, so search would find nothing: make the "
            "database again with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' "
            "LC_CTYPE 'C.UTF-8'."
        )
