"""Exports of the served application to readers who stop, and readers who go away."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.project.conftest import Start
from tests.project.served import PROJECT, Served, descendants, environment
from tests.waiting import wait_until

HOLDING = 4  # seconds that a query is held for a reader who does not read on
LARGE = """
    WITH made AS (
        INSERT INTO annotations_article (uid, workspace_id, title, language, direction, outlet, url, credited_wire,
            origin, status, metadata)
        SELECT gen_random_uuid(), w.id, 'Long', 'en', 'ltr', '', '', '', '', 'new', '{}'
        FROM annotations_workspace w, generate_series(1, 80) RETURNING id, workspace_id)
    INSERT INTO annotations_articleversion (uid, workspace_id, article_id, number, text, sha256, captured_how,
        captured_by, note, captured_at)
    SELECT gen_random_uuid(), workspace_id, id, 1, body, isnad_sha256(body), 'api', '', '', now()
    FROM made, (SELECT repeat('word ', 100000) AS body) t
"""


def token(served: Served, data: Path) -> str:
    command = [sys.executable, "manage.py", "token", "admin", "--workspace", "demo", "--scope", "read"]
    done = subprocess.run(command, cwd=PROJECT, env=environment(data), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def begin(served: Served, key: str) -> socket.socket:
    """A reader that has read the beginning of an export."""
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.settimeout(30)
    reader.connect(("127.0.0.1", served.port))
    reader.sendall(
        b"GET /api/v1/export/isnad-jsonl/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + f"Authorization: Bearer {key}\r\n\r\n".encode()
    )
    assert reader.recv(100).startswith(b"HTTP/1.1 200")
    return reader


def reading(sql: psycopg.Connection) -> int:
    """How many exports the database is at."""
    query = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND state = 'active'"
    row = sql.execute(query).fetchone()
    return int(row[0]) if row else 0


def memory(served: Served) -> int:
    """Resident bytes of the web server's processes."""
    total = 0
    for pid in descendants(served.process.pid):
        if b"project.web" in Path(f"/proc/{pid}/cmdline").read_bytes():
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    return total


@pytest.mark.slow
def test_readers_who_stop_and_readers_who_go(serve: Start, data: Path) -> None:
    served = serve(ISNAD_PATIENCE=str(HOLDING)).wait_until_ready()
    key = token(served, data)
    with served.connect() as sql:
        sql.execute(LARGE)
        gone = begin(served, key)
        wait_until(lambda: reading(sql) == 1)
        gone.close()
        wait_until(lambda: reading(sql) == 0)

        # 40 MB wait to be sent: the query is held back until patience ends, not the file.
        sizes, begun = [memory(served)], time.monotonic()
        stopped = begin(served, key)
        while reading(sql):
            sizes.append(memory(served))
            time.sleep(0.1)
        assert time.monotonic() - begun > HOLDING
        assert max(sizes) < sizes[0] + 24 * 1024 * 1024
        stopped.close()
    assert served.end() == 0
