"""What the machine itself can do: the same rows through psycopg, COPY and SELECT, without the application."""

from __future__ import annotations

import threading
import time
from typing import Any

import psycopg

from tests.bench.table import median_ms, seconds

# Tables of an article, parents first.
TABLES = ("article", "articleversion", "layer", "span", "attribution")
_INSERT = (
    "INSERT INTO bench_one (uid, segments, exact, prefix, suffix)"
    " VALUES (gen_random_uuid(), '{1,9}', 'exact', 'prefix', 'suffix') RETURNING id"
)


class Limits:
    """Raw access to the database of the served application."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection: psycopg.Connection[Any] = psycopg.connect(url, autocommit=True)

    def close(self) -> None:
        self.connection.close()

    def bare_tables(self) -> None:
        """The same columns without keys, constraints, triggers or indexes, to copy into."""
        for table in TABLES:
            self.connection.execute(f"DROP TABLE IF EXISTS bench_{table}")
            self.connection.execute(f"CREATE TABLE bench_{table} AS TABLE annotations_{table} WITH NO DATA")

    def rows_of(self, workspace: str) -> dict[str, bytes]:
        """The rows of the workspace in COPY's own text form, by table."""
        return {table: self._copied(self._select(table, workspace)) for table in TABLES}

    def _select(self, table: str, workspace: str) -> str:
        return (
            f"SELECT t.* FROM annotations_{table} t JOIN annotations_workspace w ON w.id = t.workspace_id"
            f" WHERE w.slug = '{workspace}'"
        )

    def _copied(self, query: str) -> bytes:
        with self.connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
            return b"".join(bytes(chunk) for chunk in copy)

    def copy_in(self, rows: dict[str, bytes]) -> float:
        """Seconds to COPY the rows into bare tables, in one transaction."""
        self.bare_tables()

        def work() -> None:
            with self.connection.transaction(), self.connection.cursor() as cursor:
                for table in TABLES:
                    columns = self._columns(table)
                    with cursor.copy(f"COPY bench_{table} ({columns}) FROM STDIN") as copy:
                        copy.write(rows[table])

        return seconds(work)

    def _columns(self, table: str) -> str:
        found = self.connection.execute(
            "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
            [f"bench_{table}"],
        ).fetchone()
        return str(found[0]) if found else ""

    def copy_out(self, workspace: str) -> tuple[float, int]:
        """(seconds, bytes) to COPY every row of the workspace out, thrown away as it comes."""
        size = 0

        def work() -> None:
            nonlocal size
            for table in TABLES:
                query = self._select(table, workspace)
                with self.connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
                    for chunk in copy:
                        size += len(chunk)

        return seconds(work), size

    def insert_span_ms(self) -> float:
        """Median milliseconds of one committed insert of a span's columns into a bare table, by psycopg."""
        self.connection.execute("DROP TABLE IF EXISTS bench_one")
        self.connection.execute(
            "CREATE TABLE bench_one (id bigserial PRIMARY KEY, uid uuid, segments int[], exact text,"
            " prefix text, suffix text)"
        )
        return median_ms(lambda: self.connection.execute(_INSERT).fetchone(), times=200)

    def inserts_per_second(self, clients: int, seconds: float) -> float:
        """Committed inserts a second of as many connections at once, after `insert_span_ms`."""
        stop = time.monotonic() + seconds
        done = [0] * clients

        def press(place: int) -> None:
            with psycopg.connect(self.url, autocommit=True) as connection:
                while time.monotonic() < stop:
                    connection.execute(_INSERT).fetchone()
                    done[place] += 1

        threads = [threading.Thread(target=press, args=[place]) for place in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sum(done) / seconds

    def select_ms(self, query: str, arguments: list[Any]) -> float:
        """Median milliseconds of a query whose rows are fetched."""
        return median_ms(lambda: self.connection.execute(query, arguments).fetchall())
