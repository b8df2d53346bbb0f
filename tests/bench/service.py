"""The application as `make run` serves it, with a data directory of its own, and a client for its API."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
JSON = "application/json"


@dataclass
class Client:
    """One kept-alive connection with a token."""

    host: str
    port: int
    token: str

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.host, self.port, timeout=600)

    def send(self, method: str, path: str, body: bytes | None = None, media_type: str = JSON) -> tuple[int, bytes]:
        """Return (status, body) of one request; raises for a server's error."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": media_type}
        response = self._answer(method, quote(path, safe="/?=&%"), body, headers)
        answer = response.read()
        if response.status >= 400:
            raise RuntimeError(f"{method} {path}: {response.status} {answer[:500]!r}")
        return response.status, answer

    def _answer(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """What the server answers; once more on a new connection, where it had closed the old one, idle for long."""
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except (ConnectionError, http.client.RemoteDisconnected):
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()

    def drain(self, path: str) -> int:
        """Read an answer of any length without keeping it; its size in bytes."""
        response = self._answer("GET", path, None, {"Authorization": f"Bearer {self.token}"})
        if response.status != 200:
            raise RuntimeError(f"GET {path}: {response.status} {response.read()[:500]!r}")
        size = 0
        while chunk := response.read(1 << 20):
            size += len(chunk)
        return size

    def get(self, path: str) -> Any:
        return json.loads(self.send("GET", path)[1])

    def post(self, path: str, document: Any) -> Any:
        return json.loads(self.send("POST", path, json.dumps(document).encode())[1])


@dataclass
class Service:
    """A running server: its address, its data directory, its process."""

    host: str
    port: int
    data: Path
    process: subprocess.Popen[bytes]
    environment: dict[str, str]

    def manage(self, *words: str) -> str:
        """Run `manage.py` on the same database; return what it printed."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def client(self, workspace: str, scope: str = "admin") -> Client:
        return Client(self.host, self.port, self.manage("token", "admin", "--workspace", workspace, "--scope", scope))

    def said(self) -> str:
        """The end of what the server wrote: it may tell why something failed."""
        return (self.data / "serve.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def password(self, user: str) -> str:
        for line in (self.data / "demo-accounts.txt").read_text().splitlines():
            name, _, password = line.partition(" ")
            if name == user:
                return password.strip()
        raise KeyError(user)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def service() -> Iterator[Service]:
    """Serve until the body ends; then stop, and remove the data."""
    data = Path(tempfile.mkdtemp(prefix="isnad-bench-"))
    port = free_port()
    environment = {**os.environ, "ISNAD_DATA": str(data), "PORT": str(port), "HOST": "127.0.0.1"}
    environment.pop("DATABASE_URL", None)
    log = data / "serve.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "project.serve"], cwd=ROOT, env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    try:
        _wait(port, process)
        yield Service("127.0.0.1", port, data, process, environment)
    except Exception:
        # What the server said may be why.
        sys.stderr.write(log.read_text(encoding="utf-8", errors="replace")[-8000:])
        raise
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(data, ignore_errors=True)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not answer in time")
